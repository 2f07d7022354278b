package ingest

import (
	"context"
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
	people  *registry
	known   []*standards.Person // who was printed with such names before

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
	moved, err := c.readPeople(ctx)
	if err != nil {
		return err
	}

	named := namesIn(before, c.facts.actions, moved)
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

// readPeople finds the people the facts may name, and the actions that name a person who turns out to be
// another now that a spelling without a comma is known.
func (c *change) readPeople(ctx context.Context) ([]*standards.Action, error) {
	c.people = &registry{attested: map[string]bool{}, corrected: map[string]standards.PersonID{}}
	names := c.printedNames()
	for _, name := range names {
		c.people.attest(name)
	}
	if err := c.readRegistry(ctx, names); err != nil {
		return nil, err
	}
	known := c.known
	var moved []standards.PersonID
	for _, p := range known {
		if slices.ContainsFunc(p.Spellings, func(s string) bool { return c.people.person(s) != p.ID }) {
			moved = append(moved, p.ID)
		}
	}
	if moved == nil {
		return nil, nil
	}
	return c.store.Actions.Where(ctx, "editors.person", moved)
}

// readRegistry reads what is known of people who were printed with such names: their other spellings, and the
// corrections of all of them.
func (c *change) readRegistry(ctx context.Context, names []string) error {
	var keys []string
	for _, name := range names {
		keys = append(keys, standards.NameCandidates(name)...)
	}
	var err error
	if c.known, err = c.store.People.Where(ctx, "candidates", keys); err != nil {
		return err
	}
	ids := make([]string, 0, 2*len(keys))
	for _, p := range c.known {
		for _, s := range p.Spellings {
			c.people.attest(s)
			names = append(names, s)
		}
	}
	for _, name := range names {
		ids = append(ids, store.CorrectedName(name))
		for _, key := range standards.NameCandidates(name) {
			ids = append(ids, store.CorrectedKey(key))
		}
	}
	corrections, err := c.store.Corrections.Where(ctx, "_id", ids)
	for _, correction := range corrections {
		c.people.corrected[correction.ID] = correction.PersonID
	}
	return err
}

// printedNames are the names of people in the facts.
func (c *change) printedNames() []string {
	var names []string
	for _, a := range c.facts.actions {
		for _, e := range a.EditorLinks {
			names = append(names, e.Name)
		}
	}
	for _, role := range absentees(c.facts.report) {
		names = append(names, role.Name)
	}
	return names
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
