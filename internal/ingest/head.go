package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// maxHeadReads is how many lists are read one by one for what follows their heads; more are read with one find, whole.
const maxHeadReads = 16

// head is what a node keeps of a list that grows with the graph, see standards.HeadSize.
type head[ID ~string] struct {
	ids   []ID
	count int
}

// lists are lists of one kind that a change may touch: the texts of Questions, for example. Nodes keep their heads, and
// only what changed is laid over these: a list is read again only where its head loses an element and others follow it.
type lists[P, ID ~string, T any] struct {
	elements store.Collection[ID, T]
	order    store.Order[T] // of the lists
	field    string         // of the elements that names the nodes they are listed with
	of       func(*T) []P   // that field
}

// place is an element in the order of a list.
type place[ID ~string] struct {
	key string
	id  ID
}

func (a place[ID]) compare(b place[ID]) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id))
}

// listChange is what happens to one list.
type listChange[ID ~string] struct {
	was   head[ID]
	gone  map[ID]place[ID] // elements that may have changed, as they were
	added []place[ID]      // those of them, and new ones, that are in the list now
}

// beginning are the first elements of a list that did not change.
type beginning[ID ~string] struct {
	places []place[ID]
	whole  bool      // no others follow
	end    place[ID] // no others come before it
}

func (l *lists[P, ID, T]) place(n *T) place[ID] {
	key, _ := l.order.Key(n).(string)
	return place[ID]{key, l.elements.ID(n)}
}

// derive is the head of each list after a change of some elements, from the heads that were kept before.
func (l *lists[P, ID, T]) derive(ctx context.Context, was map[P]head[ID], before, after []*T) (map[P]head[ID], error) {
	changes := l.changes(was, before, after)
	keys, err := l.keys(ctx, changes)
	if err != nil {
		return nil, err
	}
	now := maps.Clone(was)
	var cut []P // lists whose heads have to be read
	for p, c := range changes {
		known := beginning[ID]{whole: c.was.count == len(c.was.ids)}
		for _, id := range c.was.ids {
			if known.end = keys[id]; c.gone[id].id == id {
				known.end = c.gone[id]
			} else {
				known.places = append(known.places, keys[id])
			}
		}
		ids, ok := c.apply(known)
		if !ok {
			cut = append(cut, p)
		}
		now[p] = head[ID]{ids, c.was.count - len(c.gone) + len(c.added)}
	}
	read, err := l.read(ctx, cut, changes)
	for p, known := range read {
		ids, _ := changes[p].apply(known)
		now[p] = head[ID]{ids, now[p].count}
	}
	return now, err
}

// changes collects what happens to each list.
func (l *lists[P, ID, T]) changes(was map[P]head[ID], before, after []*T) map[P]*listChange[ID] {
	changes := map[P]*listChange[ID]{}
	each := func(nodes []*T, do func(*listChange[ID], place[ID])) {
		for _, n := range nodes {
			for _, p := range l.of(n) {
				h, ok := was[p]
				if !ok {
					continue
				}
				if changes[p] == nil {
					changes[p] = &listChange[ID]{was: h, gone: map[ID]place[ID]{}}
				}
				do(changes[p], l.place(n))
			}
		}
	}
	each(before, func(c *listChange[ID], at place[ID]) { c.gone[at.id] = at })
	each(after, func(c *listChange[ID], at place[ID]) { c.added = append(c.added, at) })
	return changes
}

// keys reads, with one find, where the elements of the heads stand that did not change.
func (l *lists[P, ID, T]) keys(ctx context.Context, changes map[P]*listChange[ID]) (map[ID]place[ID], error) {
	var ids []ID
	for _, c := range changes {
		for _, id := range c.was.ids {
			if _, gone := c.gone[id]; !gone {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	found, err := l.elements.Where(ctx, "_id", slices.Compact(ids), l.order.Field)
	keys := make(map[ID]place[ID], len(found))
	for _, n := range found {
		keys[l.elements.ID(n)] = l.place(n)
	}
	return keys, err
}

// apply lays the change over the beginning of the list. It cannot where too little of the list is known.
func (c *listChange[ID]) apply(known beginning[ID]) ([]ID, bool) {
	all := slices.Clone(known.places)
	for _, a := range c.added {
		if known.whole || a.compare(known.end) <= 0 {
			all = append(all, a)
		}
	}
	if !known.whole && len(all) < standards.HeadSize {
		return nil, false
	}
	slices.SortFunc(all, place[ID].compare)
	ids := make([]ID, min(len(all), standards.HeadSize))
	for i := range ids {
		ids[i] = all[i].id
	}
	return ids, true
}

// read finds how lists begin, each with a find that is bounded, or all with one where they are many.
func (l *lists[P, ID, T]) read(ctx context.Context, of []P, changes map[P]*listChange[ID]) (map[P]beginning[ID], error) {
	found := map[P][]*T{}
	limits := map[P]int{}
	for _, p := range of {
		limits[p] = standards.HeadSize + len(changes[p].gone)
	}
	if len(of) > maxHeadReads {
		all, err := l.elements.Where(ctx, l.field, of, l.order.Field, l.field)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(all, func(a, b *T) int { return l.place(a).compare(l.place(b)) })
		for _, n := range all {
			for _, p := range l.of(n) {
				if len(found[p]) < limits[p] {
					found[p] = append(found[p], n)
				}
			}
		}
	} else {
		for _, p := range of {
			var err error
			if found[p], err = l.elements.First(ctx, store.Filter{}.With(l.field, []P{p}), l.order, limits[p]); err != nil {
				return nil, err
			}
		}
	}
	read := map[P]beginning[ID]{}
	for _, p := range of {
		known := beginning[ID]{whole: len(found[p]) < limits[p]}
		for _, n := range found[p] {
			if known.end = l.place(n); changes[p].gone[known.end.id].id == "" {
				known.places = append(known.places, known.end)
			}
		}
		read[p] = known
	}
	return read, nil
}
