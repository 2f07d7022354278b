package breadth

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
)

// run is one operation being executed.
type run struct {
	oc    *graphql.OperationContext
	steps func(context.Context, int) error // see WithSteps
	spare atomic.Int32                     // goroutines that may still be started

	observed        bool
	batches, levels atomic.Int32 // see Effort; counted where somebody is told
}

// count counts a call of a resolver, whose field is that of the context.
func (r *run) count(ctx context.Context) {
	if !r.observed {
		return
	}
	r.batches.Add(1)
	var level int32
	for fc := graphql.GetFieldContext(ctx); fc != nil; fc = fc.Parent {
		if fc.IsResolver {
			level++
		}
	}
	for {
		deepest := r.levels.Load()
		if level <= deepest || r.levels.CompareAndSwap(deepest, level) {
			return
		}
	}
}

// fork runs do on another goroutine if one is to be had, else at once.
func (r *run) fork(wg *sync.WaitGroup, do func()) {
	if r.spare.Add(-1) < 0 {
		r.spare.Add(1)
		do()
		return
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer r.spare.Add(1)
		do()
	}()
}

// resolved is what the root field middleware sees of a root field: its value is not written yet.
type resolved struct{ column column }

// rootField resolves a root field through the root field middleware.
func (r *run) rootField(ctx context.Context, s *step, resolve func(ctx context.Context) column) (col column) {
	ctx = graphql.WithRootFieldContext(ctx, &graphql.RootFieldContext{Object: s.field.Name, Field: s.field})
	res := r.oc.RootResolverMiddleware(ctx, func(ctx context.Context) graphql.Marshaler {
		return resolved{resolve(ctx)}
	})
	if done, ok := res.(resolved); ok {
		return done.column
	}
	return &marshaled{step: s, value: res}
}
