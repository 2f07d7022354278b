package store_test

import (
	"context"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// What a void stamp wrote is in no list, page, count nor facet, whichever fields are read.
func TestWhatIsVoidIsCountedNowhere(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	kind := standards.TextKind("RECOMMENDATION")
	put := func(ids ...standards.TextID) {
		t.Helper()
		err := g.Change(t.Context(), "texts", func(context.Context) (*store.Batch, error) {
			b := &store.Batch{}
			for _, id := range ids {
				err := g.Texts.Put(b, &standards.Text{ID: id, SortKey: string(id), Kind: kind, StudyGroupID: "study-group:17"})
				if err != nil {
					return nil, err
				}
			}
			return b, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("text:17:a", "text:17:b")
	put("text:17:c")
	g.Void(t.Context(), "texts", "text:17:c")
	filter, err := g.TextFilter(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	page, err := g.Texts.Page(t.Context(), filter, store.TextOrder(nil), store.Window{Size: 20})
	if err != nil || len(page.Nodes) != 2 {
		t.Error(page, err)
	}
	if n, err := page.TotalCount(t.Context()); n != 2 || err != nil {
		t.Errorf("counted %d: %v", n, err)
	}
	if found, err := g.Texts.Keys(t.Context(), filter, store.TextOrder(nil), "studyGroup"); len(found) != 2 || err != nil {
		t.Errorf("keys of %d: %v", len(found), err)
	}
	if f, err := g.TextFacets(t.Context(), nil); err != nil || len(f.Total) != 1 || f.Total[0].Count != 2 || len(f.Kinds) != 1 || f.Kinds[0].Count != 2 {
		t.Errorf("%+v, %v", f, err)
	}
}
