package loaders_test

import (
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// BenchmarkQueries measures what may touch much of the graph, at 100,000 texts (353,000 documents) on the
// embedded engine, driver and decoding included.
func BenchmarkQueries(b *testing.B) {
	g := graphtest.Synthetic(b, 100_000)
	for name, query := range map[string]string{
		"identifier": "X.51332", "compact": "x51332", "prefix": "x.5", "letter": "x", "td": "td2442", "specification": "iso/iec 10300",
		"frequent-words": "synthetic text", "frequent-and-rare": "synthetic text 4242", "frequent-and-prefix": "synthetic 99",
		"person": "given ab", "nothing": "synthetic zebra",
	} {
		b.Run("search="+name, func(b *testing.B) {
			found := 0
			for range b.N {
				p, err := loaders.New(g.Store, nil).Search(b.Context(), query, nil, store.PageArgs{})
				if err != nil {
					b.Fatal(err)
				}
				found = p.TotalCount
			}
			b.ReportMetric(float64(found), "found")
		})
	}
	depth := 3
	most := 500
	for name, kinds := range map[string][]standards.EdgeKind{"editors": {standards.EditedBy}, "all": nil} {
		b.Run("neighbors="+name, func(b *testing.B) {
			for range b.N {
				if _, err := loaders.New(g.Store, nil).Neighbors(b.Context(), "text:17:x.2000", kinds, &depth, &most); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("path="+name, func(b *testing.B) {
			for range b.N {
				if _, err := loaders.New(g.Store, nil).Path(b.Context(), "text:17:x.2000", "text:17:x.70000", kinds, nil); err != nil {
					b.Log(err)
				}
			}
		})
	}
	b.Run("facets", func(b *testing.B) {
		for range b.N {
			if _, err := loaders.New(g.Store, nil).TextFacets(b.Context(), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("facets-of-a-Question", func(b *testing.B) {
		for range b.N {
			if _, err := loaders.New(g.Store, nil).TextFacets(b.Context(), &standards.TextFilter{Questions: []string{"Q6/17"}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
