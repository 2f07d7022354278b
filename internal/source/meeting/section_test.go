package meeting

import (
	"fmt"
	"strings"
	"testing"
)

// Names of columns that come again, and very many of them, make no columns: the work of reading a table grows faster than they do.
func TestColumnsOfATableAreBounded(t *testing.T) {
	t.Parallel()
	cells := func(texts ...string) string { return "<tr><td>" + strings.Join(texts, "</td><td>") + "</td></tr>" }
	again := strings.Repeat(cells("Rec. No.", "Question", "Title"), 50)
	var many []string
	for i := range 50 {
		many = append(many, cells("Rec. No.", "Question", "Title", fmt.Sprintf("Base text %d", i)))
	}
	for name, c := range map[string]struct {
		names string
		most  int
	}{"again": {again, 3}, "many": {strings.Join(many, ""), mostColumns}} {
		html := "<!DOCTYPE html><p>Report of the SG17 meeting, Geneva, 3-11 May 2027</p><p>Recommendations consented</p><table>" + c.names + cells("X.1332", "Q6/17", "Security of things") + "</table>"
		all, err := newDocument(opened(t, html)).sections(t.Context())
		if err != nil || len(all) != 1 || len(all[0].tables) != 1 {
			t.Fatalf("%s: %d sections, %v", name, len(all), err)
		}
		if n := len(all[0].tables[0].columns); n == 0 || n > c.most {
			t.Errorf("%s: %d columns, want at most %d", name, n, c.most)
		}
	}
}
