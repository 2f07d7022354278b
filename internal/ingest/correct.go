package ingest

import (
	"context"
	"fmt"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// MergePeople says that people are one: from now on every spelling of theirs, printed before or later, stands for
// into. Their ids keep leading to that person, and SplitPerson undoes it. NOT_FOUND for an id of nobody. by
// is who says so, for the record.
func MergePeople(ctx context.Context, s *store.Store, by string, into standards.PersonID, from []standards.PersonID) error {
	what := fmt.Sprintf("merge of %v into %s", from, into)
	return correct(ctx, s, by, what, append([]standards.PersonID{into}, from...), func(r *standards.Registry) (*standards.Correction, error) {
		return r.Merge(into, from)
	}, nil)
}

// SplitPerson says that some spellings of a person stand for another: for the person they stood for before a merge
// or, where they never stood for one of their own, for a new one. It returns who has the other spellings, and who has these;
// standards.Registry says which ids lead to whom. NOT_FOUND for an id of nobody; INVALID where a spelling is not the
// person's, or where none would be left.
func SplitPerson(ctx context.Context, s *store.Store, by string, id standards.PersonID, spellings []string) (kept, split standards.PersonID, err error) {
	var who *standards.Identity
	what := fmt.Sprintf("split of %q from %s", spellings, id)
	err = correct(ctx, s, by, what, []standards.PersonID{id}, func(r *standards.Registry) (*standards.Correction, error) {
		who = r.Of(id)
		return r.Split(id, spellings)
	}, func(r *standards.Registry) {
		split, _ = r.Person(spellings[0])
		kept, _ = r.Person(who.Spellings[slices.IndexFunc(who.Spellings, func(s string) bool { return !slices.Contains(spellings, s) })])
	})
	return kept, split, err
}

// correct makes a correction of the people of these ids, and derives anew what it touches: the people, and the texts,
// Questions and meetings that name them. decide makes the correction from what is so before it, and is told in then
// what is so after it.
func correct(ctx context.Context, s *store.Store, by, what string, ids []standards.PersonID,
	decide func(*standards.Registry) (*standards.Correction, error), then func(*standards.Registry),
) error {
	return s.Change(ctx, what, func(ctx context.Context) (*store.Batch, error) {
		c := &change{
			store: s, people: newPeople(s), removed: map[standards.ActionID]*standards.Action{}, actions: map[standards.ActionID]*standards.Action{},
			texts: map[standards.TextID]*standards.Text{}, derived: map[standards.TextID]*standards.Text{},
		}
		words := map[string]bool{}
		for _, id := range ids {
			words[id.NameWords()] = true
		}
		if err := c.people.extend(ctx, words); err != nil {
			return nil, err
		}
		before := c.people.now
		correction, err := decide(before)
		if err != nil || correction == nil {
			return &store.Batch{}, err
		}
		if correction.ID, err = s.NextCorrection(ctx); err != nil {
			return nil, err
		}
		c.people.corrections[correction.ID] = correction
		c.people.register()
		c.touched = c.people.ids()
		if then != nil {
			then(c.people.now)
		}
		w := &writer{}
		if err := s.Corrections.Put(&w.batch, correction); err != nil {
			return nil, err
		}
		if err := c.rederive(ctx, w); err != nil {
			return nil, err
		}
		return &w.batch, s.Record(&w.batch, by, what, described(before, c.people.now), described(c.people.now, before))
	})
}

// rederive derives what follows from people who are others now.
func (c *change) rederive(ctx context.Context, w *writer) error {
	if err := c.relink(ctx); err != nil {
		return err
	}
	d := newDerivation(*c)
	if err := d.rederive(ctx); err != nil {
		return err
	}
	return d.write(ctx, w)
}

// described are the spellings of those people who are not so after a change, or before it, by id, for the record.
func described(people, other *standards.Registry) map[string]any {
	out := map[string]any{}
	for id, p := range people.People() {
		if o := other.People()[id]; o == nil || !slices.Equal(o.Spellings, p.Spellings) {
			out[string(id)] = p.Spellings
		}
	}
	return out
}
