package breadth_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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
	"rapporteur/internal/breadth/oracle"
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

// source makes operations of the test schema. Of dates, two of five are refused or panic.
func source() oracle.Source {
	return oracle.Source{
		Schema: testschema.NewExecutableSchema(testschema.Config{}).Schema(), Mutations: 10,
		Skip:  func(field string) bool { return strings.HasPrefix(field, "odd") },
		Apart: []string{"Sized", "Titled"},
		Value: func(r *rand.Rand, _, scalar string) any {
			switch scalar {
			case "Date":
				return []string{"2019", "2020-02", "1999", "x", "!"}[r.IntN(5)]
			case "ID":
				return fmt.Sprintf("%c%d", "bbas"[r.IntN(4)], r.IntN(20))
			}
			return nil
		},
	}
}

// run executes a request.
func run(t testing.TB, e *executor.Executor, req request) oracle.Answer {
	t.Helper()
	return oracle.Run(t, context.Background(), e, req)
}

type request = oracle.Request

// After a panic in a batch resolver gqlgen reports this for all parents but one.
var panicLeftover = regexp.MustCompile(`batch resolver \S+ returned unexpected result type \(index \d+\)`)

// compare runs a request through both executors and reports where they differ.
func (p *pair) compare(t testing.TB, req request) (got oracle.Answer, same bool) {
	t.Helper()
	want := run(t, p.oracle, req)
	got = run(t, p.breadth, req)
	for i := range want.Errors {
		want.Errors[i] = panicLeftover.ReplaceAllString(want.Errors[i], "internal system error")
	}
	slices.Sort(want.Errors)
	// gqlgen calls marshalers only for what is left after nulls have bubbled, and does not see the others fail.
	seen := got
	seen.Errors = slices.DeleteFunc(slices.Clone(got.Errors), func(e string) bool {
		late := strings.HasSuffix(e, ": secret is bad") || strings.HasSuffix(e, "NaN float values")
		return late && !slices.Contains(want.Errors, e)
	})
	return got, oracle.Same(t, req, seen, want, fmt.Sprintf("world %d", p.world.Seed))
}

func TestRandomOperationsGiveWhatGqlgenGives(t *testing.T) {
	t.Parallel()
	const workers = 4
	each := 2600
	if testing.Short() {
		each = 300
	}
	var mu sync.Mutex
	done, bytes, errors, nulls := 0, 0, 0, 0
	operations := source()
	t.Run("workers", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				p := newPair()
				for i := range each {
					seed := uint64(worker*each + i)
					p.world.Seed = seed
					req := operations.Request(seed)
					a, same := p.compare(t, req)
					if same && i%8 == 0 {
						_, same = p.compare(t, req.Flip()) // the same parsed operation, other conditions
					}
					if !same {
						return
					}
					mu.Lock()
					done++
					bytes += len(a.Data)
					errors += len(a.Errors)
					nulls += strings.Count(a.Data, ":null")
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("%d operations, %d bytes, %d errors, %d nulls", done, bytes, errors, nulls)
}

func FuzzOperationsGiveWhatGqlgenGives(f *testing.F) {
	f.Add(uint64(1), uint64(1))
	f.Fuzz(func(t *testing.T, operation, world uint64) {
		p := newPair()
		p.world.Seed = world
		req := source().Request(operation)
		p.compare(t, req)
		p.compare(t, req.Flip())
	})
}
