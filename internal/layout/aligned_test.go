package layout

import (
	"fmt"
	"strings"
	"testing"
)

// TestGrid finds the columns that lines have in common, and leaves out a line that prints across them.
func TestGrid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		added string // + for each line that was added
		cells string // of the last one that was
	}{
		"columns":                    {[]string{"Boat     Harbour   Fog", "Ada One  North     thick", "         Sea"}, "+++", `["" "Sea" ""]`},
		"a line across":              {[]string{"Boat     Harbour   Fog", "All boats are out today", "Ada      North"}, "+-+", `["Ada" "North" ""]`},
		"indented, wide runes":       {[]string{"   Boat     Harbour", "   Élan     Ålesund", "\f   Æ        Ö"}, "+++", `["Æ" "Ö"]`},
		"one place beside a column":  {[]string{"Boat     Harbour", "Ada      North", "Adamant North Sea  quay"}, "+++", `["Adamant" "North Sea" "quay"]`},
		"a place before a column":    {[]string{"Boat     Harbour", "Ada Two  North", "        Sea"}, "+++", `["" "Sea"]`},
		"tabs and bars":              {[]string{"Boat     Harbour", "Ada\tNorth", "Ada   |  North"}, "+--", `["Boat" "Harbour"]`},
		"a column that is new below": {[]string{"Boat            Fog", "Ada    North    thick"}, "++", `["Ada" "North" "thick"]`},
	} {
		g, added, last := NewGrid(), "", ""
		for _, l := range c.lines {
			if g.Add(l) {
				added, last = added+"+", l
			} else {
				added += "-"
			}
		}
		if got := fmt.Sprintf("%q", g.Cells(last)); added != c.added || got != c.cells {
			t.Errorf("%s: %s %s", name, added, got)
		}
	}
}

// TestRowBegins finds rows of cells at the top and in the middle of their height, with blank lines between them or without.
func TestRowBegins(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ lines, want string }{
		"a line each":         {"Ada,North,3 Bea,South,4 Cid,West,5", "bbb"},
		"at the top":          {"Ada,North_and,3 ,Sea, Bea,South,4 Cid,West_of,5 ,all,", "b.bb."},
		"two cells go on":     {"Adamant,North_and,3 (A.),Sea, Beatrice,South_and,4 (B.),Lake, Cid,Fen,5", "b.b.b"},
		"in the middle":       {",North_and, Ada,Sea_of,3 ,ice, ,So_many, Bea,Lake_of,4 ,fog,", "b..b.."},
		"blank lines between": {"Ada,North,3 ,, Bea,South,4", "bb"},
		"blocks":              {",North, Ada,Sea,3 ,, ,South, Bea,Lake,4 ,,  ,Fen, Cid,Moor,5", "b.b.b."},
	} {
		var cells [][]string
		var blank []bool
		gap := false
		for line := range strings.FieldsSeq(c.lines) {
			if line == ",," {
				gap = true
				continue
			}
			cells = append(cells, strings.Split(strings.ReplaceAll(line, "_", " "), ","))
			blank, gap = append(blank, gap), false
		}
		got := ""
		begins, _ := RowBegins(cells, blank)
		for _, b := range begins {
			if b {
				got += "b"
			} else {
				got += "."
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if begins, _ := RowBegins(nil, nil); begins != nil {
		t.Error("no lines have rows")
	}
}

// TestJoinPieces joins what is broken behind a hyphen without a space.
func TestJoinPieces(t *testing.T) {
	t.Parallel()
	for pieces, want := range map[[2]string]string{
		{"end-to-", "end"}: "end-to-end", {"ISO/", "IEC"}: "ISO/IEC", {"North -", "sea"}: "North - sea", {"North", "sea"}: "North sea", {"", "sea"}: "sea", {"a-", "(b)"}: "a- (b)",
	} {
		if got := JoinPieces(pieces[0], pieces[1]); got != want {
			t.Errorf("%q: %q", pieces, got)
		}
	}
}
