package loaders

import (
	"context"
	"sort"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// TextPage reads one page of texts.
func (l *Loaders) TextPage(ctx context.Context, f *standards.TextFilter, o *standards.TextOrder, args store.PageArgs) (*store.Page[standards.Text], error) {
	filter, err := l.reported(l.store.TextFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Texts.Page(ctx, filter, store.TextOrder(o), args)
}

// TextPages reads one page of texts for each parent. Kept heads serve where neither a filter nor an order is asked
// for.
func (l *Loaders) TextPages(ctx context.Context, r Relation[standards.TextID, standards.Text], f *standards.TextFilter, o *standards.TextOrder, args store.PageArgs) ([]*store.Page[standards.Text], error) {
	if f != nil || o != nil {
		r.Kept = nil
	}
	filter, err := l.reported(l.store.TextFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Texts.Pages(ctx, r, filter, store.TextOrder(o), args)
}

// PersonPage reads one page of people.
func (l *Loaders) PersonPage(ctx context.Context, f *standards.PersonFilter, o *standards.PersonOrder, args store.PageArgs) (*store.Page[standards.Person], error) {
	filter, err := l.reported(l.store.PersonFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.People.Page(ctx, filter, store.PersonOrder(o), args)
}

// MeetingPage reads one page of meetings.
func (l *Loaders) MeetingPage(ctx context.Context, f *standards.MeetingFilter, o *standards.MeetingOrder, args store.PageArgs) (*store.Page[standards.Meeting], error) {
	filter, err := l.reported(l.store.MeetingFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Meetings.Page(ctx, filter, store.MeetingOrder(o), args)
}

// MeetingPages reads one page of meetings for each parent.
func (l *Loaders) MeetingPages(ctx context.Context, r Relation[standards.MeetingID, standards.Meeting], f *standards.MeetingFilter, o *standards.MeetingOrder, args store.PageArgs) ([]*store.Page[standards.Meeting], error) {
	filter, err := l.reported(l.store.MeetingFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Meetings.Pages(ctx, r, filter, store.MeetingOrder(o), args)
}

// ActionPage reads one page of actions.
func (l *Loaders) ActionPage(ctx context.Context, f *standards.ActionFilter, args store.PageArgs) (*store.Page[standards.Action], error) {
	filter, err := l.reported(l.store.ActionFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Actions.Page(ctx, filter, store.ActionOrder, args)
}

// ActionPages reads one page of actions for each parent. Kept heads serve where no filter is asked for.
func (l *Loaders) ActionPages(ctx context.Context, r Relation[standards.ActionID, standards.Action], f *standards.ActionFilter, args store.PageArgs) ([]*store.Page[standards.Action], error) {
	if f != nil {
		r.Kept = nil
	}
	filter, err := l.reported(l.store.ActionFilter(ctx, f))
	if err != nil {
		return nil, err
	}
	return l.Actions.Pages(ctx, r, filter, store.ActionOrder, args)
}

// PersonPages reads one page of people for each parent, from the heads kept with the parents.
func (l *Loaders) PersonPages(ctx context.Context, r Relation[standards.PersonID, standards.Person], args store.PageArgs) ([]*store.Page[standards.Person], error) {
	return l.People.Pages(ctx, r, store.Filter{}, store.PersonOrder(nil), args)
}

// QuestionPages reads one page of Questions for each parent.
func (l *Loaders) QuestionPages(ctx context.Context, r Relation[standards.QuestionID, standards.Question], args store.PageArgs) ([]*store.Page[standards.Question], error) {
	return l.Questions.Pages(ctx, r, store.Filter{}, store.QuestionOrder, args)
}

func sortMeetings(meetings []*standards.Meeting) {
	sort.Slice(meetings, func(i, j int) bool {
		a, b := meetings[i], meetings[j]
		return a.SortKey < b.SortKey || a.SortKey == b.SortKey && a.ID < b.ID
	})
}
