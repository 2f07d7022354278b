package standards_test

import (
	"reflect"
	"testing"

	. "rapporteur/internal/standards"
)

func TestParseTextName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]TextName{
		"X.1332":             {Kind: Recommendation},
		"X.509rev":           {Kind: Recommendation, Novelty: Revised, Relations: []NamedRelation{{Revises, "X.509"}}},
		"X.1400Rev":          {Kind: Recommendation, Novelty: Revised, Relations: []NamedRelation{{Revises, "X.1400"}}},
		"X.509prot":          {Kind: Recommendation},
		"X.1197 Amd.1":       {Kind: Amendment, Relations: []NamedRelation{{Amends, "X.1197"}}},
		"X.509 (2016) Cor.2": {Kind: Corrigendum, Relations: []NamedRelation{{Corrects, "X.509"}}},
		"X.694 Cor.1":        {Kind: Corrigendum, Relations: []NamedRelation{{Corrects, "X.694"}}},
		"X.500-series.amd":   {Kind: Amendment},
		"Z.100 Annex F1-rev": {Kind: Annex, Novelty: Revised, Relations: []NamedRelation{{Revises, "Z.100 Annex F1"}, {PartOf, "Z.100"}}},
		"Annex K/H.324":      {Kind: Annex, Relations: []NamedRelation{{PartOf, "H.324"}}},
		"Z.Imp100-rev":       {Kind: ImplementersGuide, Novelty: Revised, Relations: []NamedRelation{{Revises, "Z.Imp100"}}},
		"X.Sup35":            {Kind: Supplement},
		"X.sup-1254":         {Kind: Supplement, Relations: []NamedRelation{{Supplements, "X.1254"}}},
		"TR.ors":             {Kind: TechnicalReport},
		"XSTR-SUSS":          {Kind: TechnicalReport},
		"TP.usm":             {Kind: TechnicalPaper},
		"something else":     {},
	} {
		if got := ParseTextName(name); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestIsFormalName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"X.1332": true, "Z.161.7": true, "X.509rev": true, "X.694 Cor.1": true, "X.Sup35": true,
		"X.sgsec-3": false, "X.5Gsec-q": false, "X.sup-1254": false, "TR.ors": false, "X.509prot": false,
	} {
		if got := IsFormalName(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestParseSpecification(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string]string{
		"ISO/IEC 9594-8":       "ISO/IEC 9594-8",
		"iso/iec  9594-8":      "ISO/IEC 9594-8",
		"ISO/IEC 9594-11:2020": "ISO/IEC 9594-11",
		"ETSI ES 201 873-1":    "ETSI ES 201 873-1",
		"etsi es 202 781":      "ETSI ES 202 781",
		"UPU S68":              "UPU S68",
		"IETF RFC 5280":        "IETF RFC 5280",
		"3GPP TS 33.501":       "3GPP TS 33.501",
		"ISO/IEC TR 24714-1":   "ISO/IEC TR 24714-1",
	} {
		got, ok := ParseSpecification(printed)
		if !ok || got.String() != want {
			t.Errorf("%q: %q %v, want %q", printed, got, ok, want)
		}
	}
	for _, printed := range []string{"", "ISO", "9594-8", "X.509", "ISO/IEC JTC 1/SC 6/WG 10", "nonsense 12"} {
		if got, ok := ParseSpecification(printed); ok {
			t.Errorf("%q was read as %q", printed, got)
		}
	}
}

func TestParseTD(t *testing.T) {
	t.Parallel()
	type td struct {
		number   string
		revision int
	}
	for printed, want := range map[string]td{
		"TD2442": {"TD2442", 0}, "TD 1293 Rev.5": {"TD1293", 5}, "TD73/2": {"TD73/2", 0}, "TD2287R4": {"TD2287", 4},
		"TD653-R1": {"TD653", 1}, "TD 230R2(P)": {"TD230", 2}, "TD78/P": {"TD78", 0}, "td2442": {"TD2442", 0}, "2442": {"TD2442", 0},
		"TD 266 (WP2/16)": {"TD266/2", 0}, "TD73/2-R1": {"TD73/2", 1},
	} {
		number, revision, ok := ParseTD(printed)
		if !ok || number != want.number || revision != want.revision {
			t.Errorf("%q: %s %d %v, want %v", printed, number, revision, ok, want)
		}
	}
	for _, printed := range []string{"", "TD", "TDx", "X.509", "TD12 and TD13"} {
		if number, _, ok := ParseTD(printed); ok {
			t.Errorf("%q was read as %s", printed, number)
		}
	}
}

func TestCutTDLeavesWhatSticksToIt(t *testing.T) {
	t.Parallel()
	for printed, rest := range map[string]string{
		"TD2329ISO/IEC 9594-1": "ISO/IEC 9594-1", "TD24422019-01": "2019-01", "TD1228-R2 2019-01": " 2019-01",
		"TD24422019-99": "2019-99", "TD2442-19": "-19", "TD24422019-0": "-0", "TD24422019-": "-", "TD24422019-0x": "-0x", "TD24422019-x9": "-x9",
		"TD2352 2016-092019-09": " 2016-092019-09", "TD2507UPU S68": "UPU S68", "TD103 Rev.22021-09": "2021-09", "TD103 Rev.122021-09": "2021-09",
	} {
		if _, _, length, ok := CutTD(printed); !ok || printed[length:] != rest {
			t.Errorf("%q left %q, want %q", printed, printed[length:], rest)
		}
	}
}

func TestQuestionLabels(t *testing.T) {
	t.Parallel()
	if got := QuestionLabel(6, 17); got != "Q6/17" {
		t.Error(got)
	}
	for _, printed := range []string{"Q6/17", "6/17", " q6/17 ", "Question 6/17", "Q 6 / SG17"} {
		if number, group, ok := ParseQuestionLabel(printed); !ok || number != 6 || group != 17 {
			t.Errorf("%q: %d/%d %v", printed, number, group, ok)
		}
	}
	for _, printed := range []string{"", "6", "Q/17", "0/17", "6/0", "6/17/2", "six/17"} {
		if _, _, ok := ParseQuestionLabel(printed); ok {
			t.Errorf("%q was read", printed)
		}
	}
}
