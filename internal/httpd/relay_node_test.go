package httpd

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// crawler follows every relation of the schema from every node of every root connection.
type crawler struct {
	t      *testing.T
	s      *Server
	schema *ast.Schema
	found  map[string]map[string]any // by id, the node's scalars as they were first seen
	queue  map[string][]string       // ids to follow, by type
}

func (c *crawler) isNode(name string) bool {
	return slices.Contains(c.schema.Types[name].Interfaces, "Node")
}

// scalars are the fields of a type that are no relation.
func (c *crawler) scalars(name string) []string {
	fields := []string{"__typename"}
	for _, f := range c.schema.Types[name].Fields {
		if k := c.schema.Types[f.Type.Name()].Kind; k == ast.Scalar || k == ast.Enum {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

// selection selects all nodes that are one relation away, through whatever lies between, and whether there are any.
func (c *crawler) selection(d *ast.Definition, between []string, used map[string]bool) string {
	var fields []string
	for _, f := range d.Fields {
		if slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }) {
			continue
		}
		to := c.schema.Types[f.Type.Name()]
		arguments := ""
		if f.Arguments.ForName("first") != nil {
			arguments = "(first: 100)"
		}
		switch {
		case to.Kind == ast.Interface || to.Kind == ast.Union:
			fields = append(fields, f.Name+arguments+" { __typename ... on Node { id } }")
		case to.Kind == ast.Object && c.isNode(to.Name):
			used[to.Name] = true
			fields = append(fields, f.Name+arguments+" { ...All"+to.Name+" }")
		case to.Kind == ast.Object && !slices.Contains(between, to.Name):
			if inner := c.selection(to, append(between, to.Name), used); inner != "" {
				fields = append(fields, f.Name+arguments+" { "+inner+" }")
			}
		}
	}
	return strings.Join(fields, " ")
}

// follow asks for everything that nodes of a type lead to.
func (c *crawler) follow(name string, ids []string) {
	used := map[string]bool{name: true}
	query := fmt.Sprintf(`query($ids: [ID!]!) { nodes(ids: $ids) { ...All%s ... on %s { id %s } } }`, name, name, c.selection(c.schema.Types[name], nil, used))
	for _, u := range slices.Sorted(maps.Keys(used)) {
		query += fmt.Sprintf("\nfragment All%s on %s { %s }", u, u, strings.Join(c.scalars(u), " "))
	}
	for chunk := range slices.Chunk(ids, 20) {
		var data map[string]any
		answered(c.t, c.s, query, map[string]any{"ids": chunk}, &data)
		for i, n := range data["nodes"].([]any) {
			if n == nil {
				c.t.Errorf("%s resolves to nothing", chunk[i])
			}
		}
		c.see(data)
	}
}

// see keeps the nodes of an answer, and compares those met before.
func (c *crawler) see(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			c.see(e)
		}
	case map[string]any:
		for _, e := range v {
			c.see(e)
		}
		name, _ := v["__typename"].(string)
		id, _ := v["id"].(string)
		if name == "" || id == "" || !c.isNode(name) {
			return
		}
		node := map[string]any{}
		for _, f := range c.scalars(name) {
			if value, ok := v[f]; ok {
				node[f] = value
			}
		}
		before := c.found[id]
		if before == nil {
			c.queue[name] = append(c.queue[name], id)
		}
		for f, value := range before {
			if now, ok := node[f]; ok && !reflect.DeepEqual(value, now) {
				c.t.Errorf("%s has the %s %v in one place and %v in another", id, f, value, now)
			}
		}
		if len(node) > len(before) {
			c.found[id] = node
		}
	}
}

// crawl finds every node that can be reached.
func crawl(t *testing.T, s *Server, schema *ast.Schema) *crawler {
	t.Helper()
	c := &crawler{t: t, s: s, schema: schema, found: map[string]map[string]any{}, queue: map[string][]string{}}
	for _, root := range connections(t, schema) {
		if root.root() {
			for _, n := range root.all(t, s, view{}, "") {
				c.see(map[string]any{"__typename": n.Typename, "id": n.ID})
			}
		}
	}
	for len(c.queue) > 0 {
		name := slices.Min(slices.Collect(maps.Keys(c.queue)))
		ids := c.queue[name]
		delete(c.queue, name)
		c.follow(name, ids)
	}
	return c
}

// ids are those of the nodes of a type, in order.
func (c *crawler) ids(name string) []string {
	var ids []string
	for id, n := range c.found {
		if n["__typename"] == name {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestEveryIDFoundAnywhereResolvesToTheSameNode(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	for name, g := range relayGraphs(t) {
		t.Run(name, func(t *testing.T) {
			s := newServer(g)
			c := crawl(t, s, schema)
			for _, d := range definitions(schema) {
				if name == "sample" && c.isNode(d.Name) && len(c.ids(d.Name)) == 0 {
					t.Errorf("no %s was found", d.Name)
				}
			}
			for id, seen := range c.found {
				typename := seen["__typename"].(string)
				var data map[string]map[string]any
				answered(t, s, fmt.Sprintf(`query($id: ID!) { node(id: $id) { ... on %s { %s } } }`, typename, strings.Join(c.scalars(typename), " ")), map[string]any{"id": id}, &data)
				if !reflect.DeepEqual(data["node"], seen) {
					t.Errorf("node(id: %q) is %v, elsewhere it is %v", id, data["node"], seen)
				}
			}
			t.Logf("%d nodes", len(c.found))
		})
	}
}
