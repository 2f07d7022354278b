package layout

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Separators are what may divide the cells of a line of text.
const Separators = ",;\t"

// Separated are the rows of a text whose cells are divided by a character, with cells that are quoted as in RFC 4180. A
// row is of the lines that it covers. Rows without content are left out.
func (d *Document) Separated(separator rune) ([]Line, error) {
	return separated(d.Content, separator, maxLines)
}

// SeparatedHead is the first row that Separated has.
func (d *Document) SeparatedHead(separator rune) (Line, bool) {
	rows, err := separated(d.Content[:min(len(d.Content), LongestLine)], separator, 1)
	if err != nil || len(rows) == 0 {
		return Line{}, false
	}
	return rows[0], true
}

func separated(text string, separator rune, most int) ([]Line, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separator, true, -1, true
	var rows []Line
	cells, before := 0, int64(0)
	for len(rows) < most {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the table is damaged: %w", err)
		}
		if cells += len(record); cells > maxCells || len(record) > maxColumns {
			return nil, fmt.Errorf("%w: it has more than %d cells, or %d in a row", ErrBounds, maxCells, maxColumns)
		}
		end := r.InputOffset()
		printed := strings.Trim(text[before:end], "\r\n")
		before = end
		first, _ := r.FieldPos(0)
		l := Line{First: first, Last: first + strings.Count(printed, "\n"), Printed: printed}
		if row(&l, record) {
			rows = append(rows, l)
		}
	}
	return rows, nil
}

// row adds the cells of a row; it is false where they are all empty.
func row(l *Line, cells []string) bool {
	filled := false
	for i, text := range cells {
		text = cleanLines(text)
		filled = filled || text != ""
		l.Cells = append(l.Cells, Cell{Text: text, Column: i})
	}
	l.Text = Clean(l.Printed)
	return filled
}
