package standards

import "testing"

func TestLabelsAreNeverEmpty(t *testing.T) {
	t.Parallel()
	acronym, provisional, title, blank := "X.1332", "X.sgsec-3", "Security guidelines", " "
	for want, node := range map[string]interface{ Label() string }{
		"ITU-T SG17":                      &StudyGroup{Name: "ITU-T SG17"},
		"study-group:17":                  &StudyGroup{ID: "study-group:17"},
		"X.1332":                          &Text{Acronym: &acronym, ProvisionalName: &provisional},
		"X.sgsec-3":                       &Text{Acronym: &blank, ProvisionalName: &provisional, OtherNames: []string{"X.smart"}},
		"X.smart":                         &Text{OtherNames: []string{"X.smart"}, Title: &title},
		"Security guidelines":             &Text{Title: &title},
		"text:17:x":                       &Text{ID: "text:17:x"},
		"Koji Nakao":                      &Person{Name: "Koji Nakao"},
		"person:koji-nakao":               &Person{ID: "person:koji-nakao"},
		"TD2442":                          &Document{Number: "TD2442"},
		"ISO/IEC 9594-8":                  &Specification{Identifier: "ISO/IEC 9594-8"},
		"Sixth meeting":                   &Meeting{Name: "Sixth meeting"},
		"meeting:17:2019-08-27":           &Meeting{ID: "meeting:17:2019-08-27"},
		"X.1332: new work item":           &Action{Acronym: &acronym, Kind: NewWorkItem},
		"X.sgsec-3: consented, 2019-09":   &Action{ProvisionalName: &provisional, Kind: Consented, Date: "2019-09"},
		"text:17:x: not approved":         &Action{TextID: "text:17:x", Kind: NotApproved},
		"CG-xss":                          &CorrespondenceGroup{Acronym: "CG-xss"},
		"correspondence-group:17:cg-xss":  &CorrespondenceGroup{ID: "correspondence-group:17:cg-xss"},
		"Executive summary of the report": &Report{Title: "Executive summary of the report"},
		"report:17:2019-08-27":            &Report{ID: "report:17:2019-08-27"},
	} {
		if got := node.Label(); got != want {
			t.Errorf("%+v has the label %q, want %q", node, got, want)
		}
	}
}
