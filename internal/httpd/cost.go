package httpd

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/standards"
)

// How many elements lists are taken to have.
const (
	pageUnlessSaid = 20 // of a connection without first and last
	unpagedList    = 3  // of a list without pages: editors, questions, documents of a text
)

// coster counts the objects an operation may ask for: one for each field with a selection, times the elements of the
// lists it is in. Lists within a field with first or last have so many; a list of what ids name has one for each id; other
// lists have unpagedList. Fields without a selection are free, and so is introspection, which asks no database.
type coster struct {
	fragments ast.FragmentDefinitionList
	variables map[string]any
	counted   map[spread]int
}

// spread is a fragment within a page of a size. Its cost is the same wherever it is spread.
type spread struct {
	fragment string
	page     int
}

// cost is the cost of a validated operation.
func cost(oc *graphql.OperationContext) int {
	c := coster{fragments: oc.Doc.Fragments, variables: oc.Variables}
	return c.selection(oc.Operation.SelectionSet, unpagedList)
}

func (c *coster) selection(sel ast.SelectionSet, page int) (n int) {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			n += c.field(s, page)
		case *ast.InlineFragment:
			n += c.selection(s.SelectionSet, page)
		case *ast.FragmentSpread:
			n += c.fragment(s.Name, page)
		}
		n = min(n, huge)
	}
	return n
}

func (c *coster) field(f *ast.Field, page int) int {
	if len(f.SelectionSet) == 0 || f.Name == "__schema" || f.Name == "__type" {
		return 0
	}
	elements := 1
	if f.Definition.Type.Elem != nil {
		elements = page
		if ids := f.Arguments.ForName("ids"); ids != nil {
			elements = c.length(ids.Value)
		}
	}
	below := c.selection(f.SelectionSet, c.page(f))
	if elements > 0 && below > huge/elements {
		return huge
	}
	return elements * (1 + below)
}

func (c *coster) fragment(name string, page int) int {
	key := spread{name, page}
	n, ok := c.counted[key]
	if f := c.fragments.ForName(name); !ok && f != nil {
		n = c.selection(f.SelectionSet, page)
		if c.counted == nil {
			c.counted = map[spread]int{}
		}
		c.counted[key] = n
	}
	return n
}

// page is how many elements the lists right below a field have.
func (c *coster) page(f *ast.Field) int {
	if f.Definition.Arguments.ForName("first") == nil {
		return unpagedList
	}
	for _, name := range []string{"first", "last"} {
		if arg := f.Arguments.ForName(name); arg != nil {
			if n, ok := c.number(arg.Value); ok {
				return n
			}
		}
	}
	return pageUnlessSaid
}

// number is the number an argument has; false where it has none.
func (c *coster) number(v *ast.Value) (int, bool) {
	switch v.Kind {
	case ast.IntValue:
		n, err := strconv.Atoi(v.Raw)
		return between(int64(n)), err == nil
	case ast.Variable:
		switch n := c.variables[v.Raw].(type) {
		case int64:
			return between(n), true
		case int:
			return between(int64(n)), true
		case float64:
			return between(int64(n)), true
		case json.Number:
			i, err := n.Int64()
			return between(i), err == nil
		}
	}
	return 0, false
}

func between(n int64) int { return int(min(max(n, 0), math.MaxInt32)) }

func (c *coster) length(v *ast.Value) int {
	if v.Kind == ast.Variable {
		if list, ok := c.variables[v.Raw].([]any); ok {
			return len(list)
		}
		return 1
	}
	return max(len(v.Children), 1)
}

// tooCostly is the error of an operation that costs more than it may.
func tooCostly(cost, limit int) error {
	e := standards.Errorf(standards.Limit, "the operation may ask for %d objects; it may ask for %d: ask for fewer with first", cost, limit)
	e.Extensions = costExtension(cost, limit)
	return e
}

func costExtension(cost, limit int) map[string]any {
	return map[string]any{"cost": map[string]int{"requested": cost, "limit": limit}}
}
