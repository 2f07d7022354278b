package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// MergePeople says that people are one: from now on every spelling of theirs, printed before or later, stands for
// into. Their ids keep leading to that person, and SplitPerson undoes it. NOT_FOUND for an id of nobody. by
// is who says so, for the record.
func MergePeople(ctx context.Context, s *store.Store, by string, into standards.PersonID, from []standards.PersonID) error {
	return s.Change(ctx, fmt.Sprintf("merge of %v into %s", from, into), func(ctx context.Context) (*store.Batch, error) {
		people, err := people(ctx, s, append([]standards.PersonID{into}, from...))
		if err != nil {
			return nil, err
		}
		target := people[0]
		c := correction{by: by, what: fmt.Sprintf("merge of %v into %s", from, into), put: map[string]standards.PersonID{}}
		for _, p := range people[1:] {
			if p.ID == target.ID {
				continue
			}
			for _, spelling := range p.Spellings {
				c.put[store.CorrectedKey(standards.NameCandidates(spelling)[0])] = target.ID
			}
			for _, key := range append(p.Keys, strings.TrimPrefix(string(p.ID), "person:")) {
				c.put[store.CorrectedKey(key)] = target.ID
			}
			own, err := s.Corrections.Where(ctx, "person", []standards.PersonID{p.ID})
			if err != nil {
				return nil, err
			}
			for _, o := range own {
				c.put[o.ID] = target.ID
			}
		}
		return c.apply(ctx, s, people)
	})
}

// SplitPerson says that some spellings of a person stand for another: for the person they stood for before a merge
// or, where they never stood for one of their own, for a new one. It returns that person's id. INVALID where
// a spelling is not the person's, or where none would be left.
func SplitPerson(ctx context.Context, s *store.Store, by string, id standards.PersonID, spellings []string) (standards.PersonID, error) {
	var split standards.PersonID
	err := s.Change(ctx, fmt.Sprintf("split of %s", id), func(ctx context.Context) (*store.Batch, error) {
		found, err := people(ctx, s, []standards.PersonID{id})
		if err != nil {
			return nil, err
		}
		p := found[0]
		for _, name := range spellings {
			if !slices.Contains(p.Spellings, name) {
				return nil, standards.Errorf(standards.Invalid, "%s was never printed as %q, only as %q", p.ID, name, p.Spellings)
			}
		}
		rest := slices.DeleteFunc(slices.Clone(p.Spellings), func(name string) bool { return slices.Contains(spellings, name) })
		if len(spellings) == 0 || len(rest) == 0 {
			return nil, standards.Errorf(standards.Invalid, "a split of %s must name some of its spellings and leave some", p.ID)
		}
		corrections, err := s.Corrections.Where(ctx, "person", []standards.PersonID{p.ID})
		if err != nil {
			return nil, err
		}
		c := correction{by: by, what: fmt.Sprintf("split of %q from %s", spellings, id), put: map[string]standards.PersonID{}}
		if split = c.undo(p, spellings, rest, corrections); split == "" {
			if split, err = unused(ctx, s, standards.FoldName(spellings[0])); err != nil {
				return nil, err
			}
			for _, name := range spellings {
				c.put[store.CorrectedName(name)] = split
			}
		}
		return c.apply(ctx, s, found)
	})
	return split, err
}

// undo takes back the corrections that brought the spellings to the person, and returns whom they stand for then:
// nobody where that is still the person, or where spellings that are to stay came by the same corrections.
func (c *correction) undo(p *standards.Person, spellings, rest []string, corrections []*store.Correction) standards.PersonID {
	keep := map[string]bool{}
	for _, name := range rest {
		for _, key := range standards.NameCandidates(name) {
			keep[store.CorrectedKey(key)] = true
		}
	}
	of := map[string]bool{}
	for _, name := range spellings {
		of[store.CorrectedName(name)] = true
		for _, key := range standards.NameCandidates(name) {
			of[store.CorrectedKey(key)] = true
		}
	}
	for _, o := range corrections {
		if of[o.ID] && !keep[o.ID] {
			c.deletes = append(c.deletes, o.ID)
		}
	}
	without := &registry{attested: map[string]bool{}, corrected: map[string]standards.PersonID{}}
	for _, o := range corrections {
		if !slices.Contains(c.deletes, o.ID) {
			without.corrected[o.ID] = o.PersonID
		}
	}
	for _, name := range p.Spellings {
		without.attest(name)
	}
	whose := without.person(spellings[0])
	for _, name := range spellings {
		if len(c.deletes) == 0 || without.person(name) != whose || whose == p.ID {
			c.deletes = nil
			return ""
		}
	}
	return whose
}

// unused is the id of a person that nobody has yet.
func unused(ctx context.Context, s *store.Store, key string) (standards.PersonID, error) {
	for n := 2; ; n++ {
		id := standards.NewPersonID(fmt.Sprintf("%s:%d", key, n))
		found, err := s.People.Where(ctx, "_id", []standards.PersonID{id}, "_id")
		if err != nil || len(found) == 0 {
			return id, err
		}
	}
}

// people reads people by their ids, or by ids they had.
func people(ctx context.Context, s *store.Store, ids []standards.PersonID) ([]*standards.Person, error) {
	found, err := s.People.Get(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]*standards.Person, len(ids))
	for i, id := range ids {
		if out[i] = found[id]; out[i] == nil {
			return nil, standards.Errorf(standards.NotFound, "there is no person %s", id)
		}
	}
	return out, nil
}

// correction is a change of who names stand for.
type correction struct {
	by, what string

	put     map[string]standards.PersonID
	deletes []string
}

// apply derives anew what the correction touches: the people, and the texts, Questions and meetings that name them.
func (c *correction) apply(ctx context.Context, s *store.Store, affected []*standards.Person) (*store.Batch, error) {
	ch := change{
		store:   s,
		removed: map[standards.ActionID]*standards.Action{},
		people:  &registry{attested: map[string]bool{}, corrected: map[string]standards.PersonID{}},
	}
	var names []string
	for _, p := range affected {
		names = append(names, p.Spellings...)
	}
	if err := ch.readRegistry(ctx, names); err != nil {
		return nil, err
	}
	maps.Copy(ch.people.corrected, c.put)
	for _, id := range c.deletes {
		delete(ch.people.corrected, id)
	}
	if err := ch.reassign(ctx, affected); err != nil {
		return nil, err
	}
	d := newDerivation(ch)
	for _, p := range affected {
		keys(d.persons, p.ID)
		for _, name := range p.Spellings {
			keys(d.persons, ch.people.person(name))
		}
	}
	if err := d.rederive(ctx); err != nil {
		return nil, err
	}
	w := &writer{}
	for id, person := range c.put {
		if err := s.Corrections.Put(&w.batch, &store.Correction{ID: id, PersonID: person}); err != nil {
			return nil, err
		}
	}
	for _, id := range c.deletes {
		s.Corrections.Delete(&w.batch, id)
	}
	before := described(affected)
	if err := d.write(ctx, w); err != nil {
		return nil, err
	}
	var after []*standards.Person
	for _, p := range d.persons {
		if p != nil && slices.ContainsFunc(affected, func(a *standards.Person) bool {
			return a.ID == p.ID || slices.ContainsFunc(a.Spellings, func(s string) bool { return slices.Contains(p.Spellings, s) })
		}) {
			after = append(after, p)
		}
	}
	return &w.batch, s.Record(&w.batch, c.by, c.what, before, described(after))
}

// described are the spellings of people, by id, for the record.
func described(people []*standards.Person) map[string]any {
	out := map[string]any{}
	for _, p := range people {
		out[string(p.ID)] = p.Spellings
	}
	return out
}

// reassign reads the texts of people with all their actions, and tells anew who their editors are.
func (c *change) reassign(ctx context.Context, affected []*standards.Person) error {
	ids := make([]standards.PersonID, len(affected))
	for i, p := range affected {
		ids[i] = p.ID
	}
	texts, err := c.store.Texts.Where(ctx, "editors", ids)
	if err != nil {
		return err
	}
	c.texts = byID(texts, c.store.Texts.ID)
	actions, err := c.store.Actions.Where(ctx, "text", slices.Collect(maps.Keys(c.texts)))
	if err != nil {
		return err
	}
	c.actions = byID(actions, c.store.Actions.ID)
	c.derived = map[standards.TextID]*standards.Text{}
	for id, t := range c.texts {
		changed := *t
		changed.EditorIDs = nil
		c.derived[id] = &changed
	}
	timeline(actions)
	// The editors of these texts who are not affected stay whom they are.
	for _, a := range actions {
		for _, e := range a.EditorLinks {
			if slices.Contains(ids, e.PersonID) {
				e.PersonID = c.people.person(e.Name)
			}
			add(&c.derived[a.TextID].EditorIDs, e.PersonID)
		}
	}
	return nil
}
