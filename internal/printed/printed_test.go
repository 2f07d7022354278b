package printed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// readings are the readings of one type at the beginning of a text: where each ends and what it says.
func readings(text string, of Type) []string {
	var all []string
	for _, r := range Read(nil, text, 0, 17) {
		if r.Type != of {
			continue
		}
		v := r.Value
		said := strings.TrimSpace(strings.Join([]string{v.Name, v.Former, v.Mark, v.TD, string(v.Date), string(v.Novelty)}, " "))
		for _, q := range v.Questions {
			said += fmt.Sprintf(" Q%d/%d", q.Number, q.Group)
		}
		if v.Revision > 0 {
			said += fmt.Sprintf(" R%d", v.Revision)
		}
		if v.Equivalent.Number != "" {
			said += v.Equivalent.String()
		}
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf("%q %s", text[:r.End], said)), " "))
	}
	return all
}

// TestReadOffersEachEnd holds that what is printed in a cell is read, whatever sticks to it.
func TestReadOffersEachEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		of   Type
		want string
	}{
		{"X.1001 (ex. X.abc) Title", Name, `"X.1001 (ex. X.abc)" X.1001 X.abc`},
		{"Q.FW_CSM Framework", Name, `"Q.FW_CSM" Q.FW_CSM`},
		{"Q.1741.7 10/17", Name, `"Q.1741.7" Q.1741.7`},
		{"Y.2122Amd1 4/17", Name, `"Y.2122Amd1" Y.2122Amd1`},
		{"P.10/G.100 Amd.1 2/17", Name, `"P.10/G.100 Amd.1" P.10/G.100 Amd.1`},
		{"J.201 rev.2 Tides", Name, `"J.201 rev.2" J.201 rev.2`},
		{"E.80512/17 TD8", Name, `"E.805" E.805`},
		{"E.80512/17 TD8", Name, `"E.8051" E.8051`},
		{"G.102811/17 TD8", Name, `"G.1028" G.1028`},
		{"X.fogSecurity of fog", Name, `"X.fog" X.fog`},
		{"X.5Gdock-q* Docks", Name, `"X.5Gdock-q*" X.5Gdock-q *`},
		{"Supplement 15 to Y.2000-series (Y.pass) 4/17", Name, `"Supplement 15 to Y.2000-series (Y.pass)" Supplement 15 to Y.2000-series Y.pass`},
		{"TD 161r1 8/17", Document, `"TD 161r1" TD161 R1`},
		{"TD985/GEN", Document, `"TD985/GEN" TD985`},
		{"SG17-TD985/GEN", Document, `"SG17-TD985/GEN" TD985`},
		{"TD73/2", Document, `"TD73/2" TD73/2`},
		{"TD 119 (PLEN/13) New", Document, `"TD 119 (PLEN/13)" TD119`},
		{"TD24422019-01", Document, `"TD2442" TD2442`},
		{"TD12 Rev 12/17", Document, `"TD12" TD12`},
		{"C501 Rev. 1", Document, `"C501 Rev. 1" R1`},
		{"2,4,21/17 X", Question, `"2,4,21/17" Q2/17 Q4/17 Q21/17`},
		{"Q11/17 and Q14/17", Question, `"Q11/17 and Q14/17" Q11/17 Q14/17`},
		{"7 (10)X.abc", Question, `"7 (10)" Q7/17 Q10/17`},
		{"2019-092020-03", Start, `"2019-09" 2019-09`},
		{"Sept 2019", Target, `"Sept 2019" 2019-09`},
		{"ISO/IEC DIS 27017", Equivalent, `"ISO/IEC DIS 27017" ISO/IEC 27017`},
		{"IEC/ISO PWI 83000", Equivalent, `"IEC/ISO PWI 83000" IEC/ISO 83000`},
		{"GSMA SGP.22", Equivalent, `"GSMA SGP.22" GSMA SGP 22`},
		{"ISO/IEC 9594-22017-09", Equivalent, `"ISO/IEC 9594-2" ISO/IEC 9594-2`},
		{"New Ada Quay", Novelty, `"New" NEW`},
		{"RevRick Reed", Novelty, `"Rev" REVISED`},
	} {
		if got := readings(c.text, c.of); !slices.Contains(got, c.want) {
			t.Errorf("%q: %q has no %q", c.text, got, c.want)
		}
	}
	for _, c := range []struct {
		text string
		of   Type
	}{{"ISO/TC 184/SC 4", Equivalent}, {"Q.26 Cloud", Name}, {"Newer tides", Novelty}, {"TDs", Document}} {
		if got := readings(c.text, c.of); c.of != Name && len(got) > 0 {
			t.Errorf("%q is read as %q", c.text, got)
		}
	}
}

func TestReadColumn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"QAcronymTitleNew / RevisedEditor(s)Location of textEquivalent\ne.g., ISO/IECStart of workTiming": "2 4 6 9 11 7 12 13 14",
		"ITU-T Rec. No. Question Reference New/Rev Title TSB Circular":                                    "4 2 7 9 6 16",
		"Recommendation | Title | Documents | Q. | Email addressof Responsible person":                    "4 6 7 2 15",
	} {
		var got []string
		for at := 0; at < len(text); {
			if column, end := ReadColumn(text, at); end > 0 {
				got, at = append(got, fmt.Sprint(int(column.Type))), end
			} else {
				at++
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("E.80512/12 TD891R2New", 0)
	f.Add("(ex X.a) **| ISO/IEC 1-2", 3)
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at < 0 || at >= len(text) {
			return
		}
		for _, r := range Read(nil, text, at, 17) {
			if r.End <= at || r.End > len(text) {
				t.Fatalf("a cell from %d to %d of %d", at, r.End, len(text))
			}
		}
		ReadColumn(text, at)
	})
}

func TestNothingStandsAtTheEndOfAText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "X.1"} {
		if found := Read(nil, text, len(text), 17); len(found) != 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
}
