package loaders

import (
	"context"
	"runtime"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// A text in the cache takes at most 1.75 KiB, and about what the cache thinks it takes.
func TestBytesOfATextInTheCache(t *testing.T) { //nolint:paralleltest // it measures the memory of the process
	const n = 5000
	g := graphtest.Synthetic(t, n, func(o *store.Options) { o.CacheBytes = 256 << 20 })
	texts, err := g.Texts.All(t.Context(), "_id")
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]standards.TextID, len(texts))
	for i, text := range texts {
		ids[i] = text.ID
	}
	before := heap()
	err = g.AtOneRevision(t.Context(), func(ctx context.Context, v *store.View) {
		if _, err := New(g.Store, v).Texts.Each(ctx, ids); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	took, counted := heap()-before, g.CacheStats().Bytes
	runtime.KeepAlive(ids)
	t.Logf("%d bytes a text, counted as %d", took/n, counted/n)
	if took/n > 1792 {
		t.Errorf("a text takes %d bytes", took/n)
	}
	if counted < took*2/3 || counted > took*3/2 {
		t.Errorf("%d bytes are taken and %d counted", took, counted)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
