package report

import (
	"fmt"
	"slices"
	"strings"
)

// nextOnLine is where the row after the next one begins on a line that holds several, 0 where it holds one: at the
// number that is due, with a Question or a name behind it or the end of a row before it. A row that lost those is
// told by the row behind it.
func (t *rowReader) nextOnLine(text string) int {
	if !strings.Contains(text, ". ") {
		return 0
	}
	due, _ := cutRowNumber(text)
	if due == 0 {
		due = t.lastNumber()
	}
	if at := t.numberOnLine(text, due+1); at > 0 {
		return at
	}
	mark := fmt.Sprintf(" %d. ", due+1)
	if at := strings.Index(text, mark); at > 0 && startsUpper(text[at+len(mark):]) && t.numberOnLine(text[at:], due+2) > 0 {
		return at + 1
	}
	return 0
}

func (t *rowReader) numberOnLine(text string, number int) int {
	mark := fmt.Sprintf(" %d. ", number)
	for from := 0; ; {
		at := strings.Index(text[from:], mark)
		if at < 0 {
			return 0
		}
		at += from
		rest := text[at+len(mark):]
		if questionsLength(rest, t.group) > 0 || namePrefix.MatchString(rest) || rowEnd.MatchString(text[max(at-40, 0):at]) {
			return at + 1
		}
		from = at + 1
	}
}

func (t *rowReader) lastNumber() int {
	for k := len(t.rows) - 1; k >= 0; k-- {
		if t.rows[k].number > 0 {
			return t.rows[k].number
		}
	}
	return 0
}

// findLost looks for rows that lost their number and all that stood before the title: where the numbers leave
// a gap, the lines at the end of the row before it are the missing rows.
func (t *rowReader) findLost() {
	var rows []printedRow
	for k, row := range t.rows {
		missing := 0
		if row.number > 0 && row.cells == nil {
			next, unnumbered := 0, 0
			for _, after := range t.rows[k+1 : min(len(t.rows), k+20)] {
				if next = after.number; next > 0 {
					break
				}
				unnumbered++
			}
			missing = next - row.number - 1 - unnumbered
		}
		var lost []printedRow
		for ; missing > 0; missing-- {
			broken, ok := t.breakOff(&row)
			if !ok {
				break
			}
			lost = append(lost, broken)
		}
		rows = append(rows, row)
		slices.Reverse(lost)
		rows = append(rows, lost...)
	}
	t.rows = rows
}

func (t *rowReader) breakOff(row *printedRow) (printedRow, bool) {
	cut := strings.LastIndexByte(row.text, '\n')
	if cut < 0 {
		return printedRow{}, false
	}
	text := row.text[cut+1:]
	if !startsUpper(text) || len(strings.Fields(text)) < 3 || t.hasColumn(editorColumn) && cutNovelty(text).novelty == "" {
		return printedRow{}, false
	}
	lost := printedRow{from: row.to, to: row.to, text: text}
	row.text = row.text[:cut]
	row.to--
	return lost, true
}

// dropWeak leaves out lines that would be rows by their title alone where the table has numbers and these leave
// no room for them. They are listed as unread.
func (t *rowReader) dropWeak() {
	if !slices.ContainsFunc(t.rows, func(row printedRow) bool { return row.number > 0 }) {
		return
	}
	room, next := 0, 0 // numbers free before the next numbered row
	for k := len(t.rows) - 1; k >= 0; k-- {
		row := &t.rows[k]
		switch {
		case row.number > 0:
			next = row.number
			room = next - 1
			if before := t.numberBefore(k); before > 0 {
				room = next - before - 1
			}
		case row.weak && room <= 0:
			for i := row.from; i <= row.to; i++ {
				t.lines[i].use = unread
			}
			row.number = dropped
		default:
			room--
		}
	}
	t.rows = slices.DeleteFunc(t.rows, func(row printedRow) bool { return row.number == dropped })
}

const dropped = -1

func (t *rowReader) numberBefore(k int) int {
	for k--; k >= 0; k-- {
		if t.rows[k].number > 0 {
			return t.rows[k].number
		}
	}
	return 0
}

// number gives each row without one the number that its neighbours leave.
func (t *rowReader) number() {
	first := slices.IndexFunc(t.rows, func(row printedRow) bool { return row.number > 0 })
	next := 1
	if first > 0 {
		next = max(t.rows[first].number-first, 1)
	}
	for k := range t.rows {
		row := &t.rows[k]
		if row.number == 0 {
			row.number, row.inferred = next, first >= 0
		}
		next = row.number + 1
	}
}
