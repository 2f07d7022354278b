package httpd

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// present makes an error fit for a client: its code, the id of the request, and a message that never tells what
// goes on inside. What is not meant for clients is logged, under the same id.
func (s *Server) present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	out := &gqlerror.Error{Message: shown.Message, Path: shown.Path, Locations: shown.Locations, Extensions: map[string]any{}}
	var own *standards.Error
	code := standards.Invalid
	if given, ok := shown.Extensions["code"].(string); ok && !strings.HasPrefix(given, "GRAPHQL_") { // those are gqlgen's names for INVALID
		code = standards.Code(given)
	}
	switch {
	case errors.As(err, &own):
		code, out.Message = own.Code, own.Message
		for k, v := range own.Extensions {
			out.Extensions[k] = v
		}
	case errors.Is(err, context.DeadlineExceeded):
		code, out.Message = standards.Timeout, "the operation took too long"
	case errors.Is(err, context.Canceled):
		code, out.Message = standards.Unavailable, "the request was given up"
	case store.Unavailable(err):
		code, out.Message = standards.Unavailable, "the database does not answer"
		s.options.Log.ErrorContext(ctx, "the database does not answer", "request_id", requestID(ctx), "path", shown.Path.String(), "error", err)
	case !refused(err):
		code, out.Message = standards.Internal, "something went wrong; the log has more under this request id"
		s.options.Log.ErrorContext(ctx, "a field failed", "request_id", requestID(ctx), "path", shown.Path.String(), "error", err)
	}
	out.Extensions["code"] = code
	if id := requestID(ctx); id != "" {
		out.Extensions["requestId"] = id
	}
	return out
}

// refused says whether an error is about the operation itself: gqlgen's own, which tell what the client did
// wrong.
func refused(err error) bool {
	var e *gqlerror.Error
	return errors.As(err, &e) && e.Unwrap() == nil
}

// recovered keeps a panic of a resolver from ending the process.
func (s *Server) recovered(ctx context.Context, v any) error {
	s.options.Log.ErrorContext(ctx, "a resolver panicked", "request_id", requestID(ctx), "panic", v, "stack", string(debug.Stack()))
	return standards.Errorf(standards.Internal, "something went wrong; the log has more under this request id")
}
