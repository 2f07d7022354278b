package ingest

import (
	"cmp"
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

	issue
	group  int
	period string // the study period of the meeting
}

// issue is all that one issue of a document says.
type issue struct {
	report     *standards.Report
	statements []*standards.Statement        // of texts, in the order of the document
	meetings   []*standards.MeetingStatement // of its own meeting, then of those it announces
	groups     []*standards.GroupStatement
	warnings   []*standards.WarningPage // what could not be read
}

// own is what the document says of its own meeting; nil where it speaks of none.
func (i *issue) own() *standards.Meeting {
	for _, m := range i.meetings {
		if m.Own {
			return &m.Said
		}
	}
	return nil
}

// absentees are those whom the document calls absent.
func (i *issue) absentees() []*standards.Role {
	if own := i.own(); own != nil {
		return absentees(own)
	}
	return nil
}

func absentees(m *standards.Meeting) []*standards.Role {
	if m.Statistics == nil {
		return nil
	}
	return m.Statistics.Absentees
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
	id, key := standards.NewMeetingID(m.StudyGroup, m.Start), standards.DocumentKey(r.Title, m.Place)
	f := &Facts{
		Parsed: r,
		group:  m.StudyGroup,
		period: standards.StudyPeriod(m.Start),
		issue: issue{report: &standards.Report{
			Kind: standards.MeetingReport, Key: key, Title: r.Title, Date: cmp.Or(m.End, m.Start), SHA256: sha256,
			Format: r.Format, LineCount: r.LineCount, Statements: len(r.Statements), MeetingID: id, WarningCount: len(r.Warnings),
			SortKey: newestFirst(m.Start) + ":" + string(id), StudyGroupID: standards.NewStudyGroupID(m.StudyGroup),
			GroupTitle: optional(m.GroupTitle),
		}},
	}
	f.report.Terms = standards.Terms(f.report.FoundBy())
	f.meetings = append(f.meetings, standards.NewMeetingStatement(f.report, f.ownMeeting(m, id), true))
	seen := map[standards.MeetingID]int{}
	for _, a := range r.Announced {
		said := f.announced(a)
		if seen[said.ID]++; seen[said.ID] > 1 {
			said.ID = standards.MeetingID(fmt.Sprintf("%s:%d", said.ID, seen[said.ID]))
		}
		f.meetings = append(f.meetings, standards.NewMeetingStatement(f.report, said, false))
	}
	for _, g := range r.Groups {
		id := standards.NewCorrespondenceGroupID(m.StudyGroup, g.Acronym)
		f.groups = append(f.groups, standards.NewGroupStatement(f.report, &standards.CorrespondenceGroup{
			ID: id, Acronym: g.Acronym, Title: optional(g.Title), Status: optional(g.Status), StudyGroupID: f.report.StudyGroupID,
		}))
	}
	for i := range r.Statements {
		f.statements = append(f.statements, f.statement(&r.Statements[i]))
	}
	f.warnings = standards.NewWarningPages(f.report.ID, r.Warnings)
	f.identify(standards.NewReportID(id, key))
	return f, nil
}

// identify gives the document its id, and with it its facts theirs: two statements of one decision about one text are
// counted.
func (i *issue) identify(id standards.ReportID) {
	i.report.ID = id
	seen := map[standards.StatementID]int{}
	for place, s := range i.statements {
		s.ID, s.ReportID, s.Said.Source.ReportID = standards.NewStatementID(id, s.Said.Kind, textKey(&s.Said)), id, id
		s.Said.SortKey = fmt.Sprintf("%s:meeting:%s:%05d", newestFirst(i.own().Start), strings.TrimPrefix(string(id), "report:"), place)
		if seen[s.ID]++; seen[s.ID] > 1 {
			s.ID = standards.StatementID(fmt.Sprintf("%s:%d", s.ID, seen[s.ID]))
		}
	}
	for _, m := range i.meetings {
		m.ID, m.ReportID = standards.NewMeetingStatementID(id, m.MeetingID), id
		if m.Own {
			m.Said.ReportID = id
		}
	}
	for _, g := range i.groups {
		g.ID, g.ReportID = standards.NewGroupStatementID(id, g.GroupID), id
	}
	for _, p := range i.warnings {
		p.ID, p.ReportID = standards.NewWarningPageID(id, p.Number), id
	}
}

func (f *Facts) ownMeeting(m source.Meeting, id standards.MeetingID) *standards.Meeting {
	own := &standards.Meeting{
		ID: id, Name: m.Name, Kind: standards.Plenary, StudyGroupID: f.report.StudyGroupID, Place: optional(m.Place),
		Remote: m.Remote, Start: m.Start, End: m.End, HotTopics: m.HotTopics, Claims: m.Claims, Uncounted: m.Uncounted, Unread: m.UnreadKinds, Statistics: m.Statistics,
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

// maxRaw bounds the lines that are kept of a row, in bytes.
const maxRaw = 64 << 10

func (f *Facts) statement(r *source.Statement) *standards.Statement {
	a := standards.Action{
		Kind: r.Kind, MeetingID: f.report.MeetingID, StudyGroupID: f.report.StudyGroupID, Date: f.report.Date, Novelty: r.Novelty,
		DocumentRole: r.DocumentRole, StartOfWork: r.StartOfWork, Target: r.Target, TargetAction: r.TargetAction,
		Acronym: optional(r.Acronym), ProvisionalName: optional(r.ProvisionalName), Title: optional(r.Title),
		TextKind: r.TextKind, Relations: r.Relations,
		Source: standards.Source{
			Section: r.Section, Row: &r.Number, FirstLine: r.FirstLine, LastLine: r.LastLine, Raw: standards.Shortened(r.Raw, maxRaw), Doubts: r.Doubts,
		},
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
	return &standards.Statement{Said: a}
}

// textKey is a name of the text that is spoken of, or its title or, where the row lost both, the number of the row.
func textKey(a *standards.Action) string {
	if names := namesOf(a); len(names) > 0 {
		return names[0]
	}
	if a.Title != nil {
		return titleName(*a.Title)
	}
	return fmt.Sprintf("row-%d", *a.Source.Row)
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
