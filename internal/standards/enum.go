package standards

import (
	"io"
	"slices"
)

// The enumerations below are the schema's own values. The zero value is "not known" and is null in an answer.

// TextKind is the kind of document a text becomes.
type TextKind string

// The values of TextKind.
const (
	Recommendation    TextKind = "RECOMMENDATION"
	Amendment         TextKind = "AMENDMENT"
	Corrigendum       TextKind = "CORRIGENDUM"
	Supplement        TextKind = "SUPPLEMENT"
	Annex             TextKind = "ANNEX"
	ImplementersGuide TextKind = "IMPLEMENTERS_GUIDE"
	TechnicalReport   TextKind = "TECHNICAL_REPORT"
	TechnicalPaper    TextKind = "TECHNICAL_PAPER"
)

// TextKinds are all values of TextKind, in the order of the schema.
func TextKinds() []TextKind {
	return []TextKind{Recommendation, Amendment, Corrigendum, Supplement, Annex, ImplementersGuide, TechnicalReport, TechnicalPaper}
}

// MarshalGQL writes the value, or null for the zero value.
func (v TextKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *TextKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, TextKinds()) }

// Novelty says whether a text is new or revises an earlier edition.
type Novelty string

// The values of Novelty.
const (
	New     Novelty = "NEW"
	Revised Novelty = "REVISED"
)

// Noveltys are all values of Novelty, in the order of the schema.
func Noveltys() []Novelty { return []Novelty{New, Revised} }

// MarshalGQL writes the value, or null for the zero value.
func (v Novelty) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *Novelty) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, Noveltys()) }

// ActionKind is what a meeting decided about a text: determined starts TAP (WTSA Resolution 1), consented starts AAP (A.8).
type ActionKind string

// The values of ActionKind.
const (
	NewWorkItem ActionKind = "NEW_WORK_ITEM"
	Planned     ActionKind = "PLANNED"
	Determined  ActionKind = "DETERMINED"
	Consented   ActionKind = "CONSENTED"
	Agreed      ActionKind = "AGREED"
	Approved    ActionKind = "APPROVED"
	NotApproved ActionKind = "NOT_APPROVED"
	Removed     ActionKind = "REMOVED" // of work items
	Deleted     ActionKind = "DELETED" // of Recommendations
)

// ActionKinds are all values of ActionKind, in the order of the schema.
func ActionKinds() []ActionKind {
	return []ActionKind{NewWorkItem, Planned, Determined, Consented, Agreed, Approved, NotApproved, Removed, Deleted}
}

// MarshalGQL writes the value, or null for the zero value.
func (v ActionKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *ActionKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, ActionKinds()) }

// DocumentRole is what a temporary document holds: the text itself, or the A.1 justification of a new work item.
type DocumentRole string

// The values of DocumentRole.
const (
	LocationOfText  DocumentRole = "LOCATION_OF_TEXT"
	A1Justification DocumentRole = "A1_JUSTIFICATION"
	Tutorial        DocumentRole = "TUTORIAL"
)

// DocumentRoles are all values of DocumentRole, in the order of the schema.
func DocumentRoles() []DocumentRole { return []DocumentRole{LocationOfText, A1Justification, Tutorial} }

// MarshalGQL writes the value, or null for the zero value.
func (v DocumentRole) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *DocumentRole) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, DocumentRoles()) }

// RelationKind is how one text relates to another.
type RelationKind string

// The values of RelationKind.
const (
	Revises     RelationKind = "REVISES"
	Amends      RelationKind = "AMENDS"
	Corrects    RelationKind = "CORRECTS"
	Supplements RelationKind = "SUPPLEMENTS"
	PartOf      RelationKind = "PART_OF"
)

// RelationKinds are all values of RelationKind, in the order of the schema.
func RelationKinds() []RelationKind {
	return []RelationKind{Revises, Amends, Corrects, Supplements, PartOf}
}

// MarshalGQL writes the value, or null for the zero value.
func (v RelationKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *RelationKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, RelationKinds()) }

// Direction is the direction of a relation seen from one of its texts.
type Direction string

// The values of Direction.
const (
	Out Direction = "OUT"
	In  Direction = "IN"
)

// Directions are all values of Direction, in the order of the schema.
func Directions() []Direction { return []Direction{Out, In} }

// MarshalGQL writes the value, or null for the zero value.
func (v Direction) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *Direction) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, Directions()) }

// MeetingKind is the kind of a meeting.
type MeetingKind string

// The values of MeetingKind.
const (
	Plenary MeetingKind = "PLENARY"
	Interim MeetingKind = "INTERIM"
	Joint   MeetingKind = "JOINT"
)

// MeetingKinds are all values of MeetingKind, in the order of the schema.
func MeetingKinds() []MeetingKind { return []MeetingKind{Plenary, Interim, Joint} }

// MarshalGQL writes the value, or null for the zero value.
func (v MeetingKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *MeetingKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, MeetingKinds()) }

// EventKind is the kind of an event beside a meeting.
type EventKind string

// The values of EventKind.
const (
	Workshop     EventKind = "WORKSHOP"
	Training     EventKind = "TRAINING"
	SessionEvent EventKind = "SESSION"
	Gathering    EventKind = "GATHERING"
	OtherEvent   EventKind = "OTHER"
)

// EventKinds are all values of EventKind, in the order of the schema.
func EventKinds() []EventKind {
	return []EventKind{Workshop, Training, SessionEvent, Gathering, OtherEvent}
}

// MarshalGQL writes the value, or null for the zero value.
func (v EventKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *EventKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, EventKinds()) }

// ReportFormat is the format a report was read from.
type ReportFormat string

// The values of ReportFormat.
const (
	TextFormat ReportFormat = "TEXT"
	HTMLFormat ReportFormat = "HTML"
	DocxFormat ReportFormat = "DOCX"
	YAMLFormat ReportFormat = "YAML"
	CSVFormat  ReportFormat = "CSV"
	XLSXFormat ReportFormat = "XLSX"
)

// ReportFormats are all values of ReportFormat, in the order of the schema.
func ReportFormats() []ReportFormat {
	return []ReportFormat{TextFormat, HTMLFormat, DocxFormat, YAMLFormat, CSVFormat, XLSXFormat}
}

// MarshalGQL writes the value, or null for the zero value.
func (v ReportFormat) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *ReportFormat) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, ReportFormats()) }

// SourceKind is the kind of an imported document.
type SourceKind string

// The values of SourceKind.
const (
	MeetingReport       SourceKind = "MEETING_REPORT"
	RecommendationPage  SourceKind = "RECOMMENDATION_PAGE"
	BibliographicRecord SourceKind = "BIBLIOGRAPHIC_RECORD"
	WorkProgramme       SourceKind = "WORK_PROGRAMME"
	TableSource         SourceKind = "TABLE"
)

// SourceKinds are all values of SourceKind, in the order of the schema.
func SourceKinds() []SourceKind {
	return []SourceKind{MeetingReport, RecommendationPage, BibliographicRecord, WorkProgramme, TableSource}
}

// MarshalGQL writes the value, or null for the zero value.
func (v SourceKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *SourceKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, SourceKinds()) }

// TextOrderField is what texts are ordered by.
type TextOrderField string

// The values of TextOrderField.
const (
	ByAcronym     TextOrderField = "ACRONYM"
	ByTitle       TextOrderField = "TITLE"
	ByStartOfWork TextOrderField = "START_OF_WORK"
	ByTarget      TextOrderField = "TARGET"
)

// TextOrderFields are all values of TextOrderField, in the order of the schema.
func TextOrderFields() []TextOrderField {
	return []TextOrderField{ByAcronym, ByTitle, ByStartOfWork, ByTarget}
}

// MarshalGQL writes the value, or null for the zero value.
func (v TextOrderField) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *TextOrderField) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, TextOrderFields()) }

// PersonOrderField is what people are ordered by.
type PersonOrderField string

// The values of PersonOrderField.
const (
	ByName      PersonOrderField = "NAME"
	ByTextCount PersonOrderField = "TEXT_COUNT"
)

// PersonOrderFields are all values of PersonOrderField, in the order of the schema.
func PersonOrderFields() []PersonOrderField { return []PersonOrderField{ByName, ByTextCount} }

// MarshalGQL writes the value, or null for the zero value.
func (v PersonOrderField) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *PersonOrderField) UnmarshalGQL(in any) error {
	return unmarshalEnum(v, in, PersonOrderFields())
}

// MeetingOrderField is what meetings are ordered by.
type MeetingOrderField string

// The values of MeetingOrderField.
const (
	ByStart       MeetingOrderField = "START"
	ByMeetingName MeetingOrderField = "NAME"
)

// MeetingOrderFields are all values of MeetingOrderField, in the order of the schema.
func MeetingOrderFields() []MeetingOrderField { return []MeetingOrderField{ByStart, ByMeetingName} }

// MarshalGQL writes the value, or null for the zero value.
func (v MeetingOrderField) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *MeetingOrderField) UnmarshalGQL(in any) error {
	return unmarshalEnum(v, in, MeetingOrderFields())
}

// OrderDirection is which way to order.
type OrderDirection string

// The values of OrderDirection.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)

// OrderDirections are all values of OrderDirection, in the order of the schema.
func OrderDirections() []OrderDirection { return []OrderDirection{Ascending, Descending} }

// MarshalGQL writes the value, or null for the zero value.
func (v OrderDirection) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *OrderDirection) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, OrderDirections()) }

// NodeType is a kind of node.
type NodeType string

// The values of NodeType.
const (
	StudyGroupNode          NodeType = "STUDY_GROUP"
	QuestionNode            NodeType = "QUESTION"
	TextNode                NodeType = "TEXT"
	PersonNode              NodeType = "PERSON"
	DocumentNode            NodeType = "DOCUMENT"
	SpecificationNode       NodeType = "SPECIFICATION"
	MeetingNode             NodeType = "MEETING"
	ActionNode              NodeType = "ACTION"
	CorrespondenceGroupNode NodeType = "CORRESPONDENCE_GROUP"
	ReportNode              NodeType = "REPORT"
)

// NodeTypes are all values of NodeType, in the order of the schema.
func NodeTypes() []NodeType {
	return []NodeType{StudyGroupNode, QuestionNode, TextNode, PersonNode, DocumentNode, SpecificationNode, MeetingNode, ActionNode, CorrespondenceGroupNode, ReportNode}
}

// MarshalGQL writes the value, or null for the zero value.
func (v NodeType) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *NodeType) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, NodeTypes()) }

// EdgeKind is a kind of edge. Each is recorded in one direction and walked in both.
type EdgeKind string

// The values of EdgeKind.
const (
	QuestionOf   EdgeKind = "QUESTION_OF"
	EditedBy     EdgeKind = "EDITED_BY"
	CarriedBy    EdgeKind = "CARRIED_BY"
	EquivalentTo EdgeKind = "EQUIVALENT_TO"
	RelatedTo    EdgeKind = "RELATED_TO"
	DecidedAt    EdgeKind = "DECIDED_AT"
	MeetingOf    EdgeKind = "MEETING_OF"
	AnnouncedAt  EdgeKind = "ANNOUNCED_AT"
	GroupOf      EdgeKind = "GROUP_OF"
)

// EdgeKinds are all values of EdgeKind, in the order of the schema.
func EdgeKinds() []EdgeKind {
	return []EdgeKind{QuestionOf, EditedBy, CarriedBy, EquivalentTo, RelatedTo, DecidedAt, MeetingOf, AnnouncedAt, GroupOf}
}

// MarshalGQL writes the value, or null for the zero value.
func (v EdgeKind) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *EdgeKind) UnmarshalGQL(in any) error { return unmarshalEnum(v, in, EdgeKinds()) }

// marshalEnum writes a value that needs no escapes.
func marshalEnum[T ~string](w io.Writer, v T) {
	if v == "" {
		_, _ = io.WriteString(w, "null")
		return
	}
	_, _ = io.WriteString(w, `"`) // what writes to the answer cannot fail
	_, _ = io.WriteString(w, string(v))
	_, _ = io.WriteString(w, `"`)
}

func unmarshalEnum[T ~string](v *T, in any, all []T) error {
	s, ok := in.(string)
	if !ok || !slices.Contains(all, T(s)) {
		return Errorf(Invalid, "%v is not one of %v", in, all)
	}
	*v = T(s)
	return nil
}
