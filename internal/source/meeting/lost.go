package meeting

import (
	"slices"
	"strings"

	"rapporteur/internal/printed"
)

// lostRows are the rows with those added that lost all but their title: the lines of a note between two rows whose
// numbers leave room for them.
func (t *tableReader) lostRows(tab *table, rows []tableRow) []tableRow {
	title := slices.Index(tab.columns, printed.Title)
	if title < 0 || !slices.Contains(tab.columns, printed.Number) {
		return rows
	}
	var all []tableRow
	last := 0
	for i, row := range rows {
		if !row.isNote() {
			last = numberOf(tab, &row, last+1)
			all = append(all, row)
			continue
		}
		next, between := 0, 0
		for k := i + 1; k < len(rows) && next == 0; k++ {
			if !rows[k].isNote() {
				next = numberOf(tab, &rows[k], 0)
				between++
			}
		}
		lines := titleLines(tab, row)
		if room := next - last - between; next == 0 || room < len(lines) || len(lines) == 0 {
			all = append(all, row)
			continue
		}
		for _, l := range lines {
			all = append(all, tableRow{cells: []cell{{column: title, from: l[0], end: l[1], certainty: 1}}, certainty: 1, lost: true})
			last++
		}
	}
	return all
}

// numberOf is the printed number of a row, or otherwise.
func numberOf(tab *table, row *tableRow, otherwise int) int {
	for _, c := range row.cells {
		if tab.columns[c.column] == printed.Number && c.value != nil {
			return number(c.value.Word)
		}
	}
	return otherwise
}

// titleLines are the lines of a note if each of them can be a title.
func titleLines(tab *table, note tableRow) [][2]int {
	var lines [][2]int
	from := note.from
	for line := range strings.SplitSeq(tab.text[note.from:note.end], "\n") {
		if text := clean(line); text != "" {
			if !startsUpper(text) || isProse(text) || isSentence(text) || strings.Count(text, " ") < 2 || strings.HasSuffix(text, ".") {
				return nil
			}
			lines = append(lines, [2]int{from, from + len(line)})
		}
		from += len(line) + 1
	}
	return lines
}

// lostBegins are the places where rows begin that lost all but their title and so went into the row before: where
// the numbers of two rows leave room, the last lines of the first are the rows between them.
func lostBegins(tab *table, rows []tableRow) map[int]bool {
	if tab == nil || !slices.Contains(tab.columns, printed.Number) || slices.Contains(tab.columns, printed.Editors) {
		return nil
	}
	begins := map[int]bool{}
	for i := 0; i+1 < len(rows); i++ {
		if rows[i].isNote() || rows[i+1].isNote() {
			continue
		}
		number, next := numberOf(tab, &rows[i], 0), numberOf(tab, &rows[i+1], 0)
		if number == 0 || next <= number+1 {
			continue
		}
		cells := rows[i].cells
		lines := lineStarts(tab.text, cells[0].from, cells[len(cells)-1].end)
		for k := len(lines) - 1; k >= 0 && len(lines)-k < next-number; k-- {
			line, _, _ := strings.Cut(tab.text[lines[k]:], "\n")
			if !startsUpper(line) || strings.Count(clean(line), " ") < 2 {
				break
			}
			begins[lines[k]] = true
		}
	}
	return begins
}

// lineStarts are where the lines of a part of a text begin, but for the first.
func lineStarts(text string, from, end int) []int {
	var starts []int
	for p := from; p < end; p++ {
		if text[p] == '\n' {
			for p < end && isGap(text[p]) {
				p++
			}
			if p < end {
				starts = append(starts, p)
			}
		}
	}
	return starts
}
