package breadth

import (
	"context"
	"errors"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
)

// outcome is what a field gave for all parents of a level: a result for each, perhaps an error for some, or one
// error for all.
type outcome[R any] struct {
	results []R
	errs    []error // nil, or one for each parent, nil where it went well
	err     error   // for all
}

// failures are the errors of an outcome as columns keep them.
type failures struct {
	errs []error
	err  error
}

// of is the error of parent i.
func (f *failures) of(i int) error {
	if f.err != nil {
		return f.err
	}
	if f.errs != nil {
		return f.errs[i]
	}
	return nil
}

// enter makes the context of one field of a level and reads its arguments.
func (r *run) enter(ctx context.Context, s *step) (context.Context, *graphql.FieldContext, error) {
	fc := s.fieldContext()
	ctx = graphql.WithFieldContext(ctx, fc)
	if s.args == nil {
		return ctx, fc, nil
	}
	args, err := s.arguments(ctx, r.oc.Variables)
	fc.Args = args
	return ctx, fc, err
}

func (s *step) fieldContext() *graphql.FieldContext {
	return &graphql.FieldContext{
		Object: s.object, Field: s.field, IsMethod: s.isMethod, IsResolver: s.isResolver, Child: childContext,
	}
}

// childContext gives field middleware a look at a child before it is resolved.
func childContext(ctx context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
	if field.ObjectDefinition == nil {
		return nil, errors.New("breadth: field has no definition")
	}
	return &graphql.FieldContext{Object: field.ObjectDefinition.Name, Field: field, Child: childContext}, nil
}

// callBatch calls a batch resolver through the field middleware. The context it returns is the one the resolver
// got, which its children start from.
func callBatch[R any](
	ctx context.Context, r *run, s *step, parents int, call func(ctx context.Context) ([]R, error),
) (inner context.Context, res outcome[R]) {
	inner = ctx
	if err := r.steps(ctx, parents); err != nil {
		return inner, outcome[R]{err: err}
	}
	r.count(ctx)
	defer func() {
		if p := recover(); p != nil {
			res = outcome[R]{err: r.oc.RecoverFunc(ctx, p)}
		}
	}()
	value, err := r.oc.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
		inner = ctx //nolint:fatcontext // middleware calls this once
		return call(ctx)
	})
	return inner, batchOutcome[R](s, parents, value, err)
}

// batchOutcome checks that a batch resolver gave one result, and one error or nil, for each parent.
func batchOutcome[R any](s *step, parents int, value any, err error) outcome[R] {
	results, ok := value.([]R)
	if !ok && value != nil {
		return outcome[R]{err: unexpected(value, results)}
	}
	batch, perParent := err.(graphql.BatchErrors) //nolint:errorlint // as gqlgen: what wraps it is one error for all
	if err != nil && !perParent {
		return outcome[R]{err: err}
	}
	if len(results) != parents {
		return outcome[R]{err: fmt.Errorf("batch resolver %s.%s returned %d results for %d parents",
			s.object, s.field.Name, len(results), parents)}
	}
	if !perParent {
		return outcome[R]{results: results}
	}
	errs := batch.Errors()
	if len(errs) != parents {
		return outcome[R]{err: fmt.Errorf("batch resolver %s.%s returned %d errors for %d parents",
			s.object, s.field.Name, len(errs), parents)}
	}
	return outcome[R]{results: results, errs: errs}
}

// callEach calls a resolver for one object after the other, each through the field middleware. The context it
// returns is the resolver's where there is one object, as at the root.
func callEach[R any](
	ctx context.Context, r *run, n int, call func(ctx context.Context, i int) (R, error),
) (inner context.Context, res outcome[R]) {
	inner = ctx
	r.count(ctx)
	rs := make([]R, n)
	errs := eachItem(ctx, r, n, func(i int) error {
		if err := r.steps(ctx, 1); err != nil {
			return err
		}
		value, err := r.oc.ResolverMiddleware(ctx, func(ctx context.Context) (any, error) {
			if n == 1 {
				inner = ctx //nolint:fatcontext // middleware calls this once
			}
			return call(ctx, i)
		})
		if err != nil {
			return err
		}
		if value == nil {
			return errAbsent
		}
		result, ok := value.(R)
		if !ok {
			return unexpected(value, result)
		}
		rs[i] = result
		return nil
	})
	return inner, outcome[R]{results: rs, errs: errs}
}

// errAbsent stands for null that has no Go value of the field's type, as middleware may give.
var errAbsent = errors.New("no value")

func unexpected(got, want any) error {
	return fmt.Errorf("unexpected type %T from middleware/directive chain, should be %T", got, want)
}

// eachItem calls do for 0..n-1 and keeps the errors; a panic is the error of its item alone. The errors are nil
// where all went well.
func eachItem(ctx context.Context, r *run, n int, do func(i int) error) (errs []error) {
	fail := func(i int, err error) {
		if errs == nil {
			errs = make([]error, n)
		}
		errs[i] = err
	}
	for i := 0; i < n; i++ {
		func() { // resumed after a panic, so that the deferred call costs once a level
			defer func() {
				if p := recover(); p != nil {
					fail(i, r.oc.RecoverFunc(ctx, p))
				}
			}()
			for ; i < n; i++ {
				if err := do(i); err != nil {
					fail(i, err)
				}
			}
		}()
	}
	return errs
}
