package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Specification(ctx context.Context, identifier string) (*standards.Specification, error) {
	name, ok := standards.ParseSpecification(identifier)
	if !ok {
		return nil, standards.Errorf(standards.Invalid, "identifier: %q is not an identifier like ISO/IEC 9594-8", identifier)
	}
	return loaders.For(ctx).Specifications.One(ctx, standards.NewSpecificationID(name))
}

func (queryResolver) Specifications(ctx context.Context, filter *standards.SpecificationFilter, first *int, after *string, last *int, before *string) (*SpecificationConnection, error) {
	return loaders.For(ctx).SpecificationPage(ctx, filter, paging(first, after, last, before))
}

func (specificationResolver) Texts(ctx context.Context, specifications []*standards.Specification, first *int, after *string, last *int, before *string) ([]*TextConnection, error) {
	return loaders.For(ctx).TextPages(ctx, loaders.Relation[standards.TextID, standards.Text]{
		Field:   "equivalents",
		Of:      func(t *standards.Text) []string { return loaders.Strings(t.EquivalentIDs) },
		Parents: pick(specifications, func(s *standards.Specification) string { return string(s.ID) }),
		Kept: pick(specifications, func(s *standards.Specification) loaders.Head[standards.TextID] {
			return loaders.Head[standards.TextID]{IDs: s.TextIDs, Count: s.TextCount}
		}),
	}, nil, nil, paging(first, after, last, before))
}
