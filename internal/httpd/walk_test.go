package httpd

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// answerOf is the data of an answer, and the codes of its errors.
func answerOf(t *testing.T, s *Server, query string, variables map[string]any) (data map[string]json.RawMessage, codes []string) {
	t.Helper()
	var a struct {
		Data   map[string]json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(ask(t, s, query, variables), &a); err != nil {
		t.Fatal(err)
	}
	for _, e := range a.Errors {
		codes = append(codes, e.Extensions.Code)
	}
	return a.Data, codes
}

func TestArgumentsOfSearchAndWalksAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for query, code := range map[string]string{
		`{ search(query: "security", first: 101) { totalCount } }`:                              "INVALID",
		`{ search(query: "security", first: -1) { totalCount } }`:                               "INVALID",
		`{ search(query: "security", after: "x") { totalCount } }`:                              "INVALID",
		`{ neighbors(id: "person:rick-reed", depth: 4) { truncated } }`:                         "INVALID",
		`{ neighbors(id: "person:rick-reed", depth: 0) { truncated } }`:                         "INVALID",
		`{ neighbors(id: "person:rick-reed", first: 501) { truncated } }`:                       "INVALID",
		`{ neighbors(id: "person:nobody") { truncated } }`:                                      "NOT_FOUND",
		`{ neighbors(id: "") { truncated } }`:                                                   "NOT_FOUND",
		`{ path(from: "person:rick-reed", to: "person:nobody") { length } }`:                    "NOT_FOUND",
		`{ path(from: "person:rick-reed", to: "person:koji-nakao", maxLength: 13) { length } }`: "INVALID",
		`{ facets(filter: {questions: ["six"]}) { total } }`:                                    "INVALID",
	} {
		if _, codes := answerOf(t, s, query, nil); len(codes) != 1 || codes[0] != code {
			t.Errorf("%s: %v, want %s", query, codes, code)
		}
	}
}

func TestPathsOfTheSampleOverEditors(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for _, c := range []struct{ from, to, want string }{
		{"rick-reed", "edel-sherratt", `{"length":2}`},
		{"edel-sherratt", "rick-reed", `{"length":2}`},
		{"koji-nakao", "zhiyuan-hu", `{"length":10}`},
		{"zhiyuan-hu", "koji-nakao", `{"length":10}`},
		{"rick-reed", "koji-nakao", `null`},
		{"koji-nakao", "koji-nakao", `{"length":0}`},
	} {
		data, codes := answerOf(t, s, `query($from: ID!, $to: ID!) { path(from: $from, to: $to, edges: [EDITED_BY], maxLength: 12) { length } }`,
			map[string]any{"from": "person:" + c.from, "to": "person:" + c.to})
		if got := string(data["path"]); got != c.want || codes != nil {
			t.Errorf("from %s to %s: %s %v, want %s", c.from, c.to, got, codes, c.want)
		}
	}
}

// All pages of a search are the search, in order, without repetition.
func TestSearchIsWalkedPageByPage(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	type page struct {
		TotalCount int
		PageInfo   struct {
			HasNextPage bool
			EndCursor   *string
		}
		Edges []struct {
			Score float64
			Node  struct{ ID string }
		}
	}
	read := func(first int, after *string) (p page) {
		data, codes := answerOf(t, s, `query($first: Int, $after: String) { search(query: "security", first: $first, after: $after) {
			totalCount pageInfo { hasNextPage endCursor } edges { score node { id } } } }`, map[string]any{"first": first, "after": after})
		if codes != nil {
			t.Fatal(codes)
		}
		if err := json.Unmarshal(data["search"], &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	whole := read(100, nil)
	if whole.PageInfo.HasNextPage || len(whole.Edges) != whole.TotalCount || whole.TotalCount < 20 {
		t.Fatalf("%d of %d, more: %t", len(whole.Edges), whole.TotalCount, whole.PageInfo.HasNextPage)
	}
	var walked []string
	var after *string
	for {
		p := read(7, after)
		for _, e := range p.Edges {
			walked = append(walked, fmt.Sprint(e.Score, e.Node.ID))
		}
		if after = p.PageInfo.EndCursor; !p.PageInfo.HasNextPage {
			break
		}
	}
	var want []string
	for _, e := range whole.Edges {
		want = append(want, fmt.Sprint(e.Score, e.Node.ID))
	}
	if strings.Join(walked, "\n") != strings.Join(want, "\n") {
		t.Errorf("walked\n%v\nwant\n%v", walked, want)
	}
}

// A walk costs a find a level for each collection that records the edges, and one for each kind of node to show,
// however wide it is.
func TestWalksCostTheSameAtAnyWidth(t *testing.T) {
	t.Parallel()
	few, many := graphtest.Synthetic(t, 40), graphtest.Synthetic(t, 3000)
	for query, want := range map[string]int{
		// the node; three levels of texts; people and texts
		`{ neighbors(id: "text:17:x.1007", edges: [EDITED_BY], depth: 3, first: 500) { nodes { id } edges { kind } } }`: 6,
		// the node; a level of texts, which leads to a Question and others; texts, meetings and Questions; what is shown
		`{ neighbors(id: "text:17:x.1007", edges: [QUESTION_OF, MEETING_OF, GROUP_OF], depth: 2, first: 500) { nodes { id } edges { kind } } }`: 8,
		// the same ends; a level of texts; the Question between
		`{ path(from: "text:17:x.1007", to: "text:17:x.1021", edges: [QUESTION_OF]) { length nodes { id } } }`: 4,
		`{ facets { total byEditor { node { id } } byQuestion { node { id } } } }`:                             3,
		`{ search(query: "synthetic") { nodes { id } } }`:                                                      18,
	} {
		for _, g := range []*graphtest.Graph{few, many} {
			s := newServer(g)
			var codes []string
			commands := g.Commands(func() { _, codes = answerOf(t, s, query, nil) })
			if len(commands) != want || codes != nil {
				t.Errorf("%s: %d commands, want %d: %v %v", query, len(commands), want, commands, codes)
			}
		}
	}
}
