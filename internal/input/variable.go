package input

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// maxErrors is how many errors of the variables of one request are looked for, as in graphql-js.
const maxErrors = 50

// coercion is the coercion of the value of one variable.
type coercion struct {
	*Checker
	def     *ast.VariableDefinition
	suggest bool
	errs    *gqlerror.List
}

// Variables coerces the values of a request to the types that a validated operation declares: an Int to int64, a Float to
// float64, an ID and a String to string, one value for a list to a list of one. Values are as decoded from JSON, numbers as
// json.Number. Values of variables that are not declared are left out, and so are absent ones; their defaults are literals.
// With suggest the errors propose names of the schema. Each error has the variable's name and location.
func (c *Checker) Variables(op *ast.OperationDefinition, values map[string]any, suggest bool) (map[string]any, gqlerror.List) {
	out := make(map[string]any, len(op.VariableDefinitions))
	var errs gqlerror.List
	for _, def := range op.VariableDefinitions {
		one := coercion{c, def, suggest, &errs}
		value, given := values[def.Variable]
		switch {
		case !given && def.Type.NonNull && def.DefaultValue == nil:
			one.add(fmt.Sprintf(`Variable "$%s" of required type %q was not provided.`, def.Variable, def.Type))
		case given && value == nil && def.Type.NonNull:
			one.add(fmt.Sprintf(`Variable "$%s" of non-null type %q must not be null.`, def.Variable, def.Type))
		case given:
			out[def.Variable] = one.value(place{what: fmt.Sprintf(`Variable "$%s"`, def.Variable), root: def.Variable}, def.Type, value)
		}
	}
	return out, errs
}

func (c *coercion) value(at place, t *ast.Type, v any) any {
	if len(*c.errs) >= maxErrors {
		return nil
	}
	if v == nil {
		if t.NonNull {
			c.report(at, v, fmt.Sprintf("Expected non-nullable type %q not to be null.", t))
		}
		return nil
	}
	if t.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			return []any{c.value(at, t.Elem, v)}
		}
		out := make([]any, len(list))
		for i, e := range list {
			out[i] = c.value(at.element(i), t.Elem, e)
		}
		return out
	}
	switch def := c.Schema.Types[t.NamedType]; def.Kind {
	case ast.InputObject:
		return c.object(at, def, v)
	case ast.Enum:
		return c.enum(at, def, v)
	default:
		return c.scalar(at, def.Name, v)
	}
}

func (c *coercion) object(at place, def *ast.Definition, v any) any {
	object, ok := v.(map[string]any)
	if !ok {
		c.report(at, v, fmt.Sprintf("Expected type %q to be an object.", def.Name))
		return nil
	}
	out := make(map[string]any, len(object))
	for _, f := range def.Fields {
		if value, given := object[f.Name]; given {
			out[f.Name] = c.value(at.field(f.Name), f.Type, value)
		} else if required(f) {
			c.report(at, v, missingField(f))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if def.Fields.ForName(name) == nil {
			c.report(at, v, noField(def, name)+c.meant("", name, fieldNames(def)))
		}
	}
	if def.Directives.ForName("oneOf") == nil {
		return out
	}
	if len(object) != 1 {
		c.report(at, v, fmt.Sprintf("Exactly one key must be specified for OneOf type %q.", def.Name))
	}
	for name, value := range object {
		if len(object) == 1 && value == nil {
			c.report(at.field(name), value, fmt.Sprintf("Field %q must be non-null.", name))
		}
	}
	return out
}

func (c *coercion) enum(at place, def *ast.Definition, v any) any {
	name, ok := v.(string)
	switch {
	case !ok:
		c.report(at, v, fmt.Sprintf("Enum %q cannot represent non-string value: %s.", def.Name, printed(v)))
	case def.EnumValues.ForName(name) == nil:
		c.report(at, v, noValue(def, name)+c.meant("the enum value ", name, valueNames(def)))
	}
	return name
}

func (c *coercion) scalar(at place, name string, v any) any {
	ok, coerced := true, v
	number, isNumber := v.(json.Number)
	switch name {
	case "Int":
		f, whole := integer(number)
		if ok = whole; ok && (f > math.MaxInt32 || f < math.MinInt32) {
			c.report(at, v, notInt32(printed(v)))
		}
		coerced = int64(f)
	case "Float":
		f, err := strconv.ParseFloat(string(number), 64)
		ok, coerced = err == nil, f
	case "String":
		_, ok = v.(string)
	case "Boolean":
		_, ok = v.(bool)
	case "ID":
		if _, ok = v.(string); isNumber {
			coerced, ok = idOf(number)
		}
	default:
		if check := c.Scalars[name]; check != nil {
			if err := check(v); err != nil {
				c.report(at, v, fmt.Sprintf("Expected type %q. %v", name, err))
			}
		}
	}
	if !ok {
		c.report(at, v, notLeaf(name, printed(v)))
	}
	return coerced
}

// integer returns the value of a number without a fraction: 17, 17.0 and 1.7e1 are 17.
func integer(n json.Number) (float64, bool) {
	f, err := strconv.ParseFloat(string(n), 64)
	return f, err == nil && f == math.Trunc(f)
}

// idOf is a number as an ID, digit by digit where it is written so.
func idOf(n json.Number) (string, bool) {
	if _, err := strconv.ParseUint(string(n), 10, 64); err == nil {
		return string(n), true
	}
	f, whole := integer(n)
	return strconv.FormatFloat(f, 'f', -1, 64), whole
}

func (c *coercion) report(at place, v any, reason string) {
	c.add(at.refuses(printed(v), reason))
}

func (c *coercion) add(message string) {
	e := &gqlerror.Error{Message: message}
	if p := c.def.Position; p != nil {
		e.Locations = []gqlerror.Location{{Line: p.Line, Column: p.Column}}
	}
	*c.errs = append(*c.errs, e)
}

func (c *coercion) meant(what, wrong string, names []string) string {
	if !c.suggest {
		return ""
	}
	return meant(what, wrong, names)
}
