package store_test

import (
	"os"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// TestAPageOfDecisionsReadsNothingElse holds that a page of texts that a meeting decided about, and their number, look at
// those texts alone.
func TestAPageOfDecisionsReadsNothingElse(t *testing.T) {
	t.Parallel()
	if os.Getenv("MONGODB_URI") != "" {
		t.Skip("the embedded engine counts what it looks at")
	}
	g, meetings := graphtest.Meetings(t, 1000)
	kinds := []standards.ActionKind{standards.Determined}
	year := standards.PartialDate("2018")
	for name, c := range map[string]struct {
		filter standards.DecisionFilter
		page   int64 // documents that a page looks at
		count  int64 // documents that the count looks at
		total  int
	}{
		"a kind at a meeting": {standards.DecisionFilter{Kinds: kinds, Meetings: meetings[:1]}, 21, 108, 108},
		"a meeting":           {standards.DecisionFilter{Meetings: meetings[:1]}, 21, 900, 900},
		"a kind":              {standards.DecisionFilter{Kinds: kinds}, 21, 198, 198},
		"a kind in a year":    {standards.DecisionFilter{Kinds: kinds, To: &year}, 198, 198, 108},
	} {
		filter, err := g.TextFilter(t.Context(), &standards.TextFilter{Decided: &c.filter})
		if err != nil {
			t.Fatal(err)
		}
		before := g.Examined()
		page, err := g.Texts.Page(t.Context(), filter, store.TextOrder(nil), store.Window{Size: 20})
		if n := g.Examined() - before; err != nil || n > c.page {
			t.Errorf("%s: a page looks at %d documents, want at most %d, %v", name, n, c.page, err)
		}
		before = g.Examined()
		total, err := page.TotalCount(t.Context())
		if n := g.Examined() - before; err != nil || total != c.total || n > c.count {
			t.Errorf("%s: the count is %d of %d documents, want %d of at most %d, %v", name, total, n, c.total, c.count, err)
		}
	}
}
