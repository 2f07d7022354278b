package httpd

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"rapporteur/internal/breadth"
	"rapporteur/internal/standards"
)

// Observer is told what a server does. Every text it is told is one of a bounded number.
type Observer interface {
	InFlight(change int)       // operations being answered
	Answered(a Answered)       // an operation that ran
	Refused(reason string)     // a request that was not looked into, or whose operation did not run
	Resolved(e breadth.Effort) // an operation whose fields were resolved
	Imported(string, int)      // an import: its outcome, and the rows of its report
}

// Answered is an operation that ran.
type Answered struct {
	Operation string // one of those known, or OtherOperation or UnnamedOperation
	Type      string // query or mutation
	Code      string // of the first error, or CodeOK
	Took      time.Duration
}

// What stands for the names of operations that are not known, and for a code where there is no error.
const (
	OtherOperation   = "other"
	UnnamedOperation = "unnamed"
	CodeOK           = "OK"
)

// seen is what is known of an operation while it is answered, for those who are told of it.
type seen struct {
	oc       *graphql.OperationContext
	document *document
	commands atomic.Int32 // to the database
}

// CountCommand counts a command to the database for the request of the context, if there is one.
func CountCommand(ctx context.Context) {
	if state, ok := ctx.Value(requestKey{}).(*requestState); ok {
		state.seen.commands.Add(1)
	}
}

// knownOperations are the operations that are told by name: those given, and those of trusted documents.
func (s *Server) knownOperations() map[string]bool {
	known := map[string]bool{}
	for _, name := range s.options.Operations {
		known[name] = true
	}
	if s.options.Documents != nil {
		for _, doc := range s.options.Documents.byID {
			for _, op := range doc.parsed.Operations {
				known[op.Name] = true
			}
		}
	}
	delete(known, "")
	return known
}

// traced begins the span of an operation, below that of whoever asks for it.
func (g *graphQL) traced(ctx context.Context, h http.Header) (context.Context, trace.Span) {
	if g.options.Tracer == nil {
		return ctx, nil
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(h))
	return g.options.Tracer.Start(ctx, "graphql", trace.WithSpanKind(trace.SpanKindServer))
}

// finished tells of an operation whose answer is known.
func (g *graphQL) finished(ctx context.Context, span trace.Span, began time.Time, resp *graphql.Response, status int, err error) {
	state, ok := ctx.Value(requestKey{}).(*requestState)
	if !ok {
		return
	}
	took := time.Since(began)
	slow := g.options.Slow > 0 && took >= g.options.Slow
	if g.options.Observer == nil && span == nil && !slow {
		return
	}
	code := codeOf(g.outcome(ctx, resp, err))
	if span != nil {
		state.seen.describe(span, code)
		span.End()
	}
	ran := state.seen.oc != nil && (err == nil && status == http.StatusOK || err != nil && !early(err))
	if ran && slow {
		g.logSlow(ctx, state, took, code)
	}
	switch o := g.options.Observer; {
	case o == nil:
	case ran:
		op := state.seen.oc.Operation
		name := cmp.Or(op.Name, UnnamedOperation)
		if op.Name != "" && !g.known[op.Name] {
			name = OtherOperation
		}
		o.Answered(Answered{Operation: name, Type: string(op.Operation), Code: code, Took: took})
	case err == nil:
		o.Refused(strings.ToLower(code))
	} // else refuse tells
}

// outcome is the first error of an answer as the client is shown it, nil where there is none.
func (g *graphQL) outcome(ctx context.Context, resp *graphql.Response, err error) *gqlerror.Error {
	switch {
	case err != nil:
		return g.present(ctx, err)
	case resp != nil && len(resp.Errors) > 0:
		return resp.Errors[0]
	}
	return nil
}

// early says whether an error is one of a request that did not run.
func early(err error) bool {
	var own *standards.Error
	return errors.As(err, new(refused)) || errors.As(err, &own) && (own.Code == standards.Unauthenticated || own.Code == standards.Forbidden)
}

func codeOf(e *gqlerror.Error) string {
	if e == nil {
		return CodeOK
	}
	if code, ok := e.Extensions["code"].(standards.Code); ok {
		return string(code)
	}
	return string(standards.Internal)
}

// describe gives a span the name, the type and the hash of the operation. Its text may hold what is private, and its
// variables do.
func (s *seen) describe(span trace.Span, code string) {
	if s.oc != nil {
		op := s.oc.Operation
		name := op.Name[:min(len(op.Name), longestName)]
		span.SetName(strings.TrimSpace(string(op.Operation) + " " + name))
		span.SetAttributes(attribute.String("graphql.operation.type", string(op.Operation)), attribute.String("graphql.operation.name", name))
	}
	if s.document != nil {
		span.SetAttributes(attribute.String("graphql.document.sha256", hexHash(s.document.query)))
	}
	if code != CodeOK {
		span.SetAttributes(attribute.String("error.type", code))
		span.SetStatus(codes.Error, code)
	}
}

// longestName is how much is told of the name of an operation, which a client chooses.
const longestName = 100

// reasons are why requests are refused, by their status.
var reasons = map[int]string{
	http.StatusBadRequest:            "malformed",
	http.StatusUnauthorized:          "unauthenticated",
	http.StatusForbidden:             "forbidden",
	http.StatusMethodNotAllowed:      "method",
	http.StatusNotAcceptable:         "accept",
	http.StatusRequestEntityTooLarge: "body",
	http.StatusUnsupportedMediaType:  "content_type",
	http.StatusTooManyRequests:       "rate",
	http.StatusServiceUnavailable:    "in_flight",
}

// Reasons are all that an Observer is told as why a request was refused.
func Reasons() []string {
	all := []string{strings.ToLower(string(standards.Invalid)), strings.ToLower(string(standards.Limit)), strings.ToLower(string(errNotFound.Code)), strings.ToLower(string(standards.NotFound))}
	for _, r := range reasons {
		all = append(all, r)
	}
	slices.Sort(all)
	return all
}

// tellRefused tells of a request that is refused, unless it ran and failed.
func (s *Server) tellRefused(status int, err error) {
	if s.options.Observer == nil || !early(err) {
		return
	}
	if reason, ok := reasons[status]; ok {
		s.options.Observer.Refused(reason)
	}
}

// imported tells of an import.
func (s *Server) imported(rows int, err error) {
	outcome := "done"
	var own *standards.Error
	if errors.As(err, &own) {
		outcome = strings.ToLower(string(own.Code))
	} else if err != nil {
		outcome = "failed"
	}
	s.options.Observer.Imported(outcome, rows)
}
