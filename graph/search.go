package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

func (queryResolver) Search(ctx context.Context, query string, types []standards.NodeType, first *int, after *string) (*loaders.SearchPage, error) {
	return loaders.For(ctx).Search(ctx, query, types, store.PageArgs{First: first, After: after})
}

func (queryResolver) Facets(ctx context.Context, filter *standards.TextFilter) (*loaders.Facets, error) {
	return loaders.For(ctx).TextFacets(ctx, filter)
}
