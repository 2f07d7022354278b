package breadth_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql/executor"

	"rapporteur/internal/breadth/oracle"
	"rapporteur/internal/breadth/testschema"
)

// calls counts resolver calls by field.
type calls struct {
	mu sync.Mutex
	of map[string]int
}

func (c *calls) count(field string, _ int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[field]++
}

func TestEachFieldOfALevelIsResolvedOnce(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	counted := &calls{}
	p.world.Count = counted.count
	a := run(t, p.breadth, request{Query: `{
		grid(rows: 3) { related { id coAuthors { books { shelf { label } stars } friends { id } } } }
	}`})
	if len(a.Errors) > 0 || strings.Count(a.Data, "label") < 100 {
		t.Fatalf("not the answer that was meant: %v %s", a.Errors, a.Data)
	}
	want := map[string]int{
		"Query.grid": 1, "Book.related": 1, "Book.coAuthors": 1, "Author.books": 1, "Author.friends": 1,
		"Book.shelf": 1, "Book.stars": 1,
	}
	if got := fmt.Sprint(counted.of); got != fmt.Sprint(want) {
		t.Errorf("resolver calls: got %v, want %v", got, want)
	}
}

// cached gives what the world gave the first time.
type cached struct {
	*testschema.Resolver
	mu      sync.Mutex
	results map[string]any
}

func remember[R any](c *cached, key string, get func() (R, error)) (R, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.results[key]; ok {
		return r.(R), nil
	}
	r, err := get()
	c.results[key] = r
	return r, err
}

type (
	cachedQuery struct {
		testschema.QueryResolver
		c *cached
	}
	cachedBook struct {
		testschema.BookResolver
		c *cached
	}
	cachedAuthor struct {
		testschema.AuthorResolver
		c *cached
	}
)

func (c *cached) Query() testschema.QueryResolver   { return cachedQuery{c.Resolver.Query(), c} }
func (c *cached) Book() testschema.BookResolver     { return cachedBook{c.Resolver.Book(), c} }
func (c *cached) Author() testschema.AuthorResolver { return cachedAuthor{c.Resolver.Author(), c} }

func (r cachedQuery) Books(ctx context.Context, first int, filter *testschema.BookFilter) ([]*testschema.Book, error) {
	return remember(r.c, "books", func() ([]*testschema.Book, error) { return r.QueryResolver.Books(ctx, first, filter) })
}

func (r cachedBook) CoAuthors(ctx context.Context, objs []*testschema.Book, first int, order *testschema.Order) ([][]*testschema.Author, error) {
	return remember(r.c, "coAuthors", func() ([][]*testschema.Author, error) {
		return r.BookResolver.CoAuthors(ctx, objs, first, order)
	})
}

func (r cachedBook) Shelf(ctx context.Context, objs []*testschema.Book) ([]*testschema.Shelf, error) {
	return remember(r.c, "shelf", func() ([]*testschema.Shelf, error) { return r.BookResolver.Shelf(ctx, objs) })
}

func (r cachedAuthor) Books(ctx context.Context, objs []*testschema.Author, first int) ([][]*testschema.Book, error) {
	return remember(r.c, "Author.books", func() ([][]*testschema.Book, error) {
		return r.AuthorResolver.Books(ctx, objs, first)
	})
}

// costly is an executor over cached data and an operation that gives 16 objects for each of n books.
func costly(n int) (*executor.Executor, *executor.Executor, request) {
	p := newPair()
	world := &testschema.World{Calm: true}
	cfg := testschema.Config{Resolvers: &cached{Resolver: &testschema.Resolver{World: world}, results: map[string]any{}}}
	return p.executor(testschema.NewBreadthSchema(cfg)), p.executor(testschema.NewExecutableSchema(cfg)), request{
		Query: `query($first: Int!) { books(first: $first) {
			id name genre mood pages price inPrint size { width height }
			coAuthors(first: 3) { id name born books(first: 2) { id name genre mood level tags shelf { id label } } }
		} }`,
		Variables: map[string]any{"first": n},
	}
}

func TestAllocationsDoNotGrowWithObjects(t *testing.T) {
	few, _, small := costly(10)
	many, _, large := costly(120) // 120 books, 120 sizes, 360 authors, 720 books, 720 shelves: 2,040 objects
	measure := func(e *executor.Executor, req request) float64 {
		return testing.AllocsPerRun(50, func() { oracle.Respond(t, context.Background(), e, req) })
	}
	a, b := measure(few, small), measure(many, large)
	t.Logf("%.0f allocations for 170 objects, %.0f for 2,040", a, b)
	if b > a+30 || b > 500 {
		t.Errorf("allocations: %.0f for 170 objects, %.0f for 2,040", a, b)
	}
}

func BenchmarkBreadth(b *testing.B) {
	e, _, req := costly(120)
	b.ReportAllocs()
	for b.Loop() {
		oracle.Respond(b, context.Background(), e, req)
	}
}

func BenchmarkGqlgen(b *testing.B) {
	_, e, req := costly(120)
	b.ReportAllocs()
	for b.Loop() {
		oracle.Respond(b, context.Background(), e, req)
	}
}
