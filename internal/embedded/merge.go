package embedded

import (
	"container/heap"
	"strings"
)

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
