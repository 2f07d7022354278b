// Package oracle makes random valid operations of a schema, and compares what two executors make of them. It is for
// tests: gqlgen's executor is the oracle of package breadth.
package oracle

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Request is an operation with values for its variables.
type Request struct {
	Query     string
	Variables map[string]any
}

// Flip makes the values of boolean variables the opposite.
func (r Request) Flip() Request {
	variables := map[string]any{}
	for k, v := range r.Variables {
		if b, ok := v.(bool); ok {
			v = !b
		}
		variables[k] = v
	}
	return Request{r.Query, variables}
}

// Source makes operations of one schema.
type Source struct {
	Schema *ast.Schema
	// Value is a value for an argument or field of an input of this name and scalar type; nil for one like any other.
	Value func(r *rand.Rand, name, scalar string) any
	// Skip leaves a field out.
	Skip func(field string) bool
	// Apart are interfaces that no fragment is on, since gqlgen does not merge the fields they share.
	Apart []string
	// Mutations is how many of a hundred operations change something.
	Mutations int
}

// generator makes one operation: aliases, fragments, directives, variables, merged fields.
type generator struct {
	*rand.Rand
	Source
	schema    *ast.Schema
	declared  []string
	variables map[string]any
	fragments []fragment
	budget    int // fields that may still be added
}

type fragment struct {
	name, on, text string
	height         int
}

// Request is the operation of a seed.
func (s Source) Request(seed uint64) Request {
	g := &generator{
		Rand: rand.New(rand.NewPCG(seed, 7)), Source: s, schema: s.Schema, variables: map[string]any{}, budget: 12 + int(seed%40),
	}
	kind, root := "query", g.schema.Query
	if g.chance(s.Mutations) {
		kind, root = "mutation", g.schema.Mutation
	}
	body := g.selections(root, 2+g.IntN(4))
	head := kind + " Test"
	if len(g.declared) > 0 {
		head += "(" + strings.Join(g.declared, ", ") + ")"
	}
	text := head + " " + body
	for _, f := range g.fragments {
		text += "\nfragment " + f.name + " on " + f.on + " " + f.text
	}
	return Request{text, g.variables}
}

// ambiguous says whether fields of this name have several types, so that they cannot be merged.
func (g *generator) ambiguous(field string) bool {
	first := ""
	for _, t := range g.schema.Types {
		if t.BuiltIn || !t.IsCompositeType() {
			continue
		}
		if f := t.Fields.ForName(field); f != nil {
			if first != "" && first != f.Type.String() {
				return true
			}
			first = f.Type.String()
		}
	}
	return false
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// selections is a selection set on a type, of at most a height.
func (g *generator) selections(on *ast.Definition, height int) string {
	var items []string
	for range 1 + g.IntN(5) {
		switch {
		case g.chance(8):
			items = append(items, "__typename"+g.directives())
		case g.chance(15):
			items = append(items, g.inline(on, height))
		case g.chance(12):
			items = append(items, g.spread(on, height))
		default:
			if f := g.field(on, height); f != "" {
				items = append(items, f)
			}
		}
		if len(items) > 0 && g.chance(5) {
			items = append(items, items[g.IntN(len(items))]) // merged with itself
		}
	}
	if len(items) == 0 {
		items = append(items, "__typename")
	}
	return "{ " + strings.Join(items, " ") + " }"
}

func (g *generator) field(on *ast.Definition, height int) string {
	var fields []*ast.FieldDefinition
	for _, f := range on.Fields {
		composite := g.schema.Types[f.Type.Name()].IsCompositeType()
		if g.Skip != nil && g.Skip(f.Name) || strings.HasPrefix(f.Name, "__") || composite && (height <= 0 || g.budget <= 0) {
			continue
		}
		fields = append(fields, f)
		if composite {
			fields = append(fields, f, f) // prefer depth
		}
	}
	if len(fields) == 0 {
		return ""
	}
	g.budget--
	f := fields[g.IntN(len(fields))]
	args := g.arguments(f.Arguments)
	text := f.Name + args
	// A response key says which field with which arguments it is, so that equal keys can always be merged.
	if args != "" || g.ambiguous(f.Name) || g.chance(10) {
		h := fnv.New32a()
		fmt.Fprint(h, args)
		text = fmt.Sprintf("%s_%s_%x: %s", f.Name, on.Name, h.Sum32(), text)
	}
	text += g.directives()
	if t := g.schema.Types[f.Type.Name()]; t.IsCompositeType() {
		text += " " + g.selections(t, height-1)
	}
	return text
}

// condition is a type that may hold where on does.
func (g *generator) condition(on *ast.Definition) *ast.Definition {
	var types []*ast.Definition
	for _, t := range g.schema.GetPossibleTypes(on) {
		if t.Kind == ast.Object {
			types = append(types, t)
			for _, i := range g.schema.GetImplements(t) {
				if !slices.Contains(g.Apart, i.Name) {
					types = append(types, i)
				}
			}
		}
	}
	return types[g.IntN(len(types))]
}

func (g *generator) inline(on *ast.Definition, height int) string {
	if g.chance(20) {
		return "..." + g.directives() + " " + g.selections(on, height)
	}
	t := g.condition(on)
	return "... on " + t.Name + g.directives() + " " + g.selections(t, height)
}

func (g *generator) spread(on *ast.Definition, height int) string {
	t := g.condition(on)
	if g.chance(40) {
		for _, f := range g.fragments {
			if f.on == t.Name && f.height <= height && f.height <= 2 {
				return "..." + f.name + g.directives()
			}
		}
	}
	f := fragment{on: t.Name, height: height}
	f.text = g.selections(t, height)
	f.name = fmt.Sprintf("F%d", len(g.fragments))
	g.fragments = append(g.fragments, f)
	return "..." + f.name + g.directives()
}

func (g *generator) directives() string {
	text := ""
	for _, name := range []string{"skip", "include"} {
		if !g.chance(6) {
			continue
		}
		value := fmt.Sprint(g.chance(50))
		if g.chance(70) {
			value = g.variable(ast.NonNullNamedType("Boolean", nil), g.chance(50))
		}
		text += " @" + name + "(if: " + value + ")"
	}
	return text
}

// variable declares a variable and gives it a value, or leaves it to its default.
func (g *generator) variable(t *ast.Type, value any) string {
	name := fmt.Sprintf("$v%d", len(g.declared))
	text := name + ": " + t.String()
	switch {
	case g.chance(25) && !strings.Contains(t.String(), "["):
		text += " = " + literal(g.schema, t, value)
		if g.chance(50) {
			break
		}
		fallthrough
	default:
		if t.NonNull || g.chance(80) {
			g.variables[name[1:]] = value
		}
	}
	g.declared = append(g.declared, text)
	return name
}

func (g *generator) arguments(defs ast.ArgumentDefinitionList) string {
	var args []string
	for _, d := range defs {
		if !(d.Type.NonNull && d.DefaultValue == nil) && g.chance(50) {
			continue
		}
		args = append(args, d.Name+": "+g.argument(d.Name, d.Type, 2))
	}
	if len(args) == 0 {
		return ""
	}
	return "(" + strings.Join(args, ", ") + ")"
}

func (g *generator) argument(name string, t *ast.Type, depth int) string {
	value := g.value(name, t, depth)
	if g.chance(35) {
		return g.variable(t, value)
	}
	return literal(g.schema, t, value)
}

// value is a random value of an input type, as variables have it.
func (g *generator) value(name string, t *ast.Type, depth int) any {
	if !t.NonNull && g.chance(10) {
		return nil
	}
	if t.Elem != nil {
		list := make([]any, g.IntN(4))
		for i := range list {
			list[i] = g.value(name, t.Elem, depth)
		}
		return list
	}
	def := g.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		return def.EnumValues[g.IntN(len(def.EnumValues))].Name
	case ast.InputObject:
		object := map[string]any{}
		for _, f := range def.Fields {
			nested := g.schema.Types[f.Type.Name()].Kind == ast.InputObject
			if f.Type.NonNull && f.DefaultValue == nil || g.chance(40) && (!nested || depth > 0) {
				object[f.Name] = g.value(f.Name, f.Type, depth-1)
			}
		}
		return object
	}
	if g.Value != nil {
		if v := g.Value(g.Rand, name, t.NamedType); v != nil {
			return v
		}
	}
	switch t.NamedType {
	case "Int":
		return g.IntN(4)
	case "Boolean":
		return g.chance(50)
	}
	return []string{"one", "two \"q\"", "drei ü"}[g.IntN(3)]
}

// literal writes a value in the query language.
func literal(schema *ast.Schema, t *ast.Type, value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = literal(schema, t.Elem, v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		var fields []string
		for _, f := range schema.Types[t.NamedType].Fields {
			if x, ok := v[f.Name]; ok {
				fields = append(fields, f.Name+": "+literal(schema, f.Type, x))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case string:
		if schema.Types[t.NamedType].Kind == ast.Enum {
			return v
		}
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(value)
}
