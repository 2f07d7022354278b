package breadth

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// defaultValue is the default as graphql-js prints it: coerced to its type, so that one value for a list is a list of one,
// and an input object has the defaults of its fields.
func (i *metaInput) defaultValue() *string {
	if i.value == nil {
		return nil
	}
	s := i.printed(i.typ, i.value)
	return &s
}

func (s *metaSchema) printed(t *ast.Type, v *ast.Value) string {
	if v.Kind == ast.NullValue {
		return "null"
	}
	if t.Elem != nil {
		if v.Kind != ast.ListValue {
			return "[" + s.printed(t.Elem, v) + "]"
		}
		elements := make([]string, len(v.Children))
		for i, e := range v.Children {
			elements[i] = s.printed(t.Elem, e.Value)
		}
		return "[" + strings.Join(elements, ", ") + "]"
	}
	if def := s.Schema.Types[t.NamedType]; def.Kind == ast.InputObject {
		var fields []string
		for _, f := range def.Fields {
			value := v.Children.ForName(f.Name)
			if value == nil {
				value = f.DefaultValue
			}
			if value != nil {
				fields = append(fields, f.Name+": "+s.printed(f.Type, value))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return printedLeaf(t.NamedType, v)
}

// wholeNumber is an ID that is printed as a number.
var wholeNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// exponent takes the zero out of Go's exponents of one digit.
var exponent = strings.NewReplacer("e-0", "e-", "e+0", "e+")

func printedLeaf(scalar string, v *ast.Value) string {
	switch {
	case scalar == "ID" && wholeNumber.MatchString(v.Raw):
		return v.Raw
	case v.Kind == ast.IntValue || v.Kind == ast.FloatValue:
		f, err := strconv.ParseFloat(v.Raw, 64)
		switch {
		case err != nil:
			return v.Raw
		case f == 0:
			return "0"
		case math.Abs(f) >= 1e21 || math.Abs(f) < 1e-6: // as JavaScript prints numbers
			return exponent.Replace(strconv.FormatFloat(f, 'e', -1, 64))
		}
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return v.String()
}
