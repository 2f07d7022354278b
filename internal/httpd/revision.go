package httpd

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// atOneRevision executes an operation within its time. A query is executed anew where the graph changed meanwhile, so
// that no answer mixes what was with what is. A mutation is executed once, and reads the database alone.
func (s *Server) atOneRevision(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	ctx, cancel := context.WithTimeout(ctx, operationTimeout)
	defer cancel()
	var answer *graphql.Response
	execute := func(ctx context.Context, v *store.View) {
		ctx = loaders.With(ctx, loaders.New(s.options.Store, v))
		answer = next(ctx)(ctx)
	}
	var err error
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		execute(ctx, nil)
	} else {
		err = s.options.Store.AtOneRevision(ctx, execute)
	}
	if err == nil && answer == nil { // the time was over before the operation began
		err = ctx.Err()
	}
	if err != nil {
		answer = &graphql.Response{Data: []byte("null"), Errors: gqlerror.List{s.present(ctx, err)}}
	}
	return graphql.OneShot(answer)
}
