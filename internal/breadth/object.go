package breadth

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// ArgsFunc turns raw arguments into the values a resolver takes, as gqlgen's generated field_X_y_args do.
type ArgsFunc func(ctx context.Context, raw map[string]any) (map[string]any, error)

// Object is the table of one GraphQL object type bound to the Go type T.
type Object[T any] struct {
	name     string
	fields   map[string]*Field[T]
	typename *Field[T]
}

// NewObject begins the table of an object type. Fields are added afterwards, for types refer to each other.
func NewObject[T any](name string) *Object[T] {
	return &Object[T]{
		name:   name,
		fields: map[string]*Field[T]{},
		typename: &Field[T]{name: "__typename", write: func(w *Writer, _ *T) bool {
			return w.String(name)
		}},
	}
}

// Add puts fields into the table.
func (o *Object[T]) Add(fields ...*Field[T]) {
	for _, f := range fields {
		o.fields[f.name] = f
	}
}

// Field is one field of an object type. Either write is set, and the field is read while the answer is
// written, or resolve, and the field becomes a column for all parents of a level before anything is written.
type Field[T any] struct {
	name    string
	write   func(w *Writer, o *T) bool
	resolve func(ctx context.Context, r *run, s *step, items []*T) column
	child   composite // of fields with selections
	args    ArgsFunc

	isMethod   bool
	isResolver bool
	waits      bool // it may do I/O
}

// composite is a type with selections: an object, an interface or a union.
type composite interface {
	plan(c *compiler, sel ast.SelectionSet) branch
}

// WithArgs sets the function that turns raw arguments into values.
func (f *Field[T]) WithArgs(args ArgsFunc) *Field[T] {
	f.args = args
	return f
}

// Method marks a field bound to a method of the model, for errors that name where a null came from.
func (f *Field[T]) Method() *Field[T] {
	f.isMethod = true
	return f
}

// Leaf is a field without selections that is read from the model inline. write returns false where it wrote null
// although the type forbids it.
func Leaf[T any](name string, write func(w *Writer, o *T) bool) *Field[T] {
	return &Field[T]{name: name, write: write}
}

// Child is a field with selections that is read from the model inline.
func Child[T, R any](name string, out Output[R], get func(o *T) R) *Field[T] {
	return &Field[T]{name: name, child: out.composite(), resolve: func(ctx context.Context, r *run, s *step, items []*T) column {
		rs := make([]R, len(items))
		errs := eachItem(ctx, r, len(items), func(i int) error {
			rs[i] = get(items[i])
			return nil
		})
		return out.column(ctx, r, s, outcome[R]{results: rs, errs: errs})
	}}
}

// TryChild is Child for a method that can fail.
func TryChild[T, R any](name string, out Output[R], get func(o *T) (R, error)) *Field[T] {
	return &Field[T]{name: name, child: out.composite(), resolve: func(ctx context.Context, r *run, s *step, items []*T) column {
		rs := make([]R, len(items))
		errs := eachItem(ctx, r, len(items), func(i int) (err error) {
			rs[i], err = get(items[i])
			return err
		})
		return out.column(ctx, r, s, outcome[R]{results: rs, errs: errs})
	}}
}

// Batch is a field with a batch resolver: one call for all parents of the level. The call must not change objs.
func Batch[T, R any](
	name string, out Output[R],
	call func(ctx context.Context, fc *graphql.FieldContext, objs []*T) ([]R, error),
) *Field[T] {
	return &Field[T]{
		name: name, child: out.composite(), isMethod: true, isResolver: true, waits: true,
		resolve: func(ctx context.Context, r *run, s *step, items []*T) column {
			ctx, fc, err := r.enter(ctx, s)
			if err != nil {
				return &refused{step: s}
			}
			ctx, res := callBatch(ctx, r, s, len(items), func(ctx context.Context) ([]R, error) {
				return call(ctx, fc, items)
			})
			return required(fc, s, out.column(ctx, r, s, res))
		},
	}
}

// Each is a field with a resolver, or with a method that takes a context or arguments, called once an object,
// one after the other. Root fields are of this kind.
func Each[T, R any](
	name string, out Output[R],
	call func(ctx context.Context, fc *graphql.FieldContext, obj *T) (R, error),
) *Field[T] {
	return &Field[T]{
		name: name, child: out.composite(), isMethod: true, waits: true,
		resolve: func(ctx context.Context, r *run, s *step, items []*T) column {
			ctx, fc, err := r.enter(ctx, s)
			if err != nil {
				return &refused{step: s}
			}
			ctx, res := callEach(ctx, r, len(items), func(ctx context.Context, i int) (R, error) {
				return call(ctx, fc, items[i])
			})
			return required(fc, s, out.column(ctx, r, s, res))
		},
	}
}

// Resolver marks an Each field that has a resolver rather than a method of the model.
func (f *Field[T]) Resolver() *Field[T] {
	f.isResolver = true
	return f
}
