package breadth

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// compiler turns selection sets into plans. It keeps nothing of one request but the values of the conditions,
// which are part of the plan's key, so that what lies below interfaces can be compiled when first met.
type compiler struct {
	schema    *ast.Schema
	fragments ast.FragmentDefinitionList
	variables map[string]any
	steps     int             // compiled by it
	grew      func(steps int) // told of what is compiled later; nil where the plan is not kept
}

// later is the compiler of what is first met while the plan is used, by several requests at once.
func (c *compiler) later() *compiler {
	l := *c
	l.steps = 0
	return &l
}

// branch is the plan of one selection set on a composite type: *selection[T] or *choice.
type branch any

// selection is the plan of a selection set on one object type.
type selection[T any] struct {
	fields []planned[T] // in response order
	deep   []int        // the fields that are resolved before writing
	forks  []int        // those of deep that can wait for I/O
	root   bool         // fields go through the root field middleware
	serial bool         // fields run one after the other, as the root fields of a mutation must
}

// planned is one response key of a selection.
type planned[T any] struct {
	step
	def *Field[T]
}

// step is what planning knows of one response key, whatever its Go type.
type step struct {
	object     string // the concrete type
	field      graphql.CollectedField
	typ        *ast.Type
	key        string // `"key":`
	branch     branch // nil for leaves
	args       ArgsFunc
	isMethod   bool
	isResolver bool
}

func (o *Object[T]) plan(c *compiler, sel ast.SelectionSet) branch { return o.compile(c, sel) }

func (o *Object[T]) compile(c *compiler, sel ast.SelectionSet) *selection[T] {
	collected := c.collect(o.name, sel)
	c.steps += len(collected)
	s := &selection[T]{fields: make([]planned[T], 0, len(collected))}
	for _, f := range collected {
		if f.Name == "__typename" {
			s.fields = append(s.fields, planned[T]{
				step: step{object: o.name, field: f, typ: ast.NonNullNamedType("String", nil), key: quoteKey(f.Alias)},
				def:  o.typename,
			})
			continue
		}
		def := o.fields[f.Name]
		declared := c.schema.Types[o.name].Fields.ForName(f.Name)
		if declared != f.Definition {
			// Selected through an interface: the object's own definition counts.
			own := *f.Field
			own.Definition = declared
			f.Field = &own
		}
		p := planned[T]{def: def, step: step{
			object: o.name, field: f, typ: declared.Type, key: quoteKey(f.Alias),
			args: def.args, isMethod: def.isMethod, isResolver: def.isResolver,
		}}
		if def.child != nil {
			p.branch = def.child.plan(c, f.Selections)
		}
		if def.resolve != nil {
			s.deep = append(s.deep, len(s.fields))
			if def.waits || waits(p.branch) {
				s.forks = append(s.forks, len(s.fields))
			}
		}
		s.fields = append(s.fields, p)
	}
	return s
}

// waits tells whether something below a branch can wait for I/O.
func waits(b branch) bool {
	w, ok := b.(interface{ waits() bool })
	return ok && w.waits()
}

func (s *selection[T]) waits() bool { return len(s.forks) > 0 }

// collect merges what a selection set asks of an object: one entry a response key, in order of first
// appearance, the selections of equal keys joined.
func (c *compiler) collect(object string, sel ast.SelectionSet) []graphql.CollectedField {
	var fields []graphql.CollectedField
	visited := map[string]bool{}
	var walk func(ast.SelectionSet)
	walk = func(sel ast.SelectionSet) {
		for _, s := range sel {
			switch s := s.(type) {
			case *ast.Field:
				if !c.included(s.Directives) {
					continue
				}
				i := slices.IndexFunc(fields, func(f graphql.CollectedField) bool { return f.Alias == s.Alias })
				if i < 0 {
					fields = append(fields, graphql.CollectedField{Field: s, Selections: slices.Clip(s.SelectionSet)})
				} else {
					fields[i].Selections = append(fields[i].Selections, s.SelectionSet...)
				}
			case *ast.InlineFragment:
				if c.included(s.Directives) && c.applies(s.TypeCondition, object) {
					walk(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if visited[s.Name] || !c.included(s.Directives) {
					continue
				}
				visited[s.Name] = true
				if f := c.fragments.ForName(s.Name); f != nil && c.applies(f.TypeCondition, object) {
					walk(f.SelectionSet)
				}
			}
		}
	}
	walk(sel)
	return fields
}

// applies tells whether a fragment's type condition holds for an object type.
func (c *compiler) applies(condition, object string) bool {
	if condition == "" || condition == object {
		return true
	}
	for _, d := range c.schema.Implements[object] {
		if d.Name == condition {
			return true
		}
	}
	return false
}

// included evaluates @skip and @include. Both may stand on one selection, and both must agree.
func (c *compiler) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		arg := d.Arguments.ForName("if")
		if arg == nil {
			continue // refused by validation
		}
		v, err := arg.Value.Value(c.variables)
		if on, _ := v.(bool); err == nil && on == (d.Name == "skip") {
			return false
		}
	}
	return true
}

// quoteKey is the response key as written before its value. Keys are GraphQL names and need no escaping.
func quoteKey(key string) string { return `"` + key + `":` }
