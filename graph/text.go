package graph

import (
	"context"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Text(ctx context.Context, acronym string, studyGroup *int) (*standards.Text, error) {
	found, err := loaders.For(ctx).TextsNamed(ctx, acronym, studyGroup)
	return only(found, err, "text", acronym, func(t *standards.Text) map[string]any {
		return map[string]any{"id": t.ID, "studyGroup": t.StudyGroupID}
	})
}

func (queryResolver) Texts(ctx context.Context, filter *standards.TextFilter, orderBy *standards.TextOrder, first *int, after *string, last *int, before *string) (*TextConnection, error) {
	return loaders.For(ctx).TextPage(ctx, filter, orderBy, paging(first, after, last, before))
}

func (textResolver) StudyGroup(ctx context.Context, texts []*standards.Text) ([]*standards.StudyGroup, error) {
	return loaders.For(ctx).StudyGroups.Each(ctx, pick(texts, func(t *standards.Text) standards.StudyGroupID { return t.StudyGroupID }))
}

func (textResolver) Questions(ctx context.Context, texts []*standards.Text) ([][]*standards.Question, error) {
	return loaders.For(ctx).Questions.Lists(ctx, pick(texts, func(t *standards.Text) []standards.QuestionID { return t.QuestionIDs }))
}

func (textResolver) Editors(ctx context.Context, texts []*standards.Text) ([][]*standards.Person, error) {
	return loaders.For(ctx).People.Lists(ctx, pick(texts, func(t *standards.Text) []standards.PersonID { return t.EditorIDs }))
}

func (textResolver) Equivalents(ctx context.Context, texts []*standards.Text) ([][]*standards.Specification, error) {
	return loaders.For(ctx).Specifications.Lists(ctx, pick(texts, func(t *standards.Text) []standards.SpecificationID { return t.EquivalentIDs }))
}

func (textResolver) Actions(ctx context.Context, texts []*standards.Text) ([][]*standards.Action, error) {
	return loaders.For(ctx).Actions.Lists(ctx, pick(texts, func(t *standards.Text) []standards.ActionID { return t.ActionIDs }))
}

// Relations are the outward ones, kept with the text, then the inward ones.
func (textResolver) Relations(ctx context.Context, texts []*standards.Text, kinds []standards.RelationKind) ([][]*standards.TextRelation, error) {
	incoming, err := loaders.For(ctx).Incoming(ctx, pick(texts, func(t *standards.Text) standards.TextID { return t.ID }))
	return pick(texts, func(t *standards.Text) []*standards.TextRelation {
		relations := make([]*standards.TextRelation, 0, len(t.RelationLinks))
		for _, l := range t.RelationLinks {
			relations = append(relations, &standards.TextRelation{Kind: l.Kind, Direction: standards.Out, TextID: l.TextID})
		}
		return slices.DeleteFunc(append(relations, incoming[t.ID]...), func(r *standards.TextRelation) bool {
			return kinds != nil && !slices.Contains(kinds, r.Kind)
		})
	}), err
}

func (textRelationResolver) Text(ctx context.Context, relations []*standards.TextRelation) ([]*standards.Text, error) {
	return required(loaders.For(ctx).Texts.Each(ctx, pick(relations, func(r *standards.TextRelation) standards.TextID { return r.TextID })))
}

func (textDocumentResolver) Document(ctx context.Context, links []*standards.TextDocument) ([]*standards.Document, error) {
	return required(loaders.For(ctx).Documents.Each(ctx, pick(links, func(l *standards.TextDocument) standards.DocumentID { return l.DocumentID })))
}

func (textDocumentResolver) Action(ctx context.Context, links []*standards.TextDocument) ([]*standards.Action, error) {
	return loaders.For(ctx).Actions.Each(ctx, pick(links, func(l *standards.TextDocument) standards.ActionID { return l.ActionID }))
}
