package store_test

import (
	"errors"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

func TestEachMeetsEveryNodeOnceInOrder(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	all, err := g.Texts.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	backwards := store.TextOrder(&standards.TextOrder{Field: standards.ByTarget, Direction: standards.Descending})
	for name, o := range map[string]store.Order[standards.Text]{"by id": {}, "by id, backwards": {Descending: true}, "by acronym": store.TextOrder(nil), "by target, backwards": backwards} {
		for _, size := range []int{1, 7, len(all), len(all) + 1} {
			var got []string
			finds := g.Commands(func() {
				err = g.Texts.Each(t.Context(), store.Filter{}, o, size, func(page []*standards.Text) error {
					if len(page) == 0 || len(page) > size {
						t.Errorf("a page of %d", len(page))
					}
					for _, n := range page {
						key := ""
						if o.Field != "" {
							key = o.Key(n).(string)
						}
						got = append(got, key+"\x00"+string(n.ID))
					}
					return nil
				})
			})
			sorted := slices.Sorted(slices.Values(got))
			if o.Descending {
				slices.Reverse(sorted)
			}
			if err != nil || len(got) != len(all) || !slices.Equal(got, sorted) || len(slices.Compact(sorted)) != len(all) {
				t.Errorf("%s, %d at a time: %d of %d, %v", name, size, len(got), len(all), err)
			}
			if want := len(all)/size + 1; len(finds) != want {
				t.Errorf("%s, %d at a time: %d finds, want %d", name, size, len(finds), want)
			}
		}
	}
	enough := errors.New("enough")
	pages := 0
	err = g.Texts.Each(t.Context(), store.Filter{}, store.TextOrder(nil), 5, func([]*standards.Text) error { pages++; return enough })
	if !errors.Is(err, enough) || pages != 1 {
		t.Error(err, pages)
	}
}
