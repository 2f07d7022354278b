package store

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/standards"
)

// Finding is something that is not as it must be.
type Finding struct {
	Node    string // the id of the node where it was found
	Problem string
}

// verifier holds the whole graph and collects findings.
type verifier struct {
	findings  []Finding
	ids       map[string]bool
	texts     []*standards.Text // in the order of their acronyms
	textsByID map[standards.TextID]*standards.Text
	actions   map[standards.ActionID]*standards.Action
	reports   []*standards.Report
	pages     []*standards.Statement // of pages
	progress  func(done, total int)
	read      int // collections
}

func (v *verifier) find(node, problem string, args ...any) {
	v.findings = append(v.findings, Finding{node, fmt.Sprintf(problem, args...)})
}

// verified is how many collections Verify walks.
const verified = 14

// Verify walks the whole store: every reference leads to a node, every natural key is one node's alone, what is
// derived agrees with what it is derived from, and no change is left unfinished. It holds the graph in memory.
// progress, where not nil, is told how many of the collections were read.
func (s *Store) Verify(ctx context.Context, progress func(done, total int)) ([]Finding, error) {
	v := &verifier{ids: map[string]bool{}, progress: progress}
	unfinished, err := s.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range unfinished {
		v.find("journal", "an unfinished change: %s", e)
	}
	groups, err := every(ctx, v, s.StudyGroups, err)
	questions, err := every(ctx, v, s.Questions, err)
	people, err := every(ctx, v, s.People, err)
	specifications, err := every(ctx, v, s.Specifications, err)
	documents, err := every(ctx, v, s.Documents, err)
	meetings, err := every(ctx, v, s.Meetings, err)
	correspondence, err := every(ctx, v, s.CorrespondenceGroups, err)
	texts, err := every(ctx, v, s.Texts, err)
	actions, err := every(ctx, v, s.Actions, err)
	reports, err := every(ctx, v, s.Reports, err)
	corrections, err := every(ctx, v, s.Corrections, err)
	statements, err := every(ctx, v, s.Statements, err)
	meetingStatements, err := every(ctx, v, s.MeetingStatements, err)
	groupStatements, err := every(ctx, v, s.GroupStatements, err)
	if err != nil {
		return nil, err
	}
	v.texts, v.reports = texts, reports
	for _, n := range statements {
		if n.Page != nil {
			v.pages = append(v.pages, n)
		}
	}
	sort.Slice(v.texts, func(i, j int) bool {
		a, b := v.texts[i], v.texts[j]
		return a.SortKey < b.SortKey || a.SortKey == b.SortKey && a.ID < b.ID
	})
	v.textsByID = make(map[standards.TextID]*standards.Text, len(texts))
	for _, t := range texts {
		v.textsByID[t.ID] = t
	}
	v.actions = make(map[standards.ActionID]*standards.Action, len(actions))
	for _, a := range actions {
		v.actions[a.ID] = a
	}
	v.groups(groups, correspondence)
	v.theLists(questions, people, specifications, documents, meetings)
	v.keys(people, specifications, questions, documents)
	v.theTexts()
	v.theActions()
	v.theMeetings(meetings, reports)
	v.identities(people, meetings, corrections)
	v.theStatements(statements, meetingStatements, groupStatements)
	return v.findings, nil
}

// every reads a collection, unless something failed before.
func every[ID ~string, T any](ctx context.Context, v *verifier, c Collection[ID, T], failed error) ([]*T, error) {
	if failed != nil {
		return nil, failed
	}
	nodes, err := c.All(ctx)
	for _, n := range nodes {
		v.ids[string(c.id(n))] = true
	}
	if v.read++; v.progress != nil {
		v.progress(v.read, verified)
	}
	return nodes, err
}

// refers checks that references lead to nodes. An empty one refers to nothing.
func refers[ID ~string](v *verifier, node, field string, to ...ID) {
	for _, id := range to {
		if id != "" && !v.ids[string(id)] {
			v.find(node, "%s refers to %s, which is missing", field, id)
		}
	}
}

// same checks a derived list.
func same[T comparable](v *verifier, node, field string, got, want []T) {
	if !slices.Equal(got, want) {
		v.find(node, "%s has %d entries and should have %d, or another order", field, len(got), len(want))
	}
}

func (v *verifier) groups(groups []*standards.StudyGroup, correspondence []*standards.CorrespondenceGroup) {
	for _, g := range groups {
		if g.Number != 0 && g.ID != standards.NewStudyGroupID(g.Number) {
			v.find(string(g.ID), "its number is %d", g.Number)
		}
	}
	for _, g := range correspondence {
		refers(v, string(g.ID), "studyGroup", g.StudyGroupID)
		same(v, string(g.ID), "terms", g.Terms, standards.Terms(g.FoundBy()))
	}
}

// keys checks that a natural key is one node's alone.
func (v *verifier) keys(people []*standards.Person, specifications []*standards.Specification, questions []*standards.Question, documents []*standards.Document) {
	holder := map[string]string{}
	claim := func(key, node string) {
		if other, taken := holder[key]; taken && other != node {
			v.find(node, "%s is the key of %s, too", key, other)
		}
		holder[key] = node
	}
	for _, t := range v.texts {
		for _, n := range t.Names {
			if !strings.HasPrefix(n, "title:") { // different texts may have one title
				claim(fmt.Sprintf("the name %s in %s", n, t.StudyGroupID), string(t.ID))
			}
		}
	}
	for _, p := range people {
		for _, n := range p.Spellings {
			claim("the spelling "+n, string(p.ID))
		}
	}
	for _, sp := range specifications {
		claim("the identifier "+sp.Identifier, string(sp.ID))
	}
	for _, q := range questions {
		claim("the label "+q.Label+" in "+q.StudyPeriod, string(q.ID))
	}
	for _, d := range documents {
		period := ""
		if d.StudyPeriod != nil {
			period = *d.StudyPeriod
		}
		claim(fmt.Sprintf("the number %s in %s, %s", d.Number, d.StudyGroupID, period), string(d.ID))
	}
}

func (v *verifier) theTexts() {
	related := map[standards.TextID]bool{}
	for _, t := range v.texts {
		node := string(t.ID)
		refers(v, node, "studyGroup", t.StudyGroupID)
		refers(v, node, "questions", t.QuestionIDs...)
		same(v, node, "terms", t.Terms, standards.Terms(t.FoundBy()))
		refers(v, node, "editors", t.EditorIDs...)
		refers(v, node, "equivalents", t.EquivalentIDs...)
		v.decisions(t)
		refers(v, node, "actions", t.ActionIDs...)
		for _, d := range t.Documents {
			refers(v, node, "documents", d.DocumentID)
			refers(v, node, "documents", d.ActionID)
		}
		for _, r := range t.RelationLinks {
			refers(v, node, "relations", r.TextID)
			related[r.TextID] = true
		}
		for _, id := range t.ActionIDs {
			if a := v.actions[id]; a != nil && a.TextID != t.ID {
				v.find(node, "the action %s is about %s", id, a.TextID)
			}
		}
	}
	for _, t := range v.texts {
		if t.ReferencedOnly && !related[t.ID] {
			v.find(string(t.ID), "it is known by reference alone, and nothing refers to it")
		}
		if t.ReferencedOnly && len(t.ActionIDs) > 0 {
			v.find(string(t.ID), "referencedOnly is %t with %d actions", t.ReferencedOnly, len(t.ActionIDs))
		}
	}
}

// decisions checks that the decisions of a text are those of its actions, each once.
func (v *verifier) decisions(t *standards.Text) {
	var want []standards.Decision
	for _, id := range t.ActionIDs {
		if a := v.actions[id]; a != nil && !slices.Contains(want, a.Decision()) {
			want = append(want, a.Decision())
		}
	}
	same(v, string(t.ID), "decisions", t.Decisions, want)
}

func (v *verifier) theActions() {
	for id, a := range v.actions {
		node := string(id)
		if t := v.textsByID[a.TextID]; t == nil {
			v.find(node, "text refers to %s, which is missing", a.TextID)
		} else if !slices.Contains(t.ActionIDs, id) {
			v.find(node, "it is not on the timeline of %s", t.ID)
		}
		refers(v, node, "meeting", a.MeetingID)
		refers(v, node, "studyGroup", a.StudyGroupID)
		refers(v, node, "questions", a.QuestionIDs...)
		refers(v, node, "document", a.DocumentID)
		refers(v, node, "equivalents", a.EquivalentIDs...)
		refers(v, node, "source.report", a.Source.ReportID)
		for _, e := range a.EditorLinks {
			refers(v, node, "editors", e.PersonID)
		}
	}
}

func (v *verifier) theMeetings(meetings []*standards.Meeting, reports []*standards.Report) {
	for _, m := range meetings {
		node := string(m.ID)
		refers(v, node, "studyGroup", m.StudyGroupID)
		refers(v, node, "questions", m.QuestionIDs...)
		refers(v, node, "announcedBy", m.AnnouncedByIDs...)
		same(v, node, "terms", m.Terms, standards.Terms(m.FoundBy()))
		refers(v, node, "report", m.ReportID)
		for _, o := range m.Objectives {
			refers(v, node, "objectives", o.TextIDs...)
		}
		for _, e := range m.Events {
			refers(v, node, "events", e.DocumentIDs...)
		}
		if m.Statistics != nil {
			for _, r := range m.Statistics.Absentees {
				refers(v, node, "statistics.absentees", r.PersonID)
			}
		}
	}
	for _, r := range reports {
		refers(v, string(r.ID), "meeting", r.MeetingID)
		same(v, string(r.ID), "terms", r.Terms, standards.Terms(r.FoundBy()))
	}
}

// theStatements checks that what documents say leads to what is derived from it, and that nothing is derived from nothing.
func (v *verifier) theStatements(statements []*standards.Statement, meetings []*standards.MeetingStatement, groups []*standards.GroupStatement) {
	stated := map[string]bool{}
	of := map[standards.ReportID]int{}
	for _, s := range statements {
		refers(v, string(s.ID), "report", s.ReportID)
		refers(v, string(s.ID), "text", s.TextID)
		refers(v, string(s.ID), "action", s.ActionID)
		stated[string(s.ActionID)] = true
		of[s.ReportID]++
		if a := v.actions[s.ActionID]; a != nil && (a.TextID != s.TextID || a.MeetingID != s.Said.MeetingID || a.Kind != s.Said.Kind) {
			v.find(string(s.ID), "its action %s is another decision", a.ID)
		}
	}
	for _, s := range meetings {
		refers(v, s.ID, "report", s.ReportID)
		refers(v, s.ID, "meeting", s.MeetingID)
		stated[string(s.MeetingID)] = true
	}
	for _, s := range groups {
		refers(v, s.ID, "report", s.ReportID)
		refers(v, s.ID, "group", s.GroupID)
		stated[string(s.GroupID)] = true
	}
	for id := range v.ids {
		kind, _, _ := strings.Cut(id, ":")
		if (kind == "action" || kind == "meeting" || kind == "correspondence-group") && !stated[id] {
			v.find(id, "no document says it")
		}
	}
	for _, r := range v.reports {
		if of[r.ID] != r.Statements {
			v.find(string(r.ID), "statements is %d and should be %d", r.Statements, of[r.ID])
		}
	}
}
