package store_test

import (
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
)

// The largest document does not grow with the texts of a Question, nor with the rows of a report.
func TestTheLargestDocumentDoesNotGrowWithTheGraph(t *testing.T) {
	t.Parallel()
	sizes := map[int]int{}
	small := raced.Some(2000, 500)
	for _, n := range []int{small, 4 * small} {
		g := graphtest.Open(t)
		r := graphtest.SyntheticReport(n)
		for i := range r.Statements {
			r.Statements[i].Questions = []source.Question{{Group: 17, Number: 1 + i%3}}
		}
		graphtest.Add(t, g, r)
		collection, id, size, err := g.LargestDocument(t.Context())
		if err != nil || id == "" {
			t.Fatal(err, id)
		}
		t.Logf("%d texts: %s in %s has %d bytes", n, id, collection, size)
		sizes[n] = size
	}
	if sizes[4*small] > sizes[small]*11/10 || sizes[4*small] > 16<<10 {
		t.Errorf("bytes of the largest document: %v", sizes)
	}
}
