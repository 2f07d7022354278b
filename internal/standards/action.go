package standards

import (
	"slices"
	"time"
)

// Action is what a meeting decided about a text. It is derived from the statements of all documents that report the
// decision: each field as the fullest document that has it says it.
type Action struct {
	ID            ActionID          `bson:"_id"`
	Kind          ActionKind        `bson:"kind"`
	TextID        TextID            `bson:"text"`
	MeetingID     MeetingID         `bson:"meeting"`
	StudyGroupID  StudyGroupID      `bson:"studyGroup"`
	Date          PartialDate       `bson:"date,omitempty"`
	Novelty       Novelty           `bson:"novelty,omitempty"`
	QuestionIDs   []QuestionID      `bson:"questions,omitempty"`
	EditorLinks   []*ActionEditor   `bson:"editors,omitempty"`
	DocumentID    DocumentID        `bson:"document,omitempty"`
	DocumentRole  DocumentRole      `bson:"documentRole,omitempty"`
	Revision      *int              `bson:"revision,omitempty"` // of the document
	EquivalentIDs []SpecificationID `bson:"equivalents,omitempty"`
	StartOfWork   PartialDate       `bson:"startOfWork,omitempty"`
	Target        PartialDate       `bson:"target,omitempty"`
	TargetAction  ActionKind        `bson:"targetAction,omitempty"`
	Source        Source            `bson:"source"`
	OtherSources  []*Source         `bson:"otherSources,omitempty"` // of further documents that report the decision

	// What the row says of its text.
	Acronym         *string         `bson:"acronym,omitempty"`
	ProvisionalName *string         `bson:"provisionalName,omitempty"`
	Title           *string         `bson:"title,omitempty"`
	TextKind        TextKind        `bson:"textKind,omitempty"`
	Relations       []NamedRelation `bson:"relations,omitempty"`
	SortKey         string          `bson:"sortKey"` // the newest meeting first, then the place in its report
}

// Sources are the lines of all documents that report the decision.
func (a *Action) Sources() []*Source { return append([]*Source{&a.Source}, a.OtherSources...) }

// EditorIDs are the people among the editors, each once.
func (a *Action) EditorIDs() []PersonID {
	var ids []PersonID
	for _, e := range a.EditorLinks {
		if !slices.Contains(ids, e.PersonID) {
			ids = append(ids, e.PersonID)
		}
	}
	return ids
}

// ActionEditor is an editor as a row lists them.
type ActionEditor struct {
	PersonID PersonID `bson:"person"`
	Name     string   `bson:"name"` // as printed
}

// NamedRelation is a relation to a text known by its name alone.
type NamedRelation struct {
	Kind RelationKind `bson:"kind"`
	Name string       `bson:"name"`
}

// Source leads a fact back to the lines that say it.
type Source struct {
	ReportID  ReportID `bson:"report"`
	Section   string   `bson:"section"` // the heading, as printed
	Row       *int     `bson:"row,omitempty"`
	FirstLine int      `bson:"firstLine"` // counted from 1
	LastLine  int      `bson:"lastLine"`
	Raw       string   `bson:"raw"`
	Doubts    []*Doubt `bson:"doubts,omitempty"`
}

// Doubt marks a field that was inferred rather than read, or that may be wrong as printed.
type Doubt struct {
	Field        string  `bson:"field"` // the schema's name: "questions", "acronym", "targetAction"
	Reason       string  `bson:"reason"`
	InferredFrom *string `bson:"inferredFrom,omitempty"`
}

// Report is an imported document: the report of a meeting, or another document that says what a meeting decided.
type Report struct {
	ID         ReportID     `bson:"_id"`
	Kind       SourceKind   `bson:"kind"`
	Key        string       `bson:"key"` // see DocumentKey
	Title      string       `bson:"title"`
	Date       PartialDate  `bson:"date,omitempty"` // the document's own
	SHA256     string       `bson:"sha256"`
	ImportedAt time.Time    `bson:"importedAt"`
	Format     ReportFormat `bson:"format"`
	LineCount  int          `bson:"lineCount"`
	Statements int          `bson:"statements"` // how many it makes of texts
	MeetingID  MeetingID    `bson:"meeting,omitempty"`
	SortKey    string       `bson:"sortKey"` // the newest meeting first
	Terms      []string     `bson:"terms,omitempty"`

	StudyGroupID StudyGroupID `bson:"studyGroup,omitempty"`
	GroupTitle   *string      `bson:"groupTitle,omitempty"`
	WarningCount int          `bson:"warningCount"`

	Digest string `bson:"digest"` // over all that the document says, as it is stored
}

// Warning is something the reader could not read, or a contradiction within the report.
type Warning struct {
	Code      string  `bson:"code" json:"code"` // "UNREAD", "CLAIM", ...
	Message   string  `bson:"message" json:"message"`
	FirstLine *int    `bson:"firstLine,omitempty" json:"firstLine,omitempty"`
	LastLine  *int    `bson:"lastLine,omitempty" json:"lastLine,omitempty"`
	Raw       *string `bson:"raw,omitempty" json:"raw,omitempty"`
}
