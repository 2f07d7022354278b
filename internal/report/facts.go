package report

import "rapporteur/internal/standards"

// Report is everything one meeting report says, as facts that lead back to its lines. Names are as printed;
// nothing is resolved against what other reports said.
type Report struct {
	Title     string                 // the report's own heading: "Executive Summary"
	Format    standards.ReportFormat // guessed from the content
	LineCount int
	Meeting   Meeting
	Rows      []Row
	Sections  []Section // what was found, for a summary
	Announced []Announced
	Groups    []CorrespondenceGroup
	Warnings  []*standards.Warning // sorted by line
	Coverage  Coverage
}

// Coverage counts the lines that are not blank by what became of them.
type Coverage struct {
	Facts       int // that say a fact
	Boilerplate int // recognised as saying none: headings, column titles, legends
	Unread      int // not understood, and listed in UNREAD warnings
}

// Meeting is the meeting the report is about.
type Meeting struct {
	StudyGroup int    // 17
	GroupTitle string // "Security"
	Name       string // "ITU-T SG17 meeting, Geneva, 27 August - 5 September 2019"
	Place      string // "Geneva"
	Remote     bool
	Start, End standards.PartialDate
	HotTopics  []string
	Events     []Event
	Claims     []*standards.Claim        // of kinds whose tables were read
	Uncounted  []*standards.StatedFigure // of the other kinds

	// UnreadKinds are the kinds of decisions that cannot be counted.
	UnreadKinds []standards.ActionKind
	Statistics  *standards.Statistics // Absentees carry Name, not PersonID
}

// Event is a workshop, training or the like; Documents are TD numbers.
type Event struct {
	standards.Event
	Documents []TD
}

// Section is one part of the report, told by what its heading says.
type Section struct {
	Heading   string
	Kind      standards.ActionKind // empty where it is not a table of decisions
	FirstLine int
	LastLine  int
	Rows      int
}

// Row is one line of a table of decisions.
type Row struct {
	Kind            standards.ActionKind
	Section         string // heading as printed
	Number          int    // as printed, else counted; from 1 within the section
	FirstLine       int    // from 1
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
