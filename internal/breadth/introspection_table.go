package breadth

import "github.com/vektah/gqlparser/v2/ast"

// metaTables are the tables of the types that introspection returns.
type metaTables struct {
	schema    *Object[metaSchema]
	typ       *Object[metaType]
	field     *Object[metaField]
	input     *Object[metaInput]
	enumValue *Object[ast.EnumValueDefinition]
	directive *Object[metaDirective]
}

func newMetaTables() *metaTables {
	t := &metaTables{
		schema: NewObject[metaSchema]("__Schema"), typ: NewObject[metaType]("__Type"), field: NewObject[metaField]("__Field"),
		input: NewObject[metaInput]("__InputValue"), enumValue: NewObject[ast.EnumValueDefinition]("__EnumValue"),
		directive: NewObject[metaDirective]("__Directive"),
	}
	t.addSchema()
	t.addType()
	t.addMembers()
	return t
}

func (t *metaTables) addSchema() {
	types := List(One(t.typ))
	t.schema.Add(
		text("description", func(s *metaSchema) *string { return described(s.Description) }),
		Child("types", types, (*metaSchema).all),
		Child("queryType", One(t.typ), func(s *metaSchema) *metaType { return s.named(s.Query) }),
		Child("mutationType", One(t.typ), func(s *metaSchema) *metaType { return s.named(s.Mutation) }),
		Child("subscriptionType", One(t.typ), func(s *metaSchema) *metaType { return s.named(s.Subscription) }),
		visible("directives", List(One(t.directive)), (*metaSchema).directives),
	)
	t.directive.Add(
		text("name", func(d *metaDirective) *string { return &d.Name }),
		text("description", func(d *metaDirective) *string { return described(d.DirectiveDefinition.Description) }),
		truth("isRepeatable", func(d *metaDirective) bool { return d.IsRepeatable }),
		Leaf("locations", func(w *Writer, d *metaDirective) bool {
			list := w.OpenList()
			for i, location := range d.Locations {
				w.Element(i)
				list.Add(w.String(string(location)))
			}
			return w.CloseList(list, true)
		}),
		visible("args", List(One(t.input)), func(d *metaDirective, deprecated bool) []*metaInput { return d.arguments(d.Arguments, deprecated) }),
		truth("isDeprecated", func(d *metaDirective) bool { return deprecation(d.DirectiveDefinition.Directives) != nil }),
		text("deprecationReason", func(d *metaDirective) *string { return deprecation(d.DirectiveDefinition.Directives) }),
	)
}

func (t *metaTables) addType() {
	types := List(One(t.typ))
	t.typ.Add(
		Leaf("kind", func(w *Writer, o *metaType) bool { return w.String(o.kind()) }),
		text("name", func(o *metaType) *string {
			if o.def == nil {
				return nil
			}
			return &o.def.Name
		}),
		text("description", func(o *metaType) *string {
			if o.def == nil {
				return nil
			}
			return described(o.def.Description)
		}),
		text("specifiedByURL", (*metaType).specifiedByURL),
		visible("fields", List(One(t.field)), (*metaType).fields),
		Child("interfaces", types, (*metaType).interfaces),
		Child("possibleTypes", types, (*metaType).possibleTypes),
		visible("enumValues", List(One(t.enumValue)), (*metaType).enumValues),
		visible("inputFields", List(One(t.input)), (*metaType).inputFields),
		Child("ofType", One(t.typ), (*metaType).ofType),
		Leaf("isOneOf", func(w *Writer, o *metaType) bool {
			if !o.is(ast.InputObject) {
				return w.Null()
			}
			return w.Bool(o.def.Directives.ForName("oneOf") != nil)
		}),
	)
}

func (t *metaTables) addMembers() {
	t.field.Add(
		text("name", func(f *metaField) *string { return &f.Name }),
		text("description", func(f *metaField) *string { return described(f.FieldDefinition.Description) }),
		visible("args", List(One(t.input)), func(f *metaField, deprecated bool) []*metaInput { return f.arguments(f.Arguments, deprecated) }),
		Child("type", One(t.typ), func(f *metaField) *metaType { return f.of(f.Type) }),
		truth("isDeprecated", func(f *metaField) bool { return deprecation(f.FieldDefinition.Directives) != nil }),
		text("deprecationReason", func(f *metaField) *string { return deprecation(f.FieldDefinition.Directives) }),
	)
	t.input.Add(
		text("name", func(i *metaInput) *string { return &i.name }),
		text("description", func(i *metaInput) *string { return described(i.description) }),
		Child("type", One(t.typ), func(i *metaInput) *metaType { return i.of(i.typ) }),
		text("defaultValue", (*metaInput).defaultValue),
		truth("isDeprecated", func(i *metaInput) bool { return deprecation(i.directives) != nil }),
		text("deprecationReason", func(i *metaInput) *string { return deprecation(i.directives) }),
	)
	t.enumValue.Add(
		text("name", func(v *ast.EnumValueDefinition) *string { return &v.Name }),
		text("description", func(v *ast.EnumValueDefinition) *string { return described(v.Description) }),
		truth("isDeprecated", func(v *ast.EnumValueDefinition) bool { return deprecation(v.Directives) != nil }),
		text("deprecationReason", func(v *ast.EnumValueDefinition) *string { return deprecation(v.Directives) }),
	)
}

// text is a string, null where it is nil.
func text[T any](name string, get func(*T) *string) *Field[T] {
	return Leaf(name, func(w *Writer, o *T) bool {
		if s := get(o); s != nil {
			return w.String(*s)
		}
		return w.Null()
	})
}

func truth[T any](name string, get func(*T) bool) *Field[T] {
	return Leaf(name, func(w *Writer, o *T) bool { return w.Bool(get(o)) })
}

// visible is a list that leaves out what is deprecated, unless includeDeprecated is true.
func visible[T, R any](name string, out Output[R], get func(o *T, deprecated bool) R) *Field[T] {
	return computed(name, out, func(o *T, args map[string]any) R { return get(o, args["includeDeprecated"] == true) })
}

func described(description string) *string {
	if description == "" {
		return nil
	}
	return &description
}
