package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Question(ctx context.Context, label string, studyPeriod *string) (*standards.Question, error) {
	return loaders.For(ctx).QuestionLabelled(ctx, label, studyPeriod)
}

func (queryResolver) Questions(ctx context.Context, filter *standards.QuestionFilter, first *int, after *string, last *int, before *string) (*QuestionConnection, error) {
	return loaders.For(ctx).QuestionPage(ctx, filter, paging(first, after, last, before))
}

func (questionResolver) StudyGroup(ctx context.Context, questions []*standards.Question) ([]*standards.StudyGroup, error) {
	return required(loaders.For(ctx).StudyGroups.Each(ctx, pick(questions, func(q *standards.Question) standards.StudyGroupID { return q.StudyGroupID })))
}

func (questionResolver) Texts(ctx context.Context, questions []*standards.Question, filter *standards.TextFilter, orderBy *standards.TextOrder, first *int, after *string, last *int, before *string) ([]*TextConnection, error) {
	return loaders.For(ctx).TextPages(ctx, loaders.Relation[standards.TextID, standards.Text]{
		Field:   "questions",
		Of:      func(t *standards.Text) []string { return loaders.Strings(t.QuestionIDs) },
		Parents: pick(questions, func(q *standards.Question) string { return string(q.ID) }),
		Kept: pick(questions, func(q *standards.Question) loaders.Head[standards.TextID] {
			return loaders.Head[standards.TextID]{IDs: q.TextIDs, Count: q.TextCount}
		}),
	}, filter, orderBy, paging(first, after, last, before))
}

func (questionResolver) Editors(ctx context.Context, questions []*standards.Question, first *int, after *string, last *int, before *string) ([]*PersonConnection, error) {
	return loaders.For(ctx).PersonPages(ctx, loaders.Relation[standards.PersonID, standards.Person]{
		Field:   "questions",
		Of:      func(p *standards.Person) []string { return loaders.Strings(p.QuestionIDs) },
		Parents: pick(questions, func(q *standards.Question) string { return string(q.ID) }),
		Kept: pick(questions, func(q *standards.Question) loaders.Head[standards.PersonID] {
			return loaders.Head[standards.PersonID]{IDs: q.EditorIDs, Count: q.EditorCount}
		}),
	}, paging(first, after, last, before))
}

func (questionResolver) Meetings(ctx context.Context, questions []*standards.Question, first *int, after *string, last *int, before *string) ([]*MeetingConnection, error) {
	return loaders.For(ctx).MeetingPages(ctx, loaders.Relation[standards.MeetingID, standards.Meeting]{
		Field:   "questions",
		Of:      func(m *standards.Meeting) []string { return loaders.Strings(m.QuestionIDs) },
		Parents: pick(questions, func(q *standards.Question) string { return string(q.ID) }),
	}, nil, nil, paging(first, after, last, before))
}
