package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (queryResolver) Meeting(ctx context.Context, id string) (*standards.Meeting, error) {
	return loaders.For(ctx).Meetings.One(ctx, standards.MeetingID(id))
}

func (queryResolver) Meetings(ctx context.Context, filter *standards.MeetingFilter, orderBy *standards.MeetingOrder, first *int, after *string, last *int, before *string) (*MeetingConnection, error) {
	return loaders.For(ctx).MeetingPage(ctx, filter, orderBy, paging(first, after, last, before))
}

func (meetingResolver) Held(ctx context.Context, meetings []*standards.Meeting) ([]bool, error) {
	return loaders.For(ctx).Held(ctx, meetings)
}

func (meetingResolver) StudyGroup(ctx context.Context, meetings []*standards.Meeting) ([]*standards.StudyGroup, error) {
	return loaders.For(ctx).StudyGroups.Each(ctx, pick(meetings, func(m *standards.Meeting) standards.StudyGroupID { return m.StudyGroupID }))
}

func (meetingResolver) Questions(ctx context.Context, meetings []*standards.Meeting) ([][]*standards.Question, error) {
	return loaders.For(ctx).Questions.Lists(ctx, pick(meetings, func(m *standards.Meeting) []standards.QuestionID { return m.QuestionIDs }))
}

func (meetingResolver) AnnouncedAt(ctx context.Context, meetings []*standards.Meeting) ([]*standards.Meeting, error) {
	return loaders.For(ctx).Meetings.Each(ctx, pick(meetings, func(m *standards.Meeting) standards.MeetingID { return m.AnnouncedAtID }))
}

func (meetingResolver) Announced(ctx context.Context, meetings []*standards.Meeting) ([][]*standards.Meeting, error) {
	by, err := loaders.For(ctx).AnnouncedBy(ctx, pick(meetings, func(m *standards.Meeting) standards.MeetingID { return m.ID }))
	return pick(meetings, func(m *standards.Meeting) []*standards.Meeting { return by[m.ID] }), err
}

func (meetingResolver) Actions(ctx context.Context, meetings []*standards.Meeting, filter *standards.ActionFilter, first *int, after *string, last *int, before *string) ([]*ActionConnection, error) {
	return loaders.For(ctx).ActionPages(ctx, loaders.Relation[standards.ActionID, standards.Action]{
		Field:   "meeting",
		Of:      func(a *standards.Action) []string { return []string{string(a.MeetingID)} },
		Parents: pick(meetings, func(m *standards.Meeting) string { return string(m.ID) }),
		Kept: pick(meetings, func(m *standards.Meeting) loaders.Head[standards.ActionID] {
			return loaders.Head[standards.ActionID]{IDs: m.ActionIDs, Count: m.ActionCount}
		}),
	}, filter, paging(first, after, last, before))
}

func (meetingResolver) Report(ctx context.Context, meetings []*standards.Meeting) ([]*standards.Report, error) {
	return loaders.For(ctx).Reports.Each(ctx, pick(meetings, func(m *standards.Meeting) standards.ReportID { return m.ReportID }))
}

func (meetingResolver) Reports(ctx context.Context, meetings []*standards.Meeting) ([][]*standards.Report, error) {
	by, err := loaders.For(ctx).ReportsOf(ctx, pick(meetings, func(m *standards.Meeting) standards.MeetingID { return m.ID }))
	return pick(meetings, func(m *standards.Meeting) []*standards.Report { return by[m.ID] }), err
}

func (objectiveResolver) Texts(ctx context.Context, objectives []*standards.Objective) ([][]*standards.Text, error) {
	return loaders.For(ctx).Texts.Lists(ctx, pick(objectives, func(o *standards.Objective) []standards.TextID { return o.TextIDs }))
}

func (eventResolver) Documents(ctx context.Context, events []*standards.Event) ([][]*standards.Document, error) {
	return loaders.For(ctx).Documents.Lists(ctx, pick(events, func(e *standards.Event) []standards.DocumentID { return e.DocumentIDs }))
}
