package input

import (
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// literals is the check of the literals of one document.
type literals struct {
	*Checker
	suggest bool
	add     core.AddErrFunc
	seen    map[*ast.Value]bool // a fragment is walked wherever it is spread
}

// Rule returns the validation rule that takes the place of gqlparser's ValuesOfCorrectType. With suggest its errors propose names
// of the schema.
func (c *Checker) Rule(suggest bool) core.RuleFunc {
	return func(observers *core.Events, add core.AddErrFunc) {
		l := &literals{c, suggest, add, map[*ast.Value]bool{}}
		observers.OnField(func(_ *core.Walker, f *ast.Field) {
			if f.Definition != nil {
				l.arguments(f.Definition.Arguments, f.Arguments)
			}
		})
		observers.OnDirective(func(_ *core.Walker, d *ast.Directive) {
			if d.Definition != nil {
				l.arguments(d.Definition.Arguments, d.Arguments)
			}
		})
		observers.OnVariable(func(_ *core.Walker, v *ast.VariableDefinition) {
			if v.DefaultValue != nil && v.Definition != nil && v.Definition.IsInputType() {
				l.check(place{what: fmt.Sprintf(`The default of variable "$%s"`, v.Variable), root: v.Variable}, v.Type, v.DefaultValue)
			}
		})
	}
}

func (l *literals) arguments(defs ast.ArgumentDefinitionList, args ast.ArgumentList) {
	for _, a := range args {
		if def := defs.ForName(a.Name); def != nil && !l.seen[a.Value] {
			l.seen[a.Value] = true
			l.check(place{what: fmt.Sprintf("Argument %q", a.Name), root: a.Name}, def.Type, a.Value)
		}
	}
}

// check checks a literal. Variables in it are checked where they are coerced, and by the rule VariablesInAllowedPosition.
func (l *literals) check(at place, t *ast.Type, v *ast.Value) {
	switch {
	case v.Kind == ast.Variable:
		return
	case v.Kind == ast.NullValue:
		if t.NonNull {
			l.report(at, v, fmt.Sprintf("Expected value of type %q, found null.", t))
		}
		return
	case t.Elem != nil && v.Kind == ast.ListValue:
		for i, e := range v.Children {
			l.check(at.element(i), t.Elem, e.Value)
		}
		return
	case t.Elem != nil: // one value stands for a list of one
		l.check(at, t.Elem, v)
		return
	}
	switch def := l.Schema.Types[t.NamedType]; def.Kind {
	case ast.InputObject:
		l.object(at, def, v)
	case ast.Enum:
		l.enum(at, def, v)
	default:
		l.scalar(at, def, v)
	}
}

func (l *literals) object(at place, def *ast.Definition, v *ast.Value) {
	if v.Kind != ast.ObjectValue {
		l.report(at, v, fmt.Sprintf("Expected value of type %q, found %s.", def.Name, clipped(v.String())))
		return
	}
	for _, f := range def.Fields {
		if v.Children.ForName(f.Name) == nil && required(f) {
			l.report(at, v, missingField(f))
		}
	}
	for _, child := range v.Children {
		if f := def.Fields.ForName(child.Name); f != nil {
			l.check(at.field(f.Name), f.Type, child.Value)
		} else {
			l.report(at, v, noField(def, child.Name)+l.meant("", child.Name, fieldNames(def)))
		}
	}
	if def.Directives.ForName("oneOf") == nil {
		return
	}
	if len(v.Children) != 1 {
		l.report(at, v, fmt.Sprintf("OneOf Input Object %q must specify exactly one key.", def.Name))
	} else if only := v.Children[0]; only.Value.Kind == ast.NullValue {
		l.report(at.field(only.Name), only.Value, fmt.Sprintf(`Field "%s.%s" must be non-null.`, def.Name, only.Name))
	}
}

func (l *literals) enum(at place, def *ast.Definition, v *ast.Value) {
	switch {
	case v.Kind != ast.EnumValue:
		l.report(at, v, fmt.Sprintf("Enum %q cannot represent non-enum value: %s.", def.Name, clipped(v.String()))+l.meant("the enum value ", v.Raw, valueNames(def)))
	case def.EnumValues.ForName(v.Raw) == nil:
		l.report(at, v, noValue(def, v.Raw)+l.meant("the enum value ", v.Raw, valueNames(def)))
	}
}

func (l *literals) scalar(at place, def *ast.Definition, v *ast.Value) {
	isText := v.Kind == ast.StringValue || v.Kind == ast.BlockValue
	ok := true
	switch def.Name {
	case "Int":
		if ok = v.Kind == ast.IntValue; ok {
			if _, err := strconv.ParseInt(v.Raw, 10, 32); err != nil {
				l.report(at, v, notInt32(clipped(v.Raw)))
			}
		}
	case "Float":
		if ok = v.Kind == ast.IntValue || v.Kind == ast.FloatValue; ok {
			_, err := strconv.ParseFloat(v.Raw, 64)
			ok = err == nil
		}
	case "String":
		ok = isText
	case "Boolean":
		ok = v.Kind == ast.BooleanValue
	case "ID":
		ok = isText || v.Kind == ast.IntValue
		if _, err := strconv.ParseInt(v.Raw, 10, 64); v.Kind == ast.IntValue && err != nil {
			v.Kind = ast.StringValue // its digits: gqlparser has no room for it as a number
		}
	default:
		l.ownScalar(at, def, v)
	}
	if !ok {
		l.report(at, v, notLeaf(def.Name, clipped(v.String())))
	}
}

func (l *literals) ownScalar(at place, def *ast.Definition, v *ast.Value) {
	check := l.Scalars[def.Name]
	if check == nil {
		return
	}
	value, err := v.Value(nil)
	if err == nil {
		err = check(value)
	}
	if err != nil {
		l.report(at, v, fmt.Sprintf("Expected value of type %q, found %s; %v", def.Name, clipped(v.String()), err))
	}
}

func (l *literals) report(at place, v *ast.Value, reason string) {
	l.add(core.Message("%s", at.refuses(clipped(v.String()), reason)), core.At(v.Position))
}

func (l *literals) meant(what, wrong string, names []string) string {
	if !l.suggest {
		return ""
	}
	return meant(what, wrong, names)
}
