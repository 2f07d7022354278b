// Package standards is the domain of Rapporteur: the nodes of the relationship graph of standards work,
// their identifiers, and the rules of the field for names, dates and spellings.
//
// Its structs carry bson tags and are bound into the GraphQL schema as they are, so there is one type for a
// thing from the database to the answer. The package must not know how it is stored, read from a report
// or served.
package standards

// The ids of nodes are made from the natural key of each and survive re-import; the functions in id.go build them.

// StudyGroupID is like study-group:17.
type StudyGroupID string

// QuestionID is like question:17:2017-2020:6.
type QuestionID string

// TextID is like text:17:x.sgsec-3.
type TextID string

// PersonID is like person:koji-nakao.
type PersonID string

// DocumentID is like document:17:2017-2020:td2442.
type DocumentID string

// SpecificationID is like specification:iso/iec_9594-8.
type SpecificationID string

// MeetingID is like meeting:17:2019-08-27.
type MeetingID string

// ActionID is like action:17:2019-08-27:consented:x.509rev.
type ActionID string

// ReportID is like report:17:2019-08-27, or report:17:2019-08-27:tsb-circular-160.
type ReportID string

// StatementID is like statement:17:2019-08-27:consented:x.509rev.
type StatementID string

// CorrespondenceGroupID is like correspondence-group:17:cg-xss.
type CorrespondenceGroupID string

// StudyGroup is an ITU-T Study Group.
type StudyGroup struct {
	ID     StudyGroupID `bson:"_id"`
	Name   string       `bson:"name"` // "ITU-T SG17"
	Number int          `bson:"number"`
	Title  *string      `bson:"title,omitempty"` // "Security"
	Terms  []string     `bson:"terms,omitempty"` // derived, for search
}

// HeadSize is how many entries of a list that grows with the graph a node keeps: the first ones in the order of the
// list. The number of all is kept beside them, and the others are found by index.
const HeadSize = 100

// Question is one Question of a Study Group in one study period: Q4/17 of two periods are two Questions.
type Question struct {
	ID           QuestionID   `bson:"_id"`
	Label        string       `bson:"label"` // "Q6/17"
	Number       int          `bson:"number"`
	StudyPeriod  string       `bson:"studyPeriod"` // "2017-2020"
	StudyGroupID StudyGroupID `bson:"studyGroup"`
	SortKey      string       `bson:"sortKey"`
	Terms        []string     `bson:"terms,omitempty"`

	// Derived, see HeadSize: the texts that name the Question in the order of their acronyms, and the people who edit
	// them by name.
	TextIDs      []TextID   `bson:"texts,omitempty"`
	TextCount    int        `bson:"textCount"`
	EditorIDs    []PersonID `bson:"editors,omitempty"`
	EditorCount  int        `bson:"editorCount"`
	MeetingCount int        `bson:"meetingCount"` // meetings that name the Question
}

// Text is a work item on its way to being a Recommendation, Supplement, Technical Report or the like. It is
// one text under all the names it ever had: X.sgsec-3 becomes X.1332.
type Text struct {
	ID              TextID       `bson:"_id"`
	Acronym         *string      `bson:"acronym,omitempty"`         // the newest formal name; nil where the source lost it
	ProvisionalName *string      `bson:"provisionalName,omitempty"` // "X.sgsec-3"
	OtherNames      []string     `bson:"otherNames,omitempty"`
	Title           *string      `bson:"title,omitempty"`
	ReferencedOnly  bool         `bson:"referencedOnly"` // known from a relation alone
	Kind            TextKind     `bson:"kind,omitempty"`
	Novelty         Novelty      `bson:"novelty,omitempty"`
	Status          ActionKind   `bson:"status,omitempty"` // the last thing that was decided
	StartOfWork     PartialDate  `bson:"startOfWork"`      // "" where not known, since it is ordered by
	Target          PartialDate  `bson:"target"`
	TargetAction    ActionKind   `bson:"targetAction,omitempty"`
	StudyGroupID    StudyGroupID `bson:"studyGroup"`

	QuestionIDs   []QuestionID      `bson:"questions,omitempty"`
	EditorIDs     []PersonID        `bson:"editors,omitempty"` // in order of first appearance
	Documents     []*TextDocument   `bson:"documents,omitempty"`
	EquivalentIDs []SpecificationID `bson:"equivalents,omitempty"`
	RelationLinks []TextLink        `bson:"relations,omitempty"` // outward; inward ones are found by index
	ActionIDs     []ActionID        `bson:"actions,omitempty"`   // the timeline, oldest first

	// What pages and records say of it.
	Publication       PublicationStatus   `bson:"publication,omitempty"` // "" while it was never published
	Process           ApprovalProcess     `bson:"process,omitempty"`
	Approved          PartialDate         `bson:"approved,omitempty"` // of the newest edition
	Summary           *string             `bson:"summary,omitempty"`
	URL               *string             `bson:"url,omitempty"`
	SupportingMembers []string            `bson:"supportingMembers,omitempty"`
	Degrees           []EquivalenceDegree `bson:"degrees,omitempty"`  // one for each equivalent, where any is known
	Editions          []*Edition          `bson:"editions,omitempty"` // oldest first
	Targets           []*TargetChange     `bson:"targets,omitempty"`  // how its target moved, oldest first

	// Derived, for lookup, filters and order.
	Names         []string   `bson:"names"` // NameKey of every name, and title:<key> of every title
	SortKey       string     `bson:"sortKey"`
	TitleKey      string     `bson:"titleKey"`
	Terms         []string   `bson:"terms,omitempty"`
	Decisions     []Decision `bson:"decisions,omitempty"`     // of its actions, oldest first, each once
	Organizations []string   `bson:"organizations,omitempty"` // folded, of the equivalents
}

// TargetChange is a target that a document gave a text, other than the one before.
type TargetChange struct {
	ReportID ReportID    `bson:"report"`
	Date     PartialDate `bson:"date,omitempty"` // of the document
	Target   PartialDate `bson:"target"`
}

// Decision is what a filter selects a text's actions by.
type Decision struct {
	Kind      ActionKind  `bson:"kind"`
	MeetingID MeetingID   `bson:"meeting"`
	Date      PartialDate `bson:"date"` // "" where not known
}

// Decision is what a filter selects the action by.
func (a *Action) Decision() Decision { return Decision{a.Kind, a.MeetingID, a.Date} }

// TextDocument says which temporary document carried a text, in which role, at which action.
type TextDocument struct {
	Role       DocumentRole `bson:"role"`
	DocumentID DocumentID   `bson:"document"`
	ActionID   ActionID     `bson:"action,omitempty"`
}

// TextLink is an outward relation of a text.
type TextLink struct {
	Kind   RelationKind `bson:"kind"`
	TextID TextID       `bson:"text"`
}

// TextRelation is a relation seen from one of its texts.
type TextRelation struct {
	Kind      RelationKind
	Direction Direction
	TextID    TextID // the other text
}

// Person edits texts or holds a role.
type Person struct {
	ID        PersonID `bson:"_id"`
	Name      string   `bson:"name"`            // the spelling used most
	Spellings []string `bson:"spellings"`       // as printed
	RoleLinks []*Role  `bson:"roles,omitempty"` // see HeadSize; by the start of their meetings
	RoleCount int      `bson:"roleCount"`

	// Derived, for lookup, filters and order.
	Keys                 []string     `bson:"keys"`      // of every spelling the reading that holds, folded
	IDs                  []PersonID   `bson:"ids"`       // all that lead to the person, their own first
	NameWords            []string     `bson:"nameWords"` // of every spelling
	SortKey              string       `bson:"sortKey"`
	Terms                []string     `bson:"terms,omitempty"`
	TextIDs              []TextID     `bson:"texts,omitempty"` // see HeadSize; in the order of their acronyms
	TextCount            int          `bson:"textCount"`
	QuestionIDs          []QuestionID `bson:"questions,omitempty"`          // of all their texts, in the order of Questions
	QuestionTexts        []int        `bson:"questionTexts,omitempty"`      // how many of their texts each of QuestionIDs has
	PossibleDuplicateIDs []PersonID   `bson:"possibleDuplicates,omitempty"` // at most MaxDuplicates, the likeliest first
	Likeness             []string     `bson:"likeness,omitempty"`           // LikenessKeys of Keys
	RoleKeys             []string     `bson:"roleKeys,omitempty"`           // TitleKey of the titles of the roles
}

// Role is a position a person holds, for example a vice-chairman, and whether they attended a meeting.
type Role struct {
	PersonID   PersonID  `bson:"person,omitempty"`
	Name       string    `bson:"name,omitempty"` // as printed
	Title      string    `bson:"title"`
	Represents *string   `bson:"represents,omitempty"`
	MeetingID  MeetingID `bson:"meeting,omitempty"`
	Present    *bool     `bson:"present,omitempty"`
}

// Document is a temporary document (TD), numbered within a study group and study period.
type Document struct {
	ID           DocumentID      `bson:"_id"`
	Number       string          `bson:"number"` // "TD2442"
	Revision     *int            `bson:"revision,omitempty"`
	StudyPeriod  *string         `bson:"studyPeriod,omitempty"`
	StudyGroupID StudyGroupID    `bson:"studyGroup,omitempty"`
	MeetingID    MeetingID       `bson:"meeting,omitempty"` // where it was last seen
	TextLinks    []*DocumentText `bson:"texts,omitempty"`   // see HeadSize; in the order of Timeline
	TextCount    int             `bson:"textCount"`         // of all of them; a text counts once for each action
	Roles        []DocumentRole  `bson:"roles,omitempty"`
	SortKey      string          `bson:"sortKey"`
	Terms        []string        `bson:"terms,omitempty"`
}

// DocumentText is TextDocument seen from the document.
type DocumentText struct {
	Role     DocumentRole `bson:"role"`
	TextID   TextID       `bson:"text"`
	ActionID ActionID     `bson:"action,omitempty"`
}

// Specification is the twin of a text at another organization: ISO/IEC 9594-8, ETSI ES 201 873-1, UPU S68.
type Specification struct {
	ID            SpecificationID `bson:"_id"`
	Identifier    string          `bson:"identifier"`
	Organizations []string        `bson:"organizations"`
	Series        *string         `bson:"series,omitempty"`
	Number        string          `bson:"number"`
	Part          *string         `bson:"part,omitempty"`
	TextIDs       []TextID        `bson:"texts,omitempty"` // derived, see HeadSize; in the order of their acronyms
	TextCount     int             `bson:"textCount"`
	SortKey       string          `bson:"sortKey"`

	OrganizationKeys []string `bson:"organizationKeys"` // in lower case
	Terms            []string `bson:"terms,omitempty"`
}

// Meeting is a plenary of a study group, an interim Rapporteur Group meeting of some of its Questions, or a
// joint meeting with others.
type Meeting struct {
	ID             MeetingID    `bson:"_id"`
	Name           string       `bson:"name"`
	Kind           MeetingKind  `bson:"kind"`
	StudyGroupID   StudyGroupID `bson:"studyGroup,omitempty"`
	QuestionIDs    []QuestionID `bson:"questions,omitempty"`
	JointWith      []string     `bson:"jointWith,omitempty"`
	Place          *string      `bson:"place,omitempty"`
	Remote         bool         `bson:"remote"`
	Start          PartialDate  `bson:"start,omitempty"`
	End            PartialDate  `bson:"end,omitempty"`
	WorkingDays    *int         `bson:"workingDays,omitempty"`
	VenueConfirmed *bool        `bson:"venueConfirmed,omitempty"`
	Objectives     []*Objective `bson:"objectives,omitempty"`
	AnnouncedAtID  MeetingID    `bson:"announcedAt,omitempty"` // the last of AnnouncedByIDs
	AnnouncedByIDs []MeetingID  `bson:"announcedBy,omitempty"`
	HotTopics      []string     `bson:"hotTopics,omitempty"`
	Events         []*Event     `bson:"events,omitempty"`
	Statistics     *Statistics  `bson:"statistics,omitempty"`
	Claims         []*Claim     `bson:"claims,omitempty"`
	Unread         []ActionKind `bson:"unread,omitempty"` // see UnreadKinds, of a meeting with a report
	ReportID       ReportID     `bson:"report,omitempty"`
	ActionIDs      []ActionID   `bson:"actions,omitempty"` // derived, see HeadSize; in the order of the report
	ActionCount    int          `bson:"actionCount"`
	SortKey        string       `bson:"sortKey"` // by start, so that an unknown start comes last
	NameKey        string       `bson:"nameKey"`
	LastDay        PartialDate  `bson:"lastDay"` // the end or, where that is not known, the start
	Terms          []string     `bson:"terms,omitempty"`
}

// UnreadKinds returns the kinds of decisions whose number is not known: all without a report.
func (m *Meeting) UnreadKinds() []ActionKind {
	if m.ReportID == "" {
		return ActionKinds()
	}
	return m.Unread
}

// Objective is something a meeting is to work on.
type Objective struct {
	Description string   `bson:"description"`
	Names       []string `bson:"names,omitempty"` // of texts, as printed
	TextIDs     []TextID `bson:"texts,omitempty"` // those of them that are known
}

// Event is a workshop, training or other event beside a meeting.
type Event struct {
	Title        string       `bson:"title"`
	Kind         EventKind    `bson:"kind"`
	AnnouncedBy  *string      `bson:"announcedBy,omitempty"` // "TSB Circular 158"
	Participants *int         `bson:"participants,omitempty"`
	Countries    *int         `bson:"countries,omitempty"`
	DocumentIDs  []DocumentID `bson:"documents,omitempty"`
	TDs          []string     `bson:"tds,omitempty"` // the numbers of those documents
}

// Claim is a figure a report states beside what was counted in its tables.
type Claim struct {
	Kind    ActionKind `bson:"kind"`
	Stated  int        `bson:"stated"`
	Counted int        `bson:"counted"`
	Unread  bool       `bson:"unread,omitempty"` // no table of the kind was read in the report, so Counted says nothing
	Raw     string     `bson:"raw"`
}

// Rows returns how many rows the tables of the report have for the figure; nil where no table of the kind was read.
func (c *Claim) Rows() *int {
	if c.Unread {
		return nil
	}
	return &c.Counted
}

// Differs reports whether the figure is not what the tables hold; nil where no table of the kind was read.
func (c *Claim) Differs() *bool {
	if c.Unread {
		return nil
	}
	differs := c.Stated != c.Counted
	return &differs
}

// Agrees reports whether the tables hold as many rows as the figure says. It is false where no table of the kind was read.
func (c *Claim) Agrees() bool { return !c.Unread && c.Stated == c.Counted }

// Statistics are the participation and contribution figures of a meeting.
type Statistics struct {
	Participants          *int           `bson:"participants,omitempty"`
	Announced             *int           `bson:"announced,omitempty"`
	Countries             *int           `bson:"countries,omitempty"`
	SectorMembers         *int           `bson:"sectorMembers,omitempty"`
	Associates            *int           `bson:"associates,omitempty"`
	Academia              *int           `bson:"academia,omitempty"`
	InvitedExperts        *int           `bson:"invitedExperts,omitempty"`
	NewMemberStates       []string       `bson:"newMemberStates,omitempty"`
	Fellowships           *Fellowships   `bson:"fellowships,omitempty"`
	Contributions         *Series        `bson:"contributions,omitempty"`
	Documents             *Series        `bson:"documents,omitempty"`
	Sessions              *Series        `bson:"sessions,omitempty"`
	RemoteSessions        *Series        `bson:"remoteSessions,omitempty"`
	ContributionsByRegion []*RegionCount `bson:"contributionsByRegion,omitempty"`
	IncomingLiaisons      *int           `bson:"incomingLiaisons,omitempty"`
	OutgoingLiaisons      *int           `bson:"outgoingLiaisons,omitempty"`
	Absentees             []*Role        `bson:"absentees,omitempty"`
}

// Series is a figure of this meeting with those of the meetings before, newest first.
type Series struct {
	Total    int   `bson:"total"`
	Previous []int `bson:"previous,omitempty"`
}

// RegionCount is the number of contributions from a region or country.
type RegionCount struct {
	Region    string         `bson:"region"`
	Count     int            `bson:"count"`
	Percent   *float64       `bson:"percent,omitempty"`
	Countries []*RegionCount `bson:"countries,omitempty"`
}

// Fellowships are the fellowships granted for a meeting.
type Fellowships struct {
	Granted   int      `bson:"granted"`
	Kind      *string  `bson:"kind,omitempty"` // "partial"
	Countries []string `bson:"countries,omitempty"`
}

// CorrespondenceGroup works by correspondence between meetings.
type CorrespondenceGroup struct {
	ID           CorrespondenceGroupID `bson:"_id"`
	Acronym      string                `bson:"acronym"`
	Title        *string               `bson:"title,omitempty"`
	Status       *string               `bson:"status,omitempty"`
	StudyGroupID StudyGroupID          `bson:"studyGroup"`
	Terms        []string              `bson:"terms,omitempty"`
}
