package httpd

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
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
	switch {
	case errors.As(err, &own):
		code, out.Message = own.Code, own.Message
		for k, v := range own.Extensions {
			out.Extensions[k] = v
		}
	case store.Unavailable(err) && !over(ctx):
		code, out.Message = standards.Unavailable, "the database does not answer"
		if firstOfRequest(ctx, shown, err) {
			s.options.Log.ErrorContext(ctx, "the database does not answer", "request_id", requestID(ctx), "path", shown.Path.String(), "error", err)
		}
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled) && store.Unavailable(err):
		code, out.Message = standards.Unavailable, "the request was given up"
	case errors.Is(err, context.DeadlineExceeded), store.TimedOut(err), store.Unavailable(err): // the time was over before it was there again
		code, out.Message = standards.Timeout, "the operation took too long"
	case !ofOperation(err):
		code, out.Message = standards.Internal, "something went wrong; the log has more under this request id"
		if firstOfRequest(ctx, shown, err) {
			s.options.Log.ErrorContext(ctx, "a field failed", "request_id", requestID(ctx), "path", shown.Path.String(), "error", err)
		}
	}
	out.Message = clipped(out.Message)
	out.Extensions["code"] = code
	if id := requestID(ctx); id != "" {
		out.Extensions["requestId"] = id
	}
	return out
}

// endOf is an error of an operation: where the database was not there because the operation's context ended, its end.
func endOf(ctx context.Context, err error) error {
	switch {
	case !store.Unavailable(err) || !over(ctx):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return context.DeadlineExceeded // the connection noticed the end of its time first
}

// over says whether a context has ended, or is about to: a connection may notice the end of its time before the context does.
func over(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && !time.Now().Before(deadline)
}

// longestMessage is how many bytes a message has: it may repeat what the client sent.
const longestMessage = 500

func clipped(message string) string {
	if len(message) <= longestMessage {
		return message
	}
	return strings.ToValidUTF8(message[:longestMessage], "") + "..."
}

// firstOfRequest says whether a request meets an error for the first time: a list of a hundred texts may fail a hundred
// times for one reason, which is logged once.
func firstOfRequest(ctx context.Context, shown *gqlerror.Error, err error) bool {
	state, ok := ctx.Value(requestKey{}).(*requestState)
	if !ok {
		return true
	}
	cause := err
	if inner := errors.Unwrap(shown); inner != nil {
		cause = inner
	}
	return state.first(cause.Error())
}

// first says whether an error is met for the first time, and is not one of very many.
func (r *requestState) first(text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.logged[text] || len(r.logged) >= 10 {
		return false
	}
	if r.logged == nil {
		r.logged = map[string]bool{}
	}
	r.logged[text] = true
	return true
}

// ofOperation says whether an error is about the operation itself: gqlgen's own, which tell what the client did
// wrong.
func ofOperation(err error) bool {
	var e *gqlerror.Error
	return errors.As(err, &e) && e.Unwrap() == nil
}

// recovered keeps a panic of a resolver from ending the process.
func (s *Server) recovered(ctx context.Context, v any) error {
	s.options.Log.ErrorContext(ctx, "a resolver panicked", "request_id", requestID(ctx), "panic", v, "stack", string(debug.Stack()))
	return standards.Errorf(standards.Internal, "something went wrong; the log has more under this request id")
}

// record writes a change into the log: who asked for it, and whether it was made. What it changed is in the audits of the
// store. Its arguments may be whole reports and stay out.
func (s *Server) record(ctx context.Context, oc *graphql.OperationContext, resp *graphql.Response) {
	if oc.Operation.Operation != ast.Mutation {
		return
	}
	var fields []string
	dry := true // all of it
	for _, f := range graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{"Mutation"}) {
		fields = append(fields, f.Name)
		input, _ := f.ArgumentMap(oc.Variables)["input"].(map[string]any)
		dry = dry && input["dryRun"] == true
	}
	outcome := "done"
	if len(resp.Errors) > 0 {
		outcome = resp.Errors[0].Message
	}
	about := []any{"request_id", requestID(ctx), "by", accessOf(ctx), "fields", strings.Join(fields, " "), "outcome", outcome}
	if dry {
		about = append(about, "dry_run", true) // nothing was changed
	}
	s.options.Log.InfoContext(ctx, "a change", about...)
}
