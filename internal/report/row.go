package report

import (
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// printedRow is one row of a table before its cells are told apart.
type printedRow struct {
	number   int    // as printed, 0 where it is lost
	inferred bool   // the number follows from the rows around it
	from, to int    // indexes of its first and last line
	text     string // without the number, one line for each printed line; empty where the cells are known
	cells    *cells
	weak     bool // nothing but a title: a row only where the numbers leave room for one
}

var (
	rowNumber  = regexp.MustCompile(`^(\d{1,3})[.)](?:\s+|$)`)
	bareNumber = regexp.MustCompile(`^(\d{1,3})\s+Q?\d{1,2}/\d`)
	rowEnd     = regexp.MustCompile(`(?:(?:19|20)\d\d-(?:0[1-9]|1[0-2])|` + standards.TDPattern + `\]?)\s*$`)
	tailStart  = regexp.MustCompile(`^(?:(?:19|20)\d\d-\d\d|TD\s?\d|\[?A\.1 TD)`)
	nothing    = regexp.MustCompile(`(?i)^(?:none|nil|n/?a|no texts?|not applicable|-+|–|/)[.:]?(?: at this meeting)?\.?$`)
	footnote   = regexp.MustCompile(`^(?:\(\d\)|\[\d\]|[¹²³])\s`)
	remark     = regexp.MustCompile(`(?i)^(?:these|this|notes?\b|the following|the above|\*+ ?note)\b`)
	preamble   = regexp.MustCompile(`(?i)^(?:the|at|during|it was)\b.*\b(?:meeting|plenary|following|SG ?\d+)\b`)
)

// rowReader splits the lines of one table into rows.
type rowReader struct {
	*reader
	part     *part
	rows     []printedRow
	columns  []column
	known    []column // of a table whose cells are known
	afterTop bool     // the line before named columns
	open     bool     // the last row may go on
}

// readRows splits the part's lines into rows, and marks the lines that are none.
func (r *reader) readRows(p *part) ([]printedRow, []column) {
	t := &rowReader{reader: r, part: p}
	for i := p.from; i < p.to; i++ {
		l := &r.lines[i]
		switch {
		case l.use != unread:
			t.open = false
		case len(l.cells) > 0:
			t.cellRow(i)
		default:
			t.line(i)
		}
	}
	t.findLost()
	t.dropWeak()
	t.number()
	return t.rows, t.columns
}

func (t *rowReader) cellRow(i int) {
	l := &t.lines[i]
	t.open = false
	if isHeader(l.cells) {
		t.known = t.known[:0]
		for _, cell := range l.cells {
			t.known = append(t.known, columnOf(cell))
		}
		t.columns = append([]column{}, t.known...)
		l.use = boilerplate
		return
	}
	c, number := knownCells(l.cells, t.known, t.group)
	t.rows = append(t.rows, printedRow{number: number, from: i, to: i, cells: c})
	l.use = fact
}

func (t *rowReader) line(i int) {
	l := &t.lines[i]
	text := l.text
	if columns, rest, ok := headerLine(text, true); ok && (len(columns) > 1 || t.afterTop || t.headerFollows(i)) {
		t.columns = append(t.columns, columns...)
		t.afterTop, t.open = true, false
		l.use = boilerplate
		if rest == "" {
			return
		}
		text = rest
	}
	t.afterTop = t.afterTop && l.use == boilerplate && text == l.text
	for next := t.nextOnLine(text); next > 0; next = t.nextOnLine(text) {
		t.read(i, strings.TrimSpace(text[:next]))
		text = text[next:]
	}
	t.read(i, text)
}

// read takes a line, or the part of it that belongs to one row.
func (t *rowReader) read(i int, text string) {
	if t.aside(i, text) {
		t.open = false
		return
	}
	number, rest := cutRowNumber(text)
	switch {
	case number > 0 && t.fits(number):
		t.start(i, number, rest)
	case t.open && !t.begins(text):
		t.extend(i, text)
	case t.isRow(text):
		t.start(i, 0, text)
	case t.isTitle(text):
		t.start(i, 0, text)
		t.rows[len(t.rows)-1].weak = true
	}
}

// headerFollows says whether the next line names columns.
func (t *rowReader) headerFollows(i int) bool {
	if len(t.lines[i].text) > longestColumnName*2 {
		return false
	}
	if i+1 >= t.part.to {
		return false
	}
	_, _, ok := headerLine(t.lines[i+1].text, false)
	return ok
}

// aside marks lines between rows: introductions, notes, footnotes, headings within the table.
func (t *rowReader) aside(i int, text string) bool {
	l := &t.lines[i]
	isAside := footnote.MatchString(text) || !t.open && nothing.MatchString(text)
	if !isAside && len(t.rows) == 0 && len(text) < 1000 {
		if kind, stated, ok := claimIn(text); ok && kind == t.part.action && (preamble.MatchString(text) || countWord.FindStringIndex(text)[0] == 0) && headOf(text, t.group).name == "" {
			t.intros = append(t.intros, statedClaim{kind, stated, t.part.label, text, l})
			isAside = true
		}
	}
	if !isAside && (!t.open || t.complete()) {
		isAside = (len(t.rows) == 0 || strings.HasSuffix(text, ":")) && preamble.MatchString(text) || strings.HasSuffix(text, ".") && remark.MatchString(text) ||
			isSubheading(text) || rowNumber.FindString(text) == "" && furniture.MatchString(text)
	}
	if isAside {
		l.use = max(l.use, boilerplate)
	}
	return isAside
}

// isSubheading tells a heading within a table: "New Recommendations".
func isSubheading(text string) bool {
	if len(text) > 100 || !headingObjects.MatchString(text) {
		return false
	}
	known, total := vocabularyShare(text)
	return total > 0 && known == total
}

func cutRowNumber(text string) (int, string) {
	if m := rowNumber.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, text[len(m[0]):]
	}
	if m := bareNumber.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, strings.TrimSpace(text[len(m[1]):])
	}
	return 0, text
}

// fits says whether a number can be the next row's: a little more than the last one's, or 1.
func (t *rowReader) fits(number int) bool {
	last := t.lastNumber()
	return number == 1 || number > last && number <= last+20 || last == 0
}

func (t *rowReader) start(i, number int, text string) {
	t.rows = append(t.rows, printedRow{number: number, from: i, to: i, text: text})
	t.open = true
	t.lines[i].use = fact
}

func (t *rowReader) extend(i int, text string) {
	row := &t.rows[len(t.rows)-1]
	if len(row.text) > longestLine {
		return
	}
	row.text += "\n" + text
	row.to = i
	t.mark(row.from, i, fact)
}

func (t *rowReader) complete() bool {
	if !t.open {
		return false
	}
	text := t.rows[len(t.rows)-1].text
	if text == "" || strings.IndexByte("0123456789)]", text[len(text)-1]) < 0 {
		return false
	}
	last := lastOf(text)
	return rowEnd.MatchString(last[max(len(last)-40, 0):]) && headOf(text, t.group).title() != ""
}

func lastOf(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// begins says whether a line without a number begins a row, though one is open.
func (t *rowReader) begins(text string) bool {
	row := &t.rows[len(t.rows)-1]
	if t.complete() {
		if tailStart.MatchString(text) && !t.firstColumnIs(documentColumn) {
			return false
		}
		if _, at := standards.FindSpecifications(text); len(at) > 0 && at[0][0] == 0 {
			return false
		}
		return true
	}
	if row.number > 0 {
		return false
	}
	head := headOf(text, t.group)
	if head.question != "" || head.name != "" {
		before := headOf(row.text, t.group)
		return before.name != "" || before.title() != ""
	}
	if t.firstColumnIs(documentColumn) && tailStart.MatchString(text) {
		return true
	}
	if t.hasColumn(editorColumn) || !startsUpper(text) {
		return false
	}
	return headOf(row.text, t.group).title() != "" && !strings.HasSuffix(row.text, ",") && !strings.HasSuffix(row.text, ":") && !strings.HasSuffix(row.text, "-")
}

func (t *rowReader) firstColumnIs(c column) bool { return len(t.columns) > 0 && t.columns[0] == c }

func (t *rowReader) hasColumn(c column) bool {
	for _, column := range t.columns {
		if column == c {
			return true
		}
	}
	return len(t.columns) == 0 && hasDefault(t.part.action, c)
}

// isRow says whether a line without a number can be a row of its own.
func (t *rowReader) isRow(text string) bool {
	head := headOf(text, t.group)
	return head.question != "" || head.name != "" || head.document != "" || rowEnd.MatchString(text)
}

// isTitle says whether a line can be a row that lost all but its title.
func (t *rowReader) isTitle(text string) bool {
	if len(t.columns) == 0 || t.known != nil || !startsUpper(text) || isSentence(text) || strings.HasSuffix(text, ":") || strings.Contains(text, "://") {
		return false
	}
	words := len(strings.Fields(text))
	return words >= 2 && words <= 40
}
