package breadth

import "context"

// Output says what becomes of the results of a field whose Go type is R: they are written as they are, or they
// are laid out as the objects of the next level.
type Output[R any] interface {
	composite() composite // nil for leaves
	column(ctx context.Context, r *run, s *step, res outcome[R]) column
}

// Scalar is the output of fields without selections. write returns false where it wrote null although the type
// forbids it.
func Scalar[R any](write func(w *Writer, v R) bool) Output[R] { return scalar[R](write) }

type scalar[R any] func(w *Writer, v R) bool

func (scalar[R]) composite() composite { return nil }

func (f scalar[R]) column(_ context.Context, _ *run, s *step, res outcome[R]) column {
	return &leaves[R]{step: s, failures: failures{res.errs, res.err}, results: res.results, put: f}
}

// Shape is the output of fields with selections. It lays results out in a column: lists become offsets, and what
// they hold becomes one flat slice of objects for each concrete type.
type Shape[R any] struct {
	of   composite
	fill func(c *objects, b branch, results []R)
}

func (s Shape[R]) composite() composite { return s.of }

func (s Shape[R]) column(ctx context.Context, r *run, st *step, res outcome[R]) column {
	c := &objects{step: st, failures: failures{res.errs, res.err}}
	if res.err == nil {
		s.fill(c, st.branch, res.results)
		c.resolve(ctx, r)
	}
	return c
}

// One is the shape of *T.
func One[T any](of *Object[T]) Shape[*T] {
	return Shape[*T]{of, func(c *objects, b branch, results []*T) {
		items := results
		if c.compact(len(results), func(i int) bool { return results[i] == nil }) > 0 {
			items = make([]*T, 0, len(results))
			for i, o := range results {
				if c.at[i] >= 0 {
					items = append(items, o)
				}
			}
		}
		c.add(&level[T]{sel: b.(*selection[T]), items: items})
	}}
}

// Value is the shape of T.
func Value[T any](of *Object[T]) Shape[T] {
	return Shape[T]{of, func(c *objects, b branch, results []T) {
		c.compact(len(results), func(int) bool { return false })
		items := make([]*T, 0, len(results))
		for i := range results {
			if c.at == nil || c.at[i] >= 0 {
				items = append(items, &results[i])
			}
		}
		c.add(&level[T]{sel: b.(*selection[T]), items: items})
	}}
}

// List is the shape of []E.
func List[E any](elem Shape[E]) Shape[[]E] {
	return Shape[[]E]{elem.of, func(c *objects, b branch, results [][]E) {
		total := c.offsets(len(results), func(i int) (int, bool) { return len(results[i]), results[i] == nil })
		if len(results) == 1 && total > 0 {
			elem.fill(c, b, results[0])
			return
		}
		flat := make([]E, 0, total)
		ends := c.lists[len(c.lists)-1].ends
		for i, list := range results {
			if ends[i] < ends[i+1] {
				flat = append(flat, list...)
			}
		}
		elem.fill(c, b, flat)
	}}
}

// Values is the shape of []T: a list of structs, which are not copied.
func Values[T any](of *Object[T]) Shape[[]T] {
	return Shape[[]T]{of, func(c *objects, b branch, results [][]T) {
		total := c.offsets(len(results), func(i int) (int, bool) { return len(results[i]), results[i] == nil })
		items := make([]*T, 0, total)
		ends := c.lists[len(c.lists)-1].ends
		for i, list := range results {
			if ends[i] < ends[i+1] {
				for k := range list {
					items = append(items, &list[k])
				}
			}
		}
		c.add(&level[T]{sel: b.(*selection[T]), items: items})
	}}
}

// Deref is the shape of a pointer to what elem lays out, for pointers to slices, interfaces and pointers.
func Deref[R any](elem Shape[R]) Shape[*R] {
	return Shape[*R]{elem.of, func(c *objects, b branch, results []*R) {
		values := make([]R, len(results))
		for i, p := range results {
			if p != nil {
				values[i] = *p
			}
		}
		elem.fill(c, b, values)
	}}
}
