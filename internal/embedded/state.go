package embedded

import (
	"maps"
	"slices"
	"strings"
	"sync/atomic"
)

// state is one snapshot of everything stored: what the collections are, and the documents and index entries on disk as
// they were with them. It is published as a whole and never changed after that.
type state struct {
	collections map[string]*collection // by database.collection
	next        uint32                 // the number of the next tree
	disk        *disk
	snapshot    keys
	refs        atomic.Int64 // its publication, and everybody who reads from it
}

// newState is the state after a commit, published with one reference.
func newState(d *disk, collections map[string]*collection, next uint32) *state {
	s := &state{collections: collections, next: next, disk: d, snapshot: d.db.snapshot()}
	s.refs.Store(1)
	return s
}

// read returns the published state, which stays readable until it is released.
func (e *Engine) read() *state {
	for {
		if s := e.state.Load(); s.acquire() {
			return s
		}
	}
}

// acquire reports false when the state was released by all before.
func (s *state) acquire() bool {
	for {
		n := s.refs.Load()
		if n == 0 {
			return false
		}
		if s.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (s *state) release() {
	if s.refs.Add(-1) == 0 {
		_ = s.snapshot.Close()
	}
}

// view is the collection with this name, an empty one when there is none.
func (s *state) view(ns string) view {
	c, ok := s.collections[ns]
	if !ok {
		c = newCollection(ns)
	}
	return view{c, s.snapshot, s.disk}
}

// names lists the collections' full names, those of one database or, with "", all.
func (s *state) names(db string) []string {
	names := slices.Sorted(maps.Keys(s.collections))
	if db == "" {
		return names
	}
	return slices.DeleteFunc(names, func(ns string) bool { return !strings.HasPrefix(ns, db+".") })
}

func (s *state) documents() int {
	n := 0
	for _, c := range s.collections {
		n += c.count
	}
	return n
}
