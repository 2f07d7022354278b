package httpd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/store"
)

// What frontends ask most, at the width that is measured: about 1,900 objects where the Question has 50 texts.
const wideQuery = `query($first: Int!, $texts: Int!) { question(label: "1/17") { label texts(first: $first) { nodes { acronym title
	editors { name texts(first: $texts) { nodes { acronym title } } }
	documents { role document { number } } equivalents { identifier } } } } }`

func cached(o *store.Options) { o.CacheBytes = 64 << 20 }

// requester asks the same again and again, as a client that keeps its connection does.
func requester(t testing.TB, h http.Handler, query string, variables map[string]any) func() *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
}

// With the cache warm, the allocations of a nested query do not grow with the number of objects in the answer.
func TestAllocationsDoNotDependOnTheNumberOfObjects(t *testing.T) { //nolint:paralleltest // it counts those of the process
	if raced.On {
		t.Skip("SKIPPED: the race detector allocates, too; make test counts without it")
	}
	g := graphtest.Synthetic(t, 3000, cached)
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()})
	var counts []string
	var allocations []float64
	for _, first := range []int{2, 10, 50} {
		do := requester(t, s, wideQuery, map[string]any{"first": first, "texts": 10})
		answer := do().Body.String()
		if strings.Contains(answer, `"errors"`) {
			t.Fatal(clip([]byte(answer)))
		}
		n := testing.AllocsPerRun(20, func() { do() })
		allocations = append(allocations, n)
		counts = append(counts, fmt.Sprintf("%d objects: %.0f allocations", strings.Count(answer, "{"), n))
	}
	t.Log(strings.Join(counts, "; "))
	if allocations[2] > 500 || allocations[2] > 1.3*allocations[0] {
		t.Errorf("want at most 500, about the same for all: %s", strings.Join(counts, "; "))
	}
}

func BenchmarkWideQuery(b *testing.B) {
	for name, options := range map[string][]func(*store.Options){"cache": {cached}, "no cache": nil} {
		b.Run(name, func(b *testing.B) {
			g := graphtest.Synthetic(b, 3000, options...)
			do := requester(b, New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()}), wideQuery, map[string]any{"first": 50, "texts": 10})
			answer := do().Body.String()
			b.ReportAllocs()
			for b.Loop() {
				do()
			}
			b.ReportMetric(float64(strings.Count(answer, "{")), "objects")
			b.ReportMetric(float64(len(answer)), "bytes")
		})
	}
}

func BenchmarkTextsOfAnEditor(b *testing.B) {
	g := graphtest.Synthetic(b, 10_000, cached)
	people, err := g.People.All(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()})
	var asks []func() *httptest.ResponseRecorder
	for _, p := range people[:200] {
		asks = append(asks, requester(b, s, `query($name: String!) { editor(name: $name) { id name texts(first: 100) { totalCount nodes { id acronym title questions { id label } editors { id name } } } } }`,
			map[string]any{"name": p.Name}))
	}
	for _, do := range asks {
		do()
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		asks[i%len(asks)]()
	}
}
