package report

import (
	"strings"

	"rapporteur/internal/standards"
)

// openText reads flattened text and pipe tables.
func openText(text string) *document {
	d := &document{format: standards.TextFormat}
	number, columns := 0, 0
	for printed := range strings.Lines(text) {
		number++
		printed = strings.TrimRight(printed, "\r\n")
		if printed == "" {
			continue
		}
		l := newLine(number, printed)
		if l.text == "" {
			continue
		}
		if cells := pipeCells(l.text, columns); cells != nil {
			l.cells, l.bullet = cells, false
			columns = len(cells)
		} else {
			columns = 0
		}
		if isRule(l.cells) {
			continue
		}
		d.lines = append(d.lines, l)
	}
	d.count = number
	return d
}

// pipeCells are the cells of a row of a pipe table, nil where the line is none. Such a row begins with a pipe, or
// names columns, or has as many cells as the row before it.
func pipeCells(text string, columns int) []string {
	if len(text) > longestLine || !strings.Contains(text, "|") {
		return nil
	}
	outer := strings.HasPrefix(text, "|")
	if outer {
		text = strings.TrimSuffix(text[1:], "|")
	}
	cells := strings.Split(strings.ReplaceAll(text, `\|`, "\x00"), "|")
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(cell, "\x00", "|"), "<br>", "\n"))
	}
	if outer || len(cells) > 2 && (len(cells) == columns || isHeader(cells)) {
		return cells
	}
	return nil
}

// isRule tells the line under the header of a pipe table.
func isRule(cells []string) bool {
	for _, cell := range cells {
		if strings.Trim(cell, ":-= ") != "" {
			return false
		}
	}
	return len(cells) > 0
}
