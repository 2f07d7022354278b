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
	"rapporteur/internal/store"
)

// Facts are what one report says, in the terms of the graph. The texts and people of actions are not resolved
// yet: that depends on what other reports say.
type Facts struct {
	// Parsed is the report as it was read.
	Parsed *source.Facts

	issue
	group  standards.StudyGroupID // of the meeting, or that is responsible for the text of a page; empty where none is known
	period string                 // the study period of the meeting, or of a page
}

// issue is all that one issue of a document says.
type issue struct {
	report     *standards.Report
	statements []*standards.Statement        // of texts, in the order of the document
	meetings   []*standards.MeetingStatement // of its own meeting, then of those it announces
	groups     []*standards.GroupStatement
	warnings   []*standards.WarningPage // what could not be read
	damaged    bool                     // whether this is stored, and not what was imported
}

// digest sums up all that the document says.
func (i *issue) digest(s *store.Store) (string, error) {
	return s.Digest(i.report, i.statements, i.meetings, i.groups, i.warnings)
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
// Reading ends soon after the context, with its error.
func Read(ctx context.Context, content []byte, filename string) (*Facts, error) {
	return ReadBy(ctx, readers.All(), content, filename)
}

// ReadFor is Read with what a store knows of names: see Catalogue.
func ReadFor(ctx context.Context, s *store.Store, content []byte, filename string) (*Facts, error) {
	return ReadBy(ctx, readers.With(nil, Catalogue(s)), content, filename)
}

// ReadBy is Read with some readers.
func ReadBy(ctx context.Context, by source.Readers, content []byte, filename string) (*Facts, error) {
	r, err := by.Read(ctx, content, filename)
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

// New turns what a document says, whose file has this SHA-256, into facts. INVALID for a report that does not say which
// group met and when, and for any other document without a statement, so that it has no place in the graph.
func New(r *source.Facts, sha256 string) (*Facts, error) {
	f := &Facts{Parsed: r, issue: issue{report: &standards.Report{
		Kind: standards.SourceKind(r.Kind), Title: r.Title, SHA256: sha256, Format: r.Format, LineCount: r.LineCount,
		Statements: len(r.Statements), WarningCount: len(r.Warnings),
	}}}
	if r.Meeting == nil {
		return f, f.page()
	}
	return f, f.meeting()
}

// meeting takes the facts of a report of a meeting.
func (f *Facts) meeting() error {
	r, m := f.Parsed, *f.Parsed.Meeting
	f.group = groupOf(m)
	if f.group == "" || m.Start == "" {
		return standards.Errorf(standards.Invalid, "the heading does not say which study group met and when")
	}
	f.report.Kind, f.period = standards.MeetingReport, standards.StudyPeriod(m.Start)
	id := standards.NewMeetingID(f.group, m.Start)
	f.report.Key, f.report.Date, f.report.MeetingID = standards.DocumentKey(r.Title, m.Place), cmp.Or(m.End, m.Start), id
	f.report.StudyGroupID, f.report.GroupTitle = f.group, optional(m.GroupTitle)
	f.report.SortKey = newestFirst(m.Start) + ":" + string(id)
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
		id := standards.NewCorrespondenceGroupID(f.group, g.Acronym)
		f.groups = append(f.groups, standards.NewGroupStatement(f.report, &standards.CorrespondenceGroup{
			ID: id, Acronym: g.Acronym, Title: optional(g.Title), Status: optional(g.Status), StudyGroupID: f.group,
		}))
	}
	for i := range r.Statements {
		f.statements = append(f.statements, f.statement(&r.Statements[i]))
	}
	f.warnings = standards.NewWarningPages(f.report.ID, r.Warnings)
	f.identify(standards.NewReportID(id, f.report.Key))
	return nil
}

// groupOf is the group that met: a study group by its number, any other by its name. A working party belongs to its study
// group.
func groupOf(m source.Meeting) standards.StudyGroupID {
	if m.StudyGroup == 0 {
		return standards.NamedGroupID(m.GroupName)
	}
	return standards.NewStudyGroupID(m.StudyGroup)
}

// identify gives the document its id, and with it its facts theirs: two statements of one decision about one text are
// counted.
func (i *issue) identify(id standards.ReportID) {
	i.report.ID = id
	seen := map[standards.StatementID]int{}
	for place, s := range i.statements {
		s.ID, s.ReportID, s.Said.Source.ReportID = standards.NewStatementID(id, s.Said.Kind, statementKey(s)), id, id
		s.Said.SortKey = fmt.Sprintf("%s:meeting:%s:%05d", newestFirst(i.start()), strings.TrimPrefix(string(id), "report:"), place)
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

// start is when the meeting of the document began; of any other document, its date.
func (i *issue) start() standards.PartialDate {
	if own := i.own(); own != nil {
		return own.Start
	}
	return i.report.Date
}

func (f *Facts) ownMeeting(m source.Meeting, id standards.MeetingID) *standards.Meeting {
	own := &standards.Meeting{
		ID: id, Name: m.Name, Kind: kindOf(m), StudyGroupID: f.group, Place: optional(m.Place),
		Remote: m.Remote, Start: m.Start, End: m.End, HotTopics: m.HotTopics, Claims: m.Claims, Unread: m.UnreadKinds, Statistics: m.Statistics,
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

// kindOf is the kind of a meeting that a report is about: a plenary, unless a working party of the group met.
func kindOf(m source.Meeting) standards.MeetingKind {
	if m.StudyGroup != 0 && m.GroupName != "" {
		return standards.Interim
	}
	return standards.Plenary
}

func (f *Facts) announced(a source.Announced) *standards.Meeting {
	period := standards.StudyPeriod(a.Start)
	if period == "" {
		period = f.period
	}
	m := &standards.Meeting{
		Name: a.Name, Kind: a.Kind, StudyGroupID: f.group, JointWith: a.JointWith, Place: optional(a.Place),
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
		Kind: r.Kind, MeetingID: f.report.MeetingID, StudyGroupID: f.group, Date: f.report.Date, Novelty: r.Novelty,
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

// statementKey tells the statements of a document apart that are of one kind: by the text and, of a page, by the edition.
func statementKey(s *standards.Statement) string {
	key := textKey(&s.Said)
	if s.Page != nil && s.Page.Approved != "" {
		key += "-" + string(s.Page.Approved)
	}
	return key
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

// namesSaid are the keys of all names that a document gives a text: those of its action and, of a page, the others that
// it lists.
func namesSaid(s *standards.Statement) []string {
	names := namesOf(&s.Said)
	if s.Page != nil {
		for _, n := range s.Page.OtherNames {
			add(&names, standards.NameKey(n))
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
