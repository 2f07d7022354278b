package loaders

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// SearchPage is a page of what a search found.
type SearchPage struct {
	Edges       []*SearchEdge
	TotalCount  int
	Corrected   *string // what was searched instead of the query; nil where it was searched as it is
	hasNext     bool
	hasPrevious bool
}

// SearchEdge is a node that a search found.
type SearchEdge struct {
	Cursor     string
	Node       standards.Node
	Score      float64
	Highlights []string
}

// Nodes are the nodes of the page.
func (p *SearchPage) Nodes() []standards.Node {
	nodes := make([]standards.Node, len(p.Edges))
	for i, e := range p.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// PageInfo says where the page stands among all.
func (p *SearchPage) PageInfo() *store.PageInfo {
	info := &store.PageInfo{HasNextPage: p.hasNext, HasPreviousPage: p.hasPrevious}
	if n := len(p.Edges); n > 0 {
		info.StartCursor, info.EndCursor = &p.Edges[0].Cursor, &p.Edges[n-1].Cursor
	}
	return info
}

// hit is a node with its rank.
type hit struct {
	node  standards.Searchable
	score float64
}

// hitOrder is the order of what a search finds.
var hitOrder = store.Order[hit]{List: "search", Field: "score", Key: func(h *hit) any { return h.score }}

// Search reads one page of the nodes that a search finds, of these types or, where none are given, of all: the
// highest score first, then by id. Each type is two finds, all sent at once. Where nothing is found, words that no node has are replaced by
// the most similar ones that nodes have, see store.Respelt; the page and Matches say so.
func (l *Loaders) Search(ctx context.Context, query string, types []standards.NodeType, args store.PageArgs) (*SearchPage, error) {
	w, err := hitOrder.Window(args)
	if err != nil {
		return nil, err
	}
	q := standards.ParseQuery(query)
	if len(q.Words) == 0 {
		return searchPage(q, nil, w), nil
	}
	collections, hits, err := l.hits(ctx, q, types)
	if err != nil || len(hits) > 0 {
		return searchPage(q, hits, w), err
	}
	other, matches, err := l.store.Respelt(ctx, q, collections)
	if err != nil || matches == nil {
		return searchPage(q, nil, w), err
	}
	if _, hits, err = l.hits(ctx, other, types); err != nil || len(hits) == 0 {
		return searchPage(q, nil, w), err
	}
	l.matches.add(matches...)
	page, corrected := searchPage(other, hits, w), strings.Join(other.Words, " ")
	page.Corrected = &corrected
	return page, nil
}

// hits are what a search finds, in order, and the collections in which it looked.
func (l *Loaders) hits(ctx context.Context, q standards.Query, types []standards.NodeType) (collections []string, hits []hit, err error) {
	var found [9][]hit
	reads, reading := errgroup.WithContext(ctx)
	for i, of := range []struct {
		kind       standards.NodeType
		collection string
		read       func(context.Context) ([]hit, error)
	}{
		{standards.StudyGroupNode, l.StudyGroups.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.StudyGroups, q) }},
		{standards.QuestionNode, l.Questions.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Questions, q) }},
		{standards.TextNode, l.Texts.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Texts, q) }},
		{standards.PersonNode, l.People.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.People, q) }},
		{standards.DocumentNode, l.Documents.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Documents, q) }},
		{standards.SpecificationNode, l.Specifications.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Specifications, q) }},
		{standards.MeetingNode, l.Meetings.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Meetings, q) }},
		{standards.CorrespondenceGroupNode, l.CorrespondenceGroups.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.CorrespondenceGroups, q) }},
		{standards.ReportNode, l.Reports.c.Name(), func(ctx context.Context) ([]hit, error) { return candidates(ctx, l.Reports, q) }},
	} {
		if types != nil && !slices.Contains(types, of.kind) {
			continue
		}
		collections = append(collections, of.collection)
		reads.Go(func() (err error) {
			found[i], err = of.read(reading)
			return err
		})
	}
	if err := reads.Wait(); err != nil {
		return nil, nil, err
	}
	hits = slices.Concat(found[:]...)
	if err := budget.Steps(ctx, len(hits)); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.node.NodeID(), b.node.NodeID()))
	})
	return collections, hits, nil
}

// candidates reads and ranks what a search finds of one type.
func candidates[ID ~string, T any, N interface {
	*T
	standards.Searchable
}](ctx context.Context, nodes *Nodes[ID, T], q standards.Query) ([]hit, error) {
	found, err := nodes.c.Candidates(ctx, q)
	if err != nil {
		return nil, err
	}
	nodes.remember(found)
	hits := make([]hit, len(found))
	for i, n := range found {
		fields := N(n).FoundBy()
		letters := 0
		for _, f := range fields {
			letters += len(f.Value)
		}
		if err := budget.Steps(ctx, letters); err != nil {
			return nil, err
		}
		hits[i] = hit{N(n), q.Score(fields)}
	}
	return hits, nil
}

// searchPage cuts a page out of all hits, which are in order.
func searchPage(q standards.Query, hits []hit, w store.Window) *SearchPage {
	page := &SearchPage{TotalCount: len(hits), hasPrevious: w.After != nil}
	if w.After != nil {
		at, _ := w.After.Key.(float64)
		hits = slices.DeleteFunc(hits, func(h hit) bool {
			return h.score > at || h.score == at && h.node.NodeID() <= w.After.ID
		})
	}
	page.hasNext = len(hits) > w.Size
	for _, h := range hits[:min(len(hits), w.Size)] {
		page.Edges = append(page.Edges, &SearchEdge{
			Cursor: hitOrder.Position(&h, h.node.NodeID()).Cursor(),
			Node:   h.node, Score: h.score, Highlights: q.Highlights(h.node.FoundBy()),
		})
	}
	return page
}
