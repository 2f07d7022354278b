package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
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

// announcing is a report of a meeting of study group 17 that announces interim meetings of Questions.
func announcing(start, end standards.PartialDate, place string, interims map[int]standards.PartialDate) *facts.Facts {
	r := graphtest.SyntheticReport(5) // of texts of Questions 1 to 5
	r.Meeting.Name, r.Meeting.Start, r.Meeting.End = "Meeting of "+string(start), start, end
	for _, q := range slices.Sorted(maps.Keys(interims)) {
		r.Announced = append(r.Announced, facts.Announced{
			Kind: standards.Interim, Name: fmt.Sprintf("Interim of Q%d/17", q), Place: place, Start: interims[q], Questions: []facts.Question{{Group: 17, Number: q}},
		})
	}
	return r
}

// standings are the status and the sequence of the events of a calendar, by their ids.
func standings(t *testing.T, g *graphtest.Graph) map[string]string {
	t.Helper()
	c, err := ics.ParseCalendar(bytes.NewReader(written(t, g, "calendar.ics", nil)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range c.Events() {
		id := strings.TrimSuffix(e.Id(), "@rapporteur")
		if all[id] != "" {
			t.Errorf("%s is there twice", id)
		}
		all[id] = e.GetProperty(ics.ComponentPropertyStatus).Value + " " + e.GetProperty(ics.ComponentPropertySequence).Value
	}
	return all
}

// A meeting that a newer report leaves out is cancelled, one that it announces again, or that has passed, is not; its sequence
// rises with each report that speaks of it. All of it is the same in any order of import.
func TestAMeetingThatANewerReportLeavesOutIsCancelled(t *testing.T) {
	t.Parallel()
	reports := []*facts.Facts{
		announcing("2019-08-27", "2019-09-05", "Geneva", map[int]standards.PartialDate{1: "2019-12-10", 2: "2020-06-10", 3: "2020-06-17", 4: "2020-10"}),
		announcing("2020-03-17", "2020-03-26", "Geneva", map[int]standards.PartialDate{3: "2020-06-17", 4: "2020-10", 5: "2020-07-01"}),
		announcing("2020-08-25", "2020-09-03", "Geneva", nil), // its list of meetings was not read
	}
	want := map[string]string{
		"meeting:17:2019-08-27": "CONFIRMED 0", "meeting:17:2020-03-17": "CONFIRMED 0", "meeting:17:2020-08-25": "CONFIRMED 0",
		"meeting:17:2019-12-10:q1": "CONFIRMED 0", "meeting:17:2020-06-10:q2": "CANCELLED 1", "meeting:17:2020-06-17:q3": "CONFIRMED 1",
		"meeting:17:2020-10:q4": "TENTATIVE 1", "meeting:17:2020-07-01:q5": "CONFIRMED 0",
	}
	var first []byte
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}} {
		g := graphtest.Open(t)
		for _, i := range order {
			graphtest.Add(t, g, reports[i])
		}
		if got := standings(t, g); !maps.Equal(got, want) {
			t.Errorf("%v: %v, want %v", order, got, want)
		}
		raw := written(t, g, "calendar.ics", nil)
		if first == nil {
			first = raw
		}
		if !bytes.Equal(raw, first) {
			t.Errorf("%v: the calendar differs from that of another order", order)
		}
	}
}

// A newer issue of a report raises the sequence of the meetings that it changes, and of no other; one that it leaves out is
// cancelled, not forgotten, until it is announced again.
func TestANewerIssueRaisesTheSequenceOfWhatItChanges(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	const own, a, b = "meeting:17:2019-08-27", "meeting:17:2020-06-10:q2", "meeting:17:2020-06-17:q3"
	dates := map[int]standards.PartialDate{2: "2020-06-10", 3: "2020-06-17"}
	one := map[int]standards.PartialDate{3: "2020-06-17"}
	for _, c := range []struct {
		name   string
		report *facts.Facts
		a, b   string
	}{
		{"announced", announcing("2019-08-27", "2019-09-05", "Geneva", dates), "CONFIRMED 0", "CONFIRMED 0"},
		{"the same again", announcing("2019-08-27", "2019-09-05", "Geneva", dates), "CONFIRMED 0", "CONFIRMED 0"},
		{"another place", announcing("2019-08-27", "2019-09-05", "Seoul", dates), "CONFIRMED 1", "CONFIRMED 1"},
		{"one left out", announcing("2019-08-27", "2019-09-05", "Seoul", one), "CANCELLED 2", "CONFIRMED 1"},
		{"still left out, the other moved", announcing("2019-08-27", "2019-09-05", "Tunis", one), "CANCELLED 2", "CONFIRMED 2"},
		{"announced again", announcing("2019-08-27", "2019-09-05", "Tunis", dates), "CONFIRMED 3", "CONFIRMED 2"},
	} {
		graphtest.Add(t, g, c.report)
		if got, want := standings(t, g), map[string]string{own: "CONFIRMED 0", a: c.a, b: c.b}; !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
		only := written(t, g, "calendar.ics", map[string][]string{"question": {"2/17"}})
		if strings.Count(string(only), "BEGIN:VEVENT") != 1 || !strings.Contains(string(only), "STATUS:"+strings.Fields(c.a)[0]) {
			t.Errorf("%s: of one Question: %s", c.name, only)
		}
		none := written(t, g, "calendar.ics", map[string][]string{"studyGroup": {"16"}})
		if strings.Contains(string(none), "BEGIN:VEVENT") {
			t.Errorf("%s: of another group: %s", c.name, none)
		}
	}
}

// An entry is updated when what it shows changes, and not otherwise.
func TestAnEntryIsUpdatedWhenItsContentChanges(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	report := func(change func(*facts.Facts)) *facts.Facts {
		r := graphtest.SyntheticReport(5)
		change(r)
		return r
	}
	entries := func() map[string]*atomEntry {
		var feed atomFeed
		if err := xml.Unmarshal(written(t, g, "feed.atom", nil), &feed); err != nil {
			t.Fatal(err)
		}
		all := map[string]*atomEntry{}
		newest := ""
		for _, e := range feed.Entries {
			all[e.ID] = e
			newest = max(newest, e.Updated)
		}
		if feed.Updated != newest || len(all) != 5 {
			t.Errorf("the feed is of %s, its newest of %d entries of %s", feed.Updated, len(all), newest)
		}
		return all
	}
	var before map[string]*atomEntry
	for _, c := range []struct {
		name   string
		report *facts.Facts
		want   int // entries that change
	}{
		{"first", report(func(*facts.Facts) {}), 0},
		{"the same again", report(func(*facts.Facts) {}), 0},
		{"lines moved", report(func(r *facts.Facts) {
			for i := range r.Statements {
				r.Statements[i].FirstLine, r.Statements[i].LastLine, r.Statements[i].Raw = 100+i, 100+i, "moved"
			}
		}), 0},
		{"a title", report(func(r *facts.Facts) { r.Statements[2].Title = "Another title" }), 1},
		{"the same title again", report(func(r *facts.Facts) { r.Statements[2].Title = "Another title" }), 0},
		{"an editor more, and a date", report(func(r *facts.Facts) {
			r.Statements[2].Title = "Another title"
			r.Statements[0].Editors = append(r.Statements[0].Editors, "Ada Example")
			r.Statements[4].Target = "2021"
		}), 2},
		{"the meeting's name", report(func(r *facts.Facts) {
			r.Meeting.Name = "Meeting of another name"
			r.Statements[2].Title = "Another title"
			r.Statements[0].Editors = append(r.Statements[0].Editors, "Ada Example")
			r.Statements[4].Target = "2021"
		}), 5},
	} {
		graphtest.Add(t, g, c.report)
		now, changed := entries(), 0
		for id, e := range now {
			was := before[id]
			if was == nil {
				continue
			}
			shows := e.Title != was.Title || e.Content != was.Content
			if shows != (e.Updated != was.Updated) || e.Updated < was.Updated {
				t.Errorf("%s: %s is updated %s after %s; it shows something else: %t", c.name, e.Title, e.Updated, was.Updated, shows)
			}
			if shows {
				changed++
			}
		}
		if changed != c.want {
			t.Errorf("%s: %d entries change, want %d", c.name, changed, c.want)
		}
		before = now
	}
}
