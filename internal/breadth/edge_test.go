package breadth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"rapporteur/internal/breadth"
	"rapporteur/internal/breadth/oracle"
	"rapporteur/internal/breadth/testschema"
)

// shelves answers Book.shelf with what a case says.
type shelves struct {
	*testschema.Resolver
	answer func(ctx context.Context, n int) ([]*testschema.Shelf, error)
}

func (s shelves) Book() testschema.BookResolver { return shelvesBook{s.Resolver.Book(), s} }

type shelvesBook struct {
	testschema.BookResolver
	s shelves
}

func (b shelvesBook) Shelf(ctx context.Context, objs []*testschema.Book) ([]*testschema.Shelf, error) {
	return b.s.answer(ctx, len(objs))
}

func TestABatchResolverThatMiscountsIsAnErrorForEachParent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(ctx context.Context, n int) ([]*testschema.Shelf, error)
		want   string
	}{
		"too few results": {
			func(context.Context, int) ([]*testschema.Shelf, error) { return make([]*testschema.Shelf, 1), nil },
			"batch resolver Book.shelf returned 1 results for 2 parents",
		},
		"too many errors": {
			func(_ context.Context, n int) ([]*testschema.Shelf, error) {
				return make([]*testschema.Shelf, n), make(graphql.BatchErrorList, 3)
			},
			"batch resolver Book.shelf returned 3 errors for 2 parents",
		},
		"an error list that is wrapped is one error": {
			func(_ context.Context, n int) ([]*testschema.Shelf, error) {
				return make([]*testschema.Shelf, n), fmt.Errorf("all: %w", make(graphql.BatchErrorList, n))
			},
			"all: batch resolver returned errors",
		},
		"a panic with an error": {
			func(context.Context, int) ([]*testschema.Shelf, error) { panic(errors.New("secret detail")) },
			"internal system error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPair()
			p.world.Calm = true
			resolver := shelves{&testschema.Resolver{World: p.world}, c.answer}
			e := p.executor(testschema.NewBreadthSchema(testschema.Config{Resolvers: resolver}))
			a := run(t, e, request{Query: `{ books(first: 2) { inPrint shelf { id } } }`})
			if len(a.Errors) != 2 || a.Errors[1] != "books[1].shelf: "+c.want || strings.Count(a.Data, `"shelf":null`) != 2 {
				t.Errorf("got %v", a)
			}
		})
	}
}

func TestAnErrorThatOneBatchSharesGetsThePathOfEachParent(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	resolver := shelves{&testschema.Resolver{World: p.world}, func(ctx context.Context, _ int) ([]*testschema.Shelf, error) {
		graphql.AddErrorf(ctx, "said aside")
		return nil, graphql.DefaultErrorPresenter(context.Background(), errors.New("shared"))
	}}
	e := p.executor(testschema.NewBreadthSchema(testschema.Config{Resolvers: resolver}))
	a := run(t, e, request{Query: `{ books(first: 2) { shelf { id } } }`})
	want := "[books.shelf: said aside books[0].shelf: shared books[1].shelf: shared]"
	if fmt.Sprint(a.Errors) != want {
		t.Errorf("\n got %v\nwant %s", a.Errors, want)
	}
}

func TestRootFieldMiddlewareMayWrapAValue(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	p.breadth.Use(aroundRoots(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		res := next(ctx)
		return graphql.WriterFunc(func(w io.Writer) {
			_, _ = io.WriteString(w, "[")
			res.MarshalGQL(w)
			_, _ = io.WriteString(w, "]")
		})
	}))
	a := run(t, p.breadth, request{Query: `{ number book(id: "b1") { id } }`})
	if !strings.HasSuffix(a.Data, `,"book":[{"id":"b1"}]}`) {
		t.Errorf("got %v", a)
	}
}

func TestFieldMiddlewareMayLookAtChildren(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	child := ""
	p.breadth.Use(aroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		fc := graphql.GetFieldContext(ctx)
		for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
			c, err := fc.Child(ctx, f)
			if err != nil {
				return nil, err
			}
			child += c.Object + "." + c.Field.Name + " "
		}
		return next(ctx)
	}))
	run(t, p.breadth, request{Query: `{ book(id: "b1") { id ...on Book { pages } } }`})
	if child != "Book.id Book.pages " {
		t.Errorf("got %q", child)
	}
}

func TestASmallPlanCacheGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	p := newPair(breadth.WithPlanCache(1))
	for i := range 40 {
		p.world.Seed = uint64(i % 4)
		p.compare(t, source().Request(uint64(i%3)))
	}
}

func TestOneSchemaServesManyRequestsAtOnce(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Seed = 3
	requests := make([]request, 20)
	want := make([]oracle.Answer, len(requests))
	for i := range requests {
		requests[i] = source().Request(uint64(500 + i))
		want[i] = run(t, p.breadth, requests[i])
	}
	t.Run("at once", func(t *testing.T) {
		for range 4 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				for round := range 3 {
					for i := range requests {
						k := (i + round) % len(requests)
						if got := run(t, p.breadth, requests[k]); got.Data != want[k].Data {
							t.Errorf("got %s, want %s", got.Data, want[k].Data)
						}
					}
				}
			})
		}
	})
}
