// Package loaders holds one request's reads of the graph: batched by key, read through the cache that all requests
// share, remembered for the request, put back in the order asked for. Each read of many keys is one find; a key
// read once is not read again.
//
// It must not know GraphQL, nor how nodes are stored beyond what package store offers.
package loaders

import (
	"context"
	"slices"
	"sync"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Loaders are the reads of one request.
type Loaders struct {
	store *store.Store
	view  *store.View

	StudyGroups          *Nodes[standards.StudyGroupID, standards.StudyGroup]
	Questions            *Nodes[standards.QuestionID, standards.Question]
	Texts                *Nodes[standards.TextID, standards.Text]
	People               *Nodes[standards.PersonID, standards.Person]
	Documents            *Nodes[standards.DocumentID, standards.Document]
	Specifications       *Nodes[standards.SpecificationID, standards.Specification]
	Meetings             *Nodes[standards.MeetingID, standards.Meeting]
	Actions              *Nodes[standards.ActionID, standards.Action]
	CorrespondenceGroups *Nodes[standards.CorrespondenceGroupID, standards.CorrespondenceGroup]
	Reports              *Nodes[standards.ReportID, standards.Report]
	near                 Near
	matches              matches
	missing              missing
}

// New is a request's loaders, which remember nothing yet. They use the cache where they are given the view that the
// request has of the graph.
func New(s *store.Store, v *store.View) *Loaders {
	l := &Loaders{store: s, view: v}
	l.StudyGroups = nodes(s.StudyGroups, v, &l.missing)
	l.Questions = nodes(s.Questions, v, &l.missing)
	l.Texts = nodes(s.Texts, v, &l.missing)
	l.People = nodes(s.People, v, &l.missing)
	l.Documents = nodes(s.Documents, v, &l.missing)
	l.Specifications = nodes(s.Specifications, v, &l.missing)
	l.Meetings = nodes(s.Meetings, v, &l.missing)
	l.Actions = nodes(s.Actions, v, &l.missing)
	l.CorrespondenceGroups = nodes(s.CorrespondenceGroups, v, &l.missing)
	l.Reports = nodes(s.Reports, v, &l.missing)
	return l
}

// Forget makes the loaders read anew, after a change.
func (l *Loaders) Forget() {
	l.StudyGroups.forget()
	l.Questions.forget()
	l.Texts.forget()
	l.People.forget()
	l.Documents.forget()
	l.Specifications.forget()
	l.Meetings.forget()
	l.Actions.forget()
	l.CorrespondenceGroups.forget()
	l.Reports.forget()
}

// Missing are the ids that nodes refer to and that are of nothing: what they would have led to was left out. They mean
// something once all was read of one revision.
func (l *Loaders) Missing() []string {
	l.missing.mu.Lock()
	defer l.missing.mu.Unlock()
	slices.Sort(l.missing.ids)
	return slices.Compact(l.missing.ids)
}

// missing are ids of nothing.
type missing struct {
	mu  sync.Mutex
	ids []string
}

func (m *missing) add(ids []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ids = append(m.ids, ids...)
}

type contextKey struct{}

// With gives the context of a request its loaders.
func With(ctx context.Context, l *Loaders) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// For are the loaders of the request. Calling it outside a request is a mistake in the program, and panics.
func For(ctx context.Context) *Loaders { return ctx.Value(contextKey{}).(*Loaders) }

// Nodes reads nodes of one kind and remembers them.
type Nodes[ID ~string, T any] struct {
	c    store.Collection[ID, T]
	view *store.View
	gone *missing   // where ids of nothing are told
	mu   sync.Mutex // held while reading, so that the same key is not read twice
	seen map[ID]*T  // nil for ids of nothing
}

func nodes[ID ~string, T any](c store.Collection[ID, T], v *store.View, gone *missing) *Nodes[ID, T] {
	return &Nodes[ID, T]{c: c, view: v, gone: gone}
}

// Each reads a node for each id, in their order: nil for the empty id and for an id of nothing.
func (n *Nodes[ID, T]) Each(ctx context.Context, ids []ID) ([]*T, error) {
	if err := budget.Steps(ctx, len(ids)); err != nil {
		return nil, err
	}
	out := make([]*T, len(ids))
	if n.c.Cached(n.view, ids, out) {
		return out, nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	var missing []ID
	asked := map[ID]bool{"": true}
	for i, id := range ids {
		if _, ok := n.seen[id]; out[i] == nil && !ok && !asked[id] {
			asked[id] = true
			missing = append(missing, id)
		}
	}
	if err := n.read(ctx, missing); err != nil {
		return nil, err
	}
	for i, id := range ids {
		if out[i] == nil {
			out[i] = n.seen[id]
		}
	}
	return out, nil
}

// read reads and remembers the nodes of ids. mu is held.
func (n *Nodes[ID, T]) read(ctx context.Context, ids []ID) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := n.c.Get(ctx, ids)
	if err != nil {
		return err
	}
	if n.seen == nil {
		n.seen = make(map[ID]*T, len(ids))
	}
	nodes := make([]*T, 0, len(ids))
	for _, id := range ids {
		n.seen[id] = found[id]
		nodes = append(nodes, found[id])
	}
	n.c.Keep(n.view, nodes...)
	return nil
}

// Lists reads a list of nodes for each list of ids. An id of nothing is left out, see Missing.
func (n *Nodes[ID, T]) Lists(ctx context.Context, lists [][]ID) ([][]*T, error) {
	total := 0
	for _, ids := range lists {
		total += len(ids)
	}
	all := make([]ID, 0, total)
	for _, ids := range lists {
		all = append(all, ids...)
	}
	found, err := n.Each(ctx, all)
	if err != nil {
		return nil, err
	}
	out := make([][]*T, len(lists))
	var dangling []string
	at := 0
	for i, ids := range lists {
		list := found[at : at : at+len(ids)]
		for j, id := range ids {
			if node := found[at+j]; node != nil {
				list = append(list, node)
			} else {
				dangling = append(dangling, string(id))
			}
		}
		out[i] = list
		at += len(ids)
	}
	if dangling != nil {
		n.gone.add(dangling)
	}
	return out, nil
}

func (n *Nodes[ID, T]) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.seen)
}

// remember keeps whole nodes that were read otherwise.
func (n *Nodes[ID, T]) remember(found []*T) {
	n.c.Keep(n.view, found...)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.seen == nil {
		n.seen = make(map[ID]*T, len(found))
	}
	for _, node := range found {
		n.seen[n.c.ID(node)] = node
	}
}

// also remembers what was read otherwise, and passes it on.
func (n *Nodes[ID, T]) also(found []*T, err error) ([]*T, error) {
	n.remember(found)
	return found, err
}
