package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
	"rapporteur/internal/standards"
)

// Facts are what one report says, in the terms of the graph. The texts and people of actions are not resolved
// yet: that depends on what other reports say.
type Facts struct {
	// Parsed is the report as it was read.
	Parsed *source.Facts

	report  *standards.Report
	actions []*standards.Action
	group   int
	period  string // the study period of the meeting
}

// Read reads a report into facts. Errors are one line and name the file: those of source.Readers.Read, and those of New.
func Read(content []byte, filename string) (*Facts, error) {
	r, err := readers.All().Read(context.Background(), content, filename)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	f, err := New(r, hex.EncodeToString(sum[:]))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filename, err)
	}
	return f, nil
}

// New turns a parsed report, whose file has this SHA-256, into facts. INVALID for a report that does not say which
// study group met and when, so that it has no place in the graph.
func New(r *source.Facts, sha256 string) (*Facts, error) {
	if r.Meeting == nil {
		return nil, standards.Errorf(standards.Invalid, "the document is no report of a meeting")
	}
	m := *r.Meeting
	if m.StudyGroup == 0 || m.Start == "" {
		return nil, standards.Errorf(standards.Invalid, "the heading does not say which study group met and when")
	}
	id := standards.NewMeetingID(m.StudyGroup, m.Start)
	f := &Facts{
		Parsed: r,
		group:  m.StudyGroup,
		period: standards.StudyPeriod(m.Start),
		report: &standards.Report{
			ID: standards.NewReportID(id), Title: r.Title, SHA256: sha256,
			Format: r.Format, LineCount: r.LineCount, MeetingID: id, Warnings: r.Warnings,
			SortKey: newestFirst(m.Start) + ":" + string(id), StudyGroupID: standards.NewStudyGroupID(m.StudyGroup),
			GroupTitle: optional(m.GroupTitle),
		},
	}
	f.report.Terms = standards.Terms(f.report.FoundBy())
	f.report.Said = append(f.report.Said, f.ownMeeting(m, id))
	seen := map[standards.MeetingID]int{}
	for _, a := range r.Announced {
		said := f.announced(a)
		if seen[said.ID]++; seen[said.ID] > 1 {
			said.ID = standards.MeetingID(fmt.Sprintf("%s:%d", said.ID, seen[said.ID]))
		}
		f.report.Said = append(f.report.Said, said)
	}
	for _, g := range r.Groups {
		f.report.Groups = append(f.report.Groups, &standards.CorrespondenceGroup{
			ID:      standards.NewCorrespondenceGroupID(m.StudyGroup, g.Acronym),
			Acronym: g.Acronym, Title: optional(g.Title), Status: optional(g.Status), StudyGroupID: f.report.StudyGroupID,
		})
	}
	ids := map[standards.ActionID]int{}
	for i := range r.Statements {
		a := f.action(&r.Statements[i], i)
		if ids[a.ID]++; ids[a.ID] > 1 {
			a.ID = standards.ActionID(fmt.Sprintf("%s:%d", a.ID, ids[a.ID]))
		}
		f.actions = append(f.actions, a)
	}
	return f, nil
}

func (f *Facts) ownMeeting(m source.Meeting, id standards.MeetingID) *standards.Meeting {
	own := &standards.Meeting{
		ID: id, Name: m.Name, Kind: standards.Plenary, StudyGroupID: f.report.StudyGroupID, Place: optional(m.Place),
		Remote: m.Remote, Start: m.Start, End: m.End, HotTopics: m.HotTopics, Claims: m.Claims, Uncounted: m.Uncounted, Unread: m.UnreadKinds, Statistics: m.Statistics,
		ReportID: f.report.ID,
	}
	for _, e := range m.Events {
		event := e.Event
		for _, td := range e.Documents {
			event.TDs = append(event.TDs, td.Number)
			event.DocumentIDs = append(event.DocumentIDs, f.documentID(td))
		}
		own.Events = append(own.Events, &event)
	}
	return own
}

func (f *Facts) announced(a source.Announced) *standards.Meeting {
	period := standards.StudyPeriod(a.Start)
	if period == "" {
		period = f.period
	}
	m := &standards.Meeting{
		Name: a.Name, Kind: a.Kind, StudyGroupID: f.report.StudyGroupID, JointWith: a.JointWith, Place: optional(a.Place),
		Remote: a.Remote, Start: a.Start, End: a.End, WorkingDays: a.WorkingDays, VenueConfirmed: a.VenueConfirmed,
		AnnouncedAtID: f.report.MeetingID,
	}
	var numbers []int
	for _, q := range a.Questions {
		numbers = append(numbers, q.Number)
		m.QuestionIDs = append(m.QuestionIDs, standards.NewQuestionID(q.Group, period, q.Number))
	}
	m.ID = standards.NewMeetingID(f.group, a.Start, numbers...)
	for _, o := range a.Objectives {
		m.Objectives = append(m.Objectives, &standards.Objective{Description: o.Description, Names: o.Texts})
	}
	return m
}

func (f *Facts) documentID(td source.TD) standards.DocumentID {
	return standards.NewDocumentID(f.group, f.period, td.Number)
}

func (f *Facts) action(r *source.Statement, place int) *standards.Action {
	own := f.report.Said[0]
	a := &standards.Action{
		Kind: r.Kind, MeetingID: own.ID, StudyGroupID: own.StudyGroupID, Date: own.End, Novelty: r.Novelty,
		DocumentRole: r.DocumentRole, StartOfWork: r.StartOfWork, Target: r.Target, TargetAction: r.TargetAction,
		Acronym: optional(r.Acronym), ProvisionalName: optional(r.ProvisionalName), Title: optional(r.Title),
		TextKind: r.TextKind, Relations: r.Relations,
		SortKey: fmt.Sprintf("%s:%s:%05d", newestFirst(own.Start), own.ID, place),
		Source: standards.Source{
			ReportID: f.report.ID, Section: r.Section, Row: &r.Number, FirstLine: r.FirstLine, LastLine: r.LastLine,
			Raw: r.Raw, Doubts: r.Doubts,
		},
	}
	if a.Date == "" {
		a.Date = own.Start
	}
	if a.TextKind == "" && r.Acronym != "" {
		a.TextKind = standards.ParseTextName(r.Acronym).Kind
	}
	for _, q := range r.Questions {
		a.QuestionIDs = append(a.QuestionIDs, standards.NewQuestionID(q.Group, f.period, q.Number))
	}
	for _, e := range r.Editors {
		a.EditorLinks = append(a.EditorLinks, &standards.ActionEditor{Name: e})
	}
	if r.Document.Number != "" {
		a.DocumentID = f.documentID(r.Document)
		if r.Document.Revision > 0 {
			a.Revision = &r.Document.Revision
		}
	}
	for _, n := range r.Equivalents {
		a.EquivalentIDs = append(a.EquivalentIDs, standards.NewSpecificationID(n))
	}
	key := fmt.Sprintf("row-%d", r.Number)
	if names := namesOf(a); len(names) > 0 {
		key = names[0]
	} else if r.Title != "" {
		key = titleName(r.Title)
	}
	a.ID = standards.NewActionID(own.ID, r.Kind, key)
	return a
}

// namesOf are the keys of the names an action gives its text, the formal one first; none where the row lost
// them.
func namesOf(a *standards.Action) []string {
	var names []string
	for _, n := range []*string{a.Acronym, a.ProvisionalName} {
		if n != nil {
			names = append(names, standards.NameKey(*n))
		}
	}
	return names
}

// titleName is the key a title is found by among the names of a text.
func titleName(title string) string {
	return "title:" + strings.ReplaceAll(standards.TitleKey(title), " ", "-")
}

// newestFirst is a key that orders later dates before earlier ones.
func newestFirst(d standards.PartialDate) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '9' - (r - '0')
		}
		return r
	}, string(d))
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func groupName(number int) string { return fmt.Sprintf("ITU-T SG%d", number) }
