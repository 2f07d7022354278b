package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// A workbook and a CSV hold the same cells.
func TestTablesReadBackAlike(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for table, rows := range map[string]int{"texts": 95, "actions": 98} {
		fromCSV, err := csv.NewReader(bytes.NewReader(written(t, g, table+".csv", nil))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(written(t, g, table+".xlsx", nil)))
		if err != nil {
			t.Fatal(err)
		}
		sheet := f.GetSheetName(0)
		fromXLSX, err := f.GetRows(sheet)
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		if len(fromCSV) != rows+1 || len(fromXLSX) != rows+1 {
			t.Fatalf("%s: %d and %d rows", table, len(fromCSV), len(fromXLSX))
		}
		for i, row := range fromCSV {
			for j, cell := range row {
				other := ""
				if j < len(fromXLSX[i]) {
					other = fromXLSX[i][j]
				}
				if cell != other {
					t.Errorf("%s, row %d, %s: %q and %q", table, i, fromCSV[0][j], cell, other)
				}
			}
		}
	}
}

func TestEveryNodeIsALineOfJSON(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	count, ids := map[string]int{}, map[string]bool{}
	d := json.NewDecoder(bytes.NewReader(written(t, g, "graph.jsonl", nil)))
	for {
		var n struct{ Type, ID string }
		if err := d.Decode(&n); err == io.EOF {
			break
		} else if err != nil || n.ID == "" || ids[n.ID] {
			t.Fatal(err, n)
		}
		ids[n.ID] = true
		count[n.Type]++
	}
	texts, _ := g.Texts.All(t.Context())
	people, _ := g.People.All(t.Context())
	if count["Text"] != len(texts) || count["Person"] != len(people) || count["Action"] != 98 || count["Report"] != 1 || len(count) != 10 {
		t.Error(count)
	}
}

// The store keeps lists that grow with the graph by their first entries. No line has a part of a list: what counts say is
// found at the nodes that record the edges.
func TestJSONLinesHaveEveryEdgeOnce(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 1500)
	type line struct {
		Type, ID, Meeting, Document            string
		Texts, Questions, Editors, Equivalents json.RawMessage
		TextCount, ActionCount                 int
	}
	counted, found := map[string]int{}, map[string]int{}
	d := json.NewDecoder(bytes.NewReader(written(t, g, "graph.jsonl", nil)))
	for {
		var n line
		if err := d.Decode(&n); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch n.Type {
		case "Text":
			for _, list := range []json.RawMessage{n.Questions, n.Editors, n.Equivalents} {
				var ids []string
				_ = json.Unmarshal(list, &ids) // there may be none
				for _, id := range ids {
					found[id]++
				}
			}
		case "Action":
			found[n.Meeting]++
			found[n.Document]++
		case "Question", "Person", "Specification", "Document":
			counted[n.ID] = n.TextCount
			if n.Texts != nil {
				t.Fatalf("%s has a list of texts: %.80s", n.ID, n.Texts)
			}
		case "Meeting":
			counted[n.ID] = n.ActionCount
		}
	}
	if counted["meeting:17:2019-08-27"] != 1500 || !maps.Equal(counted, found) {
		t.Errorf("%d nodes count what %d nodes are named for; the meeting counts %d actions", len(counted), len(found), counted["meeting:17:2019-08-27"])
	}
}

func TestTheCalendarReadsBack(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	raw := written(t, g, "calendar.ics", nil)
	for _, line := range strings.SplitAfter(string(raw), "\n") {
		if line != "" && !strings.HasSuffix(line, "\r\n") || len(line) > 77 || !utf8.ValidString(line) {
			t.Errorf("a line that is not one of iCalendar: %q", line)
		}
	}
	c, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil || len(c.Events()) != 14 {
		t.Fatal(err, len(c.Events()))
	}
	for _, e := range c.Events() {
		start, err := e.GetAllDayStartAt()
		end, errEnd := e.GetAllDayEndAt()
		if err != nil || errEnd != nil || !end.After(start) || e.Id() == "" {
			t.Error(e.Id(), err, errEnd, start, end)
		}
		if e.Id() == "meeting:17:2019-08-27@rapporteur" && end.Format(time.DateOnly) != "2019-09-06" {
			t.Error(end)
		}
	}
	if again := written(t, g, "calendar.ics", nil); !bytes.Equal(raw, again) {
		t.Error("two readings differ")
	}
	meetings, err := g.Meetings.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var of []string // the meetings of a Question
	for _, m := range meetings {
		if slices.Contains(m.QuestionIDs, "question:17:2017-2020:3") {
			of = append(of, string(m.ID)+"@rapporteur")
		}
	}
	filtered, err := ics.ParseCalendar(bytes.NewReader(written(t, g, "calendar.ics", map[string][]string{"question": {"3/17"}})))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range filtered.Events() {
		got = append(got, e.Id())
	}
	slices.Sort(got)
	slices.Sort(of)
	if len(of) == 0 || !slices.Equal(got, of) {
		t.Errorf("the meetings of a Question are %v, want %v", got, of)
	}
}

func TestTheFeedReadsBack(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	actions, err := g.Actions.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for query, kinds := range map[string][]standards.ActionKind{
		"": nil, "CONSENTED": {standards.Consented}, "removed,determined": {standards.Removed, standards.Determined},
	} {
		parameters := map[string][]string{}
		if query != "" {
			parameters["kinds"] = []string{query}
		}
		want := 0
		for _, action := range actions {
			if kinds == nil || slices.Contains(kinds, action.Kind) {
				want++
			}
		}
		var feed atomFeed
		if err := xml.Unmarshal(written(t, g, "feed.atom", parameters), &feed); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, e := range feed.Entries {
			if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Title == "" || ids[e.ID] {
				t.Error(err, e)
			}
			ids[e.ID] = true
		}
		if len(ids) != want || want == 0 {
			t.Errorf("%q: %d entries, want %d", query, len(ids), want)
		}
	}
}

// Every node is there once, and every edge has both its ends.
func TestGraphMLIsWhole(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	var doc struct {
		Graph struct {
			Nodes []struct {
				ID string `xml:"id,attr"`
			} `xml:"node"`
			Edges []struct {
				Source string `xml:"source,attr"`
				Target string `xml:"target,attr"`
				Kind   string `xml:"data"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(written(t, g, "graph.graphml", nil), &doc); err != nil {
		t.Fatal(err)
	}
	nodes, kinds, edges := map[string]bool{}, map[string]int{}, map[any]bool{}
	for _, n := range doc.Graph.Nodes {
		if nodes[n.ID] {
			t.Errorf("%s is there twice", n.ID)
		}
		nodes[n.ID] = true
	}
	for _, e := range doc.Graph.Edges {
		if !nodes[e.Source] || !nodes[e.Target] || edges[e] {
			t.Errorf("an edge without its ends, or twice: %v", e)
		}
		edges[e] = true
		kinds[e.Kind]++
	}
	for _, k := range []string{"EDITED_BY", "QUESTION_OF", "CARRIED_BY", "EQUIVALENT_TO", "REVISES", "AMENDS"} {
		if kinds[k] == 0 {
			t.Errorf("no %s", k)
		}
	}
}
