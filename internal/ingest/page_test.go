package ingest_test

import (
	"fmt"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// page is a page of a Recommendation, a record, or another document that is about no meeting.
func page(kind source.Kind, title string, date standards.PartialDate, said ...source.Statement) *source.Facts {
	r := &source.Facts{Kind: kind, Title: title, Date: date, Format: standards.HTMLFormat, LineCount: 40, Statements: said}
	for i := range r.Statements {
		s := &r.Statements[i]
		s.Number, s.FirstLine, s.LastLine, s.Raw = i+1, 10*i+1, 10*i+9, s.Acronym+" "+s.Title
	}
	return r
}

func importPage(t testing.TB, g *graphtest.Graph, r *source.Facts) *ingest.Result {
	t.Helper()
	f, err := ingest.New(r, fmt.Sprint(r.Title, r.Date, len(r.Statements)))
	if err != nil {
		t.Fatal(err)
	}
	result, err := ingest.Import(t.Context(), g.Store, f, "a test", false)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// smartMetering are the pages of X.1332: of the work item, of the Recommendation, and its record, which names no group.
func smartMetering() []*source.Facts {
	item := source.Statement{
		ProvisionalName: "X.sgsec-3", Title: "Security guidelines for smart metering", Kind: standards.Determined, Editors: []string{"Gunhee LEE", "Mara Quint"},
		Questions: []source.Question{{Group: 17, Number: 6}}, Target: "2020-03",
		Catalogue: source.Catalogue{
			Group: 17, StudyPeriod: "2017-2020", Process: source.TAP, SupportingMembers: []string{"Korea (Rep. of)", "ETRI"}, LastUpdate: "2019-10-01",
		},
	}
	recommendation := source.Statement{
		Acronym: "X.1332", ProvisionalName: "X.sgsec-3", Title: "Security guidelines for smart metering services in smart grids", Kind: standards.Approved,
		Catalogue: source.Catalogue{
			Group: 17, Status: source.InForce, Process: source.TAP, Approved: "2020-03-26", Summary: "It gives guidelines.", URL: "https://example.org/X.1332",
			Editions: []source.Edition{{Number: "1.0", Name: "X.1332 (03/2020)", Approved: "2020-03-26", Status: source.InForce}},
			Others:   []source.RelatedName{{Name: "X.1332 Amd.1", Title: "A first amendment", Kind: standards.Amendment, Approved: "2021-01", Status: source.InForce}},
		},
	}
	record := source.Statement{
		Acronym: "X.1332", Title: "Security guidelines for smart metering services in smart grids",
		Catalogue: source.Catalogue{Approved: "2020-03-26", URL: "https://example.org/record", Language: "en"},
	}
	return []*source.Facts{
		page(source.WorkProgramme, "X.sgsec-3", "2019-10-01", item), page(source.RecommendationPage, "X.1332 (03/2020)", "2020-03-26", recommendation),
		page(source.BibliographicRecord, "ITU-T X.1332 (03/2020)", "", record),
	}
}

func TestPagesAndRecordsAreAboutTheTextOfTheReports(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	g := graphtest.Sample(t)
	for _, r := range smartMetering() {
		importPage(t, g, r)
	}
	ids := []standards.TextID{"text:17:x.sgsec-3", "text:17:x.1332", "text:0:x.1332", standards.NewTextID("study-group:17", standards.NameKey("X.1332 Amd.1"))}
	texts, err := g.Texts.Get(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	text := texts[ids[0]]
	if text == nil || texts[ids[1]] == nil || texts[ids[2]] == nil || texts[ids[1]].ID != text.ID || texts[ids[2]].ID != text.ID {
		t.Fatalf("not one text: %v", texts)
	}
	if text.Status != standards.Approved || text.Target != "" || text.Publication != standards.InForce || text.Process != standards.TAP ||
		text.Approved != "2020-03-26" || *text.Summary != "It gives guidelines." || len(text.SupportingMembers) != 2 || len(text.Editions) != 1 {
		t.Errorf("%+v", text)
	}
	if !slices.Contains(text.EditorIDs, "person:mara-quint") || !slices.Contains(text.EditorIDs, "person:gunhee-lee") {
		t.Errorf("editors %v", text.EditorIDs)
	}
	amendment := texts[ids[3]]
	if amendment == nil || amendment.Status != standards.Approved || len(amendment.RelationLinks) != 1 || amendment.RelationLinks[0].TextID != text.ID {
		t.Errorf("the amendment: %+v", amendment)
	}
	if len(text.ActionIDs) != 1 || len(text.Targets) == 0 {
		t.Errorf("decisions %v, targets %v: pages add no decision of a meeting", text.ActionIDs, text.Targets)
	}
	if n := importPage(t, g, smartMetering()[1]); n.Created+n.Updated+n.Deleted != 0 {
		t.Errorf("a page that was imported before changed %d nodes", n.Created+n.Updated+n.Deleted)
	}
	sound(t, g)
}

func TestPagesInEveryOrderGiveTheSameGraph(t *testing.T) {
	t.Parallel()
	all := append(smartMetering(), circular(), document("Executive summary", "2019-01-22", "2019-01-30", source.Statement{
		Kind: standards.Planned, Acronym: "X.sgsec-3", Title: "Security of metering", Target: "2019-09",
	}))
	var want string
	for i, order := range permutations(len(all)) {
		if i%raced.Some(4, 24) > 0 {
			continue
		}
		g := graphtest.Open(t)
		for _, i := range order {
			importPage(t, g, all[i])
		}
		got := graphLines(t, g)
		if want == "" {
			want = got
			sound(t, g)
		}
		if got != want {
			t.Fatalf("order %v: another graph\n%s\ninstead of\n%s", order, got, want)
		}
	}
}

func TestATextOfNoKnownGroupMovesToTheGroupThatReportsIt(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	record := func(name string, approved standards.PartialDate) *source.Facts {
		said := source.Statement{Acronym: name, Title: "Of " + name, Relations: standards.ParseTextName(name).Relations, Catalogue: source.Catalogue{Approved: approved}}
		return page(source.BibliographicRecord, "ITU-T "+name, "", said)
	}
	importPage(t, g, record("X.9001 Cor.1", "2016-02"))
	importPage(t, g, record("X.9001", "2015-07"))
	corrigendum := standards.NewTextID("", standards.NameKey("X.9001 Cor.1"))
	text := func(id standards.TextID) *standards.Text {
		texts, err := g.Texts.Get(t.Context(), []standards.TextID{id})
		if err != nil {
			t.Fatal(err)
		}
		return texts[id]
	}
	if n := text("text:0:x.9001"); n == nil || n.StudyGroupID != "" || n.ReferencedOnly || text(corrigendum).RelationLinks[0].TextID != n.ID {
		t.Fatalf("%+v", n)
	}
	sound(t, g)
	importDocument(t, g, document("Executive summary", "2019-01-22", "2019-01-30", source.Statement{Kind: standards.Consented, Acronym: "X.9001", Title: "Anew"}))
	moved := text("text:0:x.9001")
	if moved == nil || moved.ID != "text:17:x.9001" || *moved.Title != "Anew" || moved.Status != standards.Consented || len(moved.Editions) != 1 {
		t.Fatalf("%+v", moved)
	}
	if to := text(corrigendum).RelationLinks[0].TextID; to != moved.ID {
		t.Errorf("the corrigendum corrects %s", to)
	}
	sound(t, g)
}

func TestAGroupWithoutANumberIsKnownByItsName(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	r := document("Report of TSAG", "2022-12-12", "2022-12-16", source.Statement{Kind: standards.Approved, Acronym: "A.1", Title: "Working methods"})
	r.Meeting.StudyGroup, r.Meeting.GroupName = 0, "TSAG"
	importDocument(t, g, r)
	groups, err := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{"study-group:tsag"})
	if err != nil || groups["study-group:tsag"] == nil || groups["study-group:tsag"].Name != "ITU-T TSAG" {
		t.Errorf("%v %v", groups, err)
	}
	sound(t, g)
}

// TestEachRecordIsADocumentOfItsOwn imports the records of two old editions, which list the same newest one: neither takes
// the place of the other.
func TestEachRecordIsADocumentOfItsOwn(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	seen := map[standards.ReportID]bool{}
	for _, kind := range []source.Kind{source.BibliographicRecord, source.RecommendationPage} {
		for _, edition := range []string{"(11/1988)", "(08/1997)", "(11/2019)"} {
			said := source.Statement{Acronym: "X.509", Catalogue: source.Catalogue{Approved: "2019-11"}}
			r := importPage(t, g, page(kind, "ITU-T X.509 "+edition, "1997-08", said))
			if seen[r.Report.ID] {
				t.Errorf("%s: %s is known", edition, r.Report.ID)
			}
			seen[r.Report.ID] = true
		}
	}
}

// A person whom a page names stays when the report that named them, too, does not any more.
func TestAPersonOfAPageStaysWhenAReportLeavesThemOut(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	rows := func(editor string) []source.Statement {
		return []source.Statement{{Kind: standards.Planned, Acronym: "X.5000", Title: "One text", Editors: []string{editor}}}
	}
	importDocument(t, g, document("Report", "2019-08-27", "2019-09-05", rows("Mara Quint")...))
	importPage(t, g, page(source.WorkProgramme, "X.5001", "2019-10-01", source.Statement{
		Acronym: "X.5001", Title: "Another text", Kind: standards.Planned, Editors: []string{"Mara QUINT", "Mara Quint"}, Catalogue: source.Catalogue{Group: 17},
	}))
	graphtest.Add(t, g, document("Report", "2019-08-27", "2019-09-05", rows("Someone Else")...))
	sound(t, g)
	if p := person(t, g, "person:mara-quint"); p == nil || !slices.Contains(p.Spellings, "Mara Quint") {
		t.Errorf("%+v", p)
	}
}

// A group whose text is said to be of another stays as long as a report, another text or a Question is of it.
func TestAGroupStaysAsLongAsAnythingIsOfIt(t *testing.T) {
	t.Parallel()
	item := func(name, day string, group int, questions ...source.Question) *source.Facts {
		return page(source.WorkProgramme, name, standards.PartialDate(day), source.Statement{
			Acronym: name, Title: "Text " + name, Kind: standards.Planned, Questions: questions, Catalogue: source.Catalogue{Group: group, StudyPeriod: "2017-2020"},
		})
	}
	report := document("Report", "2019-10-16", "2019-10-25")
	report.Meeting.StudyGroup = 11
	records := page(source.BibliographicRecord, "Records", "2019-10-01", // of several groups
		source.Statement{Acronym: "Q.5001", Title: "Text Q.5001", Catalogue: source.Catalogue{Group: 11}},
		source.Statement{Acronym: "X.5003", Title: "Text X.5003", Catalogue: source.Catalogue{Group: 17}})
	for name, other := range map[string]*source.Facts{
		"nothing": nil, "a report": report, "a text": records, "a Question": item("X.5002", "2019-10-01", 17, source.Question{Group: 11, Number: 4}),
	} {
		g := graphtest.Open(t)
		graphtest.Add(t, g, item("Q.5000", "2019-10-01", 11))
		if other != nil {
			graphtest.Add(t, g, other)
		}
		graphtest.Add(t, g, item("Q.5000", "2020-01-01", 17))
		sound(t, g)
		found, err := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{"study-group:11"})
		if err != nil || (found["study-group:11"] != nil) != (other != nil) {
			t.Errorf("%s is of the group: %v %v", name, found, err)
		}
	}
}
