package breadth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/breadth"
	"rapporteur/internal/breadth/oracle"
	"rapporteur/internal/breadth/testschema"
)

func TestCancellationStopsBeforeTheNextResolver(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	counted := &calls{}
	p.world.Count = counted.count
	ctx, cancel := context.WithCancel(context.Background())
	p.world.Before = func(field string) {
		if field == "Author.books" {
			cancel()
		}
	}
	before := runtime.NumGoroutine()
	a := oracle.Run(t, ctx, p.breadth, request{Query: `{ books { author { books { id shelf { id } related { id } } } } }`})
	if counted.of["Author.books"] != 1 || counted.of["Book.shelf"]+counted.of["Book.related"] != 0 {
		t.Errorf("resolver calls: %v", counted.of)
	}
	if len(a.Errors) != 12 || a.Errors[0] != "books[0].author.books[0].related: context canceled" {
		t.Errorf("errors: %v", a.Errors)
	}
	if !strings.HasPrefix(a.Data, `{"books":[{"author":{"books":[{"id":"b`) {
		t.Errorf("what was resolved before is part of the answer: %s", a.Data)
	}
	if after := runtime.NumGoroutine(); after > before+50 {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}

func TestIndependentRelationsRunBesideEachOther(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	var both sync.WaitGroup
	both.Add(2)
	p.world.Before = func(field string) {
		if field == "Author.books" || field == "Book.shelf" { // on different branches
			both.Done()
			both.Wait() // for ever, if one waited for the other
		}
	}
	run(t, p.breadth, request{Query: `{ book(id: "b1") { author { books { id } } size { width } shelf { id } } }`})
}

func TestWithoutGoroutinesTheAnswerIsTheSame(t *testing.T) {
	t.Parallel()
	p := newPair(breadth.WithConcurrency(0))
	for seed := range uint64(100) {
		p.world.Seed = seed
		p.compare(t, source().Request(seed))
	}
}

func TestRootFieldsOfAMutationRunOneAfterTheOther(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	var mu sync.Mutex
	var order []string
	p.world.Before = func(field string) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, field)
	}
	run(t, p.breadth, request{Query: `mutation {
		touch(id: "b1") { shelf { id } } add(name: "x") { book { author { id } } query { number } } again: touch(id: "b2") { id }
	}`})
	want := []string{"Mutation.touch", "Book.shelf", "Mutation.add", "Book.author", "Query.number", "Mutation.touch"}
	if i := slices.Index(order, "Query.number"); i == 3 { // below one root field the order is free
		order[3], order[4] = order[4], order[3]
	}
	if !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

type value struct{}

func TestFieldMiddlewareSeesEachBatchOnce(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	var mu sync.Mutex
	var seen []string
	p.breadth = p.executor(testschema.NewBreadthSchema(testschema.Config{Resolvers: &testschema.Resolver{World: p.world}}))
	p.breadth.Use(aroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		fc := graphql.GetFieldContext(ctx)
		outer, _ := ctx.Value(value{}).(string)
		res, err := next(context.WithValue(ctx, value{}, fc.Field.Name))
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf("%s.%s %v %v below %q gave %T", fc.Object, fc.Field.Name, fc.Path(), fc.Args, outer, res))
		return res, err
	}))
	run(t, p.breadth, request{Query: `{ books(first: 2) { id size { width } top: coAuthors(first: 1) { id books { id } } } }`})
	want := []string{
		"Query.books books map[filter:<nil> first:2] below \"\" gave []*testschema.Book",
		"Book.coAuthors books.top map[first:1 order:<nil>] below \"books\" gave [][]*testschema.Author",
		"Author.books books.top.books map[first:2] below \"coAuthors\" gave [][]*testschema.Book",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("got\n%s", strings.Join(seen, "\n"))
	}
}

func TestMarkNonNullAndReplacedResults(t *testing.T) {
	t.Parallel()
	p := newPair()
	around := aroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		switch graphql.GetFieldContext(ctx).Field.Alias {
		case "required":
			graphql.MarkNonNull(ctx)
		case "wrong":
			return 1.5, nil
		case "nothing":
			return nil, nil
		case "refused":
			return nil, errors.New("not for you")
		}
		return next(ctx)
	})
	p.oracle.Use(around)
	p.breadth.Use(around)
	p.world.Calm = true
	p.compare(t, request{Query: `{ number wrong: number nothing: maybe refused: maybe }`})
	p.compare(t, request{Query: `{ nothing: number maybe }`})
	p.compare(t, request{Query: `{ nothing: books { id } maybe }`})
	p.compare(t, request{Query: `{ nothing: node(id: "b1") { id } wrong: node(id: "b1") { id } }`})

	p.world.Calm = false
	for p.world.Seed = 0; p.world.Seed < 200; p.world.Seed++ {
		// gqlgen sees the null only where it has no type; here it counts in any case.
		a := run(t, p.breadth, request{Query: `{ grid { required: shelf { id } } }`})
		if strings.Contains(strings.Join(a.Errors, " "), "marked non-null at runtime") {
			if strings.Contains(a.Data, `"required":null`) {
				t.Errorf("a field that is required is null: %s", a.Data)
			}
			return
		}
	}
	t.Error("no required field was null")
}

func TestRootFieldMiddlewareMayReplaceAValue(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	around := aroundRoots(func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		res := next(ctx)
		switch graphql.GetRootFieldContext(ctx).Field.Alias {
		case "replaced":
			return graphql.MarshalString("else")
		case "gone":
			return graphql.Null
		}
		return res
	})
	p.oracle.Use(around)
	p.breadth.Use(around)
	p.compare(t, request{Query: `{ number replaced: book(id: "b1") { id } gone: maybe book(id: "b1") { id } }`})
	p.compare(t, request{Query: `{ maybe gone: number }`})
}

func TestErrorsReachThePresenterWithPathAndLocation(t *testing.T) {
	t.Parallel()
	sentinel := errors.New("no such shelf")
	p := newPair()
	p.world.Calm = true
	cfg := testschema.Config{Resolvers: failing{&testschema.Resolver{World: p.world}, sentinel}}
	e := p.executor(testschema.NewBreadthSchema(cfg))
	e.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error {
		if !errors.Is(err, sentinel) {
			t.Errorf("the presenter does not see the cause of %v", err)
		}
		fc := graphql.GetFieldContext(ctx)
		presented := graphql.DefaultErrorPresenter(ctx, err)
		presented.Extensions = map[string]any{"field": fc.Object + "." + fc.Field.Name, "path": graphql.GetPath(ctx).String()}
		return presented
	})
	resp := oracle.Respond(t, context.Background(), e, request{Query: "{ grid(rows: 2) {\n shelf { id } } }"})
	if len(resp.Errors) != 6 {
		t.Fatalf("%d errors, want one for each book: %v", len(resp.Errors), resp.Errors)
	}
	err := resp.Errors[4]
	if err.Path.String() != "grid[1][1].shelf" || err.Extensions["path"] != "grid[1][1].shelf" ||
		err.Extensions["field"] != "Book.shelf" || len(err.Locations) != 1 || err.Locations[0].Line != 2 {
		t.Errorf("got %+v", err)
	}
}

type failing struct {
	*testschema.Resolver
	err error
}

func (f failing) Book() testschema.BookResolver { return failingBook{f.Resolver.Book(), f.err} }

type failingBook struct {
	testschema.BookResolver
	err error
}

func (f failingBook) Shelf(context.Context, []*testschema.Book) ([]*testschema.Shelf, error) {
	return nil, fmt.Errorf("read shelves: %w", f.err)
}

func TestItServesBehindGqlgensHandler(t *testing.T) {
	t.Parallel()
	world := &testschema.World{Calm: true}
	srv := handler.New(testschema.NewBreadthSchema(testschema.Config{Resolvers: &testschema.Resolver{World: world}}))
	srv.AddTransport(transport.POST{})
	srv.Use(extension.FixedComplexityLimit(50))
	around := 0
	srv.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		around++
		return next(ctx)
	})
	srv.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		around++
		return next(ctx)
	})
	post := func(body string) string {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		return w.Body.String()
	}
	if got := post(`{"query":"{ __typename book(id: \"b1\") { id } }"}`); got != `{"data":{"__typename":"Query","book":{"id":"b1"}}}` {
		t.Error(got)
	}
	if around != 2 {
		t.Errorf("interceptors ran %d times, want 2", around)
	}
	if got := post(`{"query":"{` + strings.Repeat(` number`, 51) + `}"}`); !strings.Contains(got, "COMPLEXITY_LIMIT_EXCEEDED") {
		t.Error(got)
	}
}

type aroundFields func(ctx context.Context, next graphql.Resolver) (any, error)

func (aroundFields) ExtensionName() string                   { return "fields" }
func (aroundFields) Validate(graphql.ExecutableSchema) error { return nil }
func (f aroundFields) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	return f(ctx, next)
}

type aroundRoots func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler

func (aroundRoots) ExtensionName() string                   { return "roots" }
func (aroundRoots) Validate(graphql.ExecutableSchema) error { return nil }
func (f aroundRoots) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	return f(ctx, next)
}
