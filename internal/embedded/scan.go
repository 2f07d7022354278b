package embedded

import (
	"io"
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
