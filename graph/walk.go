package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Neighbors(ctx context.Context, id string, edges []standards.EdgeKind, depth *int, first *int) (*loaders.Neighborhood, error) {
	return loaders.For(ctx).Neighbors(ctx, id, edges, depth, first)
}

func (queryResolver) Path(ctx context.Context, from string, to string, edges []standards.EdgeKind, maxLength *int) (*loaders.Path, error) {
	return loaders.For(ctx).Path(ctx, from, to, edges, maxLength)
}
