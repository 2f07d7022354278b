// Package input checks what clients give for arguments: the literals of a document and the values of variables. It keeps the
// rules of https://spec.graphql.org/October2021/#sec-Scalars.Input-Coercion where gqlparser does not: there, an object is a
// string, and "1" is an Int. Messages are those of graphql-js, after the argument or variable and the path in it.
//
// The package must not know the schema, the executor or HTTP; of the field it knows the length of texts and the codes of errors.
package input

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// Checker checks the input of one schema.
type Checker struct {
	Schema *ast.Schema
	// Scalars check the values of the schema's own scalars: a string, a json.Number, a bool, a list or an object.
	// A scalar without a check takes every value.
	Scalars map[string]func(any) error
}

// place is where a value stands.
type place struct {
	what string // `Argument "filter"`, `Variable "$filter"`
	root string // filter
	path string // .kind[0]
}

func (p place) field(name string) place { return place{p.what, p.root, p.path + "." + name} }

func (p place) element(i int) place {
	return place{p.what, p.root, p.path + "[" + strconv.Itoa(i) + "]"}
}

// refuses returns the message about a value at this place.
func (p place) refuses(value, reason string) string {
	at := ""
	if p.path != "" {
		at = fmt.Sprintf(" at %q", p.root+p.path)
	}
	return fmt.Sprintf("%s got invalid value %s%s; %s", p.what, value, at, reason)
}

// The reasons that literals and variables share.
func notLeaf(scalar, value string) string {
	switch scalar {
	case "Int":
		return "Int cannot represent non-integer value: " + value
	case "Float":
		return "Float cannot represent non numeric value: " + value
	case "String":
		return "String cannot represent a non string value: " + value
	case "Boolean":
		return "Boolean cannot represent a non boolean value: " + value
	case "ID":
		return "ID cannot represent a non-string and non-integer value: " + value
	}
	return fmt.Sprintf("Expected value of type %q, found %s.", scalar, value)
}

func notInt32(value string) string {
	return "Int cannot represent non 32-bit signed integer value: " + value
}

func noValue(def *ast.Definition, value string) string {
	return fmt.Sprintf("Value %q does not exist in %q enum.", clipped(value), def.Name)
}

func noField(def *ast.Definition, name string) string {
	return fmt.Sprintf("Field %q is not defined by type %q.", clipped(name), def.Name)
}

func missingField(f *ast.FieldDefinition) string {
	return fmt.Sprintf("Field %q of required type %q was not provided.", f.Name, f.Type)
}

func required(f *ast.FieldDefinition) bool { return f.Type.NonNull && f.DefaultValue == nil }

// fieldNames and valueNames are what can be suggested in place of a wrong name.
func fieldNames(def *ast.Definition) (names []string) {
	for _, f := range def.Fields {
		names = append(names, f.Name)
	}
	return names
}

func valueNames(def *ast.Definition) (names []string) {
	for _, v := range def.EnumValues {
		names = append(names, v.Name)
	}
	return names
}

// meant suggests names that are like a wrong one.
func meant(what, wrong string, names []string) string {
	like := core.SuggestionList(wrong, names)
	if len(like) == 0 || len(wrong) > longestPrinted {
		return ""
	}
	return " Did you mean " + what + core.QuotedOrList(like...) + "?"
}

// longestPrinted is how many bytes of a value a message repeats.
const longestPrinted = 100

func clipped(s string) string {
	if len(s) <= longestPrinted {
		return s
	}
	return strings.ToValidUTF8(s[:longestPrinted], "") + "..."
}

// printed is a value of JSON in a message.
func printed(value any) string {
	b, err := json.Marshal(value)
	if err != nil { // a json.Number that is none
		return clipped(fmt.Sprint(value))
	}
	return clipped(string(b))
}
