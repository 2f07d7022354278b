package embedded

import (
	"container/heap"
	"strings"
	"sync/atomic"
	"time"
)

// budget ends a command that takes too long, and counts what it looked at.
type budget struct {
	deadline time.Time
	stopping *atomic.Bool
	examined int64
	returned int64
}

// step counts one document, and looks at the clock now and then.
func (b *budget) step() error {
	b.examined++
	if b.examined&127 != 0 {
		return nil
	}
	return b.check()
}

func (b *budget) check() error {
	if b.stopping != nil && b.stopping.Load() {
		return codeInternal.errorf("%v", ErrClosed)
	}
	if !b.deadline.IsZero() && time.Now().After(b.deadline) {
		return codeMaxTimeExpired.errorf("operation exceeded time limit")
	}
	return nil
}

// run reads what the plan says and calls yield with each document once, until yield returns false.
func (p *plan) run(b *budget, yield func(*record) bool) error {
	var seen map[*record]struct{}
	if p.dedup {
		seen = map[*record]struct{}{}
	}
	var failed error
	visit := func(r *record) bool {
		if seen != nil {
			if _, ok := seen[r]; ok {
				return true
			}
			seen[r] = struct{}{}
		}
		if failed = b.step(); failed != nil {
			return false
		}
		return yield(r)
	}
	p.read(visit)
	return failed
}

// read goes through the plan's entries; with an $or a document may come more than once.
func (p *plan) read(visit func(*record) bool) {
	if p.union != nil {
		for _, q := range p.union {
			more := true
			q.read(func(r *record) bool {
				more = visit(r)
				return more
			})
			if !more {
				return
			}
		}
		return
	}
	var all merge
	for _, s := range p.streams {
		r := &reader{tree: p.index.tree, prefix: s.prefix, intervals: s.intervals, desc: p.desc, it: p.index.tree.Iter()}
		if len(p.streams) == 1 {
			for r.next() {
				if !visit(r.rec) {
					return
				}
			}
			return
		}
		if r.next() {
			all = append(all, r)
		}
	}
	heap.Init(&all)
	for len(all) > 0 {
		if !visit(all[0].rec) {
			return
		}
		if all[0].next() {
			heap.Fix(&all, 0)
		} else {
			heap.Pop(&all)
		}
	}
}

// reader goes through one stream.
type reader struct {
	tree      *tree
	prefix    int
	intervals []interval
	desc      bool
	it        iterator
	inside    bool
	key       string
	rec       *record
}

// next moves to the next entry and reports whether there is one.
func (r *reader) next() bool {
	for len(r.intervals) > 0 {
		at := 0
		if r.desc {
			at = len(r.intervals) - 1
		}
		iv := r.intervals[at]
		if iv.exact {
			r.drop()
			if rec, ok := r.tree.Get(iv.lo); ok {
				r.key, r.rec = iv.lo, rec
				return true
			}
			continue
		}
		if r.advance(iv) {
			r.key, r.rec = r.it.Key(), r.it.Value()
			return true
		}
		r.drop()
	}
	return false
}

// drop leaves the interval at hand.
func (r *reader) drop() {
	r.inside = false
	if r.desc {
		r.intervals = r.intervals[:len(r.intervals)-1]
	} else {
		r.intervals = r.intervals[1:]
	}
}

// advance moves the iterator to the interval's next entry.
func (r *reader) advance(iv interval) bool {
	var ok bool
	switch {
	case r.inside && r.desc:
		ok = r.it.Prev()
	case r.inside:
		ok = r.it.Next()
	case r.desc:
		if r.it.Seek(iv.hi) {
			ok = r.it.Prev()
		} else {
			ok = r.it.Last()
		}
	default:
		ok = r.it.Seek(iv.lo)
	}
	r.inside = ok
	if r.desc {
		return ok && r.it.Key() >= iv.lo
	}
	return ok && r.it.Key() < iv.hi
}

// merge is a heap of streams, ordered by the keys without their prefixes.
type merge []*reader

func (m merge) Len() int { return len(m) }
func (m merge) Less(i, j int) bool {
	c := strings.Compare(m[i].key[m[i].prefix:], m[j].key[m[j].prefix:])
	if m[i].desc {
		return c > 0
	}
	return c < 0
}
func (m merge) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)   { *m = append(*m, x.(*reader)) }
func (m *merge) Pop() any {
	n := len(*m) - 1
	x := (*m)[n]
	*m = (*m)[:n]
	return x
}
