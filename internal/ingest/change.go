package ingest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// change is the part of the graph that new facts may touch, read before and derived anew.
type change struct {
	store *store.Store
	facts *Facts

	earlier    issue                                          // of the document; without a report at first
	reports    map[standards.ReportID]*standards.Report       // of meetings that several documents speak of, after the change
	said       []*standards.Statement                         // of every text that may change, before the change
	statements map[standards.StatementID]*standards.Statement // of those texts, after the change
	texts      map[standards.TextID]*standards.Text           // those texts, before the change
	removed    map[standards.ActionID]*standards.Action       // their actions, before the change
	actions    map[standards.ActionID]*standards.Action       // their actions, after the change
	others     map[name]standards.TextID                      // names of texts that only stand at the end of a relation
	everywhere map[string][]standards.TextID                  // texts by name, in all groups, but for those known by reference alone
	people     *people
	touched    []standards.PersonID // whom the change may make another, or rename, or take away

	derived map[standards.TextID]*standards.Text // the texts, after the change
	names   map[name]standards.TextID            // of all of them
}

// read fetches what the facts touch: the texts of their names, all statements and actions of those texts, and the texts
// at the other ends of their relations. The number of finds does not depend on the number of rows.
func (c *change) read(ctx context.Context) error {
	if err := c.readDocument(ctx); err != nil {
		return err
	}
	if err := c.readPeople(ctx); err != nil {
		return err
	}
	named := namesIn(said(c.earlier.statements), said(c.facts.statements))
	c.texts = map[standards.TextID]*standards.Text{}
	for more := named; len(more) > 0; more = c.namedByPages(named) {
		maps.Copy(named, more)
		if err := c.readTexts(ctx, more); err != nil {
			return err
		}
	}
	nameless, err := c.store.Texts.Where(ctx, "_id", c.earlier.nameless())
	if err != nil {
		return err
	}
	maps.Copy(c.texts, byID(nameless, c.store.Texts.ID))
	c.statements = replaced(c.store.Statements, c.said, c.earlier.statements, c.facts.statements)
	if err := c.readActions(ctx); err != nil {
		return err
	}
	words := map[string]bool{}
	for _, s := range c.statements {
		for _, e := range s.Said.EditorLinks {
			words[standards.NameWords(e.Name)] = true
		}
	}
	if err := c.people.extend(ctx, words); err != nil {
		return err
	}
	return c.readOthers(ctx, named)
}

// readTexts reads the texts of these names, those that relate to them, and what is said of both.
func (c *change) readTexts(ctx context.Context, names map[string]bool) error {
	texts, err := c.textsNamed(ctx, names)
	if err != nil {
		return err
	}
	var ids []standards.TextID
	read := func(texts []*standards.Text) {
		for _, t := range texts {
			if c.texts[t.ID] == nil {
				c.texts[t.ID] = t
				ids = append(ids, t.ID)
			}
		}
	}
	read(texts)
	if texts, err = c.store.Texts.Where(ctx, "relations.text", ids); err != nil {
		return err
	}
	read(texts)
	statements, err := c.store.Statements.Where(ctx, "text", ids)
	c.said = append(c.said, statements...)
	return err
}

// namedByPages are the names in what pages say that were not looked up yet: a page may be about the text of any group.
func (c *change) namedByPages(known map[string]bool) map[string]bool {
	more := map[string]bool{}
	for _, statements := range [][]*standards.Statement{c.said, c.facts.statements} {
		for _, s := range statements {
			if s.Page == nil {
				continue
			}
			for _, n := range namesSaid(s) {
				if !known[n] {
					more[n] = true
				}
			}
		}
	}
	return withParts(more)
}

// readDocument finds the earlier issue of the document among the documents of its meeting, and what that said. An issue
// keeps the id of the one before.
func (c *change) readDocument(ctx context.Context) error {
	f := c.facts
	id := f.report.ID
	var found []*standards.Report
	var err error
	if f.report.MeetingID == "" {
		found, err = c.store.Reports.Where(ctx, "_id", []standards.ReportID{id})
	} else {
		id = standards.NewReportID(f.report.MeetingID, f.report.Key)
		found, err = c.store.Reports.Where(ctx, "meeting", []standards.MeetingID{f.report.MeetingID})
	}
	if err != nil {
		return err
	}
	c.reports = byID(found, c.store.Reports.ID)
	for _, r := range found {
		if r.Kind == f.report.Kind && r.Key == f.report.Key {
			c.earlier.report, id = r, r.ID
		}
	}
	if other := c.reports[id]; other != nil && other != c.earlier.report { // an id that was given before documents had keys
		id += standards.ReportID(":" + f.report.Key)
	}
	f.identify(id)
	c.reports[id] = f.report
	if c.earlier.report == nil {
		return nil
	}
	return c.earlier.readSaid(ctx, c.store)
}

// readSaid reads all that a stored issue says.
func (i *issue) readSaid(ctx context.Context, s *store.Store) (err error) {
	id := []standards.ReportID{i.report.ID}
	if i.statements, err = s.Statements.Where(ctx, "report", id); err != nil {
		return err
	}
	if i.meetings, err = s.MeetingStatements.Where(ctx, "report", id); err != nil {
		return err
	}
	if i.groups, err = s.GroupStatements.Where(ctx, "report", id); err != nil {
		return err
	}
	i.warnings, err = s.WarningPages.Where(ctx, "report", id)
	return err
}

// readActions reads the actions of the texts, and the documents of meetings of which several speak.
func (c *change) readActions(ctx context.Context) error {
	actions, err := c.store.Actions.Where(ctx, "text", slices.Collect(maps.Keys(c.texts)))
	if err != nil {
		return err
	}
	c.removed = byID(actions, c.store.Actions.ID)
	by := map[standards.MeetingID]standards.ReportID{}
	several := map[standards.MeetingID]bool{}
	for _, s := range c.statements {
		if other, ok := by[s.Said.MeetingID]; ok && other != s.ReportID {
			several[s.Said.MeetingID] = true
		}
		by[s.Said.MeetingID] = s.ReportID
	}
	delete(several, c.facts.report.MeetingID) // those documents are read
	delete(several, "")                       // pages are about no meeting
	documents, err := c.store.Reports.Where(ctx, "meeting", slices.Collect(maps.Keys(several)))
	for _, r := range documents {
		c.reports[r.ID] = r
	}
	return err
}

// readPeople reads the people whom the report names, or named before, and all who may become others by that.
func (c *change) readPeople(ctx context.Context) error {
	c.people = newPeople(c.store)
	withdrawn := c.earlier.printedNames()
	words := map[string]bool{}
	for name := range withdrawn {
		words[standards.NameWords(name)] = true
	}
	for name := range c.facts.printedNames() {
		words[standards.NameWords(name)] = true
		c.people.printed[name] = true
		delete(withdrawn, name)
	}
	err := c.people.extend(ctx, words)
	if err == nil {
		err = c.people.withdraw(ctx, c.facts.report.ID, withdrawn)
	}
	c.touched = c.people.ids()
	return err
}

// relink says anew who edits the texts of people whom names do not stand for any more, with all actions of those texts.
func (c *change) relink(ctx context.Context) error {
	texts, err := c.store.Texts.Where(ctx, "editors", c.people.moved())
	if err != nil {
		return err
	}
	var ids []standards.TextID
	for _, t := range texts {
		if c.texts[t.ID] == nil {
			ids = append(ids, t.ID)
			changed := *t
			changed.EditorIDs = nil
			c.texts[t.ID], c.derived[t.ID] = t, &changed
		}
	}
	actions, err := c.store.Actions.Where(ctx, "text", ids)
	if err != nil {
		return err
	}
	pages, err := c.store.Statements.Where(ctx, "text", ids, "text", "page", "said")
	if err != nil {
		return err
	}
	of := map[standards.TextID][]*standards.Action{}
	for _, a := range actions {
		c.people.assign(a)
		c.removed[a.ID], c.actions[a.ID] = a, a
		of[a.TextID] = append(of[a.TextID], a)
	}
	pages = slices.DeleteFunc(pages, func(s *standards.Statement) bool { return s.Page == nil })
	for _, s := range pages {
		s.Said.TextID = s.TextID
		of[s.TextID] = append(of[s.TextID], &s.Said)
	}
	for id, said := range of {
		standards.Timeline(said)
		for _, a := range said {
			for _, e := range a.EditorLinks {
				add(&c.derived[id].EditorIDs, c.people.whose(e))
			}
		}
	}
	return nil
}

// nameless are the texts of rows that lost both name and title.
func (i *issue) nameless() []standards.TextID {
	var ids []standards.TextID
	for _, s := range i.statements {
		if len(namesOf(&s.Said)) == 0 && s.Said.Title == nil {
			ids = append(ids, s.TextID)
		}
	}
	return ids
}

// printedNames are the names of people in a document.
func (i *issue) printedNames() map[string]bool {
	names := map[string]bool{}
	for _, s := range i.statements {
		for _, e := range s.Said.EditorLinks {
			names[e.Name] = true
		}
	}
	for _, role := range i.absentees() {
		names[role.Name] = true
	}
	return names
}

// textsNamed reads the texts of these names. Titles tell texts apart within the groups of the facts alone.
func (c *change) textsNamed(ctx context.Context, names map[string]bool) ([]*standards.Text, error) {
	groups := map[standards.StudyGroupID]bool{c.facts.group: true}
	for _, statements := range [][]*standards.Statement{c.earlier.statements, c.facts.statements} {
		for _, s := range statements {
			groups[s.Said.StudyGroupID] = true
		}
	}
	texts, err := c.store.Texts.Where(ctx, "names", slices.Sorted(maps.Keys(names)))
	return slices.DeleteFunc(texts, func(t *standards.Text) bool {
		return !groups[t.StudyGroupID] && !slices.ContainsFunc(t.Names, func(n string) bool { return names[n] && !strings.HasPrefix(n, "title:") })
	}), err
}

// readOthers finds the texts at the ends of relations that are not among those that may change.
func (c *change) readOthers(ctx context.Context, named map[string]bool) error {
	c.others, c.everywhere = map[name]standards.TextID{}, map[string][]standards.TextID{}
	missing := map[string]bool{}
	for _, s := range c.statements {
		for _, r := range s.Said.Relations {
			if key := standards.NameKey(r.Name); !named[key] {
				missing[key] = true
			}
		}
	}
	texts, err := c.textsNamed(ctx, missing)
	for _, t := range texts {
		if c.texts[t.ID] != nil {
			continue
		}
		for _, n := range t.Names {
			c.others[name{t.StudyGroupID, n}] = t.ID
			if !t.ReferencedOnly {
				c.everywhere[n] = append(c.everywhere[n], t.ID)
			}
		}
	}
	return err
}

// namesIn are all names and titles that actions give their texts, and the names of the texts they relate to.
func namesIn(sets ...[]*standards.Action) map[string]bool {
	names := map[string]bool{}
	for _, actions := range sets {
		for _, a := range actions {
			for _, n := range namesOf(a) {
				names[n] = true
			}
			if a.Title != nil {
				names[titleName(*a.Title)] = true
			}
			for _, r := range a.Relations {
				names[standards.NameKey(r.Name)] = true
			}
		}
	}
	return withParts(names)
}

// said is what statements say.
func said(statements []*standards.Statement) []*standards.Action {
	out := make([]*standards.Action, len(statements))
	for i, s := range statements {
		out[i] = &s.Said
	}
	return out
}

// replaced are stored facts with those of an earlier issue taken away and those of a new one put in.
func replaced[ID ~string, T any](c store.Collection[ID, T], stored, earlier, now []*T) map[ID]*T {
	facts := byID(stored, c.ID)
	for _, f := range earlier {
		delete(facts, c.ID(f))
	}
	for _, f := range now {
		facts[c.ID(f)] = f
	}
	return facts
}

func byID[ID ~string, T any](nodes []*T, id func(*T) ID) map[ID]*T {
	m := make(map[ID]*T, len(nodes))
	for _, n := range nodes {
		m[id(n)] = n
	}
	return m
}
