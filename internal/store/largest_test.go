package store_test

import (
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
)

// The largest document does not grow with the texts of a Question, nor with the rows of a report.
func TestTheLargestDocumentDoesNotGrowWithTheGraph(t *testing.T) {
	t.Parallel()
	sizes := map[int]int{}
	for _, n := range []int{2000, 8000} {
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
	if sizes[8000] > sizes[2000]*11/10 || sizes[8000] > 16<<10 {
		t.Errorf("bytes of the largest document: %v", sizes)
	}
}
