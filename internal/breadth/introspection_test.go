package breadth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/breadth"
)

// described is a schema without resolvers.
type described struct {
	graphql.ExecutableSchema
	schema *ast.Schema
}

func (d described) Schema() *ast.Schema { return d.schema }

// describe executes operations on a schema that can only be introspected.
func describe(t *testing.T, source string) *executor.Executor {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: source})
	if err != nil {
		t.Fatal(err)
	}
	return executor.New(breadth.New(described{schema: schema}, breadth.Roots{Query: breadth.NewObject[breadth.Root]("Query")}))
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// testdata/introspection.json is what graphql-js answers; tools/schema/check.mjs compares it, and writes it with UPDATE=1.
func TestIntrospectionIsThatOfGraphqlJS(t *testing.T) {
	t.Parallel()
	var golden struct {
		Query string
		Data  any
	}
	if err := json.Unmarshal(read(t, "introspection.json"), &golden); err != nil {
		t.Fatal(err)
	}
	answer := run(t, describe(t, string(read(t, "introspection.graphql"))), request{Query: golden.Query})
	var got any
	if err := json.Unmarshal([]byte(answer.Data), &got); err != nil || len(answer.Errors) > 0 {
		t.Fatal(err, answer.Errors)
	}
	compareNamed(t, "", got, golden.Data)
}

// compareNamed compares two values of JSON, lists of named things by their names.
func compareNamed(t *testing.T, path string, got, want any) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, _ := got.(map[string]any)
		for name := range w {
			compareNamed(t, path+"."+name, g[name], w[name])
		}
		if len(g) != len(w) {
			t.Errorf("%s has %d fields, want %d", path, len(g), len(w))
		}
	case []any:
		g, isList := got.([]any)
		if !isList || len(g) != len(w) {
			t.Errorf("%s: %.200s, want %.200s", path, fmt.Sprint(got), fmt.Sprint(want))
			return
		}
		for _, list := range [][]any{g, w} {
			slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(nameIn(a), nameIn(b)) })
		}
		for i := range w {
			compareNamed(t, fmt.Sprintf("%s[%d %s]", path, i, nameIn(w[i])), g[i], w[i])
		}
	default:
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func nameIn(v any) string {
	m, _ := v.(map[string]any)
	name, _ := m["name"].(string)
	return name
}

// A directive that the executor does not honour is neither told of nor accepted.
func TestDirectivesThatAreNotHonouredAreUnknown(t *testing.T) {
	t.Parallel()
	e := describe(t, "type Query { a: Int }")
	answer := run(t, e, request{Query: "{ __schema { directives { name } } }"})
	if want := `{"__schema":{"directives":[{"name":"deprecated"},{"name":"include"},{"name":"oneOf"},{"name":"skip"},{"name":"specifiedBy"}]}}`; answer.Data != want {
		t.Errorf("got %s, want %s", answer.Data, want)
	}
	for _, directive := range []string{"defer", "stream"} {
		_, errs := e.CreateOperationContext(graphql.StartOperationTrace(context.Background()), &graphql.RawParams{Query: "{ ... @" + directive + " { __typename } }"})
		if len(errs) != 1 || !strings.Contains(errs[0].Message, "Unknown directive") {
			t.Errorf("@%s: %v", directive, errs)
		}
	}
}

func TestIntrospectionThatIsNotAllowedIsAnErrorOfItsField(t *testing.T) {
	t.Parallel()
	e := describe(t, "type Query { a: Int }")
	ctx := graphql.StartOperationTrace(t.Context())
	for query, want := range map[string]string{
		"{ __typename __schema { queryType { name } } }": `null`,
		`{ __typename __type(name: "Query") { name } }`:  `{"__typename":"Query","__type":null}`,
	} {
		oc, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
		if errs != nil {
			t.Fatal(errs)
		}
		respond, ctx := e.DispatchOperation(ctx, oc)
		if resp := respond(ctx); string(resp.Data) != want || len(resp.Errors) != 1 || resp.Errors[0].Message != "introspection disabled" {
			t.Errorf("%s: %s %v", query, resp.Data, resp.Errors)
		}
	}
}
