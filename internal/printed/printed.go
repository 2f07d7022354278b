// Package printed reads what is printed in the cells of tables of standards work: names of texts, Questions,
// temporary documents, specifications, dates, and the words of columns. Cells may stick together, so every reading
// says where a cell of its type may end and at what cost. It must not know how a document is laid out.
package printed

import "rapporteur/internal/standards"

// Type is the type of a cell and of its column.
type Type uint8

// The types.
const (
	Other         Type = iota // a column that is not known
	Number                    // of the row
	Question                  // "6/17", "Q6/17", "6"
	Party                     // a working party: "WP1/13"
	Name                      // of a text: "X.1332 (X.sgsec-3)"
	Former                    // a second name of the text
	Title                     // of the text
	Document                  // a temporary document, or a contribution
	Justification             // the A.5 justification
	Novelty                   // "New", "Rev"
	Status                    // a novelty or a process
	Editors                   // people
	Equivalent                // a specification of another organization
	Start                     // of work
	Target                    // "2020-03"
	Mail                      // addresses
	Circular                  // "AAP-59", "TSB Circular 305"
	Date                      // of the meeting
	Process                   // "AAP", "TAP", "A", "N"
	types                     // their number
)

// Types is the number of types.
const Types = int(types)

// IsText says whether cells of a type are free text.
func (t Type) IsText() bool {
	switch t {
	case Title, Editors, Other, Circular, Mail, Date:
		return true
	}
	return false
}

// Reading is one way to read a cell that begins at a position.
type Reading struct {
	Type  Type
	End   int     // behind the cell
	Cost  float64 // in nats; 0 for the plainest form
	Value Value
}

// Value is what a cell says. Only the fields of its type are set; a dash leaves all empty.
type Value struct {
	Name       string // the first name as printed
	Former     string // the name in brackets behind it
	Mark       string // "*", "**"
	Specified  string // the specification printed behind a name: "ISO/IEC 27566-1"
	Questions  []QuestionNumber
	Guessed    bool   // the group of the Questions is not printed
	TD         string // "TD1293", "TD73/2"; empty for a contribution
	Revision   int
	Given      bool // a document that is no temporary document is printed
	Novelty    standards.Novelty
	Word       string // of a novelty or a process, as printed
	Date       standards.PartialDate
	Quarter    bool // a quarter is printed, Date is its year
	Equivalent standards.SpecificationName
}

// QuestionNumber is a Question of a group: Q6/17 is {17, 6}.
type QuestionNumber struct{ Group, Number int }

// Empty says whether a cell says nothing.
func (v *Value) Empty() bool {
	return v.Name == "" && v.Former == "" && v.Mark == "" && len(v.Questions) == 0 && v.TD == "" && !v.Given && v.Word == "" && v.Date == "" && v.Equivalent.Number == ""
}

// longest is the number of bytes that a typed cell has at most. Readings look no further.
const longest = 160

// Read appends to all every reading of a typed cell that begins at a position. The group is the study group whose
// Questions may be printed without it, 0 where it is not known. At the end of the text there are none.
func Read(all []Reading, text string, at, group int) []Reading {
	if at >= len(text) {
		return all
	}
	t := &taker{text: text[at:min(len(text), at+longest)], before: before(text, at), before2: before(text, at-1), all: all, group: group}
	c := t.text[0]
	switch {
	case c >= 'A' && c <= 'Z' || c == '(' || c == '*' || c == '[':
		t.names()
		t.documents()
		t.words()
		t.specifications()
	case c == '3' || c == 'o' || c == 'f':
		t.specifications()
		t.words()
	}
	if c >= '0' && c <= '9' || c == 'Q' || c == 'A' {
		t.questions()
		t.numbers()
	}
	t.dates()
	t.dashes()
	for i := len(all); i < len(t.all); i++ {
		t.all[i].End += at
	}
	return t.all
}

// taker collects the readings at one position; text begins there.
type taker struct {
	text            string
	before, before2 byte // the bytes before the position; '\n' at the beginning
	all             []Reading
	group           int
}

func (t *taker) add(of Type, end int, cost float64, v Value) {
	if end > 0 && end <= len(t.text) {
		t.all = append(t.all, Reading{Type: of, End: end, Cost: cost, Value: v})
	}
}

func before(text string, at int) byte {
	if at <= 0 {
		return '\n'
	}
	return text[at-1]
}

func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool  { return 'a' <= c && c <= 'z' || c >= 0x80 }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return isUpper(c) || isLower(c) }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }
func isSpace(c byte) bool  { return c == ' ' || c == '\n' || c == '\t' }

// byteAt is the byte at a place, or 0 behind the end.
func byteAt(s string, i int) byte {
	if i < 0 || i >= len(s) {
		return 0
	}
	return s[i]
}

// digits is the number of digits at a place, at most most.
func digits(s string, at, most int) int {
	n := 0
	for n < most && isDigit(byteAt(s, at+n)) {
		n++
	}
	return n
}

// spaces is the number of spaces at a place, at most most.
func spaces(s string, at, most int) int {
	n := 0
	for n < most && byteAt(s, at+n) == ' ' {
		n++
	}
	return n
}
