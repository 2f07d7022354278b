package export

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"rapporteur/internal/graphtest"
	facts "rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Lines of a calendar have 75 bytes at most and are folded between characters, however long these are; unfolded they say what
// is in the graph.
func TestLinesOfTheCalendarFoldBetweenCharacters(t *testing.T) {
	t.Parallel()
	names := []string{
		strings.Repeat("é", 200), strings.Repeat("安全", 90), strings.Repeat("🔐", 60), "a" + strings.Repeat("安", 90), "ab" + strings.Repeat("🔐", 90),
		strings.Repeat("e\u0301", 120), strings.Repeat("word ", 40) + "end", strings.Repeat("x", 300), "commas, semicolons; and \\ backslashes, " + strings.Repeat("ü;,", 60),
		strings.Repeat("é", 33) + " " + strings.Repeat("安", 40), "broken \xff bytes " + strings.Repeat("\xe5 ", 80) + "end", "line\rends\r\nand\nmore",
	}
	for _, name := range names {
		g := graphtest.Open(t)
		r := graphtest.SyntheticReport(1)
		r.Announced = []facts.Announced{{Kind: standards.Interim, Name: name, Place: name, Start: "2020-01-14", Questions: []facts.Question{{Group: 17, Number: 3}}}}
		graphtest.Add(t, g, r)
		raw := written(t, g, "calendar.ics", nil)
		for _, line := range strings.SplitAfter(string(raw), "\n") {
			if line = strings.TrimSuffix(line, "\r\n"); len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Errorf("%.20q: a line of %d bytes: %q", name, len(line), line)
			}
		}
		c, err := ics.ParseCalendar(bytes.NewReader(raw))
		if err != nil || len(c.Events()) != 2 {
			t.Fatalf("%.20q: %v", name, err)
		}
		want := strings.ToValidUTF8(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(name), "\ufffd")
		if got := ics.FromText(c.Events()[1].GetProperty(ics.ComponentPropertySummary).Value); got != want {
			t.Errorf("%q is read back as %q", want, got)
		}
	}
}
