package input

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const source = `
	scalar Even
	scalar Any
	enum Genre { NOVEL SATIRE }
	input By @oneOf { id: ID name: String }
	input Filter { genre: Genre genres: [Genre!] pages: Int = 3 must: String! inner: Filter by: By }
	type Query {
		f(int: Int float: Float text: String id: ID truth: Boolean genre: Genre ints: [Int!] grid: [[Int]] by: By filter: Filter even: Even any: Any must: Int!): Int
	}`

func checker(t *testing.T) *Checker {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: source})
	if err != nil {
		t.Fatal(err)
	}
	return &Checker{Schema: schema, Scalars: map[string]func(any) error{"Even": func(v any) error {
		switch v {
		case json.Number("2"), int64(2):
			return nil
		}
		return errors.New("it is odd")
	}}}
}

// decoded is a value of JSON with its numbers as they are written.
func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// The messages are those of graphql-js, and so is what is taken.
func TestVariablesAreCoerced(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, v := range []struct {
		declared, given string
		want            any    // of $v
		message         string // of the first error, without `Variable "$v" got invalid value `
	}{
		{"Int", `{"v":17}`, int64(17), ""},
		{"Int", `{"v":17.0}`, int64(17), ""},
		{"Int", `{"v":1.7e1}`, int64(17), ""},
		{"Int", `{"v":-2147483648}`, int64(-2147483648), ""},
		{"Int", `{"v":2147483648}`, nil, `2147483648; Int cannot represent non 32-bit signed integer value: 2147483648`},
		{"Int", `{"v":1.5}`, nil, `1.5; Int cannot represent non-integer value: 1.5`},
		{"Int", `{"v":1e400}`, nil, `1e400; Int cannot represent non-integer value: 1e400`},
		{"Int", `{"v":"1"}`, nil, `"1"; Int cannot represent non-integer value: "1"`},
		{"Int", `{"v":true}`, nil, `true; Int cannot represent non-integer value: true`},
		{"Int", `{"v":null}`, nil, ""},
		{"Float", `{"v":1}`, 1.0, ""},
		{"Float", `{"v":1.5e3}`, 1500.0, ""},
		{"Float", `{"v":1e400}`, nil, `1e400; Float cannot represent non numeric value: 1e400`},
		{"Float", `{"v":"1"}`, nil, `"1"; Float cannot represent non numeric value: "1"`},
		{"String", `{"v":"x"}`, "x", ""},
		{"String", `{"v":1}`, nil, `1; String cannot represent a non string value: 1`},
		{"String", `{"v":{"a":1}}`, nil, `{"a":1}; String cannot represent a non string value: {"a":1}`},
		{"Boolean", `{"v":false}`, false, ""},
		{"Boolean", `{"v":0}`, nil, `0; Boolean cannot represent a non boolean value: 0`},
		{"ID", `{"v":"x"}`, "x", ""},
		{"ID", `{"v":4}`, "4", ""},
		{"ID", `{"v":4.0}`, "4", ""},
		{"ID", `{"v":-4}`, "-4", ""},
		{"ID", `{"v":12345678901234567890}`, "12345678901234567890", ""},
		{"ID", `{"v":1.5}`, nil, `1.5; ID cannot represent a non-string and non-integer value: 1.5`},
		{"Genre", `{"v":"SATIRE"}`, "SATIRE", ""},
		{"Genre", `{"v":"satire"}`, nil, `"satire"; Value "satire" does not exist in "Genre" enum. Did you mean the enum value "SATIRE"?`},
		{"Genre", `{"v":1}`, nil, `1; Enum "Genre" cannot represent non-string value: 1.`},
		{"[Int!]", `{"v":1}`, []any{int64(1)}, ""},
		{"[Int!]", `{"v":[1,2.0]}`, []any{int64(1), int64(2)}, ""},
		{"[Int!]", `{"v":[1,null]}`, nil, `null at "v[1]"; Expected non-nullable type "Int!" not to be null.`},
		{"[[Int]]", `{"v":1}`, []any{[]any{int64(1)}}, ""},
		{"[[Int]]", `{"v":[1,[2,null],null]}`, []any{[]any{int64(1)}, []any{int64(2), nil}, nil}, ""},
		{"[[Int]]", `{"v":[[[1]]]}`, nil, `[1] at "v[0][0]"; Int cannot represent non-integer value: [1]`},
		{"Filter", `{"v":[]}`, nil, `[]; Expected type "Filter" to be an object.`},
		{"Filter", `{"v":{}}`, nil, `{}; Field "must" of required type "String!" was not provided.`},
		{"Filter", `{"v":{"must":null}}`, nil, `null at "v.must"; Expected non-nullable type "String!" not to be null.`},
		{"Filter", `{"v":{"must":"x","pagse":1}}`, nil, `{"must":"x","pagse":1}; Field "pagse" is not defined by type "Filter". Did you mean "pages"?`},
		{"Filter", `{"v":{"must":"x","inner":{"must":"y","genres":["SATIRE",7]}}}`, nil, `7 at "v.inner.genres[1]"; Enum "Genre" cannot represent non-string value: 7.`},
		{"Filter", `{"v":{"must":"x","pages":null,"genres":"SATIRE"}}`, map[string]any{"must": "x", "pages": nil, "genres": []any{"SATIRE"}}, ""},
		{"By", `{"v":{"id":1}}`, map[string]any{"id": "1"}, ""},
		{"By", `{"v":{}}`, nil, `{}; Exactly one key must be specified for OneOf type "By".`},
		{"By", `{"v":{"id":1,"name":"x"}}`, nil, `{"id":1,"name":"x"}; Exactly one key must be specified for OneOf type "By".`},
		{"By", `{"v":{"id":null}}`, nil, `null at "v.id"; Field "id" must be non-null.`},
		{"Even", `{"v":2}`, json.Number("2"), ""},
		{"Even", `{"v":3}`, nil, `3; Expected type "Even". it is odd`},
		{"Any", `{"v":{"x":[1]}}`, map[string]any{"x": []any{json.Number("1")}}, ""},
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: "query($v: " + v.declared + ") { f(must: 1) }"})
		if err != nil {
			t.Fatal(err)
		}
		got, errs := c.Variables(doc.Operations[0], decoded(t, v.given), true)
		message := ""
		if len(errs) > 0 {
			message = strings.TrimPrefix(errs[0].Message, `Variable "$v" got invalid value `)
			if len(errs[0].Locations) != 1 || errs[0].Locations[0].Column != 7 {
				t.Errorf("%s %s: the error is at %v", v.declared, v.given, errs[0].Locations)
			}
		}
		if message != v.message || message == "" && !reflect.DeepEqual(got["v"], v.want) {
			t.Errorf("%s %s: %#v %q, want %#v %q", v.declared, v.given, got["v"], message, v.want, v.message)
		}
	}
}

func TestVariablesThatAreMissing(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for declared, want := range map[string]string{
		"Int": "", "Int = 3": "", "Int! = 3": "", "Int!": `Variable "$v" of required type "Int!" was not provided.`,
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: "query($v: " + declared + ") { f(must: 1) }"})
		if err != nil {
			t.Fatal(err)
		}
		got, errs := c.Variables(doc.Operations[0], map[string]any{"w": 1}, true)
		if len(got) != 0 || len(errs) > 1 || (want == "") != (errs == nil) || errs != nil && errs[0].Message != want {
			t.Errorf("%s: %v %v, want %q", declared, got, errs, want)
		}
		got, errs = c.Variables(doc.Operations[0], map[string]any{"v": nil}, true)
		if forbidden := strings.HasPrefix(declared, "Int!"); forbidden != (len(errs) == 1 && strings.Contains(errs[0].Message, "must not be null")) || !forbidden && got["v"] != nil {
			t.Errorf("%s: null is %v %v", declared, got, errs)
		}
	}
}

// A request with very many wrong values gets a bounded number of errors, and none repeats the whole of a value.
func TestErrorsOfVariablesAreBounded(t *testing.T) {
	t.Parallel()
	doc, err := parser.ParseQuery(&ast.Source{Input: "query($v: [Int!]) { f(must: 1) }"})
	if err != nil {
		t.Fatal(err)
	}
	list := make([]any, 5000)
	for i := range list {
		list[i] = strings.Repeat("x", 10_000)
	}
	_, errs := checker(t).Variables(doc.Operations[0], map[string]any{"v": list}, true)
	if len(errs) != maxErrors {
		t.Errorf("%d errors", len(errs))
	}
	for _, e := range errs {
		if len(e.Message) > 1000 {
			t.Fatalf("a message of %d bytes", len(e.Message))
		}
	}
}

func TestLiteralsAreChecked(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for args, want := range map[string]string{
		`int: 1`: "", `int: "1"`: `Argument "int" got invalid value "1"; Int cannot represent non-integer value: "1"`,
		`int: 1.0`:        `Argument "int" got invalid value 1.0; Int cannot represent non-integer value: 1.0`,
		`int: 2147483648`: `Argument "int" got invalid value 2147483648; Int cannot represent non 32-bit signed integer value: 2147483648`,
		`int: {}`:         `Argument "int" got invalid value {}; Int cannot represent non-integer value: {}`,
		`int: null`:       "", `float: 1`: "", `float: 1.5`: "", `float: "1"`: `Argument "float" got invalid value "1"; Float cannot represent non numeric value: "1"`,
		`text: {}`: `Argument "text" got invalid value {}; String cannot represent a non string value: {}`, `text: """x"""`: "",
		`text: NOVEL`: `Argument "text" got invalid value NOVEL; String cannot represent a non string value: NOVEL`,
		`id: 1`:       "", `id: "x"`: "", `id: 99999999999999999999`: "", `id: 1.5`: `Argument "id" got invalid value 1.5; ID cannot represent a non-string and non-integer value: 1.5`,
		`truth: 1`:     `Argument "truth" got invalid value 1; Boolean cannot represent a non boolean value: 1`,
		`genre: NOVEL`: "", `genre: "NOVEL"`: `Argument "genre" got invalid value "NOVEL"; Enum "Genre" cannot represent non-enum value: "NOVEL". Did you mean the enum value "NOVEL"?`,
		`genre: NOVEk`: `Argument "genre" got invalid value NOVEk; Value "NOVEk" does not exist in "Genre" enum. Did you mean the enum value "NOVEL"?`,
		`ints: 1`:      "", `ints: [1, null]`: `Argument "ints" got invalid value null at "ints[1]"; Expected value of type "Int!", found null.`,
		`grid: [[1, null], 2]`: "", `grid: [[[1]]]`: `Argument "grid" got invalid value [1] at "grid[0][0]"; Int cannot represent non-integer value: [1]`,
		`by: {id: 1}`: "", `by: {}`: `Argument "by" got invalid value {}; OneOf Input Object "By" must specify exactly one key.`,
		`by: {id: null}`:            `Argument "by" got invalid value null at "by.id"; Field "By.id" must be non-null.`,
		`filter: 1`:                 `Argument "filter" got invalid value 1; Expected value of type "Filter", found 1.`,
		`filter: {must: "x"}`:       "",
		`filter: {}`:                `Argument "filter" got invalid value {}; Field "must" of required type "String!" was not provided.`,
		`filter: {must: "x", a: 1}`: `Argument "filter" got invalid value {must:"x",a:1}; Field "a" is not defined by type "Filter".`,
		`even: 2`:                   "", `even: 3`: `Argument "even" got invalid value 3; Expected value of type "Even", found 3; it is odd`,
		`any: {x: [1, "y", Z]}`: "",
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: "{ f(must: 1, " + args + ") ...F } fragment F on Query { f(must: 1, " + args + ") }"})
		if err != nil {
			t.Fatal(err)
		}
		r := rules.NewDefaultRules()
		r.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, c.Rule(true))
		errs := validator.ValidateWithRules(c.Schema, doc, r)
		switch {
		case want == "" && errs != nil:
			t.Errorf("%s: %v", args, errs)
		case want != "" && (len(errs) != 2 || errs[0].Message != want || len(errs[0].Locations) != 1):
			t.Errorf("%s: %v, want %s in both places", args, errs, want)
		}
	}
}
