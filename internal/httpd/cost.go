package httpd

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/standards"
)

// A cost is counted in tenths, so that a leaf has one.
const (
	tenths     = 10
	leafCost   = 1      // of a field without a selection
	objectCost = tenths // of a field with one
)

// weight is what one field of the schema costs, from @cost and @listSize (IBM's GraphQL cost directives) in the schema.
type weight struct {
	own     int            // of the field itself, for each of its elements
	args    map[string]int // what an argument adds where it is given
	size    int            // elements of the list; 1 of a field that is none
	slicing []string       // arguments that say how many elements there are
	sized   []string       // children that are the list, where the field itself is none: nodes, edges
}

// costs are the weights of all fields of a schema.
type costs map[*ast.FieldDefinition]weight

func newCosts(schema *ast.Schema) costs {
	c := costs{}
	introspected := introspectionSizes(schema)
	for _, t := range schema.Types {
		for _, f := range t.Fields {
			c[f] = fieldWeight(schema, f)
			w := c[f]
			if n, ok := introspected[t.Name+"."+f.Name]; ok {
				w.size = n
			}
			if f.Name == "__type" { // the largest may be asked for, where others are averages
				w.own = largestType(schema) * objectCost
			}
			c[f] = w
		}
	}
	return c
}

func fieldWeight(schema *ast.Schema, f *ast.FieldDefinition) weight {
	w := weight{own: leafCost, size: 1}
	if t := schema.Types[f.Type.Name()]; t != nil && t.IsCompositeType() {
		w.own = objectCost
	}
	w.own = weightOf(f.Directives, w.own)
	for _, a := range f.Arguments {
		if n := weightOf(a.Directives, 0); n > 0 {
			if w.args == nil {
				w.args = map[string]int{}
			}
			w.args[a.Name] = n
		}
	}
	d := f.Directives.ForName("listSize")
	if d == nil {
		return w
	}
	if a := d.Arguments.ForName("assumedSize"); a != nil {
		w.size, _ = strconv.Atoi(a.Value.Raw) // the schema is validated: it is an Int
	}
	w.slicing, w.sized = names(d, "slicingArguments"), names(d, "sizedFields")
	return w
}

func weightOf(directives ast.DirectiveList, otherwise int) int {
	d := directives.ForName("cost")
	if d == nil {
		return otherwise
	}
	n, _ := strconv.ParseFloat(d.Arguments.ForName("weight").Value.Raw, 64) // a test reads all of them
	return int(math.Round(n * tenths))
}

func names(d *ast.Directive, argument string) (list []string) {
	if a := d.Arguments.ForName(argument); a != nil {
		for _, child := range a.Value.Children {
			list = append(list, child.Value.Raw)
		}
	}
	return list
}

// largestType is how many fields and arguments the type with most of them has.
func largestType(schema *ast.Schema) (largest int) {
	for _, t := range schema.Types {
		n := len(t.Fields)
		for _, f := range t.Fields {
			n += len(f.Arguments)
		}
		largest = max(largest, n)
	}
	return largest
}

// introspectionSizes are how long the lists of the schema's own description are on average, rounded up.
func introspectionSizes(schema *ast.Schema) map[string]int {
	var fields, args, values, inputs, possible, locations, directiveArgs int
	for _, t := range schema.Types {
		if t.Kind == ast.InputObject {
			inputs += len(t.Fields)
		} else {
			fields += len(t.Fields)
		}
		values += len(t.EnumValues)
		possible += len(schema.PossibleTypes[t.Name])
		for _, f := range t.Fields {
			args += len(f.Arguments)
		}
	}
	for _, d := range schema.Directives {
		locations += len(d.Locations)
		directiveArgs += len(d.Arguments)
	}
	types, directives := len(schema.Types), len(schema.Directives)
	each := func(n, of int) int { return 1 + n/max(of, 1) }
	return map[string]int{
		"__Schema.types": types, "__Schema.directives": directives, "__Type.fields": each(fields, types), "__Type.enumValues": each(values, types),
		"__Type.inputFields": each(inputs, types), "__Type.possibleTypes": each(possible, types), "__Type.interfaces": 1,
		"__Field.args": each(args, fields), "__Directive.args": each(directiveArgs, directives), "__Directive.locations": each(locations, directives),
	}
}

// coster counts what an operation may cost: each field has its weight, times the elements of the lists it is in.
type coster struct {
	costs     costs
	fragments ast.FragmentDefinitionList
	variables map[string]any
	counted   map[spread]int
}

// list is how many elements some children of a field have, by what the field says.
type list struct {
	size  int
	names string // of the children, joined, so that it may be a key
	sized []string
}

// spread is a fragment within a list of a size. Its cost is the same wherever it is spread.
type spread struct {
	fragment, names string
	size            int
}

// cost is the cost of a validated operation, rounded up.
func (c costs) cost(oc *graphql.OperationContext) int {
	in := coster{costs: c, fragments: oc.Doc.Fragments, variables: oc.Variables}
	return (in.selection(oc.Operation.SelectionSet, list{}) + tenths - 1) / tenths
}

func (c *coster) selection(sel ast.SelectionSet, in list) (n int) {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			n += c.field(s, in)
		case *ast.InlineFragment:
			n += c.selection(s.SelectionSet, in)
		case *ast.FragmentSpread:
			n += c.fragment(s.Name, in)
		}
		n = min(n, huge)
	}
	return n
}

func (c *coster) field(f *ast.Field, in list) int {
	w, known := c.costs[f.Definition]
	if !known { // __typename
		return leafCost
	}
	own, extra := w.own, 0
	for name, n := range w.args {
		if a := f.Arguments.ForName(name); a != nil && !c.null(a.Value) {
			extra += n
		}
	}
	elements := c.size(f, w)
	below := list{}
	if w.sized != nil {
		below = list{size: elements, sized: w.sized, names: w.sized[0]}
		elements = 1
	}
	if slices.Contains(in.sized, f.Name) {
		elements = in.size
	}
	each := own + c.selection(f.SelectionSet, below)
	if elements > 0 && each > huge/elements {
		return huge
	}
	return extra + elements*each
}

func (c *coster) fragment(name string, in list) int {
	key := spread{name, in.names, in.size}
	n, ok := c.counted[key]
	if f := c.fragments.ForName(name); !ok && f != nil {
		n = c.selection(f.SelectionSet, in)
		if c.counted == nil {
			c.counted = map[spread]int{}
		}
		c.counted[key] = n
	}
	return n
}

// size is how many elements a field has: what one of its slicing arguments says, else what it is assumed to have.
func (c *coster) size(f *ast.Field, w weight) int {
	for _, name := range w.slicing {
		if arg := f.Arguments.ForName(name); arg != nil {
			if n, ok := c.number(arg.Value); ok {
				return n
			}
		}
	}
	return w.size
}

// number is the number, or the length of the list, that an argument has; false where it has neither.
func (c *coster) number(v *ast.Value) (int, bool) {
	switch v.Kind {
	case ast.IntValue:
		n, err := strconv.Atoi(v.Raw)
		return between(int64(n)), err == nil
	case ast.ListValue:
		return len(v.Children), true
	case ast.StringValue, ast.BlockValue: // a list of one
		return 1, true
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
		case []any:
			return len(n), true
		}
	}
	return 0, false
}

func (c *coster) null(v *ast.Value) bool {
	return v.Kind == ast.NullValue || v.Kind == ast.Variable && c.variables[v.Raw] == nil
}

func between(n int64) int { return int(min(max(n, 0), math.MaxInt32)) }

// tooCostly is the error of an operation that costs more than it may.
func tooCostly(cost, limit int) error {
	e := standards.Errorf(standards.Limit, "the operation may cost %d; the limit is %d (--max-cost): request fewer objects with first", cost, limit)
	e.Extensions = costExtension(cost, limit)
	return e
}

func costExtension(cost, limit int) map[string]any {
	return map[string]any{"cost": map[string]int{"requested": cost, "limit": limit}}
}
