package meeting

import (
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
)

const (
	// highestColumns is the number of lines over which names of columns are printed at most.
	highestColumns = 4
	// widestBreak is the number of line ends between two lines of a table at most.
	widestBreak = 4
	// longestNote is the number of lines of a note within a table at most.
	longestNote = 3
)

// aligned makes rows with cells of the tables whose columns are held apart by spaces. Such a table is one whose columns have
// names that are known; where its lines do not keep their columns apart, they stay as they are.
func (d *document) aligned() {
	kept := make([]line, 0, len(d.lines))
	for i := 0; i < len(d.lines); {
		t := alignedBelow(d.lines[i:])
		if t == nil {
			kept = append(kept, d.lines[i])
			i++
			continue
		}
		kept = append(kept, t.rows()...)
		i += t.end
	}
	d.lines = kept
}

// alignedTable is a table of aligned columns. The index of a line counts from that of its first.
type alignedTable struct {
	lines  []line
	grid   *layout.Grid
	header int    // lines of names of columns
	in     []bool // which lines are its own, and no notes
	end    int
}

// alignedBelow is the table that begins at the first of some lines, nil where none does.
func alignedBelow(lines []line) *alignedTable {
	t := &alignedTable{lines: lines}
	known := t.readHeader()
	if known == 0 {
		return nil
	}
	body := 0
	for i := t.header; i < len(lines); i++ {
		if t.endsBefore(i) {
			break
		}
		if !t.grid.Add(lines[i].printed) {
			if !t.resumes(i) {
				break
			}
			continue
		}
		t.add(i)
		body++
	}
	t.joinNameless()
	if _, after := knownColumns(t.joined(0, t.header)); body == 0 || after < known || t.grid.Columns() < 2 {
		return nil
	}
	return t
}

func (t *alignedTable) add(i int) {
	for len(t.in) < i {
		t.in = append(t.in, false)
	}
	t.in, t.end = append(t.in, true), i+1
}

// readHeader finds the lines of the names of columns: those that together have most of known names. It returns how many.
func (t *alignedTable) readHeader() (known int) {
	if !mayAlign(&t.lines[0]) {
		return 0
	}
	grid, best := layout.NewGrid(), 0.0
	for h := 1; h <= min(highestColumns, len(t.lines)); h++ {
		l := &t.lines[h-1]
		if h > 1 && l.gap > 1 || l.cells != nil || !grid.Add(l.printed) {
			break
		}
		t.grid = grid
		cells := t.joined(0, h)
		share, n := knownColumns(cells)
		if share >= best && n >= 2 && 3*n >= 2*filledCells(cells) {
			best, known, t.header = share, n, h
		}
	}
	if known == 0 {
		return 0
	}
	t.grid = layout.NewGrid()
	for i := range t.header {
		t.grid.Add(t.lines[i].printed)
		t.add(i)
	}
	return known
}

// mayAlign says whether a line has places without print within it.
func mayAlign(l *line) bool {
	return l.cells == nil && len(l.printed) <= longestColumns && strings.Contains(strings.TrimRight(layout.Plain(l.printed), " "), "  ")
}

// knownColumns is how much of the names of columns is known, in cells, and how many of them are; none where a cell has
// names of several columns, which spaces do not hold apart then.
func knownColumns(cells []string) (share float64, known int) {
	for _, c := range cells {
		columns, s := columnsIn(c)
		if s > 0.6 && len(columns) > 0 {
			known++
		}
		for _, column := range columns {
			if column.Type != columns[0].Type && column.Type != printed.Other && columns[0].Type != printed.Other {
				return 0, 0
			}
		}
		share += s
	}
	return share, known
}

func filledCells(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// joined are the cells that some lines have together.
func (t *alignedTable) joined(from, to int) []string {
	cells := make([]string, t.grid.Columns())
	for i := from; i < to; i++ {
		for k, c := range t.grid.Cells(t.lines[i].printed) {
			cells[k] = layout.JoinPieces(cells[k], c)
		}
	}
	return cells
}

// endsBefore says whether a table ends before a line: a heading, a line in the first column alone behind a blank line or that
// is a remark, or names of columns of another table.
func (t *alignedTable) endsBefore(i int) bool {
	l := &t.lines[i]
	if l.gap > widestBreak || l.cells != nil {
		return true
	}
	if mayAlign(l) {
		return false
	}
	f := featuresOf(l)
	return f.decides || f.other || isAside(l.text) || l.gap > 1 && f.tokens == 0 && !t.beginsBlock(i)
}

// beginsBlock says whether a line that may begin a row is followed by lines with several cells.
func (t *alignedTable) beginsBlock(i int) bool {
	for k := i + 1; k < min(len(t.lines), i+highestColumns) && t.lines[k].gap <= 1; k++ {
		if mayAlign(&t.lines[k]) {
			next := alignedTable{lines: t.lines[k:]}
			return next.readHeader() == 0
		}
	}
	return false
}

// resumes says whether a table goes on behind a note that begins at a line.
func (t *alignedTable) resumes(i int) bool {
	for k := i; k < min(len(t.lines), i+longestNote); k++ {
		l := &t.lines[k]
		if k > i && t.endsBefore(k) {
			return false
		}
		if f := featuresOf(l); f.decides || f.other || f.share > 0.7 {
			return false
		}
		if !mayAlign(l) {
			continue
		}
		grid := *t.grid
		if grid.Add(l.printed) && filledCells(grid.Cells(l.printed)) > 1 {
			return true
		}
	}
	return false
}

// joinNameless joins columns without a name that few lines fill, or only one, to the column before them.
func (t *alignedTable) joinNameless() {
	names := t.joined(0, t.header)
	filled, body := make([]int, len(names)), 0
	for i := t.header; i < t.end; i++ {
		if !t.in[i] {
			continue
		}
		cells := t.grid.Cells(t.lines[i].printed)
		if filledCells(cells)*2 < len(cells) {
			continue
		}
		body++
		for k, c := range cells {
			if c != "" {
				filled[k]++
			}
		}
	}
	for k := len(names) - 1; k > 0; k-- {
		if names[k] == "" && (filled[k] < 2 || filled[k]*2 < body) {
			t.grid.Join(k)
		}
	}
}

// rows are the rows of a table with their cells, and the notes between them.
func (t *alignedTable) rows() []line {
	rows := []line{t.row(0, t.header)}
	for from := t.header; from < t.end; {
		to := from
		for to < t.end && t.in[to] == t.in[from] {
			to++
		}
		if t.in[from] {
			rows = append(rows, t.rowsOf(from, to)...)
		} else {
			rows = append(rows, t.lines[from:to]...)
		}
		from = to
	}
	return rows
}

// rowsOf are the rows of lines between which no note stands.
func (t *alignedTable) rowsOf(from, to int) []line {
	var cells [][]string
	var blank []bool
	for i := from; i < to; i++ {
		cells = append(cells, t.grid.Cells(t.lines[i].printed))
		blank = append(blank, t.lines[i].gap > 1)
	}
	var rows []line
	begins, middle := layout.RowBegins(cells, blank)
	for i := 0; i < len(begins); {
		k := i + 1
		for k < len(begins) && !begins[k] {
			k++
		}
		row := t.row(from+i, from+k)
		row.unsure = middle && !(blank[i] || i == 0) && !(k == len(begins) || blank[k])
		rows = append(rows, row)
		i = k
	}
	return rows
}

// row is the row of some lines.
func (t *alignedTable) row(from, to int) line {
	row := t.lines[from]
	row.last, row.bullet, row.cells = t.lines[to-1].last, false, []layout.Cell{}
	for i := from + 1; i < to; i++ {
		row.printed += strings.Repeat("\n", t.lines[i].gap) + t.lines[i].printed
	}
	var texts []string
	for k, c := range t.joined(from, to) {
		row.cells = append(row.cells, layout.Cell{Text: c, Column: k})
		texts = append(texts, c)
	}
	row.text = clean(strings.Join(texts, " "))
	return row
}
