// Package source holds what any document of standards work can say: the facts that its readers return, each with
// its place in the document. It must not know how facts become a graph, nor any one kind of document: that is in
// the packages below it.
package source

import "rapporteur/internal/standards"

// Facts are everything one document says. Names are as printed; nothing is resolved against what other documents
// said.
type Facts struct {
	Kind      Kind
	Title     string                 // the document's own heading: "Executive Summary"
	Format    standards.ReportFormat // guessed from the content
	LineCount int                    // of its text, of its HTML source, or paragraphs of a .docx document
	Date      standards.PartialDate  // the document's own date; empty where it has none
	Meeting   *Meeting               // the meeting a report is about; nil for every other kind

	Statements []Statement
	Sections   []Section // what was found, for a summary
	Announced  []Announced
	Groups     []CorrespondenceGroup
	Warnings   []*standards.Warning // sorted by line
	Coverage   Coverage
}

// Kind is the kind of a document.
type Kind string

// The kinds of documents.
const (
	MeetingReport       Kind = "MEETING_REPORT"
	RecommendationPage  Kind = "RECOMMENDATION_PAGE"
	BibliographicRecord Kind = "BIBLIOGRAPHIC_RECORD"
	WorkProgramme       Kind = "WORK_PROGRAMME"
	Table               Kind = "TABLE"
)

// Coverage counts the lines that are not blank by what became of them.
type Coverage struct {
	Facts       int // that say a fact
	Boilerplate int // recognised as saying none: headings, column titles, legends
	Unread      int // not understood, and listed in UNREAD warnings
}

// Meeting is the meeting that a report is about.
type Meeting struct {
	StudyGroup int    // 17; 0 for a group without a number
	GroupName  string // "TSAG", "WTSA", "WP1/11" for a group without a number of its own
	GroupTitle string // "Security"
	Name       string // "ITU-T SG17 meeting, Geneva, 27 August - 5 September 2019"
	Place      string // "Geneva"
	Remote     bool
	Start, End standards.PartialDate
	HotTopics  []string
	Events     []Event
	Claims     []*standards.Claim // every figure that the report states of its decisions

	// UnreadKinds are the kinds of decisions that cannot be counted.
	UnreadKinds []standards.ActionKind
	Statistics  *standards.Statistics // Absentees carry Name, not PersonID
}

// Event is a workshop, training or the like; Documents are TD numbers.
type Event struct {
	standards.Event
	Documents []TD
}

// Section is one part of a document, by what its heading says.
type Section struct {
	Heading   string
	Kind      standards.ActionKind // empty where it is not a table of decisions
	FirstLine int
	LastLine  int
	Rows      int
}

// Statement is what a document says of one text: one row of a table of decisions, one page or one record.
type Statement struct {
	Kind            standards.ActionKind // a decision, or the stage that a page of the Work Programme or a table reports; else empty
	Section         string               // heading as printed
	Number          int                  // as printed, else counted; from 1 within the section
	FirstLine       int                  // from 1
	LastLine        int
	Raw             string // the lines as printed, joined by \n
	Acronym         string // "X.1332"; empty when lost
	ProvisionalName string // "X.sgsec-3"
	Title           string
	TextKind        standards.TextKind
	Novelty         standards.Novelty
	Questions       []Question
	Editors         []string // as printed, trimmed
	Document        TD       // zero when none
	DocumentRole    standards.DocumentRole
	Equivalents     []standards.SpecificationName
	StartOfWork     standards.PartialDate
	Target          standards.PartialDate
	TargetAction    standards.ActionKind
	Relations       []standards.NamedRelation
	Doubts          []*standards.Doubt

	Catalogue // what pages and records add; zero in a report
}

// Catalogue is what pages of Recommendations, of the Work Programme and bibliographic records say beyond a table
// of decisions.
type Catalogue struct {
	Group             int                   // the responsible study group; 0 where none is said, or one without a number
	GroupName         string                // of a responsible group without a number: "TSAG"
	OtherNames        []string              // of the text, beside acronym and provisional name
	StudyPeriod       string                // of Questions and BaseTexts: "2017-2020"; empty where none is said
	Reached           standards.PartialDate // when the text came to the stage of Kind
	Status            Publication           // of the newest edition
	Process           Process
	Approved          standards.PartialDate // the newest edition
	LastUpdate        standards.PartialDate // of title, summary and process, where it differs from the document's date
	Language          string                // of Title and Summary, as a code: "en"
	Summary           string
	URL               string
	SupportingMembers []string
	Liaisons          []string // groups and organizations
	BaseTexts         []TD
	Degrees           []Degree // one for each of Equivalents; empty where none is said
	Editions          []Edition
	Others            []RelatedName // relations beyond those that names say
}

// What documents say in the words of the schema.
type (
	// Publication is the status of a published text.
	Publication = standards.PublicationStatus
	// Process is how a text is approved.
	Process = standards.ApprovalProcess
	// Degree is how far an equivalent specification is the same text.
	Degree = standards.EquivalenceDegree
)

// The values of Publication, Process and Degree.
const (
	InForce    = standards.InForce
	Superseded = standards.Superseded
	Withdrawn  = standards.Withdrawn
	AAP        = standards.AAP
	TAP        = standards.TAP
	Agreement  = standards.Agreement
	Identical  = standards.Identical
	Twin       = standards.Twin
	Related    = standards.Related
)

// Edition is one published edition of a text: "X.509 (10/2019)".
type Edition struct {
	Number   string // "9.0"; empty where none is printed
	Name     string
	Approved standards.PartialDate
	Status   Publication
	URL      string
}

// RelatedName is a text that a page lists under a heading: an amendment, a supplement, an implementers' guide.
type RelatedName struct {
	Name, Title string
	Kind        standards.TextKind
	Approved    standards.PartialDate
	Status      Publication
}

// Question is a Question by number within a study group: Q6/17 is {17, 6}.
type Question struct{ Group, Number int }

// TD is a temporary document's number: "TD 1293 Rev.5" is {"TD1293", 5}.
type TD struct {
	Number   string // "TD1293", "TD73/2"
	Revision int    // 0 when none
}

// Announced is a meeting that this one announced: the next plenary or an interim Rapporteur Group meeting.
type Announced struct {
	Kind           standards.MeetingKind
	Name           string
	Questions      []Question
	JointWith      []string
	Place          string
	Remote         bool
	Start, End     standards.PartialDate
	WorkingDays    *int
	VenueConfirmed *bool
	Objectives     []Objective
	FirstLine      int
	LastLine       int
	Raw            string
	Doubts         []*standards.Doubt
}

// Objective is what an announced meeting is to work on, and the names of texts it mentions.
type Objective struct {
	Description string
	Texts       []string
}

// CorrespondenceGroup is a group that works between meetings.
type CorrespondenceGroup struct {
	Acronym, Title, Status string
	FirstLine, LastLine    int
}
