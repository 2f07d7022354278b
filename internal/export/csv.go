package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
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

// formula finds what a spreadsheet may run: =, +, - or @, in full width too, where a cell begins. A cell also begins behind a
// semicolon, a tab, a bar or the end of a line, for a spreadsheet that takes those for separators; quotes and spaces before do
// not make a formula a text.
var formula = regexp.MustCompile(`(^|[;\t\r\n|])([\s"']*)([=+\-@＝＋－＠﹦﹢﹣﹫])`)

// harmless returns a cell with an apostrophe before what a spreadsheet may run, and before a tab or line break at its
// beginning.
func harmless(s string) string {
	s = formula.ReplaceAllString(s, "$1$2'$3")
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
