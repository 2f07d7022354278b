package meeting

import (
	"math/rand/v2"
	"strings"
	"testing"

	"rapporteur/internal/source"
)

// aligned prints a table in columns held apart by spaces, with cells that go on in the lines below: in the middle of the height
// of their rows or at its top, with blank lines between rows or without.
func aligned(grid [][]string, width, gap int, middle, blank bool) string {
	widths := make([]int, len(grid[0]))
	for _, row := range grid {
		for k, cell := range row {
			widths[k] = max(widths[k], min(len(cell), width))
			for word := range strings.FieldsSeq(cell) {
				widths[k] = max(widths[k], len(word))
			}
		}
	}
	var b strings.Builder
	for _, row := range grid {
		pieces, height := make([][]string, len(row)), 1
		for k, cell := range row {
			pieces[k] = wrap(cell, widths[k])
			height = max(height, len(pieces[k]))
		}
		for i := range height {
			var line strings.Builder
			for k, p := range pieces {
				at := i
				if middle {
					at -= (height - len(p)) / 2
				}
				text := ""
				if at >= 0 && at < len(p) {
					text = p[at]
				}
				line.WriteString(text + strings.Repeat(" ", widths[k]-len(text)+gap))
			}
			b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
		if blank {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func wrap(text string, width int) []string {
	var lines []string
	for word := range strings.FieldsSeq(text) {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(word) <= width {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// TestInventedAlignedTables reads random tables in wrapped aligned columns of several widths.
func TestInventedAlignedTables(t *testing.T) {
	t.Parallel()
	for name, form := range map[string]struct {
		middle      bool
		least, most int // right at least, false at most, in thousandths
	}{"top": {false, 990, 2}, "middle": {true, 985, 3}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := inventedRates(t, 60, 11, func(in *invented, rng *rand.Rand) string {
				return in.head + aligned(in.grid, 10+rng.IntN(24), 2+rng.IntN(3), form.middle, rng.IntN(2) == 0)
			})
			if n.right*1000 < n.facts*form.least || n.wrong*1000 > n.facts*form.most {
				t.Errorf("of %d facts %d right, %d doubted, %d false", n.facts, n.right, n.doubted, n.wrong)
			}
		})
	}
}

const alignedWant = "CONSENTED J.201 \"Lamps of small harbours and of the quays beside them\" [{9 3}] TD12\nCONSENTED J.202 \"Fog of harbours\" [{9 4}] TD13\n" +
	"CONSENTED J.203 \"Tides of harbours, measured end-to-end by gauges\" [{9 5}] TD14"

// alignedTables say what alignedWant says.
var alignedTables = map[string]string{
	"names of columns over two lines": `
ITU-T Rec.   Text                       Study      Base
No.          title                      Question   text
J.201        Lamps of small harbours    3/9        TD 12
(J.lamp)     and of the quays beside               (PLEN/9)
             them
J.202        Fog of harbours            4/9        TD 13
(J.fog)                                            (PLEN/9)
J.203        Tides of harbours,         5/9        TD 14
(J.tide)     measured end-to-                      (PLEN/9)
             end by gauges
`, "blank lines between rows, cells in their middle": `
TD       Q     Title                     Rec. No.

               Lamps of small harbours
TD 12    3/9   and of the quays beside   J.201
               them

TD 13    4/9   Fog of harbours           J.202

               Tides of harbours,
TD 14    5/9   measured end-to-end       J.203
               by gauges
`, "a note in between, and text that reaches into the space beside a column": `
   Rec. No.   Title                    Q     TD
   J.201      Lamps of small harbours  3/9   TD 12
             and of the quays beside
              them
   J.202      Fog of harbours          4/9   TD 13
   These harbours were seen by all participants of the meeting in fog.
   J.203      Tides of harbours,       5/9   TD 14
              measured end-to-end by
              gauges
`, "pages": `
Rec. No.     Title                      Q     TD
J.201        Lamps of small harbours    3/9   TD 12
             and of the quays beside

                       - 3 -

             them
J.202        Fog of harbours            4/9   TD 13

                       - 4 -

Rec. No.     Title                      Q     TD
J.203        Tides of harbours,         5/9   TD 14
             measured end-to-end by
             gauges
`,
}

// TestAlignedTables reads tables whose columns are held apart by spaces.
func TestAlignedTables(t *testing.T) {
	t.Parallel()
	for name, table := range alignedTables {
		facts := readText(t, "Recommendations consented (AAP)\n"+table+"\nSupplements agreed\n\nRec. No.     Title                      Q     TD\nJ Suppl. 4   Nets                       5/9   TD 15\n")
		if got, want := said(facts), alignedWant+"\nAGREED J Suppl. 4 \"Nets\" [{9 5}] TD15"; got != want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestWhatIsNotAligned holds that prose, tables with single spaces and the head of a document stay lines.
func TestWhatIsNotAligned(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"single spaces":      "Rec. No. Title  Q TD\nJ.201 Lamps of  harbours 3/9 TD 12\nJ.202 Fog of harbours  4/9 TD 13\n",
		"the head":           "INTERNATIONAL TELECOMMUNICATION UNION          COM 9 – R 5 – E\nSTANDARDIZATION SECTOR                         English only\n",
		"prose":              "The Title  of the Question  was noted.  It was a long\nstory about two Recommendations,  and the meeting  left it.\n",
		"bars and tabs":      "Rec. No.  | Title   | Q    | TD\nJ.201     | Lamps   | 3/9  | TD 12\nRec. No.  \tTitle  \tQ\nJ.201     \tLamps  \t3/9\n",
		"columns that cross": "Rec. No.     Title      Q     TD\nJ.201 Lamps of harbours 3/9 TD 12\nJ.202 Fog of harbours 4/9 TD 13\n",
	} {
		for _, l := range newDocument(opened(t, text)).lines {
			if l.cells != nil {
				t.Errorf("%s: %q has cells", name, l.printed)
			}
		}
	}
}

// TestRowsWithoutBorders gives titles a doubt where nothing shows at which line a row begins.
func TestRowsWithoutBorders(t *testing.T) {
	t.Parallel()
	for _, blank := range []bool{false, true} {
		grid := [][]string{{"Rec. No.", "Title", "Q", "TD"}}
		for _, row := range []source.Statement{{Acronym: "J.201", Title: inventedTitles[0]}, {Acronym: "J.202", Title: inventedTitles[1]}, {Acronym: "J.203", Title: inventedTitles[5]}} {
			grid = append(grid, []string{row.Acronym, row.Title, "3/9", "TD 12"})
		}
		got := said(readText(t, "Recommendations consented (AAP)\n\n"+aligned(grid, 18, 3, true, blank)))
		if doubted := strings.Contains(got, "?title"); doubted == blank || strings.Count(got, "\n") != 2 {
			t.Errorf("blank lines %v:\n%s", blank, got)
		}
	}
}

// TestColumnsWithoutAName joins a column that only a wide space makes, and keeps one that all rows fill.
func TestColumnsWithoutAName(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"Rec. No.   Q     TD      Title\nJ.201      3/9   TD 12   Lamps  of harbours\n":                                             `J.201 "Lamps of harbours" [{9 3}] TD12`,
		"Rec. No.   Q     TD      Title\nJ.201      3/9   TD 12   Fog   of harbours\n                         and  of quays\n":      `J.201 "Fog of harbours and of quays" [{9 3}] TD12`,
		"     Rec. No.   Q     TD      Title\n1.   J.201      3/9   TD 12   Lamps of harbours\n2.   J.202      4/9   TD 13   Fog\n": `J.202 "Fog" [{9 4}] TD13`,
	} {
		if got := said(readText(t, "Recommendations consented (AAP)\n\n"+table)); !strings.Contains(got, want) {
			t.Errorf("%s%s", table, got)
		}
	}
}

// TestLinesThatEndAnAlignedTable holds that a heading and a remark below the last row, no wider than its first column, are no
// part of it.
func TestLinesThatEndAnAlignedTable(t *testing.T) {
	t.Parallel()
	const head = "Rec. No.                       Title                Q     TD\n"
	for _, line := range []string{"Supplements agreed", "Agreed texts", "See AAP-80 for details", "Note: fog was seen"} {
		text := "Recommendations consented (AAP)\n\n" + head + "Amendment 1 to J.201 (J.lamp)  Lamps of harbours    3/9   TD 12\n" + line + "\n" + head + "J.202 (J.fog)                  Fog of harbours      4/9   TD 13\n"
		facts := readText(t, text)
		if first, _, _ := strings.Cut(said(facts), "\n"); len(facts.Statements) != 2 || !strings.Contains(first, "\"Lamps of harbours\" [{9 3}] TD12") || facts.Statements[0].LastLine != 6 {
			t.Errorf("%s:\n%s", line, said(facts))
		}
	}
}

// TestHowFarAlignedColumnsReach counts the lines that get cells: of a table with a form feed before a row, none where names of
// columns are not known or where many empty lines stand between.
func TestHowFarAlignedColumnsReach(t *testing.T) {
	t.Parallel()
	const head = "Rec. No.  Q    TD     Title\n"
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"a new page":             {head + "J.201     3/9  TD 12  Lamps of harbours\n\fJ.202     4/9  TD 13  Fog of harbours\n", 3},
		"wide cells, a new page": {head + "J.201     3/9  TD 12  Lamps of harbours\nJ.202     4/19 TD 13  Fog of harbours\n\fJ.203     5/19 TD 14  Nets\n", 4},
		"half of the names":      {"Rec. No.  Zork   Q    Flib\nJ.201     blue   3/9  green\n", 0},
		"most of the names":      {"Rec. No.  Zork   Q    Title\nJ.201     blue   3/9  Lamps\n", 2},
		"three lines between":    {head + "J.201     3/9  TD 12  Lamps of harbours\n\n\n\nJ.202     4/9  TD 13  Fog of harbours\n", 3},
		"many lines between":     {head + "J.201     3/9  TD 12  Lamps of harbours" + strings.Repeat("\n", 9) + "J.202     4/9  TD 13  Fog of harbours\n", 2},
		"another, many between":  {head + "J.203     3/9  TD 12  Nets" + strings.Repeat("\n", 30) + "J.204     4/9  TD 13  Fog\n", 2},
		"another new page":       {head + "J.203     3/9  TD 12  Nets\n\fJ.204     4/9  TD 13  Fog\n", 3},
		"another half the names": {"Rec. No.  Q    Mumble  Grumble\nJ.203     3/9  red     pink\n", 0},
	} {
		n := 0
		for _, l := range newDocument(opened(t, c.text)).lines {
			if l.cells != nil {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s: %d lines have cells, want %d", name, n, c.want)
		}
	}
}
