package ingest

import (
	"context"
	"iter"
	"maps"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// change is the part of the graph that new facts may touch, read before and derived anew.
type change struct {
	store *store.Store
	facts *Facts

	report  *standards.Report                        // the same meeting's, imported before; nil at first
	removed map[standards.ActionID]*standards.Action // what that report said
	actions map[standards.ActionID]*standards.Action // of every text that may change, after the change
	texts   map[standards.TextID]*standards.Text     // those texts, before the change
	others  map[string]standards.TextID              // names of texts that only stand at the end of a relation
	people  *people
	touched []standards.PersonID // whom the change may make another, or rename, or take away

	derived map[standards.TextID]*standards.Text // the texts, after the change
	names   map[string]standards.TextID          // of all of them
}

// read fetches what the facts touch: the texts of their names, all actions of those texts, and the texts at the
// other ends of their relations. The number of finds does not depend on the number of rows.
func (c *change) read(ctx context.Context) error {
	old, err := c.store.Reports.Get(ctx, []standards.ReportID{c.facts.report.ID})
	if err != nil {
		return err
	}
	c.report = old[c.facts.report.ID]
	before, err := c.store.Actions.Where(ctx, "source.report", []standards.ReportID{c.facts.report.ID})
	if err != nil {
		return err
	}
	c.removed = byID(before, c.store.Actions.ID)
	if err := c.readPeople(ctx); err != nil {
		return err
	}

	named := namesIn(before, c.facts.actions)
	texts, err := c.textsNamed(ctx, named)
	if err != nil {
		return err
	}
	c.texts = byID(texts, c.store.Texts.ID)
	ids := slices.Collect(maps.Keys(c.texts))
	referring, err := c.store.Texts.Where(ctx, "relations.text", ids)
	if err != nil {
		return err
	}
	for _, t := range referring {
		c.texts[t.ID] = t
	}
	actions, err := c.store.Actions.Where(ctx, "text", slices.Collect(maps.Keys(c.texts)))
	if err != nil {
		return err
	}
	c.actions = byID(actions, c.store.Actions.ID)
	for id := range c.removed {
		delete(c.actions, id)
	}
	for _, a := range c.facts.actions {
		c.actions[a.ID] = a
	}
	return c.readOthers(ctx, named)
}

// readPeople reads the people whom the report names, or named before, and all who may become others by that.
func (c *change) readPeople(ctx context.Context) error {
	c.people = newPeople(c.store)
	withdrawn := printedNames(maps.Values(c.removed), c.report)
	words := map[string]bool{}
	for name := range withdrawn {
		words[standards.NameWords(name)] = true
	}
	for name := range printedNames(slices.Values(c.facts.actions), c.facts.report) {
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
	standards.Timeline(actions)
	for _, a := range actions {
		c.people.assign(a)
		for _, e := range a.EditorLinks {
			add(&c.derived[a.TextID].EditorIDs, e.PersonID)
		}
		c.actions[a.ID] = a
	}
	return nil
}

// printedNames are the names of people in actions, and of those who were absent by a report.
func printedNames(actions iter.Seq[*standards.Action], r *standards.Report) map[string]bool {
	names := map[string]bool{}
	for a := range actions {
		for _, e := range a.EditorLinks {
			names[e.Name] = true
		}
	}
	for _, role := range absentees(r) {
		names[role.Name] = true
	}
	return names
}

// addWords adds the words of the names of those who were absent by a report.
func addWords(words map[string]bool, r *standards.Report) {
	for _, role := range absentees(r) {
		words[standards.NameWords(role.Name)] = true
	}
}

// textsNamed reads the texts of these names in the study group of the facts.
func (c *change) textsNamed(ctx context.Context, names map[string]bool) ([]*standards.Text, error) {
	texts, err := c.store.Texts.Where(ctx, "names", slices.Sorted(maps.Keys(names)))
	return slices.DeleteFunc(texts, func(t *standards.Text) bool {
		return t.StudyGroupID != c.facts.report.StudyGroupID
	}), err
}

// readOthers finds the texts at the ends of relations that are not among those that may change.
func (c *change) readOthers(ctx context.Context, named map[string]bool) error {
	c.others = map[string]standards.TextID{}
	missing := map[string]bool{}
	for _, a := range c.actions {
		for _, r := range a.Relations {
			if key := standards.NameKey(r.Name); !named[key] {
				missing[key] = true
			}
		}
	}
	texts, err := c.textsNamed(ctx, missing)
	for _, t := range texts {
		if c.texts[t.ID] == nil {
			for _, n := range t.Names {
				c.others[n] = t.ID
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
	return names
}

func absentees(r *standards.Report) []*standards.Role {
	if r == nil || len(r.Said) == 0 || r.Said[0].Statistics == nil {
		return nil
	}
	return r.Said[0].Statistics.Absentees
}

func byID[ID ~string, T any](nodes []*T, id func(*T) ID) map[ID]*T {
	m := make(map[ID]*T, len(nodes))
	for _, n := range nodes {
		m[id(n)] = n
	}
	return m
}
