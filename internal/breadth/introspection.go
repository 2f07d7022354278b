package breadth

import (
	"context"
	_ "embed"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

//go:embed introspection.graphql
var ownTypes string

// withOwnTypes returns the schema with GraphQL's own types and directives as graphql-js has them. Those of gqlparser have
// @defer, which this executor does not honour.
func withOwnTypes(schema *ast.Schema) *ast.Schema {
	own, err := parser.ParseSchema(&ast.Source{Name: "introspection.graphql", Input: ownTypes, BuiltIn: true})
	if err != nil {
		panic(err) // the file is part of the package
	}
	out := *schema
	out.Types, out.PossibleTypes, out.Directives = maps.Clone(schema.Types), maps.Clone(schema.PossibleTypes), maps.Clone(schema.Directives)
	for _, def := range own.Definitions {
		out.Types[def.Name], out.PossibleTypes[def.Name] = def, []*ast.Definition{def}
	}
	maps.DeleteFunc(out.Directives, func(_ string, d *ast.DirectiveDefinition) bool {
		return d.Position != nil && d.Position.Src != nil && d.Position.Src.BuiltIn
	})
	for _, d := range own.Directives {
		out.Directives[d.Name] = d
	}
	return &out
}

// What introspection sees of a schema.
type (
	metaSchema struct{ *ast.Schema }
	metaType   struct {
		*metaSchema
		def *ast.Definition // of a named type
		typ *ast.Type       // of a list or a non-null type
	}
	metaField struct {
		*metaSchema
		*ast.FieldDefinition
	}
	metaInput struct {
		*metaSchema
		name, description string
		typ               *ast.Type
		value             *ast.Value // the default
		directives        ast.DirectiveList
	}
	metaDirective struct {
		*metaSchema
		*ast.DirectiveDefinition
	}
)

// named is the type of a definition, nil where there is none.
func (s *metaSchema) named(def *ast.Definition) *metaType {
	if def == nil {
		return nil
	}
	return &metaType{metaSchema: s, def: def}
}

func (s *metaSchema) of(t *ast.Type) *metaType {
	if t.NonNull || t.Elem != nil {
		return &metaType{metaSchema: s, typ: t}
	}
	return s.named(s.Schema.Types[t.NamedType])
}

func (s *metaSchema) all() []*metaType {
	types := make([]*metaType, 0, len(s.Schema.Types))
	for _, name := range slices.Sorted(maps.Keys(s.Schema.Types)) {
		types = append(types, s.named(s.Schema.Types[name]))
	}
	return types
}

func (s *metaSchema) directives(deprecated bool) []*metaDirective {
	var all []*metaDirective
	for _, name := range slices.Sorted(maps.Keys(s.Schema.Directives)) {
		if d := s.Schema.Directives[name]; deprecated || deprecation(d.Directives) == nil {
			all = append(all, &metaDirective{s, d})
		}
	}
	return all
}

func (t *metaType) kind() string {
	switch {
	case t.def != nil:
		return string(t.def.Kind)
	case t.typ.NonNull:
		return "NON_NULL"
	}
	return "LIST"
}

func (t *metaType) ofType() *metaType {
	switch {
	case t.def != nil:
		return nil
	case t.typ.NonNull:
		inner := *t.typ
		inner.NonNull = false
		return t.of(&inner)
	}
	return t.of(t.typ.Elem)
}

// is says whether it is a named type of one of these kinds.
func (t *metaType) is(kinds ...ast.DefinitionKind) bool {
	return t.def != nil && slices.Contains(kinds, t.def.Kind)
}

func (t *metaType) fields(deprecated bool) []*metaField {
	if !t.is(ast.Object, ast.Interface) {
		return nil
	}
	fields := []*metaField{}
	for _, f := range t.def.Fields {
		if !strings.HasPrefix(f.Name, "__") && (deprecated || deprecation(f.Directives) == nil) {
			fields = append(fields, &metaField{t.metaSchema, f})
		}
	}
	return fields
}

func (t *metaType) interfaces() []*metaType {
	if !t.is(ast.Object, ast.Interface) {
		return nil
	}
	types := []*metaType{}
	for _, name := range t.def.Interfaces {
		types = append(types, t.named(t.Schema.Types[name]))
	}
	return types
}

func (t *metaType) possibleTypes() []*metaType {
	if !t.is(ast.Interface, ast.Union) {
		return nil
	}
	types := []*metaType{}
	for _, def := range t.Schema.PossibleTypes[t.def.Name] {
		if def.Kind == ast.Object {
			types = append(types, t.named(def))
		}
	}
	return types
}

func (t *metaType) enumValues(deprecated bool) []*ast.EnumValueDefinition {
	if !t.is(ast.Enum) {
		return nil
	}
	values := []*ast.EnumValueDefinition{}
	for _, v := range t.def.EnumValues {
		if deprecated || deprecation(v.Directives) == nil {
			values = append(values, v)
		}
	}
	return values
}

func (t *metaType) inputFields(deprecated bool) []*metaInput {
	if !t.is(ast.InputObject) {
		return nil
	}
	inputs := []*metaInput{}
	for _, f := range t.def.Fields {
		if deprecated || deprecation(f.Directives) == nil {
			inputs = append(inputs, &metaInput{t.metaSchema, f.Name, f.Description, f.Type, f.DefaultValue, f.Directives})
		}
	}
	return inputs
}

func (t *metaType) specifiedByURL() *string {
	if !t.is(ast.Scalar) {
		return nil
	}
	return argumentOf(t.def.Directives.ForName("specifiedBy"), "url")
}

func (s *metaSchema) arguments(args ast.ArgumentDefinitionList, deprecated bool) []*metaInput {
	inputs := []*metaInput{}
	for _, a := range args {
		if deprecated || deprecation(a.Directives) == nil {
			inputs = append(inputs, &metaInput{s, a.Name, a.Description, a.Type, a.DefaultValue, a.Directives})
		}
	}
	return inputs
}

// deprecation is why something is deprecated, nil where it is not.
func deprecation(directives ast.DirectiveList) *string {
	d := directives.ForName("deprecated")
	if d == nil {
		return nil
	}
	if reason := argumentOf(d, "reason"); reason != nil {
		return reason
	}
	reason := "No longer supported"
	return &reason
}

func argumentOf(d *ast.Directive, name string) *string {
	if d == nil {
		return nil
	}
	if a := d.Arguments.ForName(name); a != nil && a.Value.Kind != ast.NullValue {
		return &a.Value.Raw
	}
	return nil
}

// introspection are the fields __schema and __type of the query root.
func introspection(schema *ast.Schema) []*Field[Root] {
	s := &metaSchema{schema}
	t := newMetaTables()
	return []*Field[Root]{
		whereAllowed(computed("__schema", One(t.schema), func(*Root, map[string]any) *metaSchema { return s })),
		whereAllowed(computed("__type", One(t.typ), func(_ *Root, args map[string]any) *metaType {
			name, _ := args["name"].(string)
			return s.named(schema.Types[name])
		})),
	}
}

// whereAllowed makes a field an error of operations that may not see the schema.
func whereAllowed(f *Field[Root]) *Field[Root] {
	resolve := f.resolve
	f.resolve = func(ctx context.Context, r *run, s *step, items []*Root) column {
		if r.oc.DisableIntrospection {
			return &broken{s, gqlerror.Errorf("introspection disabled")}
		}
		return resolve(ctx, r, s, items)
	}
	return f
}

// computed is a field with selections that is read from the model with its arguments. It does no I/O.
func computed[T, R any](name string, out Output[R], get func(o *T, args map[string]any) R) *Field[T] {
	f := &Field[T]{name: name, child: out.composite()}
	f.resolve = func(ctx context.Context, r *run, s *step, items []*T) column {
		args, err := s.arguments(ctx, r.oc.Variables)
		if err != nil {
			return &refused{step: s}
		}
		results := make([]R, len(items))
		for i, o := range items {
			results[i] = get(o, args)
		}
		return out.column(ctx, r, s, outcome[R]{results: results})
	}
	return f.WithArgs(func(_ context.Context, raw map[string]any) (map[string]any, error) { return raw, nil })
}
