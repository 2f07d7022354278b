package breadth

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// arguments reads the arguments of a field, as its resolver takes them.
func (s *step) arguments(ctx context.Context, variables map[string]any) (map[string]any, error) {
	for _, a := range s.field.Arguments {
		if def := s.field.Definition.Arguments.ForName(a.Name); def != nil && holdsForbiddenNull(a.Value, variables) {
			return nil, forbiddenNull(a, def)
		}
	}
	return s.args(ctx, s.field.ArgumentMap(variables))
}

// holdsForbiddenNull says whether a variable of a value is null where the type forbids it. Validation accepts a nullable
// variable there where it has a default; it can still be given as null.
func holdsForbiddenNull(v *ast.Value, variables map[string]any) bool {
	if v.Kind == ast.Variable {
		value, given := variables[v.Raw]
		return given && value == nil && v.ExpectedType != nil && v.ExpectedType.NonNull
	}
	for _, child := range v.Children {
		if holdsForbiddenNull(child.Value, variables) {
			return true
		}
	}
	return false
}

// forbiddenNull is the error of such an argument, in the words of graphql-js.
func forbiddenNull(a *ast.Argument, def *ast.ArgumentDefinition) error {
	err := gqlerror.Errorf("Argument %q has invalid value %s.", a.Name, a.Value)
	if a.Value.Kind == ast.Variable {
		err = gqlerror.Errorf("Argument %q of non-null type %q must not be null.", a.Name, def.Type)
	}
	if p := a.Value.Position; p != nil {
		err.Locations = []gqlerror.Location{{Line: p.Line, Column: p.Column}}
	}
	return err
}
