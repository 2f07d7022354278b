package printed_test

import (
	"fmt"
	"testing"

	"rapporteur/internal/printed"
)

// TestPublishedNames reads names as pages and records print them: editions are of one text, amendments are texts.
func TestPublishedNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"ITU-T W.509 (10/2019)":                   "W.509 RECOMMENDATION [] 2019-10 v",
		"Recommendation ITU-T W.509":              "W.509 RECOMMENDATION []  v",
		"W.264 (V14) (08/2021)":                   "W.264 RECOMMENDATION [] 2021-08 v14",
		"ITU-T W.4006.1 v.1 (02/2016)":            "W.4006.1 RECOMMENDATION [] 2016-02 v1",
		"ITU-T G.8264/W.1364 (10/2008)":           "G.8264/W.1364 RECOMMENDATION [] 2008-10 v",
		"W.25 bis (10/1984)":                      "W.25 bis RECOMMENDATION [] 1984-10 v",
		"W.300 R (00/1976)":                       "W.300 R RECOMMENDATION [] 1976 v",
		"W.509 (2012) Cor. 3 (10/2016)":           "W.509 (2012) Cor.3 CORRIGENDUM [{CORRECTS W.509}] 2016-10 v",
		"W.751 (1995) Technical Cor. 2 (02/2000)": "W.751 (1995) Technical Cor.2 CORRIGENDUM [{CORRECTS W.751}] 2000-02 v",
		"W.248.1 (V2) (2002) Amd. 1 (03/2004)":    "W.248.1 (2002) Amd.1 AMENDMENT [{AMENDS W.248.1}] 2004-03 v2",
		"W.237 (1995) Amd. 1/Technical Cor. 1":    "W.237 (1995) Amd.1 Technical Cor.1 CORRIGENDUM [{CORRECTS W.237 (1995) Amd.1}]  v",
		"W.671 (2005) Amd. 1 Err. 1 (11/2006)":    "erratum",
		"W.28 (1993) Add. 1 (07/1994)":            "erratum",
		"W.100 Annex F3 (06/2021)":                "W.100 Annex F3 ANNEX [{PART_OF W.100}] 2021-06 v",
		"W.722 (1988) App. IV (07/2007)":          "W.722 App. IV ANNEX [{PART_OF W.722}] 2007-07 v",
		"W.729 Annex B (1996) Cor. 2 (02/2000)":   "W.729 Annex B (1996) Cor.2 CORRIGENDUM [{CORRECTS W.729 Annex B}] 2000-02 v",
		"W Suppl. 35 (09/2019)":                   "W.Sup35 SUPPLEMENT [] 2019-09 v",
		"W Suppl. 26 (2016) Cor. 1 (03/2018)":     "W.Sup26 (2016) Cor.1 CORRIGENDUM [{CORRECTS W.Sup26}] 2018-03 v",
		"W.164 Suppl. 2 (11/1998)":                "W.164 Suppl.2 SUPPLEMENT [{SUPPLEMENTS W.164}] 1998-11 v",
		"W-800 series Suppl. 1 (11/1988)":         "W-800 series Suppl.1 SUPPLEMENT [] 1988-11 v",
		"ISO/IEC 9594-8":                          "",
		"W.509 (13/2019)":                         "",
		"W.509 public keys":                       "",
		"W.1 Amd. 1 Amd. 1 Amd. 1 Amd. 1 Amd. 1":  "",
		"the ferry":                               "",
	} {
		got := ""
		if p, ok := printed.ReadPublished(name); ok && p.Erratum {
			got = "erratum"
		} else if ok {
			got = fmt.Sprintf("%s %s %v %s v%s", p.Name, p.Kind, p.Relations, p.Approved, p.Version)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
