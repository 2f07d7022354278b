package stock

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vikstrous/dataloadgen"

	"rapporteur/bench/dataset"
)

// New serves the graph. Loaders wait this long for more ids, or as long as dataloadgen has it where 0 is given.
func New(g *dataset.Graph, wait time.Duration) http.Handler {
	x := g.Index()
	h := handler.New(NewExecutableSchema(Config{Resolvers: &resolver{x}}))
	h.AddTransport(transport.POST{})
	h.SetQueryCache(lru.New[*ast.QueryDocument](1000))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), loadersKey{}, newLoaders(x, wait))))
	})
}

type loadersKey struct{}

// loaders are those of one request.
type loaders struct {
	questions      *dataloadgen.Loader[string, *dataset.Question]
	people         *dataloadgen.Loader[string, *dataset.Person]
	documents      *dataloadgen.Loader[string, *dataset.Document]
	specifications *dataloadgen.Loader[string, *dataset.Specification]
	textsOf        *dataloadgen.Loader[string, []*dataset.Text]
}

func newLoaders(x *dataset.Index, wait time.Duration) *loaders {
	return &loaders{
		questions:      loader(x.Questions, wait),
		people:         loader(x.People, wait),
		documents:      loader(x.Documents, wait),
		specifications: loader(x.Specifications, wait),
		textsOf:        loader(x.TextsOf, wait),
	}
}

func loader[V any](from map[string]V, wait time.Duration) *dataloadgen.Loader[string, V] {
	var options []dataloadgen.Option
	if wait > 0 {
		options = append(options, dataloadgen.WithWait(wait))
	}
	return dataloadgen.NewLoader(func(_ context.Context, ids []string) ([]V, []error) {
		found := make([]V, len(ids))
		for i, id := range ids {
			found[i] = from[id]
		}
		return found, nil
	}, options...)
}

func of(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(*loaders) }
