package ingest

import (
	"context"
	"maps"
	"slices"
	"sort"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// derivation is what the changed facts make of the nodes beside texts: every node that a fact named before or
// names now.
type derivation struct {
	change
	questions      map[standards.QuestionID]*standards.Question
	documents      map[standards.DocumentID]*standards.Document
	specifications map[standards.SpecificationID]*standards.Specification
	persons        map[standards.PersonID]*standards.Person
	meetings       map[standards.MeetingID]*standards.Meeting
	groups         map[standards.CorrespondenceGroupID]*standards.CorrespondenceGroup
	studyGroups    map[standards.StudyGroupID]*standards.StudyGroup

	meetingsSaid []*standards.MeetingStatement              // of the meetings that may change, after the change
	before       map[standards.MeetingID]*standards.Meeting // the meetings, before the change
	stored       stored
	proposals    []Proposal
	mentions     []*standards.Action    // of the people and documents, after the change, in the order of time
	gathering    []*standards.Meeting   // that name the people and documents, after the change
	pages        []*standards.Statement // that name the people, after the change
}

// stored are nodes before the change, nil where there was none. They keep the heads of lists.
type stored struct {
	questions      map[standards.QuestionID]*standards.Question
	persons        map[standards.PersonID]*standards.Person
	specifications map[standards.SpecificationID]*standards.Specification
}

// keys makes a map with an entry, still nil, for each id that may change.
func keys[ID comparable, T any](m map[ID]*T, ids ...ID) {
	for _, id := range ids {
		m[id] = nil
	}
}

func newDerivation(c change) *derivation {
	d := &derivation{
		change:         c,
		questions:      map[standards.QuestionID]*standards.Question{},
		documents:      map[standards.DocumentID]*standards.Document{},
		specifications: map[standards.SpecificationID]*standards.Specification{},
		persons:        map[standards.PersonID]*standards.Person{},
		meetings:       map[standards.MeetingID]*standards.Meeting{},
		groups:         map[standards.CorrespondenceGroupID]*standards.CorrespondenceGroup{},
		studyGroups:    map[standards.StudyGroupID]*standards.StudyGroup{},
	}
	keys(d.persons, c.touched...)
	for _, texts := range []map[standards.TextID]*standards.Text{c.texts, c.derived} {
		for _, t := range texts {
			keys(d.questions, t.QuestionIDs...)
			keys(d.persons, t.EditorIDs...)
			keys(d.specifications, t.EquivalentIDs...)
			for _, l := range t.Documents {
				keys(d.documents, l.DocumentID)
			}
		}
	}
	if c.facts == nil {
		return d
	}
	d.keyGroups()
	for _, i := range []*issue{&c.earlier, &c.facts.issue} {
		for _, m := range i.meetings {
			keys(d.meetings, m.MeetingID)
			keys(d.questions, m.Said.QuestionIDs...)
			for _, e := range m.Said.Events {
				keys(d.documents, e.DocumentIDs...)
			}
		}
		for _, g := range i.groups {
			keys(d.groups, g.GroupID)
		}
	}
	return d
}

// keyGroups notes the groups of the document, of the texts, and of their Questions, before and after the change.
func (d *derivation) keyGroups() {
	keys(d.studyGroups, d.facts.report.StudyGroupID)
	for _, texts := range []map[standards.TextID]*standards.Text{d.texts, d.derived} {
		for _, t := range texts {
			keys(d.studyGroups, t.StudyGroupID)
			for _, q := range t.QuestionIDs {
				keys(d.studyGroups, newQuestion(q).StudyGroupID)
			}
		}
	}
	delete(d.studyGroups, "")
}

// run reads what else names those nodes, and derives them.
func (d *derivation) run(ctx context.Context) error {
	if err := d.readMeetings(ctx); err != nil {
		return err
	}
	words := map[string]bool{}
	for _, s := range d.meetingsSaid {
		for _, role := range absentees(&s.Said) {
			words[standards.NameWords(role.Name)] = true
		}
	}
	if err := d.people.extend(ctx, words); err != nil {
		return err
	}
	if err := d.deriveGroups(ctx); err != nil {
		return err
	}
	d.deriveMeetings()
	if err := d.deriveActionLists(ctx); err != nil {
		return err
	}
	return d.rederive(ctx)
}

// rederive derives all nodes but texts and meetings.
func (d *derivation) rederive(ctx context.Context) error {
	words := map[string]bool{}
	for id := range d.persons {
		words[id.NameWords()] = true
	}
	if err := d.people.extend(ctx, words); err != nil {
		return err
	}
	if err := d.readStored(ctx); err != nil {
		return err
	}
	if err := d.readMentions(ctx); err != nil {
		return err
	}
	meetings := d.meetingCounts()
	d.deriveDocuments()
	d.derivePeople()
	if err := d.deriveTextLists(ctx, meetings); err != nil {
		return err
	}
	if err := d.deriveEditors(ctx); err != nil {
		return err
	}
	return d.deriveDuplicates(ctx)
}

// overlay is what was read with the change laid over it.
func overlay[ID ~string, T any](read []*T, changed, gone map[ID]*T, id func(*T) ID) []*T {
	out := slices.DeleteFunc(read, func(n *T) bool {
		_, c := changed[id(n)]
		_, g := gone[id(n)]
		return c || g
	})
	for _, key := range slices.Sorted(maps.Keys(changed)) {
		if changed[key] != nil {
			out = append(out, changed[key])
		}
	}
	return out
}

// distinct is nodes without repetitions.
func distinct[ID ~string, T any](id func(*T) ID, sets ...[]*T) []*T {
	m := map[ID]*T{}
	for _, nodes := range sets {
		maps.Copy(m, byID(nodes, id))
	}
	return slices.Collect(maps.Values(m))
}

// readStored reads the nodes that may change as they are.
func (d *derivation) readStored(ctx context.Context) error {
	for _, meetings := range []map[standards.MeetingID]*standards.Meeting{d.before, d.meetings} {
		for _, m := range meetings {
			if m != nil {
				keys(d.questions, m.QuestionIDs...)
			}
		}
	}
	var err error
	if d.stored.questions, err = before(ctx, d.store.Questions, d.questions); err != nil {
		return err
	}
	if d.stored.persons, err = before(ctx, d.store.People, d.persons); err != nil {
		return err
	}
	d.stored.specifications, err = before(ctx, d.store.Specifications, d.specifications)
	return err
}

// before reads nodes as they are stored, with an entry for each that may change.
func before[ID ~string, T any](ctx context.Context, c store.Collection[ID, T], nodes map[ID]*T) (map[ID]*T, error) {
	found, err := c.Where(ctx, "_id", slices.Collect(maps.Keys(nodes)))
	stored := byID(found, c.ID)
	for id := range nodes {
		if _, there := stored[id]; !there {
			stored[id] = nil
		}
	}
	return stored, err
}

func (d *derivation) readMentions(ctx context.Context) error {
	people, documents := slices.Collect(maps.Keys(d.persons)), slices.Collect(maps.Keys(d.documents))
	fields := []string{"date", "meeting", "kind", "sortKey", "editors", "text", "document", "documentRole", "revision"}
	edits, err := d.store.Actions.Where(ctx, "editors.person", people, fields...)
	if err != nil {
		return err
	}
	carried, err := d.store.Actions.Where(ctx, "document", documents, fields...)
	if err != nil {
		return err
	}
	d.mentions = overlay(distinct(d.store.Actions.ID, edits, carried), d.actions, d.removed, d.store.Actions.ID)
	standards.Timeline(d.mentions)

	if err := d.readPages(ctx); err != nil {
		return err
	}
	events, err := d.store.Meetings.Where(ctx, "events.documents", documents)
	if err != nil {
		return err
	}
	missed, err := d.store.Meetings.Where(ctx, "statistics.absentees.person", people)
	if err != nil {
		return err
	}
	d.gathering = overlay(distinct(d.store.Meetings.ID, events, missed), d.meetings, d.meetings, d.store.Meetings.ID)
	sort.Slice(d.gathering, func(i, j int) bool {
		a, b := d.gathering[i], d.gathering[j]
		return a.Start < b.Start || a.Start == b.Start && a.ID < b.ID
	})
	return nil
}

// readPages finds the pages that print names of the people.
func (d *derivation) readPages(ctx context.Context) error {
	var printed []string
	for id, who := range d.people.now.People() {
		if _, ok := d.persons[id]; ok {
			printed = append(printed, who.Spellings...)
		}
	}
	slices.Sort(printed)
	read, err := d.store.Statements.Where(ctx, "pageEditors", printed, "pageEditors", "said.date", "said.sortKey", "said.editors")
	now := map[standards.StatementID]*standards.Statement{}
	for id, s := range d.statements {
		if s.Page != nil {
			now[id] = s
		}
	}
	d.pages = overlay(read, now, byID(d.earlier.statements, d.store.Statements.ID), d.store.Statements.ID)
	return err
}
