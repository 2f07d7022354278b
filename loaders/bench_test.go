package loaders_test

import (
	"fmt"
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

// BenchmarkFirstPages reads the first ten texts of 146 editors, at 10,000 and 100,000 texts whose editors grow with
// them or not, from the heads kept with the editors and from the index.
func BenchmarkFirstPages(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		g := graphtest.Synthetic(b, n)
		people, err := g.People.All(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		people = people[:146]
		relation := loaders.Relation[standards.TextID, standards.Text]{
			Field: "editors", Of: func(t *standards.Text) []string { return loaders.Strings(t.EditorIDs) },
		}
		var kept []loaders.Head[standards.TextID]
		for _, p := range people {
			relation.Parents = append(relation.Parents, string(p.ID))
			kept = append(kept, loaders.Head[standards.TextID]{IDs: p.TextIDs, Count: p.TextCount})
		}
		ten := 10
		for name, heads := range map[string][]loaders.Head[standards.TextID]{"kept": kept, "index": nil} {
			b.Run(fmt.Sprintf("texts=%d/%s", n, name), func(b *testing.B) {
				relation.Kept = heads
				for b.Loop() {
					if _, err := loaders.New(g.Store, nil).TextPages(b.Context(), relation, nil, nil, store.PageArgs{First: &ten}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
