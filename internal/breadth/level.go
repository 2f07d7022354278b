package breadth

import (
	"context"
	"errors"
	"sync"
)

// level holds the objects of one concrete type that one selection is resolved for, all at once.
type level[T any] struct {
	sel   *selection[T]
	items []*T
	cols  []column // by field; nil for those that are read from the object
}

func (l *level[T]) waits() bool { return l.sel.waits() }

// resolve fills the columns, and those of the levels below.
func (l *level[T]) resolve(ctx context.Context, r *run) {
	if len(l.sel.deep) == 0 || len(l.items) == 0 {
		return
	}
	l.cols = make([]column, len(l.sel.fields))
	if l.sel.serial || len(l.sel.forks) < 2 {
		for _, i := range l.sel.deep {
			l.resolveField(ctx, r, i)
		}
		return
	}
	l.resolveForked(ctx, r)
}

// resolveForked resolves the fields that may wait for I/O beside each other.
func (l *level[T]) resolveForked(ctx context.Context, r *run) {
	var wg sync.WaitGroup
	last := len(l.sel.forks) - 1
	for _, i := range l.sel.forks[:last] {
		r.fork(&wg, func() { l.resolveField(ctx, r, i) })
	}
	for _, i := range l.sel.deep {
		if f := &l.sel.fields[i]; !f.def.waits && !waits(f.branch) {
			l.resolveField(ctx, r, i)
		}
	}
	l.resolveField(ctx, r, l.sel.forks[last])
	wg.Wait()
}

func (l *level[T]) resolveField(ctx context.Context, r *run, i int) {
	f := &l.sel.fields[i]
	defer func() {
		if p := recover(); p != nil {
			l.cols[i] = &broken{step: &f.step, err: r.oc.RecoverFunc(ctx, p)}
		}
	}()
	if !l.sel.root {
		l.cols[i] = f.def.resolve(ctx, r, &f.step, l.items)
		return
	}
	l.cols[i] = r.rootField(ctx, &f.step, func(ctx context.Context) (c column) {
		defer func() {
			if p := recover(); p != nil {
				c = &broken{step: &f.step, err: r.oc.RecoverFunc(ctx, p)}
			}
		}()
		return f.def.resolve(ctx, r, &f.step, l.items)
	})
}

// write appends object i. It returns false where a field that must not be null is; the object is null then, and
// what was appended is to be cut off. All fields are visited even so, for their errors.
func (l *level[T]) write(w *Writer, i int) bool {
	w.bounded()
	depth := len(w.path)
	w.path = append(w.path, pathElem{})
	w.buf = append(w.buf, '{')
	valid := true
	for next := 0; next < len(l.sel.fields); {
		var ok bool
		next, ok = l.writeFields(w, i, next)
		valid = valid && ok
	}
	w.buf = append(w.buf, '}')
	w.path = w.path[:depth]
	return valid
}

// writeFields appends the fields from one on. It returns after a field that panics, and is called again for the
// rest, so that the deferred call costs once an object.
func (l *level[T]) writeFields(w *Writer, i, from int) (next int, valid bool) {
	depth, mark := len(w.path), 0
	next, valid = from, true
	defer func() {
		p := recover()
		if err, _ := p.(error); errors.Is(err, ErrTooLong) {
			panic(p) // it ends the answer, not the field
		}
		if p != nil {
			w.path = w.path[:depth]
			w.buf = w.buf[:mark]
			valid = w.panicked(p, l.sel.fields[next].typ.NonNull) && valid
			next++
		}
	}()
	o := l.items[i]
	for ; next < len(l.sel.fields); next++ {
		f := &l.sel.fields[next]
		if next > 0 {
			w.buf = append(w.buf, ',')
		}
		w.path[depth-1].step = &f.step
		w.buf = append(w.buf, f.key...)
		mark = len(w.buf)
		ok := false
		if f.def.write != nil {
			ok = f.def.write(w, o)
		} else {
			ok = l.cols[next].write(w, i)
		}
		valid = valid && ok
	}
	return next, valid
}
