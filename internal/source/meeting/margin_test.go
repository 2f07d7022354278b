package meeting

import (
	"strings"
	"testing"
)

// TestHeadersAndFootersOfPages reads a table and a list whose rows and titles pages divide.
func TestHeadersAndFootersOfPages(t *testing.T) {
	t.Parallel()
	const table = "Recommendations consented (AAP)\nRec. No. | Title | Q | TD |\nJ.201 | Lamps of harbours | 3/9 | TD 12 |\n@J.202 | Fog of @harbours | 4/9 | TD 13 |\n@J.203 | Tides of harbours | 5/9 | TD 14 |\n"
	const list = "Recommendations consented (AAP)\n– J.201, Lamps of harbours, Q3/9, TD 12\n@– J.202, Fog of @harbours, Q4/9, TD 13\n@– J.203, Tides of harbours, Q5/9, TD 14\n"
	const want = "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12\nCONSENTED J.202 \"Fog of harbours\" [{9 4}] TD13\nCONSENTED J.203 \"Tides of harbours\" [{9 5}] TD14"
	for _, page := range []string{
		"\n- 3 -\n", "\n\nPage 5 of 30\n\n", "\nCOM 17 – R 12 – E\n- 4 -\n", "\n12\n\fReport of harbours\n", "\n- 5 -\nTD 777 (GEN/9)\n", "\nStudy Group on harbours\n7 -\n", "\nCOM 9-R 5-E 14\n",
	} {
		for _, text := range []string{table, list} {
			facts := readText(t, strings.ReplaceAll(text, "@", page))
			if got := said(facts); got != want {
				t.Errorf("%q:\n%s", page, got)
			}
			if facts.Coverage.Unread > 0 {
				t.Errorf("%q: %d lines were not read", page, facts.Coverage.Unread)
			}
		}
	}
}

// TestCellsThatAreNoMargins keeps what looks like the number of a page or comes again, and is a cell.
func TestCellsThatAreNoMargins(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"3/9", "Q 3/9", "Question 3/9"} {
		row := func(name, title string) string { return name + "\n" + title + "\nTD 12\n" + cell + "\n" }
		text := "Recommendations consented (AAP)\nRec. No.\nTitle\nTD\nQ\n" + row("J.201", "Lamps of harbours") + "- 4 -\n" + row("J.203", "Tides of harbours") + "- 5 -\n" + "J.204\nNets of harbours\nTD 12\n4/9\n"
		if facts := readText(t, text); strings.Count(said(facts), "[{9 3}] TD12") != 2 || !strings.Contains(said(facts), "[{9 4}] TD12") {
			t.Errorf("%s:\n%s", cell, said(facts))
		}
	}
}

// TestWordBesidePages keeps a title of one word that comes again beside the ends of pages.
func TestWordBesidePages(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"Lamps", "Harbours"} {
		text := "Recommendations consented (AAP)\nRec. No.\nQ\nTD\nTitle\nJ.201\n3/9\nTD 12\n" + title + "\n- 4 -\nJ.202\n4/9\nTD 13\n" + title + "\n- 5 -\nJ.203\n5/9\nTD 14\nFog\n"
		if got := said(readText(t, text)); strings.Count(got, "\""+title+"\"") != 2 {
			t.Errorf("%s", got)
		}
	}
}

// TestFigureAlone keeps a figure alone in a line within a page: it may be a Question.
func TestFigureAlone(t *testing.T) {
	t.Parallel()
	for _, q := range []string{"3", "11"} {
		got := said(readText(t, "Recommendations consented (AAP)\nRec. No.\nQ\nTD\nTitle\nJ.201\n"+q+"\nTD 12\nLamps\nJ.202\n"+q+"\nTD 13\nFog\n"))
		if strings.Count(got, "[{9 "+q+"}]") != 2 {
			t.Errorf("%s", got)
		}
	}
}
