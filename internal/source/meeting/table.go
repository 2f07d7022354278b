package meeting

import (
	"context"
	"math"
	"strings"

	"rapporteur/internal/printed"
)

// gap is what stands between two cells or words.
type gap uint8

const (
	gapStuck gap = iota
	gapSpace
	gapPipe // a bar or a tab
	gapLine
	gapBlank
	gapPipeLine
	gapCell // the border of a cell that the document marks up
	gapRow  // the border of a row that the document marks up
	gapStart
	gaps
)

// The borders of cells and rows that the document marks up, in the text of a table.
const (
	cellBorder = '\x1f'
	rowBorder  = '\x1e'
)

// isGap says whether a byte stands between words.
func isGap(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '|' || c == cellBorder || c == rowBorder
}

// gapOf is what a text of gap bytes is.
func gapOf(s string) gap {
	lines, bar, tab, cell, row := 0, false, false, false, false
	for i := range len(s) {
		switch s[i] {
		case '\n':
			lines++
		case '|':
			bar = true
		case '\t':
			tab = true
		case cellBorder:
			cell = true
		case rowBorder:
			row = true
		}
	}
	switch {
	case s == "":
		return gapStuck
	case row:
		return gapRow
	case cell:
		return gapCell
	case bar && lines > 0:
		return gapPipeLine
	case lines > 1:
		return gapBlank
	case lines > 0:
		return gapLine
	case bar || tab:
		return gapPipe
	}
	return gapSpace
}

// learned is what a table shows of its own layout.
type learned struct {
	rowAt [gaps]float64 // the share of breaks of a sort that begin a row
	miss  []float64     // the share of rows whose cell of a column is empty
}

// usual is what is expected of a table of which nothing is known.
func usual(columns []printed.Type, oneLine bool) learned {
	l := learned{miss: make([]float64, len(columns))}
	for k, of := range columns {
		l.miss[k] = missing[of]
	}
	l.rowAt = [gaps]float64{gapStuck: rowAtStuck, gapSpace: rowAtSpace, gapPipe: rowAtPipe, gapLine: rowAtLine, gapBlank: rowAtLine, gapPipeLine: rowAtLine, gapCell: 1e-4, gapRow: 1 - 1e-4, gapStart: 1}
	if oneLine {
		l.rowAt[gapSpace] = rowAtOneSpace
	}
	return l
}

// table is the body of a table under one order of columns.
type table struct {
	*body
	columns []printed.Type
	of      [printed.Types][]int // columns of a type
	learned learned
	skipped []float64 // cost of leaving the columns before k empty
	present []float64
	stay    [gaps]float64
	begin   [gaps]float64

	nodes []node
	at    []int32 // node at a position, -1 where there is none
	steps int     // edges looked at, for the test of linear time
}

// newTable prepares a table for one run.
func newTable(b *body, columns []printed.Type, l learned) *table {
	t := &table{body: b, columns: columns, learned: l, skipped: make([]float64, len(columns)+1), present: make([]float64, len(columns))}
	for k, of := range columns {
		t.of[of] = append(t.of[of], k)
		t.skipped[k+1] = t.skipped[k] - math.Log(l.miss[k])
		t.present[k] = -math.Log(1 - l.miss[k])
	}
	for g, share := range l.rowAt {
		t.stay[g], t.begin[g] = -math.Log(max(1-share, 1e-9)), -math.Log(share)
	}
	t.begin[gapStart] = 0
	return t
}

// empty is the cost of leaving the columns from a to b, b not included, empty.
func (t *table) empty(a, b int) float64 {
	if b <= a {
		return 0
	}
	return t.skipped[b] - t.skipped[a]
}

// cell is a cell of the best division.
type cell struct {
	column    int
	from, end int // in the text of the body
	next      int // where the next cell begins
	value     *printed.Value
	certainty float64
}

// tableRow is a row of the best division, or a note, which has no cells.
type tableRow struct {
	cells     []cell
	from, end int // of a note
	certainty float64
	lost      bool // nothing but the title is left, and the numbers of other rows show it
}

func (r *tableRow) isNote() bool { return len(r.cells) == 0 }

// read divides the body. It runs three times: what the first division shows of the table's own layout is what the
// next is looked for with.
func (t *table) read(ctx context.Context) ([]tableRow, *table, error) {
	rows, err := t.run(ctx)
	for range 2 {
		if err != nil {
			return nil, t, err
		}
		t = newTable(t.body, t.columns, t.learn(rows))
		rows, err = t.run(ctx)
	}
	return rows, t, err
}

// learn is what the best division shows of the layout.
func (t *table) learn(rows []tableRow) learned {
	l := usual(t.columns, t.oneLine)
	var begins, breaks [gaps]float64
	filled, real := make([]float64, len(t.columns)), 0.0
	for _, r := range rows {
		if r.isNote() {
			continue
		}
		real++
		from, end := r.cells[0].from, r.cells[len(r.cells)-1].end
		begins[t.gapBefore(from)]++
		for i := from; i < end; i++ {
			if isGap(t.text[i]) {
				k := i
				for k < end && isGap(t.text[k]) {
					k++
				}
				breaks[gapOf(t.text[i:k])]++
				i = k
			}
		}
		seen := map[int]bool{}
		for _, c := range r.cells {
			if !seen[c.column] {
				seen[c.column] = true
				filled[c.column]++
			}
		}
	}
	for _, g := range []gap{gapLine, gapBlank, gapPipeLine} {
		l.rowAt[g] = min(0.97, max(0.03, (begins[g]+beginPrior*rowAtLine)/(begins[g]+breaks[g]+beginPrior)))
	}
	if t.oneLine {
		l.rowAt[gapSpace] = min(0.3, max(0.01, (begins[gapSpace]+20*rowAtOneSpace)/(begins[gapSpace]+breaks[gapSpace]+20)))
	}
	for k := range t.columns {
		l.miss[k] = min(0.97, max(0.06, (real-filled[k]+t.startMiss(k)*missPrior)/(real+missPrior)))
	}
	return l
}

// startMiss is the share of empty cells that the first run was made with.
func (t *table) startMiss(k int) float64 {
	if t.lost {
		return lostMiss(t.columns[k])
	}
	return missing[t.columns[k]]
}

// lostMiss is the share of empty cells of a table of lost cells, of which mostly the titles are left.
func lostMiss(of printed.Type) float64 {
	if of == printed.Title {
		return 0.1
	}
	return 0.9
}

// gapBefore is the gap before a position; the beginning of the body counts as a line break.
func (t *table) gapBefore(at int) gap {
	from := at
	for from > 0 && isGap(t.text[from-1]) {
		from--
	}
	if g := gapOf(t.text[from:at]); from > 0 && g != gapStuck {
		return g
	}
	return gapLine
}

// longestWord is the number of bytes after which a word is cut.
const longestWord = 120

// wordEnds are the places where the word at a position may end: its natural end, the last, and the places before it
// where two cells may stick together.
func (b *body) wordEnds(at int, ends []int) []int {
	e := at
	for e < len(b.text) && !isGap(b.text[e]) && e-at < longestWord {
		e++
	}
	for e < len(b.text) && b.text[e]&0xc0 == 0x80 {
		e++
	}
	for i := at + 1; i < e; i++ {
		if b.mayCut(at, i) {
			ends = append(ends, i)
		}
	}
	return append(ends, e)
}

// mayCut says whether cells may stick together at a place within a word.
func (b *body) mayCut(from, i int) bool {
	p, c := b.text[i-1], b.text[i]
	switch {
	case isUpper(c):
		if isLower(p) || isDigit(p) || strings.IndexByte(`)*".,`, p) >= 0 || isUpper(p) && i+1 < len(b.text) && isLower(b.text[i+1]) {
			return true
		}
	case isDigit(c):
		if !isDigit(p) && strings.IndexByte(".-/,(", p) < 0 && p != 0x93 {
			return true
		}
	case c == '(' || c == '[':
		return true
	case c == 'f':
		return strings.HasPrefix(b.text[i:], "forthcoming")
	}
	return b.swallow[i+1]-b.swallow[i] >= 1 && i > from
}

func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool  { return 'a' <= c && c <= 'z' || c >= 0x80 }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return isUpper(c) || isLower(c) }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }
