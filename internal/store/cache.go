package store

import (
	"reflect"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"
)

// cache keeps nodes and the answers of lookups in memory for all requests, bounded by their bytes. Everything in it is
// of the newest revision known: nodes that a revision changed are dropped as it becomes known, and answers are kept
// under the revision they are of.
type cache struct {
	kept *otter.Cache[cacheKey, any]
	hits *stats.Counter
}

// cacheKey is the id of a node, or what was looked up at a revision.
type cacheKey struct {
	revision int64 // 0 for nodes
	id       string
}

func newCache(bytes int64) *cache {
	counter := stats.NewCounter()
	return &cache{hits: counter, kept: otter.Must(&otter.Options[cacheKey, any]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(k cacheKey, v any) uint32 { return uint32(entryBytes+len(k.id)) + sizeOf(reflect.ValueOf(v)) },
		StatsRecorder: counter,
		Executor:      func(f func()) { f() }, // no goroutines
	})}
}

// drop forgets the nodes of these ids, or everything.
func (c *cache) drop(ids []string) {
	if len(ids) == 0 {
		c.kept.InvalidateAll()
		return
	}
	for _, id := range ids {
		c.kept.Invalidate(cacheKey{id: id})
	}
}

// entryBytes is what an entry takes beside its id and its value: measured, see TestBytesOfATextInTheCache.
const entryBytes = 160

// sizeOf is how many bytes a value takes beyond itself: all it leads to. Nodes that an answer shares with the cache
// count again.
func sizeOf(v reflect.Value) uint32 {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return 0
		}
		return uint32(v.Type().Elem().Size()) + sizeOf(v.Elem())
	case reflect.String:
		return uint32(v.Len())
	case reflect.Slice:
		n := uint32(v.Cap()) * uint32(v.Type().Elem().Size())
		if k := v.Type().Elem().Kind(); k < reflect.Array { // numbers hold nothing more
			return n
		}
		for i := range v.Len() {
			n += sizeOf(v.Index(i))
		}
		return n
	case reflect.Struct:
		var n uint32
		for i := range v.NumField() {
			n += sizeOf(v.Field(i))
		}
		return n
	default:
		return 0
	}
}

// Cached says whether what is read in the view may come from a cache.
func (v *View) Cached() bool { return v != nil && v.store.cache != nil }

// Cached is the node of an id as the cache has it for this view, nil where it has none.
func (c Collection[ID, T]) Cached(v *View, id ID) *T {
	if !v.Cached() {
		return nil
	}
	if kept, ok := v.store.cache.kept.GetIfPresent(cacheKey{id: string(id)}); ok {
		node, _ := kept.(*T)
		return node
	}
	return nil
}

// Keep puts whole nodes, read in this view, into the cache once the view is known to be whole.
func (c Collection[ID, T]) Keep(v *View, nodes ...*T) {
	if !v.Cached() {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, n := range nodes {
		if n != nil {
			v.kept = append(v.kept, kept{cacheKey{id: string(c.id(n))}, n})
		}
	}
}

// Remember is the answer of read as the cache has it for this view, and keeps it where it has none. The key names what
// is read, and with it the type of the answer; nobody may change an answer.
func Remember[T any](v *View, key string, read func() (T, error)) (T, error) {
	if !v.Cached() {
		return read()
	}
	k := cacheKey{revision: v.Revision + 1, id: key} // not 0, which is the nodes'
	if kept, ok := v.store.cache.kept.GetIfPresent(k); ok {
		if answer, ok := kept.(T); ok {
			return answer, nil
		}
	}
	answer, err := read()
	if err == nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.kept = append(v.kept, kept{k, answer})
	}
	return answer, err
}

// kept is something that is to go into the cache.
type kept struct {
	key   cacheKey
	value any
}

// keep puts what was read in the view, which is whole, into the cache, unless there is a newer revision by now.
func (v *View) keep() {
	s := v.store
	if len(v.kept) == 0 {
		return
	}
	s.settled.mu.RLock() // so that nothing is dropped meanwhile
	defer s.settled.mu.RUnlock()
	if s.settled.number != v.Revision {
		return
	}
	for _, k := range v.kept {
		s.cache.kept.Set(k.key, k.value)
	}
}

// CacheStats are the figures of the cache since the start.
type CacheStats struct {
	Hits, Misses, Evictions uint64
	Bytes                   uint64
}

// CacheStats are all 0 where nothing is kept.
func (s *Store) CacheStats() CacheStats {
	if s.cache == nil {
		return CacheStats{}
	}
	n := s.cache.hits.Snapshot()
	return CacheStats{n.Hits, n.Misses, n.Evictions, s.cache.kept.WeightedSize()}
}
