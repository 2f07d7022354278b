package export

import (
	"context"
	"io"
	"runtime"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
)

// An export costs the same finds for each page, however much the page refers to.
func TestFindsGrowWithPagesAlone(t *testing.T) {
	t.Parallel()
	small, large := graphtest.Synthetic(t, 10), graphtest.Synthetic(t, 3*pageSize+100)
	for _, f := range Formats() {
		count := func(g *graphtest.Graph) int { return len(g.Commands(func() { written(t, g, f.Name, needed(f.Name)) })) }
		one, four := count(small), count(large)
		pages := 4
		switch f.Name {
		case "calendar.ics", "feed.atom": // one meeting, and a page of actions
			pages = 1
		case "graph.jsonl": // one page of each kind, and more of texts, people, documents, specifications and actions
			pages = 3
		}
		if four > pages*one {
			t.Errorf("%s: %d finds for a page, %d for %d pages", f.Name, one, four, pages)
		}
		t.Logf("%s: %d finds for 10 texts, %d for %d", f.Name, one, four, 3*pageSize+100)
	}
}

// live is the memory in use.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peak counts what is written, and remembers the most memory that was in use meanwhile, looked at each MB.
type peak struct {
	bytes int
	heap  uint64
}

// Write counts.
func (p *peak) Write(b []byte) (int, error) {
	if p.bytes += len(b); p.bytes>>20 != (p.bytes-len(b))>>20 {
		p.heap = max(p.heap, live())
	}
	return len(b), nil
}

// The first bytes of a stream come out before all of the store is read.
func TestTheFirstBytesComeBeforeTheLastFind(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 3*pageSize)
	for _, name := range []string{"texts.bib", "texts.ris", "texts.csv", "actions.csv", "graph.jsonl", "graph.graphml", "graph.dot"} {
		f, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Open(t.Context(), g.Store, nil, Place{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		finds := g.Commands(func() {
			if err := e.Write(ctx, stop{cancel}); err == nil {
				t.Errorf("%s: it went on", name)
			}
		})
		if n := len(slices.DeleteFunc(finds, func(c string) bool { return c != "find texts" })); n > 3 {
			t.Errorf("%s: %d finds of texts before a writer that failed was noticed", name, n)
		}
	}
}

// stop is a client that has gone.
type stop struct{ cancel func() }

func (s stop) Write([]byte) (int, error) {
	s.cancel()
	return 0, io.ErrClosedPipe
}

// BenchmarkExport tells the time of an export of 20,000 texts, and how much memory it uses beside the store.
func BenchmarkExport(b *testing.B) {
	g := graphtest.Synthetic(b, 20_000)
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			var p peak
			before := live()
			for b.Loop() {
				e, err := f.Open(b.Context(), g.Store, needed(f.Name), Place{})
				if err != nil {
					b.Fatal(err)
				}
				p = peak{}
				if err := e.Write(b.Context(), &p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(p.bytes)/(1<<20), "MB-written")
			b.ReportMetric(float64(max(p.heap, before)-before)/(1<<20), "MB-heap")
		})
	}
}
