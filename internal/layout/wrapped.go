package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What tells how lines of aligned cells make rows. Costs are in nats.
const (
	misplaced    = 5.0  // a cell does not begin where cells of its row begin, or has a hole
	besideMiddle = 1.5  // it stands a line beside the middle
	goesOnLower  = 2.0  // a cell begins with a small letter, or the one above ends with a mark behind which it goes on
	fitsIn       = 0.85 // of the width of a column: a word that fits in there does not go to the next line
	topGain      = 3.0  // cells begin at the top of their rows, unless much speaks for the middle
	filledPrior  = 3.0  // rows that the expectation counts for that cells are filled
	blankPrior   = 10.0 // blank lines that the expectation counts for that rows begin behind them
	mostRounds   = 3
	mostLines    = 16 // of a row
)

// RowBegins returns which lines of a table begin a row, and whether cells stand in the middle of the height of their rows. It
// takes the cells of each line, and before which lines a blank one stands. The cells of a row begin in its first line, or stand
// in the middle of its height; a word that would fit in the line above does not stand in the next one. How often columns are
// filled and go on, and whether blank lines separate rows, is learned from the table itself. The work is linear in the lines.
func RowBegins(cells [][]string, blank []bool) (best []bool, middle bool) {
	if len(cells) == 0 {
		return nil, false
	}
	low := math.Inf(1)
	for _, of := range []wrapped{
		{fullness: 0.75}, {fullness: 1}, {fullness: 0.75, middle: true}, {fullness: 1, middle: true}, {fullness: 0.75, middle: true, below: 1}, {fullness: 1, middle: true, below: 1},
	} {
		w := of.prepared(cells, blank)
		begins, cost := w.divide()
		for range mostRounds - 1 {
			w.learn(begins)
			begins, cost = w.divide()
		}
		if w.middle {
			cost += topGain
		}
		if cost < low {
			best, low, middle = begins, cost, w.middle
		}
	}
	return best, middle
}

// wrapped is a table while its rows are found.
type wrapped struct {
	cells    [][]string
	blank    []bool
	middle   bool    // cells stand in the middle of the height of their rows
	below    int     // 1 where a cell that cannot stand in the middle stands below it, otherwise 0
	fullness float64 // the share of columns that a line has which is first taken for one of a row each
	width    []int
	filled   []float64 // the share of rows whose cell of a column is filled
	goesOn   []float64 // the share of lines of a column's cells that another follows
	early    []float64 // the share of such lines whose next word would have fitted
	beginAt  [2]float64
}

// prepared expects of a table as many rows as it has full lines.
func (w wrapped) prepared(cells [][]string, blank []bool) *wrapped {
	n := len(cells[0])
	w.cells, w.blank, w.width = cells, blank, make([]int, n)
	w.filled, w.goesOn, w.early = make([]float64, n), make([]float64, n), make([]float64, n)
	count, most, counts := make([]float64, n), 0, make([]int, len(cells))
	for i := range cells {
		for k, c := range cells[i] {
			if c != "" {
				count[k]++
				counts[i]++
			}
			w.width[k] = max(w.width[k], utf8.RuneCountInString(c))
		}
		most = max(most, counts[i])
	}
	rows := 0.0
	for _, c := range counts {
		if float64(c) >= w.fullness*float64(most) {
			rows++
		}
	}
	for k := range n {
		w.filled[k] = min(0.95, max(0.05, count[k]/rows))
		w.goesOn[k] = min(0.9, max(0.05, (count[k]-rows)/max(count[k], 1)))
		w.early[k] = 0.1
	}
	w.beginAt = [2]float64{min(0.95, rows/float64(len(cells))), 0.95}
	return &w
}

// beginShare is the share of lines like one that begin a row.
func (w *wrapped) beginShare(i int) *float64 {
	if w.blank[i] {
		return &w.beginAt[1]
	}
	return &w.beginAt[0]
}

// fits says whether the first word of a piece would fit in the line above.
func (w *wrapped) fits(i, k int) bool {
	word, _, _ := strings.Cut(w.cells[i][k], " ")
	length := utf8.RuneCountInString(w.cells[i-1][k]) + 1 + utf8.RuneCountInString(word)
	return float64(length) <= fitsIn*float64(w.width[k])
}

// continues says whether a piece reads as the continuation of what stands above.
func (w *wrapped) continues(i, k int) bool {
	if first, _ := utf8.DecodeRuneInString(w.cells[i][k]); unicode.IsLower(first) {
		return true
	}
	if i == 0 || w.cells[i-1][k] == "" {
		return false
	}
	above := w.cells[i-1][k]
	return strings.ContainsAny(above[len(above)-1:], ",-/(&") || strings.Count(above, "(") > strings.Count(above, ")")
}

// tall is a row while lines are added to it.
type tall struct {
	cost        float64
	first, last []int // lines of a column's cell; first is -1 for none
}

// add adds a line to a row that begins at another.
func (w *wrapped) add(t *tall, from, i int) {
	share := *w.beginShare(i)
	if i == from {
		t.cost -= math.Log(share)
	} else {
		t.cost -= math.Log(1 - share)
	}
	for k, c := range w.cells[i] {
		switch {
		case c == "":
			continue
		case t.first[k] < 0:
			t.first[k] = i
			if t.cost -= math.Log(w.filled[k]); w.continues(i, k) {
				t.cost += goesOnLower
			}
		case t.last[k] < i-1:
			t.cost += misplaced
		default:
			t.cost -= math.Log(w.goesOn[k])
			if w.fits(i, k) {
				t.cost -= math.Log(w.early[k])
			} else {
				t.cost -= math.Log(1 - w.early[k])
			}
		}
		t.last[k] = i
	}
}

// end is the cost of a row that ends with a line.
func (w *wrapped) end(t *tall, from, i int) float64 {
	cost := t.cost
	for k, first := range t.first {
		if first < 0 {
			cost -= math.Log(1 - w.filled[k])
			continue
		}
		cost -= math.Log(1 - w.goesOn[k])
		above, expected := first-from, 0
		if w.middle {
			expected = (i - from - t.last[k] + first + w.below) / 2
		}
		switch {
		case above == expected:
		case w.middle && (above == expected-1 || above == expected+1):
			cost += besideMiddle
		default:
			cost += misplaced
		}
	}
	return cost
}

// divide finds the rows that cost least.
func (w *wrapped) divide() (begins []bool, cost float64) {
	n, columns := len(w.cells), len(w.width)
	costs, from := make([]float64, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		costs[i] = math.Inf(1)
	}
	t := &tall{first: make([]int, columns), last: make([]int, columns)}
	for s := range n {
		t.cost = 0
		for k := range columns {
			t.first[k] = -1
		}
		for i := s; i < min(n, s+mostLines); i++ {
			w.add(t, s, i)
			if c := costs[s] + w.end(t, s, i); c < costs[i+1] {
				costs[i+1], from[i+1] = c, s
			}
		}
	}
	begins = make([]bool, n)
	for i := n; i > 0; i = from[i] {
		begins[from[i]] = true
	}
	return begins, costs[n]
}

// learn finds the shares that rows show.
func (w *wrapped) learn(begins []bool) {
	columns := len(w.width)
	rows, first := 0.0, 0
	filled, lines, more, early := make([]float64, columns), make([]float64, columns), make([]float64, columns), make([]float64, columns)
	var at, all [2]float64
	for i := range w.cells {
		g := 0
		if w.blank[i] {
			g = 1
		}
		if all[g]++; begins[i] {
			at[g]++
			rows, first = rows+1, i
		}
		for k, c := range w.cells[i] {
			if c == "" {
				continue
			}
			if lines[k]++; i > first && w.cells[i-1][k] != "" {
				if more[k]++; w.fits(i, k) {
					early[k]++
				}
			}
		}
	}
	for k := range columns {
		filled[k] = max(lines[k]-more[k], 0)
		w.filled[k] = min(0.98, (filled[k]+0.9*filledPrior)/(rows+filledPrior))
		w.goesOn[k] = (more[k] + 0.3) / (lines[k] + 1)
		w.early[k] = (early[k] + 0.2) / (more[k] + 2)
	}
	w.beginAt[0] = (at[0] + 1) / (all[0] + 2)
	w.beginAt[1] = (at[1] + 0.95*blankPrior) / (all[1] + blankPrior)
}
