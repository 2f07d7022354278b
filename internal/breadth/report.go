package breadth

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

var errNotFinite = errors.New("cannot marshal infinite no NaN float values") // gqlgen's words

// Fail reports an error at the current position and writes null.
func (w *Writer) Fail(err error, nonNull bool) bool {
	w.errors++
	ctx := w.errorContext()
	if list, ok := err.(gqlerror.List); ok { //nolint:errorlint // as gqlgen: what wraps a list is one error
		for _, e := range list {
			if e != nil {
				w.report(ctx, e)
			}
		}
	} else if err != nil {
		w.report(ctx, err)
	}
	w.null()
	return !nonNull
}

// Missing reports that there is no value at the current position, although the type forbids null.
func (w *Writer) Missing(typ string) bool {
	w.errors++
	w.null()
	graphql.AddInvalidNullError(w.errorContext(), typ)
	return false
}

// absent writes null where there is no value.
func (w *Writer) absent(typ *ast.Type) bool {
	if typ.NonNull {
		return w.Missing(typ.String())
	}
	return w.Null()
}

// failed writes null for what a resolver call left in place of a result.
func (w *Writer) failed(err error, typ *ast.Type) bool {
	if errors.Is(err, errAbsent) {
		return w.absent(typ)
	}
	return w.Fail(err, typ.NonNull)
}

// panicked reports a panic at the current position and writes null.
func (w *Writer) panicked(p any, nonNull bool) bool {
	return w.Fail(w.oc.RecoverFunc(w.errorContext(), p), nonNull)
}

// report sends an error to the response. Errors are copied before they get a path and a location, for one error
// may stand for many positions.
func (w *Writer) report(ctx context.Context, err error) {
	var known *gqlerror.Error
	if !errors.As(err, &known) || known == nil {
		known = gqlerror.WrapPath(w.currentPath(), err)
	} else {
		clone := *known
		if error(known) != err { //nolint:errorlint // whether it is wrapped is the question
			clone.Err = err // a presenter can still find what wraps it
		}
		known = &clone
		if known.Path == nil {
			known.Path = w.currentPath()
		}
	}
	if known.Locations == nil {
		known.Locations = w.location()
	}
	graphql.AddError(ctx, known)
}

// location is where in the operation's text the current field stands.
func (w *Writer) location() []gqlerror.Location {
	for i := len(w.path) - 1; i >= 0; i-- {
		if s := w.path[i].step; s != nil {
			if pos := s.field.Position; pos != nil && pos.Line != 0 {
				return []gqlerror.Location{{Line: pos.Line, Column: pos.Column}}
			}
			break
		}
	}
	return nil
}

// currentPath is the path of the value being written.
func (w *Writer) currentPath() ast.Path {
	path := make(ast.Path, len(w.path))
	for i, e := range w.path {
		if e.step != nil {
			path[i] = ast.PathName(e.step.field.Alias)
		} else {
			path[i] = ast.PathIndex(e.index)
		}
	}
	return path
}

// errorContext is a context as gqlgen's executor would have at the current position, for the error presenter and
// for the errors that gqlgen words.
func (w *Writer) errorContext() context.Context {
	ctx := w.ctx
	for _, e := range w.path {
		if e.step != nil {
			ctx = graphql.WithFieldContext(ctx, e.step.fieldContext()) //nolint:fatcontext // a path's length
		} else {
			index := e.index
			ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &index})
		}
	}
	return ctx
}
