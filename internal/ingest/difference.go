package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// pair is a node before and after a change, nil where it is not there.
type pair[T any] struct{ before, after *T }

// restated are the nodes that documents speak of, among those that a change makes others.
type restated struct {
	unchanged   int // others that it touches
	texts       []pair[standards.Text]
	actions     []pair[standards.Action]
	meetings    []pair[standards.Meeting]
	groups      []pair[standards.CorrespondenceGroup]
	studyGroups []pair[standards.StudyGroup]
}

// add keeps a node as it was and as it is to be.
func (r *restated) add(before, after any) {
	switch after := after.(type) {
	case *standards.Text:
		r.texts = append(r.texts, pair[standards.Text]{before.(*standards.Text), after})
	case *standards.Action:
		r.actions = append(r.actions, pair[standards.Action]{before.(*standards.Action), after})
	case *standards.Meeting:
		r.meetings = append(r.meetings, pair[standards.Meeting]{before.(*standards.Meeting), after})
	case *standards.CorrespondenceGroup:
		r.groups = append(r.groups, pair[standards.CorrespondenceGroup]{before.(*standards.CorrespondenceGroup), after})
	case *standards.StudyGroup:
		r.studyGroups = append(r.studyGroups, pair[standards.StudyGroup]{before.(*standards.StudyGroup), after})
	}
}

// same counts a node that stays as it is.
func (r *restated) same(node any) {
	switch node.(type) {
	case *standards.Action, *standards.Meeting, *standards.CorrespondenceGroup, *standards.StudyGroup:
		r.unchanged++
	}
}

// teller collects what an import changes, in the terms of documents, see Result.Changes.
type teller struct {
	namer
	result *Result
	texts  map[standards.TextID]*textChange
	into   map[standards.TextID]standards.TextID // texts that are gone: who has their names now
}

// textChange is a text that comes or goes, with its decisions that do so.
type textChange struct {
	node    *standards.Text
	outcome Outcome
	actions []*standards.Action
	pages   bool            // what pages say of it comes or goes, too
	other   *standards.Text // that it was a part of before, or is a part of now
}

// namer names what a change reads and makes.
func (d *derivation) namer(r *restated) namer {
	meetings := map[standards.MeetingID]string{}
	for _, p := range r.meetings {
		if m := cmp.Or(p.after, p.before); m != nil {
			meetings[m.ID] = m.Name + " (" + string(m.Start) + ")"
		}
	}
	return namer{
		report: func(id standards.ReportID) string {
			if r := d.reports[id]; r != nil {
				return r.Title
			}
			return strings.TrimPrefix(string(id), "report:")
		},
		meeting: func(id standards.MeetingID) string {
			return cmp.Or(meetings[id], strings.TrimPrefix(string(id), "meeting:"))
		},
	}
}

// tell sets what the import changes, and counts it.
func (d *derivation) tell(w *writer) {
	t := &teller{namer: d.namer(&w.restated), result: &w.result}
	t.result.Unchanged = w.restated.unchanged
	t.result.outcomes = map[string]Outcome{}
	t.succession(w.restated.texts)
	t.actions(w.restated.actions)
	d.tellPages(t)
	for _, c := range t.texts {
		t.text(c)
	}
	tellEach(t, w.restated.meetings)
	tellEach(t, w.restated.groups)
	tellEach(t, w.restated.studyGroups)
	t.sort()
}

// named is a node with a label.
type named[T any] interface {
	*T
	standards.Node
	Label() string
}

func tellEach[T any, N named[T]](t *teller, pairs []pair[T]) {
	for _, p := range pairs {
		tell[T, N](t, p)
	}
}

// tell adds what a node says otherwise, and returns what happens to it.
func tell[T any, N named[T]](t *teller, p pair[T]) Outcome {
	outcome, n := Updated, N(p.after)
	switch {
	case p.before == nil:
		outcome = Created
	case p.after == nil:
		outcome, n = Deleted, N(p.before)
	}
	fields := differences(t.said(p.before), t.said(p.after))
	if fields == nil { // or a group that no document says anything of
		t.result.Unchanged++
		return Unchanged
	}
	t.add(&NodeChange{ID: n.NodeID(), Label: n.Label(), Outcome: outcome, Fields: fields})
	return outcome
}

func (t *teller) add(c *NodeChange) {
	switch c.Outcome {
	case Created:
		t.result.Created++
	case Updated:
		t.result.Updated++
	case Deleted:
		t.result.Deleted++
	}
	t.result.changes = append(t.result.changes, c)
}

// succession finds the texts that come and go. A text that gets another id is the same one, told by its names. Texts that are
// known from relations alone do not count.
func (t *teller) succession(pairs []pair[standards.Text]) {
	before, after := map[string]*standards.Text{}, map[string]*standards.Text{}
	for i := range pairs {
		for _, of := range []struct {
			text  **standards.Text
			names map[string]*standards.Text
		}{{&pairs[i].before, before}, {&pairs[i].after, after}} {
			if *of.text != nil && (*of.text).ReferencedOnly {
				*of.text = nil
			}
			if *of.text != nil {
				for _, n := range (*of.text).Names {
					of.names[n] = *of.text
				}
			}
		}
	}
	t.texts, t.into = map[standards.TextID]*textChange{}, map[standards.TextID]standards.TextID{}
	came := map[standards.TextID]int{} // texts that are gone, by who has their names now
	for _, p := range pairs {
		switch {
		case p.before == nil && p.after != nil:
			t.texts[p.after.ID] = &textChange{node: p.after, outcome: Created, other: firstOf(before, p.after.Names)}
		case p.before != nil && p.after == nil:
			c := &textChange{node: p.before, outcome: Deleted, other: firstOf(after, p.before.Names)}
			if t.texts[p.before.ID] = c; c.other != nil {
				t.into[p.before.ID] = c.other.ID
				came[c.other.ID]++
			}
		}
	}
	for gone, now := range t.into {
		if c := t.texts[now]; c != nil && c.other != nil && c.other.ID == gone && came[now] == 1 {
			delete(t.texts, gone)
			delete(t.texts, now)
		}
	}
}

func firstOf(texts map[string]*standards.Text, names []string) *standards.Text {
	for _, n := range names {
		if texts[n] != nil {
			return texts[n]
		}
	}
	return nil
}

// key is what tells decisions apart whatever their ids: the text, the kind and the meeting; of a text without a name all
// that is said.
func (t *teller) key(a *standards.Action) string {
	of := string(cmp.Or(t.into[a.TextID], a.TextID))
	if len(namesOf(a)) == 0 && a.Title == nil {
		of = ""
		for _, f := range t.said(a) {
			of += f.text + "\n"
		}
	}
	return strings.Join([]string{of, string(a.Kind), string(a.MeetingID)}, "\n")
}

// actions lists the decisions that change. A decision that only gets another id has not changed, see key.
func (t *teller) actions(pairs []pair[standards.Action]) {
	gone := map[string][]*standards.Action{}
	for _, p := range pairs {
		if p.after == nil && p.before != nil {
			gone[t.key(p.before)] = append(gone[t.key(p.before)], p.before)
		}
	}
	for _, p := range pairs {
		if p.after == nil {
			continue
		}
		if p.before == nil {
			if k := t.key(p.after); len(gone[k]) > 0 {
				p.before, gone[k] = gone[k][0], gone[k][1:]
			}
		}
		t.action(p)
	}
	for _, actions := range gone {
		for _, a := range actions {
			t.action(pair[standards.Action]{before: a})
		}
	}
}

// action tells what happens to a decision, alone or with its text.
func (t *teller) action(p pair[standards.Action]) {
	if a := cmp.Or(p.after, p.before); p.before == nil || p.after == nil {
		if c := t.texts[a.TextID]; c != nil && (c.outcome == Created) == (p.before == nil) {
			c.actions = append(c.actions, a)
			t.result.outcomes[string(a.ID)] = c.outcome
			return
		}
	}
	outcome := tell(t, p)
	if p.after != nil {
		t.result.outcomes[string(p.after.ID)] = outcome
	}
}

// tellPages tells what a page or a record says otherwise of its texts than its earlier issue did.
func (d *derivation) tellPages(t *teller) {
	before := byID(d.earlier.statements, d.store.Statements.ID)
	for _, s := range d.facts.statements {
		if s.Page != nil {
			t.page(before[s.ID], d.statements[s.ID])
			delete(before, s.ID)
		}
	}
	for _, s := range before {
		if s.Page != nil {
			t.page(s, nil)
		}
	}
}

// page tells of one text of a page.
func (t *teller) page(before, after *standards.Statement) {
	outcome, s := Updated, after
	switch {
	case before == nil:
		outcome = Created
	case after == nil:
		outcome, s = Deleted, before
	}
	c := t.texts[s.TextID]
	fields := differences(t.saidByPage(before), t.saidByPage(after))
	switch {
	case c != nil && c.outcome == outcome:
		c.pages = true
	case fields == nil:
		t.result.Unchanged++
		outcome = Unchanged
	default:
		t.add(&NodeChange{ID: string(s.TextID), Label: pageLabel(s) + ": " + t.report(s.ReportID), Outcome: outcome, Fields: fields})
	}
	t.result.outcomes[string(s.ID)] = outcome
}

func pageLabel(s *standards.Statement) string {
	return cmp.Or(deref(s.Said.Acronym), deref(s.Said.ProvisionalName), deref(s.Said.Title))
}

func (n *namer) saidByPage(s *standards.Statement) []value {
	if s == nil {
		return nil
	}
	return slices.Concat([]value{{"status", words(s.Said.Kind)}}, n.said(&s.Said), n.said(s.Page))
}

// text tells of a text that comes or goes with its decisions, or that was a part of another or is one now.
func (t *teller) text(c *textChange) {
	label := textLabel(c.node, c.actions)
	change := &NodeChange{ID: c.node.NodeID(), Label: label, Outcome: c.outcome}
	was, is := []value{{"title", deref(c.node.Title)}, {"actions", decisions(c.actions)}}, []value(nil)
	switch {
	case c.other != nil:
		was, is = []value{{"text", label}}, []value{{"text", textLabel(c.other, nil)}}
	case c.actions == nil && !c.pages: // its decisions were another's
		return
	}
	if c.outcome == Created {
		was, is = is, was
	}
	change.Fields = differences(was, is)
	t.add(change)
}

// textLabel is a text's names or, where it has none, the row that speaks of it.
func textLabel(of *standards.Text, actions []*standards.Action) string {
	switch {
	case of.Label() == string(of.ID) && len(actions) > 0:
		return fmt.Sprintf("a text without a name (%s, row %d)", actions[0].Source.Section, deref(actions[0].Source.Row))
	case of.ProvisionalName != nil && of.Acronym != nil:
		return *of.Acronym + " (" + *of.ProvisionalName + ")"
	}
	return of.Label()
}

// decisions are decisions in words: "determined, 2019-09-05".
func decisions(actions []*standards.Action) string {
	standards.Timeline(actions)
	var list []string
	for _, a := range actions {
		list = append(list, strings.TrimSuffix(words(a.Kind)+", "+string(a.Date), ", "))
	}
	return strings.Join(list, "; ")
}

// sort orders what changes by its label: texts and decisions first, then meetings and groups.
func (t *teller) sort() {
	rank := func(c *NodeChange) int {
		if strings.HasPrefix(c.ID, "text:") || strings.HasPrefix(c.ID, "action:") {
			return 0
		}
		return 1
	}
	slices.SortFunc(t.result.changes, func(a, b *NodeChange) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(standards.SortKey(a.Label), standards.SortKey(b.Label)), cmp.Compare(a.ID, b.ID))
	})
}
