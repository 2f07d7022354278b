package layout

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Grid is the shape of a table whose cells stand below each other, held apart by columns of spaces, as pdftotext -layout and
// the text files of word processors print tables. A cell may go on in the lines below at the same place.
type Grid struct {
	free    [gridWidth / 64]uint64 // places that no line prints on, a bit each
	columns []extent
}

// extent is the places of a column, the end not included.
type extent struct{ from, to int }

// gridWidth is the number of places of a line at most.
const gridWidth = 512

// gutter is the number of places between two columns at least.
const gutter = 2

// NewGrid is the grid of no line.
func NewGrid() *Grid {
	g := &Grid{}
	for i := range g.free {
		g.free[i] = ^uint64(0)
	}
	return g
}

// placed is a line with a rune for each place; ok is false for one that has tabs or bars, or is too long.
func placed(printed string) (places []rune, ok bool) {
	if len(printed) > 4*gridWidth || strings.ContainsAny(printed, "\t|") {
		return nil, false
	}
	places = []rune(strings.TrimRightFunc(Plain(strings.ReplaceAll(printed, "\f", "")), unicode.IsSpace))
	return places, len(places) <= gridWidth
}

// Add adds a line. Where that does not hold all columns apart, it adds nothing and returns false.
func (g *Grid) Add(printed string) bool {
	places, ok := placed(printed)
	if !ok {
		return false
	}
	more := Grid{free: g.free}
	for i, r := range places {
		if r != ' ' {
			more.free[i/64] &^= 1 << (i % 64)
		}
	}
	if more.columns = more.extents(nil); !g.heldBy(more.columns) {
		more.columns = more.extents(g.columns)
		if !g.heldBy(more.columns) || !strings.Contains(string(places), "  ") {
			return false
		}
	}
	*g = more
	return true
}

// heldBy says whether each column, but for the first, begins in others behind the one before it.
func (g *Grid) heldBy(columns []extent) bool {
	n := 0
	for k := 1; k < len(g.columns); k++ {
		for n < len(columns) && columns[n].from <= g.columns[k-1].to {
			n++
		}
		if n == len(columns) || columns[n].from > g.columns[k].from {
			return false
		}
	}
	return true
}

// extents are the columns between the gutters. Where a column of before begins about there, one place is enough.
func (g *Grid) extents(before []extent) []extent {
	var all []extent
	last := -gutter - 1
	for word, free := range g.free {
		for used := ^free; used != 0; used &= used - 1 {
			at := word*64 + bits.TrailingZeros64(used)
			if at-last > gutter || at-last == gutter && beginsAbout(before, at) {
				all = append(all, extent{at, at})
			}
			last = at
			all[len(all)-1].to = at + 1
		}
	}
	return all
}

// beginsAbout says whether a column other than the first begins at a place or shortly behind it.
func beginsAbout(columns []extent, at int) bool {
	for k := 1; k < len(columns); k++ {
		if behind := columns[k].from - at; behind >= 0 && behind < gutter {
			return true
		}
	}
	return false
}

// Columns is the number of columns.
func (g *Grid) Columns() int { return len(g.columns) }

// Join makes a column and the one before it one column.
func (g *Grid) Join(column int) {
	g.columns[column-1].to = g.columns[column].to
	g.columns = append(g.columns[:column], g.columns[column+1:]...)
}

// Cells are the texts of a line that was added, one for each column.
func (g *Grid) Cells(printed string) []string {
	places, _ := placed(printed)
	cells := make([]string, len(g.columns))
	for k, c := range g.columns {
		if from := min(c.from, len(places)); from < len(places) {
			cells[k] = Clean(string(places[from:min(c.to, len(places))]))
		}
	}
	return cells
}

// JoinPieces is the text of a cell that is printed in pieces below each other. A word that is broken behind a hyphen or a stroke
// goes on without a space.
func JoinPieces(above, below string) string {
	if above == "" || below == "" {
		return above + below
	}
	last := above[len(above)-1]
	if first, _ := utf8.DecodeRuneInString(below); (last == '-' || last == '/') && len(above) > 1 && above[len(above)-2] != ' ' && (unicode.IsLetter(first) || unicode.IsDigit(first)) {
		return above + below
	}
	return above + " " + below
}
