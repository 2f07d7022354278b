package httpd

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/graphtest"
)

// A filter of each kind that leaves some of the sample and takes some, and a value for each argument that must be
// given. A connection with another fails its test until it is named here.
var (
	relayFilters = map[string]string{
		"TextFilter":          `{kind: [RECOMMENDATION, SUPPLEMENT], novelty: NEW}`,
		"PersonFilter":        `{minTexts: 2}`,
		"QuestionFilter":      `{studyGroup: 17, studyPeriod: "2017-2020"}`,
		"DocumentFilter":      `{roles: [LOCATION_OF_TEXT]}`,
		"SpecificationFilter": `{organizations: ["ISO"]}`,
		"MeetingFilter":       `{kinds: [INTERIM, JOINT]}`,
		"ActionFilter":        `{kinds: [CONSENTED, NEW_WORK_ITEM]}`,
	}
	relayArguments = map[string]string{"query": `"security"`}
)

// relayGraphs are the graphs that relay's rules are shown on.
func relayGraphs(t *testing.T) map[string]*graphtest.Graph {
	return map[string]*graphtest.Graph{"sample": graphtest.Sample(t), "synthetic": graphtest.Synthetic(t, 60)}
}

// connection is a field that returns a page.
type connection struct {
	parent *ast.Definition
	field  *ast.FieldDefinition
	schema *ast.Schema
}

func (c connection) String() string { return c.parent.Name + "." + c.field.Name }

func (c connection) root() bool { return c.parent == c.schema.Query }

func (c connection) backwards() bool { return c.field.Arguments.ForName("last") != nil }

// connections are all fields of a schema that return a page, in the order of their names.
func connections(t *testing.T, schema *ast.Schema) []connection {
	var all []connection
	for _, d := range definitions(schema) {
		if d.Kind != ast.Object {
			continue
		}
		for _, f := range d.Fields {
			if strings.HasSuffix(f.Type.Name(), "Connection") {
				all = append(all, connection{d, f, schema})
			}
		}
	}
	if len(all) < 18 {
		t.Fatalf("only %d connections were found", len(all))
	}
	return all
}

// view is a way to ask for a connection: an order and a filter, each as written in a query or empty.
type view struct{ order, filter string }

func (v view) String() string {
	return strings.Join(strings.FieldsFunc(strings.TrimSpace(v.order+" "+v.filter+" all"), func(r rune) bool { return strings.ContainsRune(`{}[]:," `, r) }), "-")
}

// views are every order in both directions, without and with a filter.
func (c connection) views(t *testing.T) []view {
	orders, filters := []string{""}, []string{""}
	if a := c.field.Arguments.ForName("orderBy"); a != nil {
		for _, by := range c.schema.Types[c.schema.Types[a.Type.Name()].Fields.ForName("field").Type.Name()].EnumValues {
			orders = append(orders, fmt.Sprintf(`{field: %s, direction: ASC}`, by.Name), fmt.Sprintf(`{field: %s, direction: DESC}`, by.Name))
		}
	}
	if a := c.field.Arguments.ForName("filter"); a != nil {
		f := relayFilters[a.Type.Name()]
		if f == "" {
			t.Fatalf("%s: name a %s in relayFilters", c, a.Type.Name())
		}
		filters = append(filters, f)
	}
	var all []view
	for _, o := range orders {
		for _, f := range filters {
			all = append(all, view{o, f})
		}
	}
	return all
}

// query asks for one page of the connection: of the root, or of each of the parents $ids.
func (c connection) query(t *testing.T, v view) string {
	variables, arguments := `$first: Int, $after: String`, `first: $first, after: $after`
	if c.backwards() {
		variables, arguments = variables+`, $last: Int, $before: String`, arguments+`, last: $last, before: $before`
	}
	if v.order != "" {
		arguments += `, orderBy: ` + v.order
	}
	if v.filter != "" {
		arguments += `, filter: ` + v.filter
	}
	for _, a := range c.field.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			value := relayArguments[a.Name]
			if value == "" {
				t.Fatalf("%s: name a value of %s in relayArguments", c, a.Name)
			}
			arguments += `, ` + a.Name + `: ` + value
		}
	}
	node := `{ __typename ... on Node { id } }`
	page := fmt.Sprintf(`page: %s(%s) { edges { cursor node %s } nodes %s pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`, c.field.Name, arguments, node, node)
	if c.root() {
		return fmt.Sprintf(`query(%s) { %s }`, variables, page)
	}
	return fmt.Sprintf(`query($ids: [ID!]!, %s) { nodes(ids: $ids) { ... on %s { %s } } }`, variables, c.parent.Name, page)
}

type identity struct {
	Typename string `json:"__typename"`
	ID       string `json:"id"`
}

type relayPage struct {
	Edges []struct {
		Cursor string
		Node   identity
	}
	Nodes    []identity
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
	TotalCount int
}

// pages asks for a page of each parent; of the root where the connection is one there.
func (c connection) pages(t *testing.T, s *Server, v view, parents []string, args map[string]any) []relayPage {
	t.Helper()
	variables := map[string]any{"ids": parents}
	for k, a := range args {
		variables[k] = a
	}
	var data struct {
		Page  relayPage
		Nodes []struct{ Page relayPage }
	}
	answered(t, s, c.query(t, v), variables, &data)
	pages := []relayPage{data.Page}
	if !c.root() {
		pages = make([]relayPage, len(data.Nodes))
		for i, n := range data.Nodes {
			pages[i] = n.Page
		}
	}
	for _, p := range pages {
		c.check(t, p)
	}
	return pages
}

// check compares the parts of a page with each other.
func (c connection) check(t *testing.T, p relayPage) {
	t.Helper()
	var nodes []identity
	for _, e := range p.Edges {
		nodes = append(nodes, e.Node)
	}
	if !slices.Equal(nodes, p.Nodes) {
		t.Errorf("%s: edges lead to %v, nodes are %v", c, nodes, p.Nodes)
	}
	start, end := "", ""
	if n := len(p.Edges); n > 0 {
		start, end = p.Edges[0].Cursor, p.Edges[n-1].Cursor
	}
	if got := text(p.PageInfo.StartCursor) + " " + text(p.PageInfo.EndCursor); got != start+" "+end {
		t.Errorf("%s: the page is from %s, its edges from %s %s", c, got, start, end)
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// answered asks a query that must succeed.
func answered(t *testing.T, s *Server, query string, variables map[string]any, data any) {
	t.Helper()
	raw := ask(t, s, query, variables)
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	if err := json.Unmarshal(raw, &answer); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%v: %s\nto %s", err, clip(raw), query)
	}
}

// all is the whole list: what follows the first page too, where there are more than a page may hold.
func (c connection) all(t *testing.T, s *Server, v view, parent string) []identity {
	t.Helper()
	return slices.Concat(c.walk(t, s, v, parent, 100, false, nil)...)
}

// walk follows the pages of one list to its end, forwards or backwards, from a cursor or from where it begins. The
// page info of every page must say where it stands.
func (c connection) walk(t *testing.T, s *Server, v view, parent string, size int, backwards bool, from any) [][]identity {
	t.Helper()
	var pages [][]identity
	for range 1000 {
		args := map[string]any{"first": size, "after": from}
		if backwards {
			args = map[string]any{"last": size, "before": from}
		}
		p := c.pages(t, s, v, []string{parent}, args)[0]
		ahead, behind, end := p.PageInfo.HasNextPage, p.PageInfo.HasPreviousPage, p.PageInfo.EndCursor
		if backwards {
			ahead, behind, end = behind, ahead, p.PageInfo.StartCursor
		}
		if behind != (from != nil) {
			t.Errorf("%s of %s %s: a page from cursor %v says %v of what is before it", c, parent, v, from, behind)
		}
		pages = append(pages, p.Nodes)
		if !ahead {
			return pages
		}
		if len(p.Nodes) != size || end == nil {
			t.Fatalf("%s of %s %s: a page of %d nodes of %d says there are more", c, parent, v, len(p.Nodes), size)
		}
		if from == *end {
			t.Fatalf("%s of %s %s: the page after cursor %v ends at it", c, parent, v, from)
		}
		from = *end
	}
	t.Fatalf("%s of %s %s: the pages do not end", c, parent, v)
	return nil
}
