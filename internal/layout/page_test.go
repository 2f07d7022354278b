package layout_test

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/layout"
)

// TestRowsOfAPage looks at tables within tables, ids, links and lines of the source.
func TestRowsOfAPage(t *testing.T) {
	t.Parallel()
	d, err := layout.Open(t.Context(), []byte("<html><body>\n<table><tr><td>\n<table><tr id=\"boat\"><td><b>Boat</b></td><td>A<br>B <a href=\"/c\">C</a>\n</td></tr>\n"+
		"<tr><td>Ferry</td>\n<td><span id=\"line\">two\nwords</span></td></tr></table>\n</td></tr></table></body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range d.Rows() {
		for _, cell := range row.Cells {
			got = append(got, fmt.Sprintf("%d-%d %q %q %v", row.First, row.Last, cell.Text(), cell.TextBesideLinks(), cell.Links()))
		}
	}
	for _, e := range d.Identified() {
		got = append(got, fmt.Sprintf("%d %s %q", e.First, e.ID(), e.Text()))
	}
	want := []string{`3-3 "Boat" "Boat" []`, `3-3 "A\nB C" "A\nB" [{C /c}]`, `5-6 "Ferry" "Ferry" []`, `5-6 "two words" "two words" []`, `3 boat "Boat\nA\nB C"`, `6 line "two words"`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if text, _ := layout.Open(t.Context(), []byte("Boat")); text.Rows() != nil || text.Identified() != nil {
		t.Error("a text has rows of a page")
	}
}
