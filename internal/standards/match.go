package standards

// Match says how a name, a label or a word of a search in an argument was understood, where more than one reading was possible.
type Match struct {
	Argument string    `json:"argument"`     // where it was given: name, editorName, questions, query
	Given    string    `json:"given"`        // as the client wrote it
	ID       string    `json:"id,omitempty"` // of the node it was understood as; none for a word of a search
	Name     string    `json:"name"`         // of that node, or the word that was searched instead
	How      MatchKind `json:"how"`
}

// MatchKind is the reading by which a name or a label was understood.
type MatchKind string

// The values of MatchKind, the most certain first. Exact matches are not reported.
const (
	ExactMatch   MatchKind = ""
	NewestPeriod MatchKind = "NEWEST_PERIOD"  // several study periods have the label; this is the newest
	TitleRemoved MatchKind = "TITLE"          // without the title before the name: Mr Koji Nakao
	OrderOfNames MatchKind = "ORDER_OF_NAMES" // with the family name first: NAKAO Koji
	WordDivision MatchKind = "WORD_DIVISION"  // with the words divided otherwise: Heungyoul Youm
	Initials     MatchKind = "INITIAL"        // with an initial for a name: K. Nakao
	PartOfName   MatchKind = "PART_OF_NAME"   // with a part of the name alone: Nakao
	Letters      MatchKind = "LETTERS"        // with one or two letters otherwise: Koji Nakoa
)
