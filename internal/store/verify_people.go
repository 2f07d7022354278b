package store

import (
	"maps"
	"slices"

	"rapporteur/internal/standards"
)

// identities derives again who is who, from the names that facts print and from the corrections in their order, and compares
// all that follows: whom the editors of actions and those who were absent are, who edits a text, and each person's
// ids, spellings and keys.
func (v *verifier) identities(people []*standards.Person, meetings []*standards.Meeting, corrections []*standards.Correction) {
	for _, c := range corrections {
		if problem := c.Check(); problem != "" {
			v.find("correction "+c.ID, "%s", problem)
		}
	}
	names := map[string]bool{}
	for _, a := range v.actions {
		for _, e := range a.EditorLinks {
			names[e.Name] = true
		}
	}
	for _, page := range v.pages {
		for _, n := range page.PageEditors {
			names[n] = true
		}
	}
	for _, m := range meetings {
		for _, role := range absentees(m) {
			names[role.Name] = true
		}
	}
	near := standards.NewNeighbourhood(people)
	registry := standards.NewRegistry(slices.Collect(maps.Keys(names)), corrections)
	printed := v.printed(registry, meetings)
	v.editors(registry)
	for id, who := range registry.People() {
		if !v.ids[string(id)] {
			v.find(string(id), "it is missing, and stands for %q", who.Spellings)
		}
	}
	for _, p := range people {
		who := registry.People()[p.ID]
		if who == nil {
			v.find(string(p.ID), "no printed name leads to this person")
			continue
		}
		var alike []standards.PersonID
		for _, other := range near.Of(p) {
			alike = append(alike, other.ID)
		}
		same(v, string(p.ID), "possibleDuplicates", p.PossibleDuplicateIDs, alike)
		for _, list := range []struct {
			field     string
			got, want []string
		}{
			{"spellings", p.Spellings, printed[p.ID].Spellings()}, {"ids", plain(p.IDs), plain(who.IDs)},
			{"keys", p.Keys, who.Keys}, {"likeness", p.Likeness, standards.LikenessKeys(who.Keys)},
			{"nameWords", p.NameWords, who.NameWords}, {"name", []string{p.Name}, printed[p.ID].Spellings()[:1]},
		} {
			if !slices.Equal(list.got, list.want) {
				v.find(string(p.ID), "%s is %q and should be %q", list.field, list.got, list.want)
			}
		}
	}
}

// printed collects how people are printed, and checks that each printed name leads to the right one.
func (v *verifier) printed(registry *standards.Registry, meetings []*standards.Meeting) map[standards.PersonID]standards.Printings {
	all := map[standards.PersonID]standards.Printings{}
	see := func(node, name, place string, leads standards.PersonID) {
		id, _ := registry.Person(name)
		if leads != id {
			v.find(node, "%q leads to %s and should lead to %s", name, leads, id)
		}
		if all[id] == nil {
			all[id] = standards.Printings{}
		}
		all[id].Add(name, place)
	}
	for id, a := range v.actions {
		for _, e := range a.EditorLinks {
			see(string(id), e.Name, string(a.Date)+a.SortKey, e.PersonID)
		}
	}
	for _, page := range v.pages {
		for _, n := range page.PageEditors {
			id, _ := registry.Person(n)
			see(string(page.ID), n, string(page.Said.Date)+page.Said.SortKey, id)
		}
	}
	for _, m := range meetings {
		for _, role := range absentees(m) {
			see(string(m.ID), role.Name, string(m.End), role.PersonID)
		}
	}
	return all
}

// editors checks that the editors of a text are those of its actions and pages, in the order of time.
func (v *verifier) editors(registry *standards.Registry) {
	said := map[standards.TextID][]*standards.Action{}
	for _, a := range v.actions {
		said[a.TextID] = append(said[a.TextID], a)
	}
	for _, page := range v.pages {
		said[page.TextID] = append(said[page.TextID], &page.Said)
	}
	for _, t := range v.texts {
		var want []standards.PersonID
		standards.Timeline(said[t.ID])
		for _, a := range said[t.ID] {
			for _, e := range a.EditorLinks {
				id, _ := registry.Person(e.Name)
				if !slices.Contains(want, id) {
					want = append(want, id)
				}
			}
		}
		if !slices.Equal(t.EditorIDs, want) {
			v.find(string(t.ID), "editors is %q and should be %q", t.EditorIDs, want)
		}
	}
}

func absentees(m *standards.Meeting) []*standards.Role {
	if m.Statistics == nil {
		return nil
	}
	return m.Statistics.Absentees
}
