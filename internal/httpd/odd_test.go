package httpd

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/graphtest"
)

// odd is a value as JSON and as a literal, with the scalars that each stands for.
type odd struct {
	json, literal         string
	asVariable, asLiteral string
}

// odds are values of every kind. Enums are added to them by name.
var odds = []odd{
	{`1`, `1`, "Int Float ID", "Int Float ID"},
	{`-1`, `-1`, "Int Float ID", "Int Float ID"},
	{`17.0`, `17.0`, "Int Float ID", "Float"},
	{`1e2`, `1e2`, "Int Float ID", "Float"},
	{`1.5`, `1.5`, "Float", "Float"},
	{`2147483648`, `2147483648`, "Float ID", "Float ID"},
	{`-2147483649`, `-2147483649`, "Float ID", "Float ID"},
	{`99999999999999999999`, `99999999999999999999`, "Float ID", "Float ID"},
	{`1e400`, `1e400`, "", ""},
	{`true`, `true`, "Boolean", "Boolean"},
	{`""`, `""`, "String ID", "String ID"},
	{`"1"`, `"1"`, "String ID", "String ID"},
	{`"true"`, `"""true"""`, "String ID", "String ID"},
	{`"2019-13"`, `"2019-13"`, "String ID", "String ID"},
	{`"2019-09"`, `"2019-09"`, "String ID PartialDate", "String ID PartialDate"},
	{`{}`, `{}`, "{}", "{}"},
	{`{"no":1}`, `{no: 1}`, "", ""},
	{`{"$gt":0}`, `{gt: $gt}`, "", "-"}, // no variable of this name is declared
	{`[]`, `[]`, "[]", "[]"},
	{`[null]`, `[null]`, "[null]", "[null]"},
	{`[[1]]`, `[[1]]`, "", ""},
	{`[{}]`, `[{}]`, "[{}]", "[{}]"},
	{`null`, `null`, "null", "null"},
}

// enumOdds are odd values of an enum, and a right one.
func enumOdds(def *ast.Definition) []odd {
	name := def.EnumValues[0].Name
	return []odd{
		{fmt.Sprintf("%q", name), name, def.Name + " String ID", def.Name},
		{fmt.Sprintf("%q", strings.ToLower(name)), strings.ToLower(name), "String ID", ""},
		{`"NO_SUCH_VALUE"`, fmt.Sprintf("%q", name), "String ID", "String ID"},
	}
}

// fits says whether a value that stands for these scalars is one of the type.
func fits(schema *ast.Schema, t *ast.Type, as string) bool {
	has := func(name string) bool { return slices.Contains(strings.Fields(as), name) }
	switch {
	case as == "-":
		return false
	case has("null"):
		return !t.NonNull
	case t.Elem != nil:
		return has("[]") || has("[null]") && !t.Elem.NonNull || has("[{}]") && fits(schema, t.Elem, "{}") || fits(schema, t.Elem, as)
	}
	def := schema.Types[t.NamedType]
	if def.Kind != ast.InputObject {
		return has(def.Name)
	}
	return has("{}") && !slices.ContainsFunc(def.Fields, func(f *ast.FieldDefinition) bool { return f.Type.NonNull && f.DefaultValue == nil })
}

// position is a place for a value: an argument, or a field of an input object in it.
type position struct {
	arg  string
	path []string // fields within the argument
	typ  *ast.Type
	top  *ast.Type // of the argument
}

// positions are the argument and all fields of the input objects in it.
func positions(schema *ast.Schema, arg *ast.ArgumentDefinition) []position {
	var out []position
	var walk func(t *ast.Type, path []string)
	walk = func(t *ast.Type, path []string) {
		out = append(out, position{arg.Name, slices.Clone(path), t, arg.Type})
		if def := schema.Types[t.Name()]; def.Kind == ast.InputObject && len(path) < 3 {
			for _, f := range def.Fields {
				walk(f.Type, append(path, f.Name))
			}
		}
	}
	walk(arg.Type, nil)
	return out
}

// valid is a value of a type, as JSON and as a literal.
func valid(schema *ast.Schema, t *ast.Type) (asJSON, literal string) {
	if t.Elem != nil {
		return "[]", "[]"
	}
	switch def := schema.Types[t.NamedType]; {
	case def.Kind == ast.Enum:
		return fmt.Sprintf("%q", def.EnumValues[0].Name), def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		return within(schema, def, "", "", "")
	case def.Name == "Int":
		return "1", "1"
	case def.Name == "Boolean":
		return "true", "true"
	}
	return `"2019"`, `"2019"`
}

// within is an input object with a value for this field and for those it requires.
func within(schema *ast.Schema, def *ast.Definition, field, asJSON, literal string) (string, string) {
	var js, lits []string
	for _, f := range def.Fields {
		j, l := asJSON, literal
		if f.Name != field {
			if !f.Type.NonNull || f.DefaultValue != nil {
				continue
			}
			j, l = valid(schema, f.Type)
		}
		js, lits = append(js, fmt.Sprintf("%q:%s", f.Name, j)), append(lits, f.Name+": "+l)
	}
	return "{" + strings.Join(js, ",") + "}", "{" + strings.Join(lits, ", ") + "}"
}

// wrapped is the value of the argument that has this value at the position.
func (p position) wrapped(schema *ast.Schema, asJSON, literal string) (string, string) {
	t := p.top
	defs := make([]*ast.Definition, len(p.path))
	for i, name := range p.path {
		defs[i] = schema.Types[t.Name()]
		t = defs[i].Fields.ForName(name).Type
	}
	for i := len(p.path) - 1; i >= 0; i-- {
		asJSON, literal = within(schema, defs[i], p.path[i], asJSON, literal)
	}
	return asJSON, literal
}

// fieldCall is a document that calls one field with these arguments.
func fieldCall(schema *ast.Schema, on *ast.Definition, f *ast.FieldDefinition, declared, args string) string {
	sub := ""
	if schema.Types[f.Type.Name()].IsCompositeType() {
		sub = " { __typename }"
	}
	call := f.Name + "(" + args + ")" + sub
	switch on {
	case schema.Query:
		return "query " + declared + " { " + call + " }"
	case schema.Mutation:
		return "mutation " + declared + " { " + call + " }"
	}
	return "query " + declared + ` { node(id: "study-group:17") { ... on ` + on.Name + " { " + call + " } } }"
}

// errorCounter counts what is logged as an error.
type errorCounter struct {
	slog.Handler
	n atomic.Int64
}

func (c *errorCounter) Handle(_ context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError {
		c.n.Add(1)
	}
	return nil
}

func (c *errorCounter) Enabled(context.Context, slog.Level) bool { return true }

// oddServer asks odd questions of one server, as an administrator.
type oddServer struct {
	*Server
	log    *errorCounter
	asked  int
	broken int
}

type oddError struct {
	Message    string
	Path       []any
	Locations  []struct{ Line, Column int }
	Extensions struct{ Code string }
}

// ask returns the errors of a request with this document and these variables.
func (s *oddServer) ask(t *testing.T, document, variables string) []oddError {
	t.Helper()
	quoted, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	s.asked++
	body := fmt.Sprintf(`{"query":%s,"variables":%s}`, quoted, variables)
	r := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + adminToken}, body)
	var answer struct{ Errors []oddError }
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	for _, e := range answer.Errors {
		if e.Extensions.Code == "INTERNAL" {
			t.Errorf("%s\n%s: %v", document, variables, e)
		}
	}
	return answer.Errors
}

// expect asks, and requires the answer to be INVALID, with the name and the location, where the value does not fit. Where it
// does, an error is of the field, and names one of these arguments or fields of them.
func (s *oddServer) expect(t *testing.T, document, variables, name string, fit bool, names []string) {
	t.Helper()
	errs := s.ask(t, document, variables)
	if fit {
		for _, e := range errs {
			if e.Path == nil && e.Extensions.Code == "INVALID" {
				t.Errorf("%s\n%s: %q", document, variables, e.Message)
			}
			if e.Extensions.Code == "INVALID" && !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(e.Message, name) }) {
				t.Errorf("%s\n%s: %q names no argument", document, variables, e.Message)
			}
		}
		return
	}
	s.broken++
	if len(errs) == 0 {
		t.Errorf("%s\n%s: no error", document, variables)
		return
	}
	if !slices.ContainsFunc(errs, func(e oddError) bool {
		return e.Extensions.Code == "INVALID" && strings.Contains(e.Message, name) && len(e.Locations) > 0
	}) {
		t.Errorf("%s\n%s: no error is INVALID, names %s and has a location: %+v", document, variables, name, errs)
	}
}

// Every argument and every field of an input object, with values of every kind, as literals and as variables: what does not
// fit is INVALID, with the name and the place, and nothing is INTERNAL or an error in the log.
func TestOddValuesAreInvalidWithTheirNames(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	schema := ownSchema(t)
	log := &errorCounter{}
	s := &oddServer{log: log, Server: New(Options{Store: g.Store, Log: slog.New(log), Limits: unpaced(), Keys: []Key{AdminKey(adminToken)}})}
	for _, on := range definitions(schema) {
		if on.Kind != ast.Object {
			continue
		}
		for _, f := range on.Fields {
			for _, arg := range f.Arguments {
				if !strings.HasPrefix(f.Name, "__") {
					s.argument(t, schema, on, f, arg)
				}
			}
		}
	}
	if s.asked < 8000 || s.broken < 5000 {
		t.Errorf("only %d questions, %d of them odd", s.asked, s.broken)
	}
	if n := log.n.Load(); n > 0 {
		t.Errorf("%d errors were logged", n)
	}
}

// others are values for the other arguments that a field requires.
func (s *oddServer) others(schema *ast.Schema, f *ast.FieldDefinition, arg *ast.ArgumentDefinition) (others string) {
	for _, o := range f.Arguments {
		if o != arg && o.Type.NonNull && o.DefaultValue == nil {
			_, literal := valid(schema, o.Type)
			others += ", " + o.Name + ": " + literal
		}
	}
	return others
}

// argument asks for a field with odd values of one of its arguments.
func (s *oddServer) argument(t *testing.T, schema *ast.Schema, on *ast.Definition, f *ast.FieldDefinition, arg *ast.ArgumentDefinition) {
	others, names := s.others(schema, f, arg), []string{}
	for _, o := range f.Arguments {
		for _, p := range positions(schema, o) {
			names = append(names, append([]string{o.Name}, p.path...)[len(p.path)])
		}
	}
	for _, p := range positions(schema, arg) {
		all := odds
		if def := schema.Types[p.typ.Name()]; def.Kind == ast.Enum {
			all = append(slices.Clone(odds), enumOdds(def)...)
		}
		last := append([]string{arg.Name}, p.path...)
		name := last[len(last)-1]
		for _, o := range all {
			whole, literal := p.wrapped(schema, o.json, o.literal)
			_, byVariable := p.wrapped(schema, "", "$v")
			s.expect(t, fieldCall(schema, on, f, "", arg.Name+": "+literal+others), `{}`, name, fits(schema, p.typ, o.asLiteral), names)
			s.expect(t, fieldCall(schema, on, f, "($v: "+arg.Type.String()+")", arg.Name+": $v"+others), `{"v":`+whole+`}`, `"$v"`, fits(schema, p.typ, o.asVariable), names)
			s.expect(t, fieldCall(schema, on, f, "($v: "+p.typ.String()+")", arg.Name+": "+byVariable+others), `{"v":`+o.json+`}`, `"$v"`, fits(schema, p.typ, o.asVariable), names)
		}
	}
}

// The arguments of directives are checked, too.
func TestOddValuesOfDirectives(t *testing.T) {
	t.Parallel()
	log := &errorCounter{}
	s := &oddServer{log: log, Server: New(Options{Store: graphtest.Sample(t).Store, Log: slog.New(log), Limits: unpaced(), Keys: []Key{AdminKey(adminToken)}})}
	schema := ownSchema(t)
	boolean := ast.NonNullNamedType("Boolean", nil)
	for _, directive := range []string{"skip", "include"} {
		for _, o := range odds {
			s.expect(t, "{ a: __typename __typename @"+directive+"(if: "+o.literal+") }", `{}`, `"if"`, fits(schema, boolean, o.asLiteral), nil)
			s.expect(t, "query($v: Boolean!) { a: __typename __typename @"+directive+"(if: $v) }", `{"v":`+o.json+`}`, `"$v"`, fits(schema, boolean, o.asVariable), nil)
		}
	}
	if n := log.n.Load(); n > 0 {
		t.Errorf("%d errors were logged", n)
	}
}

// Every scalar of the schema that clients give has a check.
func TestOwnScalarsOfInputHaveAChecks(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	for _, on := range definitions(schema) {
		for _, f := range on.Fields {
			given := []*ast.Type{}
			if on.Kind == ast.InputObject {
				given = append(given, f.Type)
			}
			for _, a := range f.Arguments {
				given = append(given, a.Type)
			}
			for _, g := range given {
				if def := schema.Types[g.Name()]; def.Kind == ast.Scalar && !def.BuiltIn && scalars[def.Name] == nil {
					t.Errorf("the scalar %s is given to %s.%s and has no check", def.Name, on.Name, f.Name)
				}
			}
		}
	}
}

// A nullable variable with a default may stand for a required argument, and be given as null: an error of the field alone.
func TestNullForARequiredArgumentIsAnErrorOfItsField(t *testing.T) {
	t.Parallel()
	log := &errorCounter{}
	s := &oddServer{log: log, Server: New(Options{Store: graphtest.Sample(t).Store, Log: slog.New(log), Limits: unpaced(), Keys: []Key{AdminKey(adminToken)}})}
	for document, want := range map[string]string{
		`query($v: String = "x") { text(acronym: $v) { id } }`:                                                                        `Argument "acronym" of non-null type "String!" must not be null.`,
		`query($v: ID = "x") { nodes(ids: [$v]) { id } }`:                                                                             `Argument "ids" has invalid value [$v].`,
		`query($v: TextOrderField = TITLE) { studyGroup(number: 17) { texts(orderBy: {field: $v, direction: ASC}) { totalCount } } }`: `Argument "orderBy" has invalid value {field:$v,direction:ASC}.`,
	} {
		errs := s.ask(t, document, `{"v": null}`)
		if len(errs) != 1 || errs[0].Message != want || errs[0].Extensions.Code != "INVALID" || len(errs[0].Path) == 0 || len(errs[0].Locations) != 1 {
			t.Errorf("%s: %+v, want %s", document, errs, want)
		}
	}
	if n := log.n.Load(); n > 0 {
		t.Errorf("%d errors were logged", n)
	}
}
