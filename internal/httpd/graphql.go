package httpd

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/graph"
	"rapporteur/internal/breadth"
)

// The limits of an operation. Validation of an operation takes time that grows with the square of its tokens.
const (
	maxTokens     = 2000
	maxSelections = 5000 // with fragments counted where they are spread
	cachedQueries = 1000
)

// graphQL answers GraphQL over HTTP.
func (s *Server) graphQL(executor []breadth.Option) http.Handler {
	h := handler.New(graph.NewBreadthSchema(graph.Config{Resolvers: &graph.Resolver{Store: s.options.Store}}, executor...))
	h.AddTransport(transport.Options{AllowedMethods: []string{http.MethodGet, http.MethodPost, http.MethodOptions}})
	h.AddTransport(transport.GET{})
	h.AddTransport(transport.POST{})
	h.SetQueryCache(lru.New[*ast.QueryDocument](cachedQueries))
	h.SetParserTokenLimit(maxTokens)
	h.SetErrorPresenter(s.present)
	h.SetRecoverFunc(s.recovered)
	h.Use(breadth.SizeLimit(maxSelections))
	h.Use(extension.Introspection{})
	h.AroundOperations(s.atOneRevision)
	return h
}
