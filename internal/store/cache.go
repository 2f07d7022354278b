package store

import (
	"reflect"
	"strconv"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
)

// cache keeps nodes and the answers of lookups in memory for all requests, bounded by their bytes. Everything in it is
// of the newest revision known: nodes that a revision changed are dropped as it becomes known, and answers are kept
// under the revision they are of.
type cache struct {
	kept                  *otter.Cache[string, any] // by the id of a node, or by an answerKey: one string, which is hashed fastest
	hits, misses, evicted atomic.Uint64
}

// answerKey is under what an answer of a revision is kept. No id of a node begins with a number.
func answerKey(revision int64, key string) string { return strconv.FormatInt(revision, 10) + " " + key }

func newCache(bytes int64) *cache {
	c := &cache{}
	c.kept = otter.Must(&otter.Options[string, any]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(key string, v any) uint32 { return uint32(entryBytes+len(key)) + sizeOf(reflect.ValueOf(v)) },
		OnDeletion: func(e otter.DeletionEvent[string, any]) {
			if e.WasEvicted() {
				c.evicted.Add(1)
			}
		},
		Executor: func(f func()) { f() }, // no goroutines
	})
	return c
}

// drop forgets the nodes of these ids, or everything.
func (c *cache) drop(ids []string) {
	if len(ids) == 0 {
		c.kept.InvalidateAll()
		return
	}
	for _, id := range ids {
		c.kept.Invalidate(id)
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

// Cached gives each id its node as the cache has it for this view, and says whether it has all. The empty id has none, and
// is not missed.
func (c Collection[ID, T]) Cached(v *View, ids []ID, out []*T) bool {
	if !v.Cached() {
		return false
	}
	var hits, misses uint64 // counted together: each count is a write that all requests share
	for i, id := range ids {
		if id == "" {
			continue
		}
		if kept, ok := v.store.cache.kept.GetIfPresent(string(id)); ok {
			out[i], _ = kept.(*T)
		}
		if out[i] != nil {
			hits++
		} else {
			misses++
		}
	}
	v.store.cache.hits.Add(hits)
	v.store.cache.misses.Add(misses)
	return misses == 0
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
			v.kept = append(v.kept, kept{string(c.id(n)), n})
		}
	}
}

// Remember is the answer of read as the cache has it for this view, and keeps it where it has none. The key names what
// is read, and with it the type of the answer; nobody may change an answer.
func Remember[T any](v *View, key string, read func() (T, error)) (T, error) {
	if !v.Cached() {
		return read()
	}
	k := answerKey(v.Revision, key)
	if kept, ok := v.store.cache.kept.GetIfPresent(k); ok {
		if answer, ok := kept.(T); ok {
			v.store.cache.hits.Add(1)
			return answer, nil
		}
	}
	v.store.cache.misses.Add(1)
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
	key   string
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
	c := s.cache
	return CacheStats{c.hits.Load(), c.misses.Load(), c.evicted.Load(), c.kept.WeightedSize()}
}
