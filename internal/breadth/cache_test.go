package breadth

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestPlansAreKeptForTheOperationsUsedLast(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { a: Int b: Int }`})
	root := NewObject[Root]("Query")
	root.Add(Leaf("a", func(*Writer, *Root) bool { return true }), Leaf("b", func(*Writer, *Root) bool { return true }))
	operation := func(query string, variables map[string]any) *graphql.OperationContext {
		doc := gqlparser.MustLoadQueryWithRules(schema, query, nil)
		return &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: variables}
	}
	c := newPlanCache(2)
	plan := func(oc *graphql.OperationContext) *selection[Root] {
		p, err := c.plan(schema, oc, root)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	one, two, three := operation(`{ a }`, nil), operation(`{ b }`, nil), operation(`{ a b }`, nil)
	first := plan(one)
	if plan(two); plan(one) != first {
		t.Error("a plan is compiled again although it is kept")
	}
	plan(three) // two goes
	if plan(one) != first {
		t.Error("the operation used last has gone")
	}
	if len(c.entries) != 2 || c.recent.Len() != 2 || c.entries[two.Operation] != nil {
		t.Errorf("%d operations are kept, want 2", len(c.entries))
	}

	conditional := operation(`query($x: Boolean!, $y: Boolean!) { a @include(if: $x) ...F }
		fragment F on Query { b @skip(if: $y) @include(if: $x) }`, map[string]any{"x": true, "y": false})
	both := plan(conditional)
	conditional.Variables = map[string]any{"x": true, "y": true}
	if a := plan(conditional); len(both.fields) != 2 || len(a.fields) != 1 {
		t.Errorf("%d and %d fields, want 2 and 1", len(both.fields), len(a.fields))
	}
	conditional.Variables = map[string]any{"x": true, "y": false}
	if plan(conditional) != both {
		t.Error("a variant is compiled again although it is kept")
	}
	conditional.Variables = map[string]any{"x": nil, "y": false}
	if _, err := c.plan(schema, conditional, root); err == nil {
		t.Error("no error for a condition without a value")
	}
}

// A thousand plans of five thousand fields each would take gigabytes.
func TestPlansAreBoundedByTheirSizeToo(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { a: Int }`})
	root := NewObject[Root]("Query")
	root.Add(Leaf("a", func(*Writer, *Root) bool { return true }))
	var large strings.Builder
	for i := range stepsPerPlan {
		fmt.Fprintf(&large, " a%d: a", i)
	}
	c := newPlanCache(4)
	for range 10 {
		doc := gqlparser.MustLoadQueryWithRules(schema, "{"+large.String()+large.String()+" b: a }", nil)
		if _, err := c.plan(schema, &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}, root); err != nil {
			t.Fatal(err)
		}
		if c.steps > 4*stepsPerPlan || c.recent.Len() > 3 || c.recent.Len() != len(c.entries) {
			t.Fatalf("%d operations with %d steps are kept", c.recent.Len(), c.steps)
		}
	}
	if c.recent.Len() != 3 || c.steps != 3*(stepsPerPlan+1) {
		t.Errorf("%d operations with %d steps are kept at the end", c.recent.Len(), c.steps)
	}
}

func TestVariantsOfOneOperationAreBounded(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { a: Int }`})
	root := NewObject[Root]("Query")
	root.Add(Leaf("a", func(*Writer, *Root) bool { return true }))
	declared, selected := "", ""
	for i := range 6 {
		declared += " $v" + strconv.Itoa(i) + ": Boolean!"
		selected += " a" + strconv.Itoa(i) + ": a @skip(if: $v" + strconv.Itoa(i) + ")"
	}
	doc := gqlparser.MustLoadQueryWithRules(schema, "query("+declared+") {"+selected+" }", nil)
	c := newPlanCache(1)
	for mask := range 64 {
		variables, want := map[string]any{}, 0
		for i := range 6 {
			skip := mask>>i&1 == 1
			if variables["v"+strconv.Itoa(i)] = skip; !skip {
				want++
			}
		}
		p, err := c.plan(schema, &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: variables}, root)
		if err != nil || len(p.fields) != want {
			t.Fatalf("%v: %d fields, want %d, error %v", variables, len(p.fields), want, err)
		}
	}
	if n := len(c.entries[doc.Operations[0]].Value.(*operation).variants); n != maxVariants {
		t.Errorf("%d variants are kept, want %d", n, maxVariants)
	}
}
