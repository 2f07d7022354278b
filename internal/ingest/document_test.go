package ingest_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/export"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// circular is a short document of the meeting of the sample: one decision that the sample reports, too, and one more.
func circular() *source.Facts {
	r := document("TSB Circular 160", "2019-08-27", "2019-09-05",
		source.Statement{Kind: standards.Determined, Acronym: "X.sgsec-3", Title: "Security guidelines for smart metering", Editors: []string{"Jonas Weber", "Gunhee Lee"}},
		source.Statement{Kind: standards.Approved, Acronym: "X.8888", Title: "A text of the circular alone"})
	r.Meeting.Place, r.Meeting.HotTopics = "Geneva", []string{"Circulars"}
	return r
}

// document is a document of a meeting of SG17 with these rows.
func document(title string, start, end standards.PartialDate, rows ...source.Statement) *source.Facts {
	r := &source.Facts{
		Title: title, Format: standards.TextFormat, LineCount: 10 * len(rows), Statements: rows,
		Kind: source.MeetingReport, Meeting: &source.Meeting{StudyGroup: 17, Name: "ITU-T SG17 meeting, " + string(start), Start: start, End: end},
	}
	for i := range r.Statements {
		row := &r.Statements[i]
		row.Section, row.Number, row.FirstLine, row.LastLine, row.Raw = "Annex A", i+1, 10+i, 10+i, row.Acronym+row.Title
	}
	return r
}

func factsOf(t testing.TB, r *source.Facts) *ingest.Facts {
	t.Helper()
	f, err := ingest.New(r, fmt.Sprintf("%s %s %d", r.Title, r.Meeting.Start, len(r.Statements)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func importDocument(t testing.TB, g *graphtest.Graph, r *source.Facts) *ingest.Result {
	t.Helper()
	result, err := ingest.Import(t.Context(), g.Store, factsOf(t, r), "a test", false)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestAnotherDocumentOfAMeetingAddsWhatItSaysAndErasesNothing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	g := graphtest.Sample(t)
	if r := importDocument(t, g, circular()); r.Deleted != 0 || r.Report.ID != "report:17:2019-08-27:tsb-circular-160" {
		t.Fatalf("%d deleted by %s", r.Deleted, r.Report.ID)
	}
	const own, meeting = standards.ReportID("report:17:2019-08-27"), standards.MeetingID("meeting:17:2019-08-27")
	meetings, err := g.Meetings.Get(ctx, []standards.MeetingID{meeting})
	if err != nil {
		t.Fatal(err)
	}
	m := meetings[meeting]
	if m.ReportID != own || len(m.HotTopics) == 0 || slices.Contains(m.HotTopics, "Circulars") {
		t.Errorf("the meeting is known from %s, with the hot topics %q", m.ReportID, m.HotTopics)
	}
	actions, err := g.Actions.Where(ctx, "meeting", []standards.MeetingID{meeting})
	if err != nil || len(actions) != 99 {
		t.Errorf("%d decisions, want the 98 of the sample and one more: %v", len(actions), err)
	}
	// The decision that both report is one, with the lines of both; each name of it leads to it.
	ids := []standards.ActionID{"action:17:2019-08-27:determined:x.1332", "action:17:2019-08-27:determined:x.sgsec-3"}
	found, err := g.Actions.Get(ctx, ids)
	if err != nil || found[ids[0]] == nil || found[ids[1]] == nil || found[ids[0]].ID != found[ids[1]].ID {
		t.Fatalf("%v: %v", found, err)
	}
	a := found[ids[0]]
	if a.Source.ReportID != own || len(a.OtherSources) != 1 || a.OtherSources[0].ReportID != "report:17:2019-08-27:tsb-circular-160" {
		t.Errorf("sources %+v %+v", a.Source, a.OtherSources)
	}
	if *a.Title != "Security guidelines for smart metering service in smart grids" && !strings.HasPrefix(*a.Title, "Security guidelines for smart metering") {
		t.Errorf("title %q", *a.Title)
	}
	if names := editorNames(a); !slices.Contains(names, "Jonas Weber") || strings.Count(strings.Join(names, "|"), "Gunhee Lee") != 1 {
		t.Errorf("editors %q, want those of both, each once", names)
	}
	sound(t, g)

	// Without the circular's row, its word goes and the sample's stays.
	shorter := circular()
	shorter.Statements = shorter.Statements[1:]
	if _, err := ingest.Replace(ctx, g.Store, factsOf(t, shorter), "a test", false); err != nil {
		t.Fatal(err)
	}
	found, err = g.Actions.Get(ctx, ids[:1])
	if err != nil || found[ids[0]] == nil || len(found[ids[0]].OtherSources) != 0 || slices.Contains(editorNames(found[ids[0]]), "Jonas Weber") {
		t.Errorf("after the circular no longer says so: %+v, %v", found[ids[0]], err)
	}
	sound(t, g)
}

func editorNames(a *standards.Action) []string {
	var names []string
	for _, e := range a.EditorLinks {
		names = append(names, e.Name)
	}
	return names
}

// The documents that are imported first, and then in every order.
func fiveDocuments() (older *source.Facts, five []*source.Facts) {
	a := func(editors ...string) source.Statement {
		return source.Statement{Kind: standards.Planned, Acronym: "X.first", Title: "First text", Editors: editors, Questions: []source.Question{{Group: 17, Number: 2}}}
	}
	b := source.Statement{Kind: standards.Consented, Acronym: "X.2000", ProvisionalName: "X.first", Title: "First text, consented", Document: source.TD{Number: "TD7"},
		Relations: []standards.NamedRelation{{Kind: standards.Amends, Name: "X.1999"}}}
	older = document("Executive Summary", "2019-08-27", "2019-09-05", a("Ada One"), source.Statement{Kind: standards.NewWorkItem, Title: "A text without a name"})
	newer := document("Executive Summary (rev.1)", "2019-08-27", "2019-09-05", a("Ada One", "Bea Two"),
		source.Statement{Kind: standards.NewWorkItem, Title: "A text without a name", Editors: []string{"Two, Bea"}}, source.Statement{Kind: standards.Agreed})
	newer.Announced = []source.Announced{{Kind: standards.Interim, Name: "RGM of Q2/17", Start: "2019-12-01", Questions: []source.Question{{Group: 17, Number: 2}},
		Objectives: []source.Objective{{Description: "Progress X.2000", Texts: []string{"X.2000"}}}}}
	newer.Groups = []source.CorrespondenceGroup{{Acronym: "CG-one", Title: "Old title"}}
	newer.Meeting.GroupTitle, newer.Meeting.HotTopics = "Security", []string{"One", "Two"}
	other := document("TSB Circular 7", "2019-08-27", "2019-09-05", a("Cid Three"), b, source.Statement{Kind: standards.Agreed})
	other.Meeting.Place, other.Meeting.GroupTitle = "Geneva", "Security of systems"
	other.Announced = []source.Announced{{Kind: standards.Interim, Name: "An RGM", Start: "2019-12-01", Place: "Paris", Questions: []source.Question{{Group: 17, Number: 2}}}}
	other.Groups = []source.CorrespondenceGroup{{Acronym: "CG-one", Title: "Title of the circular", Status: "active"}}
	before := document("Executive Summary", "2019-01-22", "2019-01-30", source.Statement{Kind: standards.NewWorkItem, Acronym: "X.first", Title: "A first text"})
	before.Announced = []source.Announced{{Kind: standards.Plenary, Name: "The next meeting", Start: "2019-08-27", WorkingDays: new(int)}}
	before.Meeting.GroupTitle = "The oldest title"
	rgm := document("Report of the meeting", "2019-12-01", "2019-12-03", source.Statement{Kind: standards.Planned, Title: "A text without a name", Acronym: "X.named"})
	after := document("Executive Summary", "2020-03-17", "2020-03-26", source.Statement{Kind: standards.Approved, Acronym: "X.2000", Title: "First text", Editors: []string{"B. Two"}})
	after.Groups = []source.CorrespondenceGroup{{Acronym: "CG-one", Title: "Newest title"}}
	return older, []*source.Facts{newer, other, before, rgm, after}
}

func TestFiveDocumentsInEveryOrderGiveTheSameGraph(t *testing.T) {
	t.Parallel()
	older, five := fiveDocuments()
	var first, exported string
	for n, order := range permutations(len(five)) {
		if n%raced.Some(1, 29) > 0 {
			continue
		}
		g := graphtest.Open(t, func(o *store.Options) { o.Exclusive = true })
		importDocument(t, g, older)
		for _, i := range order {
			importDocument(t, g, five[i])
		}
		got, lines := dump(t, g), graphLines(t, g)
		if n == 0 {
			first, exported = got, lines
			sound(t, g)
		}
		differ(t, fmt.Sprint(order), got, first)
		differ(t, fmt.Sprint(order, " exported"), lines, exported)
	}
}

// permutations are all orders of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(p), at, n-1))
		}
	}
	return all
}

// graphLines is the whole graph as it is exported, without the times of imports.
func graphLines(t testing.TB, g *graphtest.Graph) string {
	t.Helper()
	f, err := export.Find("graph.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Open(t.Context(), g.Store, nil, export.Place{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return importedAt.ReplaceAllString(b.String(), "")
}

func TestAnIssueThatDropsMoreThanATenthIsRefusedUnlessItIsToReplace(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	g := graphtest.Sample(t)
	before := dump(t, g)
	third, err := graphtest.Facts(sample.Report[:bytes.LastIndexByte(sample.Report[:len(sample.Report)/3], '\n')], sample.Name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = ingest.Import(ctx, g.Store, third, "a test", false)
	var refused *standards.Error
	if !errors.As(err, &refused) || refused.Code != standards.Invalid || !strings.Contains(err.Error(), "--replace") || len(err.Error()) > 4000 {
		t.Fatalf("a third of the sample: %v", err)
	}
	if n, _ := refused.Extensions["droppedCount"].(int); n < 50 || !strings.Contains(err.Error(), fmt.Sprintf("and %d more", n-20)) {
		t.Errorf("%d dropped: %v", n, err)
	}
	differ(t, "refused", dump(t, g), before)
	if r, err := ingest.Import(ctx, g.Store, third, "a test", true); err != nil || !r.NeedsReplace || len(r.Dropped) < 50 {
		t.Errorf("a dry run does not say what would go: %v %v", r, err)
	}
	differ(t, "a dry run", dump(t, g), before)
	if r, err := ingest.Replace(ctx, g.Store, third, "a test", false); err != nil || r.Deleted == 0 {
		t.Errorf("replaced: %v", err)
	}
	sound(t, g)
	if r := g.ImportSample(t); r.NeedsReplace {
		t.Errorf("the whole over a third drops %q", r.Dropped)
	}
	differ(t, "the whole again", dump(t, g), before)
}
