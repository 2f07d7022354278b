package loaders

import (
	"context"
	"slices"

	"rapporteur/internal/budget"
	"rapporteur/internal/store"
)

// Relation says which nodes belong to which parents.
type Relation[ID ~string, T any] struct {
	Field   string            // of the nodes, as stored, that names their parents
	Of      func(*T) []string // that field
	Parents []string          // a page is cut for each
	Kept    []Head[ID]        // what each parent keeps, in the default order; nil where none is kept
}

// Head is the beginning of a list as a node keeps it, see standards.HeadSize.
type Head[ID ~string] struct {
	IDs   []ID
	Count int // of the whole list
}

// whole says whether the head is the list.
func (h Head[ID]) whole() bool { return len(h.IDs) == h.Count }

// Page reads one page of all nodes that match, with one find.
func (n *Nodes[ID, T]) Page(ctx context.Context, f store.Filter, o store.Order[T], args store.PageArgs) (*store.Page[T], error) {
	w, err := o.Window(args)
	if err != nil {
		return nil, err
	}
	p, err := n.c.Page(ctx, f, o, w)
	if err == nil {
		n.remember(p.Nodes)
		p.In(n.view)
	}
	return p, err
}

// Pages reads one page for each parent. Where the heads kept with the parents hold all pages, their nodes are one find.
// Otherwise one find reads the ids and keys of all that match, and one the nodes of the pages.
func (n *Nodes[ID, T]) Pages(ctx context.Context, r Relation[ID, T], f store.Filter, o store.Order[T], args store.PageArgs) ([]*store.Page[T], error) {
	w, err := o.Window(args)
	if err != nil {
		return nil, err
	}
	cuts, ok := r.kept(w)
	if !ok && len(r.Parents) == 1 {
		p, err := n.Page(ctx, f.With(r.Field, r.Parents), o, args)
		return []*store.Page[T]{p}, err
	}
	if !ok {
		keyed, err := n.c.Keys(ctx, f.With(r.Field, distinct(r.Parents)), o, r.Field)
		if err != nil {
			return nil, err
		}
		if cuts, err = n.group(ctx, r, keyed, o, w); err != nil {
			return nil, err
		}
	}
	lists := make([][]ID, len(cuts))
	for i, c := range cuts {
		lists[i] = c.ids
	}
	found, err := n.Lists(ctx, lists)
	if err != nil {
		return nil, err
	}
	return n.c.NewPages(o, w, len(cuts), func(i int) ([]*T, bool, int) { return found[i], cuts[i].more, cuts[i].total }), nil
}

// piece is what a window shows of a list of ids.
type piece[ID ~string] struct {
	ids   []ID
	more  bool // in the direction of the window
	total int  // of the whole list
}

// kept cuts the window out of what is kept with the parents. It cannot where none is kept, where the window reaches
// beyond the head of a list, or where a cursor's node is not in a head (any more): its place is not known then.
func (r Relation[ID, T]) kept(w store.Window) ([]piece[ID], bool) {
	if r.Kept == nil {
		return nil, false
	}
	pieces := make([]piece[ID], len(r.Kept))
	for i, h := range r.Kept {
		from, to, open := 0, len(h.IDs), !h.whole() // open: the end of the window is beyond the head
		if w.After != nil {
			if from = slices.Index(h.IDs, ID(w.After.ID)) + 1; from == 0 {
				return nil, false
			}
		}
		if w.Before != nil {
			if to = slices.Index(h.IDs, ID(w.Before.ID)); to < 0 {
				return nil, false
			}
			open = false
		}
		if open && (w.Backward || from+w.Size > to) {
			return nil, false
		}
		pieces[i] = cut(h.IDs[from:max(from, to)], w, h.Count)
		pieces[i].more = pieces[i].more || open
	}
	return pieces, true
}

// group gives each parent the window of its nodes, which are in order.
func (n *Nodes[ID, T]) group(ctx context.Context, r Relation[ID, T], keyed []*T, o store.Order[T], w store.Window) ([]piece[ID], error) {
	of := map[string][]*T{}
	for _, node := range keyed {
		parents := r.Of(node)
		if err := budget.Steps(ctx, 1+len(parents)); err != nil {
			return nil, err
		}
		for _, p := range parents {
			of[p] = append(of[p], node)
		}
	}
	pieces := make([]piece[ID], len(r.Parents))
	for i, p := range r.Parents {
		if err := budget.Steps(ctx, len(of[p])); err != nil {
			return nil, err
		}
		var ids []ID
		for _, node := range of[p] {
			id := n.c.ID(node)
			if w.After != nil && o.Compare(node, string(id), w.After) <= 0 || w.Before != nil && o.Compare(node, string(id), w.Before) >= 0 {
				continue
			}
			ids = append(ids, id)
		}
		pieces[i] = cut(ids, w, len(of[p]))
	}
	return pieces, nil
}

func cut[ID ~string](ids []ID, w store.Window, total int) piece[ID] {
	p := piece[ID]{ids: ids, more: len(ids) > w.Size, total: total}
	switch {
	case p.more && w.Backward:
		p.ids = ids[len(ids)-w.Size:]
	case p.more:
		p.ids = ids[:w.Size]
	}
	return p
}

func distinct(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}
