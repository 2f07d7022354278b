package report

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"rapporteur/internal/standards"
)

func TestNameLength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		style sticking
		name  string
	}{
		{"X.509protProtocol specifications", stuck, "X.509prot"},
		{"Z.161.7Testing and control", stuck, "Z.161.7"},
		{"Z.100revSpecification", stuck, "Z.100rev"},
		{"X.1400RevHarbours", stuck, "X.1400Rev"},
		{"Z.Imp100-revZ.Imp100 Specification", stuck, "Z.Imp100-rev"},
		{"X.GSBDaaSGuidelines for", stuck, "X.GSBDaaS"},
		{"X.GSBDaaS*\nGuidelines for", stuck, "X.GSBDaaS*"},
		{"X.sec-QKDN_ovSecurity requirements", stuck, "X.sec-QKDN_ov"},
		{"X.sec_QKDN_tn Security requirements", stuck, "X.sec_QKDN_tn"},
		{"X.5Gsec-q*Security", stuck, "X.5Gsec-q*"},
		{"X.elf-iot *Standard", stuck, "X.elf-iot *"},
		{"TR.BaaS-sec**Technical Report", stuck, "TR.BaaS-sec**"},
		{"X.fogIoT devices", stuck, "X.fog"},
		{"X.fogSDL-2010 Data", stuck, "X.fog"},
		{"X.fogA framework", stuck, "X.fog"},
		{"X.1197 Amd.1Amendment 1 of", stuck, "X.1197 Amd.1"},
		{"X.509 (10/2019) Cor.2Corrigendum", stuck, "X.509 (10/2019) Cor.2"},
		{"Z.100 Annex F1-revSpecification", stuck, "Z.100 Annex F1-rev"},
		{"Annex K/H.324Acceleration", stuck, "Annex K/H.324"},
		{"X.Sup35 (X.sup-1254)ITU-T X.1254", stuck, "X.Sup35 (X.sup-1254)"},
		{"X.1371\nSecurity threats", stuck, "X.1371"},
		{"X.1391\n(X.light-2)\nSecurity", spaced, "X.1391\n(X.light-2)"},
		{"X.1391\nX.light-2\nSecurity", spaced, "X.1391\nX.light-2"},
		{"X.SRIaaS Security requirements", spaced, "X.SRIaaS"},
		{"X.1901 (ex X.aas) | ISO/IEC 27566-1 Age", spaced, "X.1901 (ex X.aas) | ISO/IEC 27566-1"},
		{"X.500-series.amdAmendments to", stuck, "X.500-series.amd"},
		{"Y.Suppl.54 to ITU-T Y.4000 series5/20", stuck, "Y.Suppl.54 to ITU-T Y.4000 series"},
		{"Security guidelines", stuck, ""},
		{"A.1 justification of", spaced, "A.1"},
	} {
		name := c.text[:nameLength(c.text, bool(c.style))]
		if name != c.name {
			t.Errorf("%q: %q, want %q", c.text, name, c.name)
		}
	}
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"6/17X.fog": "[{17 6}]", "4X.fog": "[{17 4}] doubt", "7 (10)X.fog": "[{17 7} {17 10}] doubt doubt", "8, 14/17TR.a": "[{17 8} {17 14}]",
		"6/*Title": "[{17 6}] doubt", "14/\nTitle": "[{17 14}] doubt", "Q11/17 and Q14/175-6 Dec": "[{17 11} {17 14}]", "6/1713-14 Jan": "[{17 6}]",
		"8/177-8 Jan": "[{17 8}]", "Q2/17, Q3/17 X.a": "[{17 2} {17 3}]", "2, 3 and 4/17 X.a": "[{17 2} {17 3} {17 4}]", "All/17 X.a": "[] doubt",
		"5G security": "[]", "2020 harbours": "[]", "16/13 X.a": "[{13 16}]", "6/173GPP profiles": "[{17 6}]",
	} {
		all, doubts := questions(text[:questionsLength(text, 17)], 17)
		if got := fmt.Sprint(all) + strings.Repeat(" doubt", len(doubts)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestEditors(t *testing.T) {
	t.Parallel()
	known := map[string]bool{standards.FoldName("Ada Quay"): true}
	for cell, want := range map[string]string{
		"Ada Quay, Bo Strand,":               "Ada Quay; Bo Strand",
		"Ada Quay\n\nBo Strand":              "Ada Quay; Bo Strand",
		"Ada Quay and Bo Strand":             "Ada Quay; Bo Strand",
		"Ye Won Lee,\nHyungjin, Lim,\nBo Yu": "Ye Won Lee; Hyungjin, Lim; Bo Yu",
		"Dong-Hi SIM Matthieu Legré":         "Dong-Hi SIM; Matthieu Legré",
		"Ada Quay Bo Strand":                 "Ada Quay; Bo Strand",
		"Bo Strand Ada Quay Cleo Anne Tern":  "Bo Strand; Ada Quay; Cleo Anne Tern",
		"Cleo QuayAda Quay":                  "Cleo Quay; Ada Quay",
		"ChangOh Kim":                        "ChangOh Kim",
		"Mark McFadden":                      "Mark McFadden",
		"Juan Carlos de la Torre":            "Juan Carlos de la Torre",
		"Heung Youl Youm":                    "Heung Youl Youm",
		"Koji Nakao (NICT, Japan), Bo Yu":    "Koji Nakao; Bo Yu",
		"Ada Quay, ada  quay":                "Ada Quay",
		"-":                                  "",
		"Prince":                             "Prince",
	} {
		names, _ := splitEditors(cell)
		var all []string
		for _, name := range names {
			if parted, _ := partNames(name, known); parted != nil {
				all = append(all, parted...)
			} else {
				all = append(all, name)
			}
		}
		if got := strings.Join(all, "; "); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

func TestNovelty(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]noveltySplit{
		"Smart gridsNewGunhee Lee":                {"Smart grids", "New", "Gunhee Lee"},
		"Smart grids New Gunhee Lee":              {"Smart grids", "New", "Gunhee Lee"},
		"A new frameworkRevRick Reed":             {"A new framework", "Rev", "Rick Reed"},
		"New features of harboursNewAda Quay":     {"New features of harbours", "New", "Ada Quay"},
		"New features of harbours":                {title: "New features of harbours"},
		"Revision to X.1246":                      {title: "Revision to X.1246"},
		"Tides Revised Paul Newman":               {"Tides", "Revised", "Paul Newman"},
		"Tides\nNew\nAda Quay,\nBo Strand":        {"Tides", "New", "Ada Quay,\nBo Strand"},
		"Use of keys in \"networks\"NewAda Quay,": {"Use of keys in \"networks\"", "New", "Ada Quay,"},
	} {
		if got := cutNovelty(text); got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestFindDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"13-14 Jan 2020Kuala Lumpur":                      "2020-01-13 2020-01-14",
		"22 - 23 Oct 2019Haikou":                          "2019-10-22 2019-10-23",
		"Dec 2019Japan":                                   "2019-12 2019-12",
		"11 Dec 2019e-meeting":                            "2019-12-11 2019-12-11",
		"27 August - 5 September 2019":                    "2019-08-27 2019-09-05",
		"Tuesday 17 – Thursday 26 March 2020":             "2020-03-17 2020-03-26",
		"Wed 3 - Thu 11 December 2025":                    "2025-12-03 2025-12-11",
		"28 Dec - 3 Jan 2020":                             "2019-12-28 2020-01-03",
		"28 December 2019 to 3 January 2020":              "2019-12-28 2020-01-03",
		"September 2-6, 2024":                             "2024-09-02 2024-09-06",
		"tbd (May or June 2019)":                          "2019 2019 doubt",
		"11-12 or 13-14 June 2019":                        "2019-06 2019-06 doubt",
		"In the week of 17 June 2019":                     "2019-06-17  doubt",
		"2019-09":                                         "2019-09 2019-09",
		"31 Feb 2020":                                     "2020-02 2020-02",
		"a study period of 2017-2020":                     "none",
		"2025-2028 Study Period planned 7-17 April 2025 ": "2025-04-07 2025-04-17",
	} {
		found, ok := findDates(text)
		got := fmt.Sprintf("%s %s", found.start, found.end)
		if found.doubt != "" {
			got += " doubt"
		}
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Agreed 3 texts: Amendment, Supplement.":                      "AGREED 3",
		"Consented (AAP): 8 new, 26 25 revised and 2 new Corrigenda.": "CONSENTED 35",
		"New work items: 25 26 NWIs were agreed for SG17.":            "NEW_WORK_ITEM 26",
		"One work item to be removed.":                                "REMOVED 1",
		"TAP determined (10): 8 new and 2 revised Recommendations.":   "DETERMINED 10",
		"New work items (40, see Annex B).":                           "NEW_WORK_ITEM 40",
		"TAP not approved (0): Details are in Annex A b).":            "NOT_APPROVED 0",
		"23 texts are planned for approval or consent in Sept 2018.":  "PLANNED 23",
		"7 texts and C872 are candidate for action in Jan 2021.":      "PLANNED 7",
		"Seven new work items were agreed":                            "NEW_WORK_ITEM 7",
		"Consented Recommendations: 34 at this meeting":               "CONSENTED 34",
		"Recommendations deleted or proposed for deletion: none":      "REMOVED 0",
		"Q1/17 was approved on 3 May 2019":                            "none",
		"The report was approved as contained in Report 6.":           "none",
	} {
		kind, stated, ok := claimIn(text)
		got := fmt.Sprintf("%s %d", kind, stated)
		if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestHeadings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]standards.ActionKind{
		"TAP Recommendations approved (WTSA-16 Resolution 1):":                                 standards.Approved,
		"TAP Recommendations not approved (WTSA-16 Resolution 1):":                             standards.NotApproved,
		"Amendment approved, Corrigendum approved, Supplements agreed:":                        standards.Agreed,
		"Recommendations consented by SG20 (AAP – Last Call, Recommendation A.8)":              standards.Consented,
		"Draft Recommendations for (TAP) Determination (Resolution 1)":                         standards.Determined,
		"Work items planned for action in next SG17 meeting:":                                  standards.Planned,
		"Work items planned for action in SG17 Jan 2021 e-plenary":                             standards.Planned,
		"Work items discontinued":                                                              standards.Removed,
		"New work items":                                                                       standards.NewWorkItem,
		"Agreed informative texts":                                                             standards.Agreed,
		"The SG17 plenary meeting determined the following 8 texts:":                           "",
		"Seven new work items were agreed to be added to":                                      "",
		"Security requirements for removed work items in harbours":                             "",
		"Approval of the report of the last ITU-T SG20 meeting":                                "",
		"Technical Report: Framework of approved cryptographic algorithms for quantum harbour": "",
	} {
		if got := decisionHeading(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]column{
		"QAcronymTitleNew / RevisedEditor(s)Location of textEquivalent": {questionColumn, nameColumn, titleColumn, noveltyColumn, editorColumn, documentColumn, equivalentColumn},
		"Start of workTiming":                         {startColumn, targetColumn},
		"#QuestionNWITitleA.1 justification":          {numberColumn, questionColumn, nameColumn, titleColumn, documentColumn},
		"WP date Scope":                               {questionColumn, dateColumn, objectiveColumn},
		"Title of a text":                             nil,
		"Q Date Place/Host Subject/objective":         {questionColumn, dateColumn, placeColumn, objectiveColumn},
		"Question\u200bWork item or provisional name": {questionColumn, provisionalColumn},
	} {
		columns, _, ok := headerLine(clean(text), false)
		if ok != (want != nil) || ok && !reflect.DeepEqual(columns, want) {
			t.Errorf("%q: %v %v", text, columns, ok)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	counts := regionCounts("APT (120 (79%) (= China 57 (38%), Korea 50)), Americas (16), Asia/Pacific: 61, Nowhere", 0)
	var got []string
	for _, c := range counts {
		got = append(got, fmt.Sprintf("%s %d/%d", c.Region, c.Count, len(c.Countries)))
	}
	if want := []string{"APT 120/2", "Americas 16/0", "Asia/Pacific 61/0"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
