package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) StudyGroup(ctx context.Context, number int) (*standards.StudyGroup, error) {
	return loaders.For(ctx).StudyGroups.One(ctx, standards.NewStudyGroupID(number))
}

func (studyGroupResolver) Questions(ctx context.Context, groups []*standards.StudyGroup, first *int, after *string, last *int, before *string) ([]*QuestionConnection, error) {
	return loaders.For(ctx).QuestionPages(ctx, loaders.Relation[standards.QuestionID, standards.Question]{
		Field:   "studyGroup",
		Of:      func(q *standards.Question) []string { return []string{string(q.StudyGroupID)} },
		Parents: groupIDs(groups),
	}, paging(first, after, last, before))
}

func (studyGroupResolver) Texts(ctx context.Context, groups []*standards.StudyGroup, filter *standards.TextFilter, orderBy *standards.TextOrder, first *int, after *string, last *int, before *string) ([]*TextConnection, error) {
	return loaders.For(ctx).TextPages(ctx, loaders.Relation[standards.TextID, standards.Text]{
		Field:   "studyGroup",
		Of:      func(t *standards.Text) []string { return []string{string(t.StudyGroupID)} },
		Parents: groupIDs(groups),
	}, filter, orderBy, paging(first, after, last, before))
}

func (studyGroupResolver) Meetings(ctx context.Context, groups []*standards.StudyGroup, filter *standards.MeetingFilter, orderBy *standards.MeetingOrder, first *int, after *string, last *int, before *string) ([]*MeetingConnection, error) {
	return loaders.For(ctx).MeetingPages(ctx, loaders.Relation[standards.MeetingID, standards.Meeting]{
		Field:   "studyGroup",
		Of:      func(m *standards.Meeting) []string { return []string{string(m.StudyGroupID)} },
		Parents: groupIDs(groups),
	}, filter, orderBy, paging(first, after, last, before))
}

func (studyGroupResolver) CorrespondenceGroups(ctx context.Context, groups []*standards.StudyGroup) ([][]*standards.CorrespondenceGroup, error) {
	of, err := loaders.For(ctx).GroupsOf(ctx, pick(groups, func(g *standards.StudyGroup) standards.StudyGroupID { return g.ID }))
	return pick(groups, func(g *standards.StudyGroup) []*standards.CorrespondenceGroup { return of[g.ID] }), err
}

func (correspondenceGroupResolver) StudyGroup(ctx context.Context, groups []*standards.CorrespondenceGroup) ([]*standards.StudyGroup, error) {
	return required(loaders.For(ctx).StudyGroups.Each(ctx, pick(groups, func(g *standards.CorrespondenceGroup) standards.StudyGroupID { return g.StudyGroupID })))
}

func groupIDs(groups []*standards.StudyGroup) []string {
	return pick(groups, func(g *standards.StudyGroup) string { return string(g.ID) })
}
