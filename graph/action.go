package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Actions(ctx context.Context, filter *standards.ActionFilter, first *int, after *string, last *int, before *string) (*ActionConnection, error) {
	return loaders.For(ctx).ActionPage(ctx, filter, paging(first, after, last, before))
}

func (actionResolver) Text(ctx context.Context, actions []*standards.Action) ([]*standards.Text, error) {
	return required(loaders.For(ctx).Texts.Each(ctx, pick(actions, func(a *standards.Action) standards.TextID { return a.TextID })))
}

func (actionResolver) Meeting(ctx context.Context, actions []*standards.Action) ([]*standards.Meeting, error) {
	return required(loaders.For(ctx).Meetings.Each(ctx, pick(actions, func(a *standards.Action) standards.MeetingID { return a.MeetingID })))
}

func (actionResolver) Questions(ctx context.Context, actions []*standards.Action) ([][]*standards.Question, error) {
	return loaders.For(ctx).Questions.Lists(ctx, pick(actions, func(a *standards.Action) []standards.QuestionID { return a.QuestionIDs }))
}

func (actionResolver) Editors(ctx context.Context, actions []*standards.Action) ([][]*standards.Person, error) {
	return loaders.For(ctx).People.Lists(ctx, pick(actions, (*standards.Action).EditorIDs))
}

func (actionResolver) Document(ctx context.Context, actions []*standards.Action) ([]*standards.Document, error) {
	return loaders.For(ctx).Documents.Each(ctx, pick(actions, func(a *standards.Action) standards.DocumentID { return a.DocumentID }))
}

func (actionResolver) Equivalents(ctx context.Context, actions []*standards.Action) ([][]*standards.Specification, error) {
	return loaders.For(ctx).Specifications.Lists(ctx, pick(actions, func(a *standards.Action) []standards.SpecificationID { return a.EquivalentIDs }))
}

func (sourceResolver) Report(ctx context.Context, sources []*standards.Source) ([]*standards.Report, error) {
	return required(loaders.For(ctx).Reports.Each(ctx, pick(sources, func(s *standards.Source) standards.ReportID { return s.ReportID })))
}
