package loaders

import (
	"cmp"
	"context"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Facets are how many texts have which value.
type Facets struct {
	Total                                                            int
	ByKind, ByStatus, ByQuestion, ByEditor, ByOrganization, ByTarget []*Facet
}

// Facet is a value and how many texts have it.
type Facet struct {
	Value string
	Count int
	Node  standards.Node // that the value is the name of; nil where it is none's
}

// TextFacets counts the texts that match, with one command, and reads the Questions and people among the values.
func (l *Loaders) TextFacets(ctx context.Context, f *standards.TextFilter) (*Facets, error) {
	counts, err := lookedUp(l, func() (*store.Facets, error) { return l.store.TextFacets(ctx, f) }, "facets", f)
	if err != nil {
		return nil, err
	}
	l.matches.add(counts.Matches...)
	out := &Facets{
		ByKind: values(counts.Kinds, nil), ByStatus: values(counts.Statuses, nil), ByTarget: values(counts.Targets, nil),
		ByOrganization: values(counts.Organizations, standards.OrganizationName),
	}
	for _, total := range counts.Total {
		out.Total = total.Count
	}
	out.ByQuestion, err = nodeValues(ctx, l.Questions, counts.Questions, func(q *standards.Question) string { return q.Label })
	if err != nil {
		return nil, err
	}
	out.ByEditor, err = nodeValues(ctx, l.People, counts.Editors, func(p *standards.Person) string { return p.Name })
	return out, err
}

// values are counts as clients see them.
func values(counts []store.Count, name func(string) string) []*Facet {
	facets := make([]*Facet, len(counts))
	for i, c := range counts {
		facets[i] = &Facet{Value: c.Value, Count: c.Count}
		if name != nil {
			facets[i].Value = name(c.Value)
		}
	}
	return ranked(facets)
}

// nodeValues are counts of nodes, by their names. A node that is missing is left out.
func nodeValues[ID ~string, T any, N interface {
	*T
	standards.Node
}](ctx context.Context, nodes *Nodes[ID, T], counts []store.Count, name func(*T) string) ([]*Facet, error) {
	ids := make([]ID, len(counts))
	for i, c := range counts {
		ids[i] = ID(c.Value)
	}
	found, err := nodes.Each(ctx, ids)
	if err != nil {
		return nil, err
	}
	facets := make([]*Facet, 0, len(counts))
	for i, n := range found {
		if n != nil {
			facets = append(facets, &Facet{name(n), counts[i].Count, N(n)})
		}
	}
	return ranked(facets), nil
}

// ranked orders facets: the most frequent first, equal ones by value, numbers in it by what they are worth.
func ranked(facets []*Facet) []*Facet {
	slices.SortStableFunc(facets, func(a, b *Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(standards.SortKey(a.Value), standards.SortKey(b.Value)))
	})
	return facets
}
