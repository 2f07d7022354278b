package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Document(ctx context.Context, number string, studyGroup *int, studyPeriod *string) (*standards.Document, error) {
	return loaders.For(ctx).DocumentNumbered(ctx, number, studyGroup, studyPeriod)
}

func (queryResolver) Documents(ctx context.Context, filter *standards.DocumentFilter, first *int, after *string, last *int, before *string) (*DocumentConnection, error) {
	return loaders.For(ctx).DocumentPage(ctx, filter, paging(first, after, last, before))
}

func (documentResolver) StudyGroup(ctx context.Context, documents []*standards.Document) ([]*standards.StudyGroup, error) {
	return loaders.For(ctx).StudyGroups.Each(ctx, pick(documents, func(d *standards.Document) standards.StudyGroupID { return d.StudyGroupID }))
}

func (documentResolver) Meeting(ctx context.Context, documents []*standards.Document) ([]*standards.Meeting, error) {
	return loaders.For(ctx).Meetings.Each(ctx, pick(documents, func(d *standards.Document) standards.MeetingID { return d.MeetingID }))
}

func (documentResolver) Texts(ctx context.Context, documents []*standards.Document) ([][]*standards.DocumentText, error) {
	return loaders.For(ctx).DocumentTexts(ctx, documents)
}

func (documentTextResolver) Text(ctx context.Context, links []*standards.DocumentText) ([]*standards.Text, error) {
	return required(loaders.For(ctx).Texts.Each(ctx, pick(links, func(l *standards.DocumentText) standards.TextID { return l.TextID })))
}

func (documentTextResolver) Action(ctx context.Context, links []*standards.DocumentText) ([]*standards.Action, error) {
	return loaders.For(ctx).Actions.Each(ctx, pick(links, func(l *standards.DocumentText) standards.ActionID { return l.ActionID }))
}
