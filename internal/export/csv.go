package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// csvTable writes comma-separated values as in RFC 4180, in UTF-8.
type csvTable struct{ w *csv.Writer }

func newCSV(w io.Writer, columns []column) (table, error) {
	t := csvTable{csv.NewWriter(w)}
	header := make([]any, len(columns))
	for i, c := range columns {
		header[i] = c.name
	}
	return t, t.row(header)
}

func (t csvTable) row(cells []any) error {
	record := make([]string, len(cells))
	for i, c := range cells {
		if s, ok := c.(string); ok {
			record[i] = harmless(s)
		} else {
			record[i] = fmt.Sprint(c)
		}
	}
	return t.w.Write(record)
}

func (t csvTable) end(failed error) error {
	t.w.Flush()
	if failed != nil {
		return failed
	}
	return t.w.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula: one that begins as a formula does gets an
// apostrophe in front.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
