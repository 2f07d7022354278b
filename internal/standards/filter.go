package standards

import "slices"

// TextFilter selects texts: all that is given must hold; of a list, any one.
type TextFilter struct {
	Search         *string
	Acronym        *string
	Kind           []TextKind
	Novelty        *Novelty
	Status         []ActionKind
	Questions      []string // labels, Q6/17 or 6/17, of the newest study period that has each; or ids
	StudyGroup     *int
	Editors        []PersonID
	EditorName     *string
	ReferencedOnly *bool // nil is false
	Organizations  []string
	HasEquivalent  *bool
	Meetings       []MeetingID
	Actions        []ActionKind
	Decided        *DecisionFilter
	TargetActions  []ActionKind
	StartedFrom    *PartialDate
	StartedTo      *PartialDate
	TargetFrom     *PartialDate
	TargetTo       *PartialDate
	Targets        []PartialDate // exactly these, as precise as they are
	Publication    []PublicationStatus
}

// DecisionFilter selects decisions: all that is given must hold for the same one; of a list, any one.
type DecisionFilter struct {
	Kinds    []ActionKind
	Meetings []MeetingID
	From     *PartialDate
	To       *PartialDate
}

// Selects reports whether all that is given holds for the decision. A nil filter selects every decision.
func (f *DecisionFilter) Selects(d Decision) bool {
	if f == nil {
		return true
	}
	return (f.Kinds == nil || slices.Contains(f.Kinds, d.Kind)) && (f.Meetings == nil || slices.Contains(f.Meetings, d.MeetingID)) &&
		d.Date.Within(f.From, f.To)
}

// PersonFilter selects people.
type PersonFilter struct {
	Search    *string
	Questions []string
	MinTexts  *int    // nil is 1 where no role is given
	Role      *string // a position they hold, case aside
}

// QuestionFilter selects Questions.
type QuestionFilter struct {
	StudyGroup  *int
	StudyPeriod *string
}

// DocumentFilter selects temporary documents.
type DocumentFilter struct {
	StudyGroup *int
	Roles      []DocumentRole
	Meeting    *MeetingID
}

// SpecificationFilter selects specifications.
type SpecificationFilter struct {
	Organizations []string
	Number        *string
}

// MeetingFilter selects meetings.
type MeetingFilter struct {
	Kinds      []MeetingKind
	StudyGroup *int
	Questions  []string
	Held       *bool
	From       *PartialDate
	To         *PartialDate
}

// ActionFilter selects actions.
type ActionFilter struct {
	Kinds     []ActionKind
	Meeting   *MeetingID
	Questions []string
}

// TextOrder is the order of texts.
type TextOrder struct {
	Field     TextOrderField
	Direction OrderDirection
}

// PersonOrder is the order of people.
type PersonOrder struct {
	Field     PersonOrderField
	Direction OrderDirection
}

// MeetingOrder is the order of meetings.
type MeetingOrder struct {
	Field     MeetingOrderField
	Direction OrderDirection
}
