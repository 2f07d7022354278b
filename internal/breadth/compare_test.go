package breadth_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/breadth"
	"rapporteur/internal/breadth/testschema"
)

// pair is the same world behind both executors.
type pair struct {
	world           *testschema.World
	oracle, breadth *executor.Executor
	queries         graphql.MapCache[*ast.QueryDocument]
}

func newPair(options ...breadth.Option) *pair {
	p := &pair{world: &testschema.World{}, queries: graphql.MapCache[*ast.QueryDocument]{}}
	cfg := testschema.Config{Resolvers: &testschema.Resolver{World: p.world}}
	p.oracle = p.executor(testschema.NewExecutableSchema(cfg))
	p.breadth = p.executor(testschema.NewBreadthSchema(cfg, options...))
	return p
}

func (p *pair) executor(es graphql.ExecutableSchema) *executor.Executor {
	e := executor.New(es)
	e.SetQueryCache(p.queries)
	e.SetRecoverFunc(func(context.Context, any) error { return gqlerror.Errorf("internal system error") })
	return e
}

// answer is a response with its errors in order.
type answer struct {
	data   string
	errors []string
}

func run(t testing.TB, e *executor.Executor, req request) answer {
	t.Helper()
	return runContext(t, context.Background(), e, req)
}

func runContext(t testing.TB, ctx context.Context, e *executor.Executor, req request) answer {
	t.Helper()
	resp := respond(t, ctx, e, req)
	a := answer{data: string(resp.Data)}
	for _, err := range resp.Errors {
		a.errors = append(a.errors, err.Path.String()+": "+err.Message)
	}
	slices.Sort(a.errors)
	return a
}

func respond(t testing.TB, ctx context.Context, e *executor.Executor, req request) *graphql.Response {
	t.Helper()
	ctx = graphql.StartOperationTrace(ctx)
	oc, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: req.query, Variables: req.variables})
	if errs != nil {
		t.Fatalf("the operation is not valid: %v\n%s\n%v", errs, req.query, req.variables)
	}
	oc.DisableIntrospection = false
	responses, ctx := e.DispatchOperation(ctx, oc)
	resp := responses(ctx)
	if resp == nil {
		t.Fatal("no response")
	}
	return resp
}

// After a panic in a batch resolver gqlgen reports this for all parents but one.
var panicLeftover = regexp.MustCompile(`batch resolver \S+ returned unexpected result type \(index \d+\)`)

// compare runs a request through both executors and reports where they differ.
func (p *pair) compare(t testing.TB, req request) (got answer, same bool) {
	t.Helper()
	want := run(t, p.oracle, req)
	got = run(t, p.breadth, req)
	for i := range want.errors {
		want.errors[i] = panicLeftover.ReplaceAllString(want.errors[i], "internal system error")
	}
	slices.Sort(want.errors)
	if got.data != want.data {
		t.Errorf("the data differ, world %d\n%s\n%v\n got %s\nwant %s", p.world.Seed, req.query, req.variables, got.data, want.data)
		return got, false
	}
	// gqlgen calls marshalers only for what is left after nulls have bubbled, and does not see the others fail.
	failures := slices.DeleteFunc(slices.Clone(got.errors), func(e string) bool {
		late := strings.HasSuffix(e, ": secret is bad") || strings.HasSuffix(e, "NaN float values")
		return late && !slices.Contains(want.errors, e)
	})
	if !slices.Equal(failures, want.errors) {
		t.Errorf("the errors differ, world %d\n%s\n%v\ngot:\n%s\nwant:\n%s", p.world.Seed, req.query, req.variables,
			strings.Join(got.errors, "\n"), strings.Join(want.errors, "\n"))
		return got, false
	}
	return got, true
}

// flip makes the values of boolean variables the opposite.
func (r request) flip() request {
	variables := map[string]any{}
	for k, v := range r.variables {
		if b, ok := v.(bool); ok {
			v = !b
		}
		variables[k] = v
	}
	return request{r.query, variables}
}

func TestRandomOperationsGiveWhatGqlgenGives(t *testing.T) {
	t.Parallel()
	const workers = 4
	each := 2600
	if testing.Short() {
		each = 300
	}
	var mu sync.Mutex
	operations, bytes, errors, nulls := 0, 0, 0, 0
	t.Run("workers", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				p := newPair()
				for i := range each {
					seed := uint64(worker*each + i)
					p.world.Seed = seed
					req := newRequest(testschema.NewExecutableSchema(testschema.Config{}).Schema(), seed)
					a, same := p.compare(t, req)
					if same && i%8 == 0 {
						_, same = p.compare(t, req.flip()) // the same parsed operation, other conditions
					}
					if !same {
						return
					}
					mu.Lock()
					operations++
					bytes += len(a.data)
					errors += len(a.errors)
					nulls += strings.Count(a.data, ":null")
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("%d operations, %d bytes, %d errors, %d nulls", operations, bytes, errors, nulls)
}

func FuzzOperationsGiveWhatGqlgenGives(f *testing.F) {
	f.Add(uint64(1), uint64(1))
	f.Fuzz(func(t *testing.T, operation, world uint64) {
		p := newPair()
		p.world.Seed = world
		req := newRequest(testschema.NewExecutableSchema(testschema.Config{}).Schema(), operation)
		p.compare(t, req)
		p.compare(t, req.flip())
	})
}
