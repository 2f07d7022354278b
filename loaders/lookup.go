package loaders

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// lookedUp is the answer of read, from the cache where it has been asked for with these arguments.
func lookedUp[T any](l *Loaders, read func() (T, error), what string, arguments ...any) (T, error) {
	if !l.view.Cached() {
		return read()
	}
	key, err := json.Marshal(arguments)
	if err != nil {
		return read()
	}
	return store.Remember(l.view, what+string(key), read)
}

// TextsNamed reads the texts that ever had this name, in the study group where one is given.
func (l *Loaders) TextsNamed(ctx context.Context, name string, group *int) ([]*standards.Text, error) {
	return lookedUp(l, func() ([]*standards.Text, error) { return l.Texts.also(l.store.TextsNamed(ctx, name, group)) }, "text", name, group)
}

// PersonNamed reads the person that a name stands for, nil where there is none; AMBIGUOUS where there are several.
func (l *Loaders) PersonNamed(ctx context.Context, name string) (*standards.Person, error) {
	found, err := lookedUp(l, func() (store.Named, error) { return l.store.PersonNamed(ctx, "name", name) }, "editor", name)
	if found.Match != nil {
		l.matches.add(found.Match)
	}
	if found.Person != nil {
		l.People.remember([]*standards.Person{found.Person})
	}
	return found.Person, err
}

// PeopleNear reads the people whose names are most like a name that nobody has. It keeps them by that name with those
// of the other names of the request; first says whether this name is the first.
func (l *Loaders) PeopleNear(ctx context.Context, name string) (all *Near, first bool, err error) {
	found, err := l.store.PeopleNear(ctx, name)
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	l.near.mu.Lock()
	defer l.near.mu.Unlock()
	first = l.near.people == nil
	if first {
		l.near.people = map[string][]*standards.Person{}
	}
	l.near.people[name] = found
	return &l.near, first, nil
}

// QuestionLabelled reads the Question of this label in the study period, or in the newest that has it; nil where
// there is none.
func (l *Loaders) QuestionLabelled(ctx context.Context, label string, period *string) (*standards.Question, error) {
	return lookedUp(l, func() (*standards.Question, error) { return l.store.QuestionLabelled(ctx, label, period) }, "question", label, period)
}

// DocumentNumbered reads the temporary document of this number, the newest unless study group and period are
// given; nil where there is none.
func (l *Loaders) DocumentNumbered(ctx context.Context, number string, group *int, period *string) (*standards.Document, error) {
	return lookedUp(l, func() (*standards.Document, error) { return l.store.DocumentNumbered(ctx, number, group, period) }, "document", number, group, period)
}

// QuestionPage reads one page of Questions.
func (l *Loaders) QuestionPage(ctx context.Context, f *standards.QuestionFilter, args store.PageArgs) (*store.Page[standards.Question], error) {
	filter, err := l.store.QuestionFilter(f)
	if err != nil {
		return nil, err
	}
	return l.Questions.Page(ctx, filter, store.QuestionOrder, args)
}

// DocumentPage reads one page of temporary documents.
func (l *Loaders) DocumentPage(ctx context.Context, f *standards.DocumentFilter, args store.PageArgs) (*store.Page[standards.Document], error) {
	filter, err := l.store.DocumentFilter(ctx, f)
	if err != nil {
		return nil, err
	}
	return l.Documents.Page(ctx, filter, store.DocumentOrder, args)
}

// SpecificationPage reads one page of specifications.
func (l *Loaders) SpecificationPage(ctx context.Context, f *standards.SpecificationFilter, args store.PageArgs) (*store.Page[standards.Specification], error) {
	filter, err := l.store.SpecificationFilter(f)
	if err != nil {
		return nil, err
	}
	return l.Specifications.Page(ctx, filter, store.SpecificationOrder, args)
}

// ReportPage reads one page of reports, the newest meeting first.
func (l *Loaders) ReportPage(ctx context.Context, args store.PageArgs) (*store.Page[standards.Report], error) {
	return l.Reports.Page(ctx, store.Filter{}, store.ReportOrder, args)
}

// Incoming reads the texts that relate to these, by the id of the text they relate to.
func (l *Loaders) Incoming(ctx context.Context, ids []standards.TextID) (map[standards.TextID][]*standards.TextRelation, error) {
	found, err := l.store.Texts.Where(ctx, "relations.text", ids, "relations")
	to := map[standards.TextID][]*standards.TextRelation{}
	for _, t := range found {
		for _, r := range t.RelationLinks {
			to[r.TextID] = append(to[r.TextID], &standards.TextRelation{Kind: r.Kind, Direction: standards.In, TextID: t.ID})
		}
	}
	return to, err
}

// AnnouncedBy reads the meetings that these announced, by the id of the one that did, in the order of their
// start.
func (l *Loaders) AnnouncedBy(ctx context.Context, ids []standards.MeetingID) (map[standards.MeetingID][]*standards.Meeting, error) {
	found, err := l.store.Meetings.Where(ctx, "announcedBy", ids)
	l.Meetings.remember(found)
	sortMeetings(found)
	by := map[standards.MeetingID][]*standards.Meeting{}
	for _, m := range found {
		for _, id := range m.AnnouncedByIDs {
			by[id] = append(by[id], m)
		}
	}
	return by, err
}

// GroupsOf reads the correspondence groups of study groups.
func (l *Loaders) GroupsOf(ctx context.Context, ids []standards.StudyGroupID) (map[standards.StudyGroupID][]*standards.CorrespondenceGroup, error) {
	found, err := l.store.CorrespondenceGroups.Where(ctx, "studyGroup", ids)
	l.CorrespondenceGroups.remember(found)
	of := map[standards.StudyGroupID][]*standards.CorrespondenceGroup{}
	for _, g := range found {
		of[g.StudyGroupID] = append(of[g.StudyGroupID], g)
	}
	return of, err
}

// ReportsOf reads the documents of meetings, by id.
func (l *Loaders) ReportsOf(ctx context.Context, ids []standards.MeetingID) (map[standards.MeetingID][]*standards.Report, error) {
	found, err := l.store.Reports.Where(ctx, "meeting", ids)
	l.Reports.remember(found)
	of := map[standards.MeetingID][]*standards.Report{}
	for _, r := range found {
		of[r.MeetingID] = append(of[r.MeetingID], r)
	}
	return of, err
}

// Warnings reads the first standards.MaxWarnings warnings about documents.
func (l *Loaders) Warnings(ctx context.Context, ids []standards.ReportID) (map[standards.ReportID][]*standards.Warning, error) {
	pages, err := l.store.FirstWarnings(ctx, ids)
	of := map[standards.ReportID][]*standards.Warning{}
	for _, p := range pages {
		of[p.ReportID] = append(of[p.ReportID], p.Warnings...)
	}
	return of, err
}

// StatementsOf reads what documents say of texts, by text, the newest first.
func (l *Loaders) StatementsOf(ctx context.Context, ids []standards.TextID) (map[standards.TextID][]*standards.Statement, error) {
	found, err := l.store.Statements.Where(ctx, "text", ids)
	slices.SortFunc(found, func(a, b *standards.Statement) int {
		return cmp.Or(standards.CompareTime(&b.Said, &a.Said), cmp.Compare(a.ID, b.ID))
	})
	of := map[standards.TextID][]*standards.Statement{}
	for _, s := range found {
		of[s.TextID] = append(of[s.TextID], s)
	}
	return of, err
}

// PeoplePrinted reads the people whom names stand for, by name as printed.
func (l *Loaders) PeoplePrinted(ctx context.Context, names []string) (map[string]*standards.Person, error) {
	slices.Sort(names)
	found, err := l.store.People.Where(ctx, "spellings", slices.Compact(names))
	l.People.remember(found)
	of := map[string]*standards.Person{}
	for _, p := range found {
		for _, name := range p.Spellings {
			of[name] = p
		}
	}
	return of, err
}
