package breadth

import (
	"context"
	"errors"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Roots are the generated tables' entry points.
type Roots struct {
	// Query and Mutation are the root objects; Mutation is nil where the schema has none.
	Query, Mutation *Object[Root]
	// Prepare adds what generated argument functions need to an operation's context.
	Prepare func(ctx context.Context) context.Context
}

// Root stands for the parent of root fields, which have none.
type Root struct{}

// Option changes a setting of New.
type Option func(*Schema)

// WithPlanCache keeps the plans of the n operations used last. The default is 1,000: at least the size of the
// query cache, since a plan belongs to one parsed operation.
func WithPlanCache(n int) Option { return func(s *Schema) { s.plans = newPlanCache(n) } }

// WithConcurrency lets the independent relations of one operation use up to n goroutines beside its own.
// The default is 8. With 0 an operation runs on its own goroutine alone.
func WithConcurrency(n int) Option { return func(s *Schema) { s.concurrency = int32(n) } }

// Effort is what resolving one operation took.
type Effort struct {
	Batches int // calls of resolvers, each for all objects of a level
	Levels  int // resolvers on the longest way down, which waited for each other
}

// WithObserver tells f of every operation that was resolved. It must be safe for concurrent use.
func WithObserver(f func(ctx context.Context, e Effort)) Option {
	return func(s *Schema) { s.observer = f }
}

// WithMaxBytes ends an operation whose answer gets longer than n bytes: its response is the error ErrTooLong alone. The
// default is no limit.
func WithMaxBytes(n int) Option { return func(s *Schema) { s.maxBytes = n } }

// WithSteps reports the objects of every call of a resolver to f before the call, a step for each; an error of f is that of the
// call. f must be safe for concurrent use. The default looks at the context alone. Writing is bounded by WithMaxBytes.
func WithSteps(f func(ctx context.Context, n int) error) Option {
	return func(s *Schema) { s.steps = f }
}

// ErrTooLong is the error of an operation whose answer got longer than it may, see WithMaxBytes.
var ErrTooLong = errors.New("the answer is too long")

// New puts the executor in front of base, the schema gqlgen generated. Complexity and subscriptions stay with base.
func New(base graphql.ExecutableSchema, roots Roots, options ...Option) *Schema {
	s := &Schema{ExecutableSchema: base, schema: withOwnTypes(base.Schema()), roots: roots, plans: newPlanCache(1000), concurrency: 8}
	s.steps = func(ctx context.Context, _ int) error { return ctx.Err() }
	for _, o := range options {
		o(s)
	}
	roots.Query.Add(introspection(s.schema)...)
	return s
}

// Schema is a graphql.ExecutableSchema that executes breadth first.
type Schema struct {
	graphql.ExecutableSchema
	schema      *ast.Schema
	roots       Roots
	plans       *planCache
	writers     sync.Pool
	concurrency int32
	maxBytes    int                           // of an answer; 0 for any number
	observer    func(context.Context, Effort) // nil for nobody
	steps       func(context.Context, int) error
}

// Schema is the schema with GraphQL's own types and directives as graphql-js has them. Operations must be validated by it.
func (s *Schema) Schema() *ast.Schema { return s.schema }

// Exec executes the operation in ctx. The handler it returns yields one response; errors are left in the
// response context, where gqlgen's handler collects them.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	var root *Object[Root]
	switch oc.Operation.Operation {
	case ast.Query:
		root = s.roots.Query
	case ast.Mutation:
		root = s.roots.Mutation
	}
	if root == nil {
		return s.ExecutableSchema.Exec(ctx)
	}
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		return s.respond(ctx, oc, root)
	}
}

func (s *Schema) respond(ctx context.Context, oc *graphql.OperationContext, root *Object[Root]) *graphql.Response {
	plan, err := s.plans.plan(s.Schema(), oc, root)
	if err != nil {
		graphql.AddError(ctx, err)
		return &graphql.Response{Data: []byte("null")}
	}
	if s.roots.Prepare != nil {
		ctx = s.roots.Prepare(ctx)
	}
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: root.name})
	r := &run{oc: oc, steps: s.steps, observed: s.observer != nil}
	r.spare.Store(s.concurrency)
	top := &level[Root]{sel: plan, items: []*Root{{}}}
	top.resolve(ctx, r)
	if r.observed {
		s.observer(ctx, Effort{Batches: int(r.batches.Load()), Levels: int(r.levels.Load())})
	}

	w, _ := s.writers.Get().(*Writer)
	if w == nil {
		w = &Writer{}
	}
	w.ctx, w.oc, w.most = ctx, oc, s.maxBytes
	valid, err := written(w, top)
	if err != nil { // not reported to the response context, whose presenter would mask it
		s.release(w)
		return &graphql.Response{Data: []byte("null"), Errors: gqlerror.List{gqlerror.Wrap(err)}}
	}
	if !valid {
		w.buf = append(w.buf[:0], "null"...)
	}
	return &graphql.Response{Data: s.data(ctx, w)}
}

// written writes the answer. It returns false where the answer is null, and ErrTooLong.
func written(w *Writer, top *level[Root]) (valid bool, err error) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case ErrTooLong:
			err = ErrTooLong
		default:
			panic(p)
		}
	}()
	return top.write(w, 0), nil
}
