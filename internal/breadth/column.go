package breadth

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// column is what one field gave for all parents of a level.
type column interface {
	// write appends the value of parent i. It returns false where that is null although the type forbids it, so
	// that the parent becomes null; what was appended is then cut off by the parent.
	write(w *Writer, i int) bool
}

// leaves is the column of a field without selections.
type leaves[R any] struct {
	*step
	failures
	results []R
	put     func(w *Writer, v R) bool
}

func (c *leaves[R]) write(w *Writer, i int) bool {
	if err := c.of(i); err != nil {
		return w.failed(err, c.typ)
	}
	return c.put(w, c.results[i])
}

// What objects.at holds beside the index of an object.
const (
	atNull int32 = -1
	atOdd  int32 = -2 // an error, kept in odd
)

// objects is the column of a field with selections. Positions are the parents, then, for each dimension of
// lists, the elements; the innermost ones hold objects of the next level.
type objects struct {
	*step
	failures
	lists  []offsets
	at     []int32       // position -> index in its level, or atNull, atOdd; nil where they are the same
	kind   []uint16      // position -> level; nil where there is one
	levels []objectLevel // a concrete type each; nil where none came
	odd    map[int]error // position -> error
}

// objectLevel is a level[T].
type objectLevel interface {
	resolve(ctx context.Context, r *run)
	write(w *Writer, i int) bool
	waits() bool
}

// offsets is one dimension of lists: list i holds the positions ends[i] to ends[i+1] of the next dimension.
type offsets struct {
	ends []int32
	null []bool // nil where no list is
}

// failed tells whether position i is a parent whose result is an error, and holds nothing.
func (c *objects) failed(i int) bool {
	return len(c.lists) == 0 && c.errs != nil && c.errs[i] != nil
}

// compact numbers the positions that hold an object, and tells how many do not.
func (c *objects) compact(n int, null func(i int) bool) (nulls int) {
	for i := range n {
		if null(i) || c.failed(i) {
			if c.at == nil {
				c.at = make([]int32, n)
				for k := range i {
					c.at[k] = int32(k)
				}
			}
			c.at[i] = atNull
			nulls++
		} else if c.at != nil {
			c.at[i] = int32(i - nulls)
		}
	}
	return nulls
}

// offsets adds a dimension of n lists and returns the number of their elements.
func (c *objects) offsets(n int, list func(i int) (length int, null bool)) (total int) {
	o := offsets{ends: make([]int32, n+1)}
	for i := range n {
		length, null := list(i)
		if null {
			if o.null == nil {
				o.null = make([]bool, n)
			}
			o.null[i] = true
		}
		if !c.failed(i) {
			total += length
		}
		o.ends[i+1] = int32(total)
	}
	c.lists = append(c.lists, o)
	return total
}

func (c *objects) add(l objectLevel) { c.levels = append(c.levels, l) }

// resolve resolves what lies below, the concrete types beside each other where they wait for I/O.
func (c *objects) resolve(ctx context.Context, r *run) {
	var waiting []objectLevel
	for _, l := range c.levels {
		switch {
		case l == nil:
		case l.waits():
			waiting = append(waiting, l)
		default:
			l.resolve(ctx, r)
		}
	}
	if len(waiting) == 1 {
		waiting[0].resolve(ctx, r)
		return
	}
	var wg sync.WaitGroup
	for i, l := range waiting {
		if i == len(waiting)-1 {
			l.resolve(ctx, r)
			break
		}
		r.fork(&wg, func() { l.resolve(ctx, r) })
	}
	wg.Wait()
}

func (c *objects) write(w *Writer, i int) bool {
	if err := c.of(i); err != nil {
		return w.failed(err, c.typ)
	}
	return c.position(w, c.typ, 0, i)
}

func (c *objects) position(w *Writer, typ *ast.Type, depth, i int) bool {
	if depth < len(c.lists) {
		lists := &c.lists[depth]
		if lists.null != nil && lists.null[i] && !typ.NonNull {
			return w.Null()
		}
		list := w.OpenList()
		for k := lists.ends[i]; k < lists.ends[i+1]; k++ {
			w.Element(int(k - lists.ends[i]))
			list.Add(c.position(w, typ.Elem, depth+1, int(k)))
		}
		return w.CloseList(list, typ.NonNull)
	}
	at := int32(i)
	if c.at != nil {
		at = c.at[i]
	}
	switch at {
	case atNull:
		return w.absent(typ)
	case atOdd:
		return w.panicked(c.odd[i], typ.NonNull)
	}
	l := c.levels[0]
	if c.kind != nil {
		l = c.levels[c.kind[i]]
	}
	mark := len(w.buf)
	if l.write(w, int(at)) {
		return true
	}
	w.buf = w.buf[:mark]
	w.null()
	return !typ.NonNull
}

// refused is the column of a field whose arguments could not be read. They are read again for each parent, for
// the errors' paths.
type refused struct{ *step }

func (c *refused) write(w *Writer, _ int) bool {
	ctx := w.errorContext()
	err := func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = w.oc.RecoverFunc(ctx, p)
			}
		}()
		_, err = c.arguments(ctx, w.oc.Variables)
		return err
	}()
	return w.Fail(err, c.typ.NonNull)
}

// broken is the column of a field that panicked outside a resolver call.
type broken struct {
	*step
	err error
}

func (c *broken) write(w *Writer, _ int) bool { return w.Fail(c.err, c.typ.NonNull) }

// marshaled is the column of a root field whose value comes from gqlgen's executor or from root field
// middleware.
type marshaled struct {
	*step
	value graphql.Marshaler
}

func (c *marshaled) write(w *Writer, _ int) bool {
	if c.value == nil || c.value == graphql.Null || c.value == graphql.RequiredNull {
		w.null()
		return !c.typ.NonNull && c.value != graphql.RequiredNull
	}
	c.value.MarshalGQL(w)
	return true
}

// MarshalGQL writes a root field's value where root field middleware wraps it.
func (v resolved) MarshalGQL(out io.Writer) {
	w, ok := out.(*Writer)
	if !ok {
		panic("breadth: a root field's value can only be written to the writer it is given")
	}
	mark := len(w.buf)
	if !v.column.write(w, 0) {
		w.buf = w.buf[:mark]
		w.null()
	}
}

// required makes a nullable column non-null where field middleware asked for it, see graphql.MarkNonNull.
func required(fc *graphql.FieldContext, s *step, c column) column {
	if !fc.NonNull || s.typ.NonNull {
		return c
	}
	return &requiredColumn{c}
}

type requiredColumn struct{ column }

func (c *requiredColumn) write(w *Writer, i int) bool {
	mark, errors := len(w.buf), w.errors
	if !c.column.write(w, i) {
		return false
	}
	if !bytes.Equal(w.buf[mark:], nullLiteral) {
		return true
	}
	if w.errors == errors {
		ctx := w.errorContext()
		graphql.GetFieldContext(ctx).NonNull = true
		w.errors++
		graphql.AddInvalidNullError(ctx, "")
	}
	return false
}
