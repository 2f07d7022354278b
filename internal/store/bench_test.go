package store_test

import (
	"context"
	"fmt"
	"testing"

	"rapporteur/internal/embedded"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// BenchmarkStore measures what queries and imports are made of, at growing sizes, on the embedded engine on disk.
func BenchmarkStore(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("texts=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			s, closeStore := openDisk(b, dir)
			facts, err := ingest.New(graphtest.SyntheticReport(n), "bench")
			if err != nil {
				b.Fatal(err)
			}
			if _, err := ingest.Import(b.Context(), s, facts, "a benchmark", false); err != nil {
				b.Fatal(err)
			}
			ids := make([]standards.TextID, n)
			for i := range ids {
				ids[i] = standards.NewTextID("study-group:17", fmt.Sprintf("x.%d", 1000+i))
			}
			reads(b, s, ids)
			b.Run("upsert=1000", func(b *testing.B) {
				texts, err := s.Texts.Get(b.Context(), ids[:1000])
				if err != nil {
					b.Fatal(err)
				}
				for i := range b.N {
					if err := s.Change(b.Context(), "bench", func(context.Context) (*store.Batch, error) {
						var batch store.Batch
						for _, t := range texts {
							title := fmt.Sprintf("Title %d", i)
							t.Title = &title
							if err := s.Texts.Put(&batch, t); err != nil {
								return nil, err
							}
						}
						return &batch, nil
					}); err != nil {
						b.Fatal(err)
					}
				}
			})
			closeStore()
			b.Run("open", func(b *testing.B) {
				for range b.N {
					_, closeStore := openDisk(b, dir)
					closeStore()
				}
			})
		})
	}
}

func reads(b *testing.B, s *store.Store, ids []standards.TextID) {
	b.Run("point", func(b *testing.B) {
		for i := range b.N {
			k := i * 7919 % len(ids)
			if found, err := s.Texts.Get(b.Context(), ids[k:k+1]); err != nil || len(found) != 1 {
				b.Fatal(len(found), err)
			}
		}
	})
	b.Run("in=100", func(b *testing.B) {
		for i := range b.N {
			k := i * 7919 % (len(ids) - 100)
			if found, err := s.Texts.Get(b.Context(), ids[k:k+100]); err != nil || len(found) != 100 {
				b.Fatal(len(found), err)
			}
		}
	})
	b.Run("page=20", func(b *testing.B) {
		order := store.TextOrder(nil)
		filter, err := s.TextFilter(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		for i := range b.N {
			id := ids[i*7919%(len(ids)-100)]
			w := store.Window{Size: 20, After: &store.Position{Order: order.Field, Key: standards.AcronymSortKey(string(id[8:]), ""), ID: string(id)}}
			if p, err := s.Texts.Page(b.Context(), filter, order, w); err != nil || len(p.Nodes) != 20 {
				b.Fatal(err)
			}
		}
	})
	b.Run("texts-by-20-editors", func(b *testing.B) {
		page, err := s.People.Page(b.Context(), store.Filter{}, store.PersonOrder(nil), store.Window{Size: 20})
		if err != nil {
			b.Fatal(err)
		}
		var people []standards.PersonID
		for _, p := range page.Nodes {
			people = append(people, p.ID)
		}
		for range b.N {
			if found, err := s.Texts.Where(b.Context(), "editors", people); err != nil || len(found) == 0 {
				b.Fatal(err)
			}
		}
	})
}

func openDisk(b *testing.B, dir string) (*store.Store, func()) {
	b.Helper()
	engine, err := embedded.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), store.Options{Database: "bench", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		b.Fatal(err)
	}
	return s, func() {
		if err := s.Close(context.Background()); err != nil {
			b.Error(err)
		}
		if err := engine.Close(); err != nil {
			b.Error(err)
		}
	}
}
