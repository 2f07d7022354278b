package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"rapporteur/internal/standards"
)

// Proposal is two people who may be one, and what speaks for it.
type Proposal struct {
	Person, Other standards.PersonID
	Evidence      string
}

// deriveDuplicates proposes, for the people that are new, gone or printed otherwise than before, who else may be the
// same person: their names are alike but do not fold alike. It is for a person to confirm; nothing is merged by it.
// The people with names alike to those are derived anew with them, from all who are alike to these: two reads, by
// likeness keys, however many people there are.
func (d *derivation) deriveDuplicates(ctx context.Context) error {
	var asked []string
	changed := d.renamed()
	if len(changed) == 0 {
		return nil
	}
	for _, p := range changed {
		asked = append(asked, standards.LikenessAsked(p.Keys)...)
		if old := d.stored.persons[p.ID]; old != nil {
			asked = append(asked, standards.LikenessAsked(old.Keys)...)
		}
	}
	all, near := map[standards.PersonID]*standards.Person{}, map[standards.PersonID]*standards.Person{}
	for _, p := range changed {
		if d.persons[p.ID] != nil {
			all[p.ID], near[p.ID] = p, p
		}
	}
	if err := d.readAlike(ctx, asked, near); err != nil {
		return err
	}
	asked = nil
	for id, p := range near {
		if all[id] == nil {
			asked = append(asked, standards.LikenessAsked(p.Keys)...)
		}
	}
	maps.Copy(all, near)
	if err := d.readAlike(ctx, asked, all); err != nil {
		return err
	}
	return d.propose(ctx, near, standards.NewNeighbourhood(slices.Collect(maps.Values(all))))
}

// renamed are the people whose likeness keys change, those who are gone as they were. All others keep their possible
// duplicates.
func (d *derivation) renamed() []*standards.Person {
	var changed []*standards.Person
	for id, p := range d.persons {
		old := d.stored.persons[id]
		switch {
		case p == nil && old == nil:
		case p == nil:
			changed = append(changed, old)
		case old == nil || !slices.Equal(p.Likeness, old.Likeness):
			changed = append(changed, p)
		default:
			p.PossibleDuplicateIDs = old.PossibleDuplicateIDs
		}
	}
	return changed
}

// readAlike adds the people with one of these likeness keys, as they are after the change.
func (d *derivation) readAlike(ctx context.Context, keys []string, into map[standards.PersonID]*standards.Person) error {
	slices.Sort(keys)
	found, err := d.store.People.Where(ctx, "likeness", slices.Compact(keys), "keys", "possibleDuplicates")
	for _, p := range found {
		now, touched := d.persons[p.ID]
		if touched {
			p = now
		}
		if p != nil && into[p.ID] == nil {
			into[p.ID] = p
		}
	}
	return err
}

// propose gives these people their possible duplicates. Those whom the change had not touched are touched by it where
// theirs are others than before.
func (d *derivation) propose(ctx context.Context, people map[standards.PersonID]*standards.Person, all *standards.Neighbourhood) error {
	old := func(id standards.PersonID) []standards.PersonID {
		if before, touched := d.stored.persons[id]; !touched && people[id] != nil {
			return people[id].PossibleDuplicateIDs
		} else if before != nil {
			return before.PossibleDuplicateIDs
		}
		return nil
	}
	now := map[standards.PersonID][]standards.PersonID{}
	told := map[[2]standards.PersonID]bool{}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		for _, other := range all.Of(people[id]) {
			now[id] = append(now[id], other.ID)
			pair := [2]standards.PersonID{min(id, other.ID), max(id, other.ID)}
			if !told[pair] && !slices.Contains(old(id), other.ID) && !slices.Contains(old(other.ID), id) {
				told[pair] = true
				d.proposals = append(d.proposals, Proposal{pair[0], pair[1], other.How.String()})
			}
		}
	}
	slices.SortFunc(d.proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Other, b.Other))
	})
	var touched []standards.PersonID
	for id := range people {
		if d.persons[id] == nil && !slices.Equal(now[id], old(id)) {
			touched = append(touched, id)
		}
	}
	whole, err := d.store.People.Where(ctx, "_id", touched)
	for _, p := range whole {
		d.persons[p.ID] = p
	}
	for id := range people {
		if p := d.persons[id]; p != nil {
			p.PossibleDuplicateIDs = now[id]
		}
	}
	return err
}
