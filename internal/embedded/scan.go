package embedded

import (
	"container/heap"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// budget ends a command that takes too long, and counts what it looked at.
type budget struct {
	deadline time.Time
	stopping *atomic.Bool
	examined int64
	fetched  int64
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

// scan reads what a plan says, each document once. A document is fetched only where it is asked for.
type scan struct {
	view   view
	index  string // the name of the one that is read
	budget *budget
	source source
	seen   map[string]struct{} // where an index may lead to a document twice
	id     []byte
	raw    document // nil until it is fetched
	closer io.Closer
}

func (v view) scan(p *plan, b *budget) (*scan, error) {
	s := &scan{view: v, budget: b}
	if p.index != nil {
		s.index = p.index.name
	}
	if p.dedup {
		s.seen = map[string]struct{}{}
	}
	var err error
	s.source, err = v.source(p, true)
	return s, err
}

// next goes to the next document and reports whether there is one.
func (s *scan) next() (bool, error) {
	for {
		s.letGo()
		id, raw, ok := s.source.next()
		if !ok {
			return false, s.source.failure()
		}
		if s.seen != nil {
			if _, twice := s.seen[string(id)]; twice {
				continue
			}
			s.seen[string(id)] = struct{}{}
		}
		s.id, s.raw = id, raw
		return true, s.budget.step()
	}
}

// document is the one at hand, valid until the next step.
func (s *scan) document() (document, error) {
	if s.raw != nil {
		return s.raw, nil
	}
	s.budget.fetched++
	var err error
	s.raw, s.closer, err = s.view.get(s.id)
	if err == nil && s.raw == nil {
		err = s.view.disk.dangling(s.view.ns, s.index)
	}
	return s.raw, err
}

func (s *scan) letGo() {
	if s.closer != nil {
		_ = s.closer.Close()
	}
	s.raw, s.closer = nil, nil
}

func (s *scan) close() {
	s.letGo()
	s.source.close()
}

// source gives encoded _ids and, where documents themselves are read, the documents. Both are valid until the next step.
type source interface {
	next() (id []byte, raw document, ok bool)
	failure() error // what ended it early, once next has said that there is no more
	close()
}

// source reads a plan's entries, with an $or perhaps the same document twice. In order, the streams of one plan are merged.
func (v view) source(p *plan, inOrder bool) (source, error) {
	if p.union != nil {
		c := &chain{}
		for _, q := range p.union {
			c.rest = append(c.rest, func() (source, error) { return v.source(q, inOrder) })
		}
		return c, nil
	}
	if id, ok := p.point(); ok {
		return &point{view: v, id: id}, nil
	}
	t, err := v.tree(p.index)
	if err != nil {
		return nil, err
	}
	readers := make([]reader, len(p.streams))
	for i, s := range p.streams {
		readers[i] = reader{tree: t, byID: p.index == v.byID, prefix: s.prefix, intervals: s.intervals, desc: p.desc}
	}
	if len(readers) == 1 {
		return &readers[0], nil
	}
	if inOrder {
		return newMerge(t, readers), nil
	}
	c := &chain{tree: t}
	for i := range readers {
		c.rest = append(c.rest, func() (source, error) { return &readers[i], nil })
	}
	return c, nil
}

// point is the encoded _id that the plan asks for, where it asks for one document.
func (p *plan) point() (string, bool) {
	if p.index.name != "_id_" || len(p.streams) != 1 || len(p.streams[0].intervals) != 1 {
		return "", false
	}
	iv := p.streams[0].intervals[0]
	return iv.lo, iv.exact
}

// point is the source of one document.
type point struct {
	view   view
	id     string
	closer io.Closer
	err    error
	done   bool
}

func (p *point) next() (id []byte, raw document, ok bool) {
	if p.done {
		return nil, nil, false
	}
	p.done = true
	id = []byte(p.id)
	raw, p.closer, p.err = p.view.get(id)
	return id, raw, raw != nil && p.err == nil
}

func (p *point) failure() error { return p.err }

func (p *point) close() {
	if p.closer != nil {
		_ = p.closer.Close()
	}
	p.closer = nil
}

// chain is several sources one behind the other.
type chain struct {
	rest []func() (source, error)
	at   source
	tree *tree // what they share, if they do
	err  error
}

func (c *chain) next() (id []byte, raw document, ok bool) {
	for c.err == nil {
		if c.at != nil {
			if id, raw, ok = c.at.next(); ok {
				return id, raw, true
			}
			c.err = c.at.failure()
			c.leave()
			continue
		}
		if len(c.rest) == 0 {
			break
		}
		c.at, c.err = c.rest[0]()
		c.rest = c.rest[1:]
	}
	return nil, nil, false
}

func (c *chain) leave() {
	if c.at != nil && c.tree == nil {
		c.at.close()
	}
	c.at = nil
}

func (c *chain) failure() error { return c.err }

func (c *chain) close() {
	c.leave()
	if c.tree != nil {
		_ = c.tree.close()
	}
}

// reader goes through one stream.
type reader struct {
	tree      *tree
	byID      bool // the tree holds documents
	prefix    int
	intervals []interval
	desc      bool
	inside    bool
}

// step moves to the next entry and reports whether there is one.
func (r *reader) step() bool {
	for len(r.intervals) > 0 {
		iv := *r.interval()
		if iv.exact {
			r.drop()
			if r.tree.seek(iv.lo) && string(r.tree.key()) == iv.lo {
				return true
			}
		} else if r.advance(iv) {
			return true
		} else {
			r.drop()
		}
		if r.tree.it.Error() != nil {
			return false
		}
	}
	return false
}

// interval is the one at hand.
func (r *reader) interval() *interval {
	if r.desc {
		return &r.intervals[len(r.intervals)-1]
	}
	return &r.intervals[0]
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
		ok = r.tree.it.Prev()
	case r.inside:
		ok = r.tree.it.Next()
	case r.desc:
		ok = r.tree.seekBefore(iv.hi)
	default:
		ok = r.tree.seek(iv.lo)
	}
	r.inside = ok
	if r.desc {
		return ok && string(r.tree.key()) >= iv.lo
	}
	return ok && string(r.tree.key()) < iv.hi
}

func (r *reader) next() (id []byte, raw document, ok bool) {
	if !r.step() {
		return nil, nil, false
	}
	if r.byID {
		return r.tree.key(), r.tree.value(), true
	}
	return r.tree.value(), nil, true
}

func (r *reader) failure() error {
	err := r.tree.err
	if err == nil {
		err = r.tree.it.Error()
	}
	return r.tree.disk.readError(err)
}

func (r *reader) close() { _ = r.tree.close() }

// merge gives the entries of several streams, ordered by the keys without their prefixes. All streams share one
// iterator, from which each takes some entries at a time.
type merge struct {
	tree    *tree
	desc    bool
	streams []*ahead
	taken   bool // the first entry of the first stream is the one at hand
}

// ahead is a stream with the entries that were read ahead.
type ahead struct {
	reader
	entries []indexEntry
	size    int // of the next piece
}

type indexEntry struct {
	key string
	id  []byte
	raw document
}

func newMerge(t *tree, readers []reader) *merge {
	m := &merge{tree: t}
	for i := range readers {
		m.desc = readers[i].desc
		a := &ahead{reader: readers[i], size: 4}
		if a.intervals = append([]interval(nil), a.intervals...); a.fill() {
			m.streams = append(m.streams, a)
		}
	}
	heap.Init(m)
	return m
}

// fill reads the next piece of the stream and reports whether there is one.
func (a *ahead) fill() bool {
	a.entries, a.inside = a.entries[:0], false
	for len(a.entries) < a.size && a.step() {
		e := indexEntry{key: string(a.tree.key())}
		if value := append([]byte(nil), a.tree.value()...); a.byID {
			e.id, e.raw = []byte(e.key), value
		} else {
			e.id = value
		}
		a.entries = append(a.entries, e)
	}
	a.size = min(2*a.size, 128)
	if len(a.entries) == 0 {
		return false
	}
	if a.inside { // another stream moves the iterator: the rest of the interval is sought again
		if last := a.entries[len(a.entries)-1].key; a.desc {
			a.interval().hi = last
		} else {
			a.interval().lo = last + "\x00"
		}
	}
	return true
}

func (m *merge) next() (id []byte, raw document, ok bool) {
	if m.taken && len(m.streams) > 0 {
		a := m.streams[0]
		if a.entries = a.entries[1:]; len(a.entries) > 0 || a.fill() {
			heap.Fix(m, 0)
		} else {
			heap.Pop(m)
		}
	}
	if m.taken = true; len(m.streams) == 0 {
		return nil, nil, false
	}
	e := m.streams[0].entries[0]
	return e.id, e.raw, true
}

func (m *merge) failure() error { return (&reader{tree: m.tree}).failure() }
func (m *merge) close()         { _ = m.tree.close() }

func (m *merge) Len() int { return len(m.streams) }
func (m *merge) Less(i, j int) bool {
	a, b := m.streams[i], m.streams[j]
	c := strings.Compare(a.entries[0].key[a.prefix:], b.entries[0].key[b.prefix:])
	if m.desc {
		return c > 0
	}
	return c < 0
}
func (m *merge) Swap(i, j int) { m.streams[i], m.streams[j] = m.streams[j], m.streams[i] }
func (m *merge) Push(x any)    { m.streams = append(m.streams, x.(*ahead)) }
func (m *merge) Pop() any {
	n := len(m.streams) - 1
	x := m.streams[n]
	m.streams = m.streams[:n]
	return x
}
