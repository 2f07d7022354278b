package store_test

import (
	"context"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// some are the nodes that a filter with one field must find: those, and only those, for which keeps is true.
type some[F, T any] struct {
	filter F
	keeps  func(*T) bool
}

// Each field of each filter finds what it says, and nothing else; a new field needs a line here.
func TestEachFieldOfAFilterFindsWhatItSays(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	report, err := os.ReadFile("../ingest/testdata/sg17-2020-03.txt")
	if err != nil {
		t.Fatal(err)
	}
	g.Import(t, report, "sg17-2020-03.txt")
	graphtest.Add(t, g, &source.Facts{
		Kind: source.RecommendationPage, Title: "X.1332 (03/2020)", Date: "2020-03-26", Format: standards.HTMLFormat, LineCount: 10,
		Statements: []source.Statement{{
			Acronym: "X.1332", ProvisionalName: "X.sgsec-3", Kind: standards.Approved, Number: 1, FirstLine: 1, LastLine: 9, Raw: "X.1332",
			Catalogue: source.Catalogue{Group: 17, Status: source.InForce},
		}},
	})
	graphtest.Add(t, g, &source.Facts{
		Kind: source.MeetingReport, Title: "Report of SG11", Format: standards.TextFormat, LineCount: 10,
		Meeting: &source.Meeting{StudyGroup: 11, Name: "ITU-T SG11 meeting, Geneva", Start: "2015-04-22", End: "2015-05-01"},
		Statements: []source.Statement{{
			Acronym: "Q.5000", Kind: standards.Planned, Number: 1, FirstLine: 1, LastLine: 9, Raw: "Q.5000", Questions: []source.Question{{Number: 4}},
			Document: source.TD{Number: "TD120"}, DocumentRole: standards.LocationOfText, StartOfWork: "2013-02", Target: "2016-03",
			Equivalents: []standards.SpecificationName{{Organizations: []string{"IETF"}, Number: "9999"}},
		}},
	})
	finds(t, g.Texts, g.TextFilter, texts())
	finds(t, g.People, g.PersonFilter, people())
	finds(t, g.Questions, without(g.QuestionFilter), questions())
	finds(t, g.Documents, g.DocumentFilter, documents())
	finds(t, g.Specifications, without(g.SpecificationFilter), specifications())
	finds(t, g.Meetings, g.MeetingFilter, meetings())
	finds(t, g.Actions, g.ActionFilter, actions())
}

func without[F any](compile func(*F) (store.Filter, error)) func(context.Context, *F) (store.Filter, error) {
	return func(_ context.Context, f *F) (store.Filter, error) { return compile(f) }
}

func finds[ID ~string, F, T any](t *testing.T, c store.Collection[ID, T], compile func(context.Context, *F) (store.Filter, error), fields map[string]some[F, T]) {
	t.Helper()
	all, err := c.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[F]()) {
		want, known := fields[field.Name]
		if !known || reflect.ValueOf(want.filter).FieldByIndex(field.Index).IsZero() {
			t.Errorf("nothing says what %s.%s finds", reflect.TypeFor[F](), field.Name)
			continue
		}
		filter, err := compile(t.Context(), &want.filter)
		if err != nil {
			t.Errorf("%s.%s: %v", reflect.TypeFor[F](), field.Name, err)
			continue
		}
		var found, kept []string
		for _, n := range all {
			if want.keeps(n) {
				kept = append(kept, string(c.ID(n)))
			}
		}
		nodes, err := c.First(t.Context(), filter, store.Order[T]{Field: "sortKey"}, 10_000)
		for _, n := range nodes {
			found = append(found, string(c.ID(n)))
		}
		slices.Sort(found)
		slices.Sort(kept)
		if err != nil || !slices.Equal(found, kept) || len(kept) == 0 || len(kept) == len(all) {
			t.Errorf("%s.%s finds %d of %d, and should %d: %v\n%v\n%v", reflect.TypeFor[F](), field.Name, len(found), len(all), len(kept), err, found, kept)
		}
	}
}

func texts() map[string]some[standards.TextFilter, standards.Text] {
	fields := map[string]some[standards.TextFilter, standards.Text]{
		"Search": {standards.TextFilter{Search: new("quantum key")}, func(n *standards.Text) bool {
			return slices.Contains(n.Terms, "quantum") && slices.ContainsFunc(n.Terms, func(term string) bool { return strings.HasPrefix(term, "key") })
		}},
		"Acronym": {standards.TextFilter{Acronym: new("x.SGSEC-3")}, func(n *standards.Text) bool { return n.ProvisionalName != nil && *n.ProvisionalName == "X.sgsec-3" }},
		"Kind":    {standards.TextFilter{Kind: []standards.TextKind{standards.Supplement}}, func(n *standards.Text) bool { return n.Kind == standards.Supplement }},
		"Novelty": {standards.TextFilter{Novelty: new(standards.Revised)}, func(n *standards.Text) bool { return n.Novelty == standards.Revised }},
		"Status":  {standards.TextFilter{Status: []standards.ActionKind{standards.Determined}}, func(n *standards.Text) bool { return n.Status == standards.Determined }},
		"Questions": {standards.TextFilter{Questions: []string{"Q6/17"}}, func(n *standards.Text) bool {
			return slices.ContainsFunc(n.QuestionIDs, func(id standards.QuestionID) bool {
				return strings.HasPrefix(string(id), "question:17:") && strings.HasSuffix(string(id), ":6")
			})
		}},
		"StudyGroup": {standards.TextFilter{StudyGroup: new(17)}, func(n *standards.Text) bool { return n.StudyGroupID == "study-group:17" }},
		"Editors": {standards.TextFilter{Editors: []standards.PersonID{"person:koji-nakao"}}, func(n *standards.Text) bool {
			return slices.Contains(n.EditorIDs, "person:koji-nakao")
		}},
		"EditorName":     {standards.TextFilter{EditorName: new("NAKAO Koji")}, func(n *standards.Text) bool { return slices.Contains(n.EditorIDs, "person:koji-nakao") }},
		"ReferencedOnly": {standards.TextFilter{ReferencedOnly: new(true)}, func(n *standards.Text) bool { return n.ReferencedOnly }},
		"Organizations":  {standards.TextFilter{Organizations: []string{" ietf"}}, func(n *standards.Text) bool { return slices.Contains(n.Organizations, "ietf") }},
		"HasEquivalent":  {standards.TextFilter{HasEquivalent: new(true)}, func(n *standards.Text) bool { return len(n.EquivalentIDs) > 0 }},
		"Meetings": {standards.TextFilter{Meetings: []standards.MeetingID{"meeting:17:2019-08-27"}}, func(n *standards.Text) bool {
			return slices.ContainsFunc(n.Decisions, func(d standards.Decision) bool { return d.MeetingID == "meeting:17:2019-08-27" })
		}},
		"Actions": {standards.TextFilter{Actions: []standards.ActionKind{standards.Consented}}, func(n *standards.Text) bool {
			return slices.ContainsFunc(n.Decisions, func(d standards.Decision) bool { return d.Kind == standards.Consented })
		}},
	}
	maps.Copy(fields, textsByTime())
	for name, field := range fields { // texts that are known from a relation alone are left out unless they are asked for
		fields[name] = some[standards.TextFilter, standards.Text]{field.filter, func(n *standards.Text) bool {
			return n.ReferencedOnly == (field.filter.ReferencedOnly != nil) && field.keeps(n)
		}}
	}
	return fields
}

func textsByTime() map[string]some[standards.TextFilter, standards.Text] {
	decided := standards.DecisionFilter{Kinds: []standards.ActionKind{standards.Consented}, Meetings: []standards.MeetingID{"meeting:17:2019-08-27"}}
	from, to := new(standards.PartialDate("2019")), new(standards.PartialDate("2019-12"))
	return map[string]some[standards.TextFilter, standards.Text]{
		"Decided":       {standards.TextFilter{Decided: &decided}, func(n *standards.Text) bool { return slices.ContainsFunc(n.Decisions, decided.Selects) }},
		"TargetActions": {standards.TextFilter{TargetActions: []standards.ActionKind{standards.Agreed}}, func(n *standards.Text) bool { return n.TargetAction == standards.Agreed }},
		"StartedFrom":   {standards.TextFilter{StartedFrom: from}, func(n *standards.Text) bool { return n.StartOfWork.Within(from, nil) }},
		"StartedTo":     {standards.TextFilter{StartedTo: to}, func(n *standards.Text) bool { return n.StartOfWork.Within(nil, to) }},
		"TargetFrom":    {standards.TextFilter{TargetFrom: from}, func(n *standards.Text) bool { return n.Target.Within(from, nil) }},
		"TargetTo":      {standards.TextFilter{TargetTo: to}, func(n *standards.Text) bool { return n.Target.Within(nil, to) }},
		"Targets":       {standards.TextFilter{Targets: []standards.PartialDate{"2020-03", "2020"}}, func(n *standards.Text) bool { return n.Target == "2020-03" || n.Target == "2020" }},
		"Publication":   {standards.TextFilter{Publication: []standards.PublicationStatus{standards.InForce}}, func(n *standards.Text) bool { return n.Publication == standards.InForce }},
	}
}

func people() map[string]some[standards.PersonFilter, standards.Person] {
	return map[string]some[standards.PersonFilter, standards.Person]{
		"Search": {standards.PersonFilter{Search: new("kim")}, func(n *standards.Person) bool {
			return n.TextCount > 0 && slices.ContainsFunc(n.Terms, func(term string) bool { return strings.HasPrefix(term, "kim") })
		}},
		"Questions": {standards.PersonFilter{Questions: []string{"Q6/17"}}, func(n *standards.Person) bool {
			return n.TextCount > 0 && slices.ContainsFunc(n.QuestionIDs, func(id standards.QuestionID) bool { return strings.HasSuffix(string(id), ":6") })
		}},
		"MinTexts": {standards.PersonFilter{MinTexts: new(3)}, func(n *standards.Person) bool { return n.TextCount >= 3 }},
		"Role": {standards.PersonFilter{Role: new("vice-chairman")}, func(n *standards.Person) bool {
			return slices.Contains(n.RoleKeys, standards.TitleKey("Vice-Chairman"))
		}},
	}
}

func questions() map[string]some[standards.QuestionFilter, standards.Question] {
	return map[string]some[standards.QuestionFilter, standards.Question]{
		"StudyGroup":  {standards.QuestionFilter{StudyGroup: new(17)}, func(n *standards.Question) bool { return n.StudyGroupID == "study-group:17" }},
		"StudyPeriod": {standards.QuestionFilter{StudyPeriod: new("2017-2020")}, func(n *standards.Question) bool { return n.StudyPeriod == "2017-2020" }},
	}
}

func documents() map[string]some[standards.DocumentFilter, standards.Document] {
	return map[string]some[standards.DocumentFilter, standards.Document]{
		"StudyGroup": {standards.DocumentFilter{StudyGroup: new(17)}, func(n *standards.Document) bool { return n.StudyGroupID == "study-group:17" }},
		"Roles":      {standards.DocumentFilter{Roles: []standards.DocumentRole{standards.LocationOfText}}, func(n *standards.Document) bool { return slices.Contains(n.Roles, standards.LocationOfText) }},
		"Meeting":    {standards.DocumentFilter{Meeting: new(standards.MeetingID("meeting:17:2019-08-27"))}, func(n *standards.Document) bool { return n.MeetingID == "meeting:17:2019-08-27" }},
	}
}

func specifications() map[string]some[standards.SpecificationFilter, standards.Specification] {
	return map[string]some[standards.SpecificationFilter, standards.Specification]{
		"Organizations": {standards.SpecificationFilter{Organizations: []string{"IETF"}}, func(n *standards.Specification) bool { return slices.Contains(n.Organizations, "IETF") }},
		"Number":        {standards.SpecificationFilter{Number: new(" 9999")}, func(n *standards.Specification) bool { return n.Number == "9999" }},
	}
}

func meetings() map[string]some[standards.MeetingFilter, standards.Meeting] {
	from := new(standards.PartialDate("2019-09"))
	return map[string]some[standards.MeetingFilter, standards.Meeting]{
		"Kinds":      {standards.MeetingFilter{Kinds: []standards.MeetingKind{standards.Plenary}}, func(n *standards.Meeting) bool { return n.Kind == standards.Plenary }},
		"StudyGroup": {standards.MeetingFilter{StudyGroup: new(17)}, func(n *standards.Meeting) bool { return n.StudyGroupID == "study-group:17" }},
		"Questions": {standards.MeetingFilter{Questions: []string{"Q6/17"}}, func(n *standards.Meeting) bool {
			return slices.ContainsFunc(n.QuestionIDs, func(id standards.QuestionID) bool { return strings.HasSuffix(string(id), ":6") })
		}},
		"Held": {standards.MeetingFilter{Held: new(false)}, func(n *standards.Meeting) bool { return n.ReportID == "" && n.LastDay >= "2020-03-17" }},
		"From": {standards.MeetingFilter{From: from}, func(n *standards.Meeting) bool { return n.Start.Within(from, nil) }},
		"To":   {standards.MeetingFilter{To: from}, func(n *standards.Meeting) bool { return n.Start.Within(nil, from) }},
	}
}

func actions() map[string]some[standards.ActionFilter, standards.Action] {
	return map[string]some[standards.ActionFilter, standards.Action]{
		"Kinds":   {standards.ActionFilter{Kinds: []standards.ActionKind{standards.Determined}}, func(n *standards.Action) bool { return n.Kind == standards.Determined }},
		"Meeting": {standards.ActionFilter{Meeting: new(standards.MeetingID("meeting:17:2019-08-27"))}, func(n *standards.Action) bool { return n.MeetingID == "meeting:17:2019-08-27" }},
		"Questions": {standards.ActionFilter{Questions: []string{"Q6/17"}}, func(n *standards.Action) bool {
			return slices.ContainsFunc(n.QuestionIDs, func(id standards.QuestionID) bool { return strings.HasSuffix(string(id), ":6") })
		}},
	}
}
