package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

func (queryResolver) Node(ctx context.Context, id string) (standards.Node, error) {
	found, err := loaders.For(ctx).Any(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func (queryResolver) Nodes(ctx context.Context, ids []string) ([]standards.Node, error) {
	if len(ids) > store.MaxPage {
		return nil, standards.Errorf(standards.Invalid, "ids has %d entries; it may have %d", len(ids), store.MaxPage)
	}
	return loaders.For(ctx).Any(ctx, ids)
}
