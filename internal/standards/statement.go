package standards

import (
	"slices"
	"strings"
)

// Statement is what one place of one document says of one text. Statements are the recorded facts: actions, texts,
// people, documents and Questions are derived from them.
type Statement struct {
	ID       StatementID `bson:"_id"`
	ReportID ReportID    `bson:"report"`
	Said     Action      `bson:"said"`           // as printed: without an id, a text, and the people its names stand for
	Page     *Page       `bson:"page,omitempty"` // of a document that is about no meeting; nil of a report

	PageEditors []string `bson:"pageEditors,omitempty"` // the names of editors in what a page says

	// Derived from all statements.
	TextID   TextID   `bson:"text"`
	ActionID ActionID `bson:"action,omitempty"` // the decision that it reports
}

// Date is the date of what is said.
func (s *Statement) Date() PartialDate { return s.Said.Date }

// Title is the title that it gives.
func (s *Statement) Title() *string { return s.Said.Title }

// Status is what was decided, or how far the text is.
func (s *Statement) Status() ActionKind { return s.Said.Kind }

// Target is when the text is to be acted on.
func (s *Statement) Target() PartialDate { return s.Said.Target }

// Acronym is the name that it gives the text.
func (s *Statement) Acronym() *string { return s.Said.Acronym }

// ProvisionalName is the name that it gives the text before that.
func (s *Statement) ProvisionalName() *string { return s.Said.ProvisionalName }

// Liaisons are the groups and organizations that it names for liaison.
func (s *Statement) Liaisons() []string {
	if s.Page == nil || s.Page.Liaisons == nil {
		return []string{}
	}
	return s.Page.Liaisons
}

// BaseTexts are the numbers of the documents that it names as base texts.
func (s *Statement) BaseTexts() []string {
	if s.Page == nil || s.Page.BaseTexts == nil {
		return []string{}
	}
	return s.Page.BaseTexts
}

// Source are the lines.
func (s *Statement) Source() *Source { return &s.Said.Source }

// TitleDoubt is the reason of the doubt about a text that is known by its title alone. It is derived.
const TitleDoubt = "the row gives no name; another row gives this title to the text"

// Fact returns the statement without what is derived from all statements.
func (s *Statement) Fact() *Statement {
	fact := *s
	fact.TextID, fact.ActionID = "", ""
	fact.Said.Source.Doubts = slices.DeleteFunc(slices.Clone(s.Said.Source.Doubts), func(d *Doubt) bool {
		return d.Field == "text" && d.Reason == TitleDoubt
	})
	return &fact
}

// MeetingStatement is what one document says of a meeting: its own, or one that it announces.
type MeetingStatement struct {
	ID        string    `bson:"_id"`
	ReportID  ReportID  `bson:"report"`
	MeetingID MeetingID `bson:"meeting"`
	Own       bool      `bson:"own"`
	ByID      MeetingID `bson:"by"`              // the meeting of the document
	SortKey   string    `bson:"sortKey"`         // of the document
	Names     []string  `bson:"names,omitempty"` // keys of the names of texts in its objectives
	Said      Meeting   `bson:"said"`
}

// NewMeetingStatement is what a document says of a meeting.
func NewMeetingStatement(r *Report, m *Meeting, own bool) *MeetingStatement {
	s := &MeetingStatement{
		ID: NewMeetingStatementID(r.ID, m.ID), ReportID: r.ID, MeetingID: m.ID, Own: own, ByID: r.MeetingID, SortKey: r.SortKey, Said: *m,
	}
	for _, o := range m.Objectives {
		for _, n := range o.Names {
			if key := NameKey(n); !slices.Contains(s.Names, key) {
				s.Names = append(s.Names, key)
			}
		}
	}
	return s
}

// GroupStatement is what one document says of a correspondence group.
type GroupStatement struct {
	ID       string                `bson:"_id"`
	ReportID ReportID              `bson:"report"`
	GroupID  CorrespondenceGroupID `bson:"group"`
	SortKey  string                `bson:"sortKey"` // of the document
	Said     CorrespondenceGroup   `bson:"said"`
}

// NewGroupStatement is what a document says of a correspondence group.
func NewGroupStatement(r *Report, g *CorrespondenceGroup) *GroupStatement {
	return &GroupStatement{ID: NewGroupStatementID(r.ID, g.ID), ReportID: r.ID, GroupID: g.ID, SortKey: r.SortKey, Said: *g}
}

// WarningPage is a part of the warnings about one document.
type WarningPage struct {
	ID       string     `bson:"_id"`
	ReportID ReportID   `bson:"report"`
	Number   int        `bson:"number"` // from 0
	Warnings []*Warning `bson:"warnings"`
}

const (
	// WarningPageSize is how many warnings each page of a document has, but for the last one.
	WarningPageSize = 100
	// MaxWarnings is how many of the warnings about a document an answer lists.
	MaxWarnings = 1000
	// maxWarning bounds the lines and the message of a warning, in bytes.
	maxWarning = 2 << 10
)

// NewWarningPages cuts the warnings about a document into pages.
func NewWarningPages(report ReportID, warnings []*Warning) []*WarningPage {
	var pages []*WarningPage
	for some := range slices.Chunk(warnings, WarningPageSize) {
		page := &WarningPage{ID: NewWarningPageID(report, len(pages)), ReportID: report, Number: len(pages)}
		for _, w := range some {
			short := *w
			short.Message = Shortened(w.Message, maxWarning)
			if w.Raw != nil {
				raw := Shortened(*w.Raw, maxWarning)
				short.Raw = &raw
			}
			page.Warnings = append(page.Warnings, &short)
		}
		pages = append(pages, page)
	}
	return pages
}

// Shortened is a text of at most about so many bytes; a longer one ends in an ellipsis.
func Shortened(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
