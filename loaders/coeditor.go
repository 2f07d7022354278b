package loaders

import (
	"context"
	"sort"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// CoEditorPage is a page of the people a person edits texts with.
type CoEditorPage struct {
	*store.Page[standards.Person]
	shared map[standards.PersonID]int // texts with each of them
}

// CoEditorEdge is a co-editor with the number of texts the two share.
type CoEditorEdge struct {
	Cursor      string
	Node        *standards.Person
	SharedTexts int
}

// Edges are the co-editors with their cursors.
func (p *CoEditorPage) Edges() []*CoEditorEdge {
	edges := make([]*CoEditorEdge, len(p.Nodes))
	for i, n := range p.Nodes {
		edges[i] = &CoEditorEdge{Cursor: p.Cursor(n), Node: n, SharedTexts: p.shared[n.ID]}
	}
	return edges
}

// shared counts the texts two people share.
type shared struct {
	id    standards.PersonID
	texts int
}

// sharedOrder is the order of co-editors. Its cursors are compared by after, which sorts by id among equals.
var sharedOrder = store.Order[shared]{List: "coEditors", Field: "sharedTexts", Key: func(s *shared) any { return s.texts }}

// CoEditors reads one page of co-editors for each person: most shared texts first, then by id. The texts of all
// the people are one find, the co-editors of all pages another.
func (l *Loaders) CoEditors(ctx context.Context, people []*standards.Person, args store.PageArgs) ([]*CoEditorPage, error) {
	w, err := sharedOrder.Window(args)
	if err != nil {
		return nil, err
	}
	texts, err := l.textsOf(ctx, people)
	if err != nil {
		return nil, err
	}
	counts := make([]piece[standards.PersonID], len(people))
	sharedTexts := make([]map[standards.PersonID]int, len(people))
	ids := make([][]standards.PersonID, len(people))
	for i, p := range people {
		sharedTexts[i] = map[standards.PersonID]int{}
		for _, t := range texts[i] {
			if err := budget.Steps(ctx, 1+len(t.EditorIDs)); err != nil {
				return nil, err
			}
			for _, id := range t.EditorIDs {
				if id != p.ID {
					sharedTexts[i][id]++
				}
			}
		}
		if err := budget.Steps(ctx, len(sharedTexts[i])); err != nil { // for their order
			return nil, err
		}
		counts[i] = cut(after(sharedTexts[i], w.After), w, len(sharedTexts[i]))
		ids[i] = counts[i].ids
	}
	found, err := l.People.Lists(ctx, ids)
	if err != nil {
		return nil, err
	}
	pages := make([]*CoEditorPage, len(people))
	for i := range people {
		page := &CoEditorPage{shared: sharedTexts[i], Page: &store.Page[standards.Person]{
			Nodes: found[i], HasNext: counts[i].more, HasPrevious: w.After != nil, Total: counts[i].total,
		}}
		page.Cursor = func(p *standards.Person) string {
			return sharedOrder.Position(&shared{texts: page.shared[p.ID]}, string(p.ID)).Cursor()
		}
		pages[i] = page
	}
	return pages, nil
}

// after orders co-editors and leaves out those up to the position.
func after(counts map[standards.PersonID]int, p *store.Position) []standards.PersonID {
	all := make([]shared, 0, len(counts))
	for id, n := range counts {
		all = append(all, shared{id, n})
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].texts > all[j].texts || all[i].texts == all[j].texts && all[i].id < all[j].id
	})
	ids := make([]standards.PersonID, 0, len(all))
	for _, s := range all {
		if p != nil {
			at, _ := p.Key.(float64)
			if float64(s.texts) > at || float64(s.texts) == at && string(s.id) <= p.ID {
				continue
			}
		}
		ids = append(ids, s.id)
	}
	return ids
}
