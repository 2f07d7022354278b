package plugin

import (
	"errors"
	"fmt"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// field is a field of an object type. The template picks a constructor by its kind.
type field struct {
	*codegen.Field
}

// check refuses what the executor cannot do.
func (f *field) check() error {
	switch {
	case f.HasDirectives():
		return errors.New("directives that run on fields are not supported")
	case f.IsMap():
		return errors.New("models that are maps are not supported")
	case f.HasFederationRequiresArg() || len(f.Name) > 0 && f.Name[0] == '_':
		return errors.New("federation is not supported")
	case f.Kind() == "each" && !f.IsResolver && f.MayBeAbsent():
		return errors.New("a method with a context or arguments must return (T) or (T, error)")
	}
	return nil
}

// Kind is the constructor of package breadth that the field needs.
func (f *field) Kind() string {
	switch {
	case f.TypeReference.IsRoot:
		return "root"
	case f.IsBatch() && !f.Object.Root:
		return "batch"
	case f.IsResolver, f.IsMethod() && (f.MethodHasContext || len(f.Args) > 0):
		return "each"
	case f.IsComposite():
		return "child"
	}
	return "leaf"
}

// IsComposite tells whether the field has selections.
func (f *field) IsComposite() bool { return isComposite(f.TypeReference.Definition) }

// MayBeAbsent tells whether the model can say that it has no value.
func (f *field) MayBeAbsent() bool { return f.HasHaser || f.VOkFunc }

// Fails tells whether the model's method returns an error.
func (f *field) Fails() bool { return f.IsMethod() && !f.NoErr && !f.VOkFunc }

// Value is the expression that reads the field from the model.
func (f *field) Value() string {
	if f.IsMethod() {
		return fmt.Sprintf("obj.%s(%s)", f.GoFieldName, f.CallArgs())
	}
	return "obj." + f.GoFieldName
}

// ByPointer tells whether a struct is read as a pointer: to a field of the model without copying it, or to say
// that there is none.
func (f *field) ByPointer() bool {
	return !config.IsNilable(f.TypeReference.GO) && (!f.IsMethod() || f.MayBeAbsent())
}

// ResultType is the Go type of the field's results.
func (f *field) ResultType() string {
	t := templates.CurrentImports.LookupType(f.TypeReference.GO)
	if f.Kind() == "child" && f.ByPointer() {
		return "*" + t
	}
	return t
}

// Output is the expression for what becomes of the results.
func (f *field) Output() string {
	if !f.IsComposite() {
		return "breadth.Scalar(t." + writeFunc(f.TypeReference) + ")"
	}
	if f.Kind() == "child" && f.ByPointer() {
		return "breadth.One(t.obj" + f.TypeReference.Definition.Name + ")"
	}
	return shape(f.TypeReference)
}

// WriteFunc is the method that writes a leaf.
func (f *field) WriteFunc() string { return writeFunc(f.TypeReference) }

// NonNull tells whether the schema forbids null.
func (f *field) NonNull() bool { return f.TypeReference.GQL.NonNull }

// shape is the expression for the layout of a type with selections.
func shape(ref *config.TypeReference) string {
	name := ref.Definition.Name
	switch {
	case ref.IsSlice():
		if elem := ref.Elem(); !elem.IsSlice() && !config.IsNilable(elem.GO) {
			return "breadth.Values(t.obj" + name + ")"
		}
		return "breadth.List(" + shape(ref.Elem()) + ")"
	case ref.IsPtrToSlice(), ref.IsPtrToIntf(), ref.IsPtrToPtr():
		return "breadth.Deref(" + shape(ref.Elem()) + ")"
	case ref.Definition.Kind != ast.Object:
		return "breadth.Either(t.abs" + name + ")"
	case ref.IsPtr():
		return "breadth.One(t.obj" + name + ")"
	}
	return "breadth.Value(t.obj" + name + ")"
}
