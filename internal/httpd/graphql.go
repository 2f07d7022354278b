package httpd

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/graph"
	"rapporteur/internal/breadth"
)

// Operations that are kept for the next request: parsed and validated, and persisted by their hash.
const (
	cachedQueries   = 1000
	persistedOfThem = 1000
)

// graphQL answers GraphQL over HTTP.
func (s *Server) graphQL(executor []breadth.Option) http.Handler {
	schema := graph.NewBreadthSchema(graph.Config{Resolvers: &graph.Resolver{Store: s.options.Store}}, executor...)
	s.release = schema.Release
	h := handler.New(schema)
	h.AddTransport(transport{s})
	known := lru.New[*ast.QueryDocument](cachedQueries)
	h.SetQueryCache(known)
	h.SetParserTokenLimit(s.options.Limits.Tokens)
	h.SetDisableSuggestion(s.options.Limits.NoSchema)
	h.SetErrorPresenter(s.present)
	h.SetRecoverFunc(s.recovered)
	if s.options.Documents != nil {
		h.Use(s.options.Documents)
	} else {
		h.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](persistedOfThem)})
	}
	h.Use(operationLimits{s.options.Limits, known})
	if !s.options.Limits.NoSchema {
		h.Use(extension.Introspection{})
	}
	h.AroundOperations(s.atOneRevision)
	return h
}

var _ graphql.Transport = transport{}
