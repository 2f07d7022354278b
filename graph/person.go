package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Editor(ctx context.Context, name string) (*standards.Person, error) {
	found, err := loaders.For(ctx).PersonNamed(ctx, name)
	if err == nil && found == nil {
		return nil, suggest(ctx, name)
	}
	return found, err
}

// suggest puts the names most like one that nobody has into the extensions of the answer, by the name asked for.
func suggest(ctx context.Context, name string) error {
	near, first, err := loaders.For(ctx).PeopleNear(ctx, name)
	if first {
		graphql.RegisterExtension(ctx, "nearNames", near)
	}
	return err
}

func (queryResolver) Editors(ctx context.Context, filter *standards.PersonFilter, orderBy *standards.PersonOrder, first *int, after *string, last *int, before *string) (*PersonConnection, error) {
	return loaders.For(ctx).PersonPage(ctx, filter, orderBy, paging(first, after, last, before))
}

func (personResolver) Texts(ctx context.Context, people []*standards.Person, filter *standards.TextFilter, orderBy *standards.TextOrder, first *int, after *string, last *int, before *string) ([]*TextConnection, error) {
	return loaders.For(ctx).TextPages(ctx, loaders.Relation[standards.TextID, standards.Text]{
		Field:   "editors",
		Of:      func(t *standards.Text) []string { return loaders.Strings(t.EditorIDs) },
		Parents: pick(people, func(p *standards.Person) string { return string(p.ID) }),
		Kept: pick(people, func(p *standards.Person) loaders.Head[standards.TextID] {
			return loaders.Head[standards.TextID]{IDs: p.TextIDs, Count: p.TextCount}
		}),
	}, filter, orderBy, paging(first, after, last, before))
}

func (personResolver) Questions(ctx context.Context, people []*standards.Person) ([][]*standards.Question, error) {
	return loaders.For(ctx).Questions.Lists(ctx, pick(people, func(p *standards.Person) []standards.QuestionID { return p.QuestionIDs }))
}

func (personResolver) CoEditors(ctx context.Context, people []*standards.Person, first *int, after *string) ([]*loaders.CoEditorPage, error) {
	return loaders.For(ctx).CoEditors(ctx, people, paging(first, after, nil, nil))
}

func (personResolver) PossibleDuplicates(ctx context.Context, people []*standards.Person) ([][]*standards.Person, error) {
	return loaders.For(ctx).People.Lists(ctx, pick(people, func(p *standards.Person) []standards.PersonID { return p.PossibleDuplicateIDs }))
}

func (personResolver) Roles(ctx context.Context, people []*standards.Person) ([][]*standards.Role, error) {
	return loaders.For(ctx).Roles(ctx, people)
}

func (roleResolver) Person(ctx context.Context, roles []*standards.Role) ([]*standards.Person, error) {
	return required(loaders.For(ctx).People.Each(ctx, pick(roles, func(r *standards.Role) standards.PersonID { return r.PersonID })))
}

func (roleResolver) Meeting(ctx context.Context, roles []*standards.Role) ([]*standards.Meeting, error) {
	return loaders.For(ctx).Meetings.Each(ctx, pick(roles, func(r *standards.Role) standards.MeetingID { return r.MeetingID }))
}
