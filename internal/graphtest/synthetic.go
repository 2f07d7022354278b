package graphtest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Synthetic opens a store that holds one made-up meeting with this many texts: of 14 Questions, with one to five of
// n/5 editors, a temporary document and, every third, a twin specification each. The same n gives the same graph.
func Synthetic(t testing.TB, n int, change ...func(*store.Options)) *Graph {
	t.Helper()
	g := Open(t, change...)
	facts, err := ingest.New(SyntheticReport(n), fmt.Sprintf("synthetic-%d", n))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Import(t.Context(), g.Store, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
	return g
}

// SyntheticReport is the report of that meeting.
func SyntheticReport(n int) *source.Facts {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	r := &source.Facts{
		Title: "Synthetic", Format: standards.TextFormat, LineCount: n,
		Meeting: &source.Meeting{StudyGroup: 17, Name: "Synthetic meeting", Start: "2019-08-27", End: "2019-09-05"},
	}
	for i := range n {
		row := source.Statement{
			Kind: standards.Consented, Section: "synthetic", Number: i + 1, FirstLine: i + 1, LastLine: i + 1,
			Raw: "synthetic", Acronym: fmt.Sprintf("X.%d", 1000+i), Title: fmt.Sprintf("Synthetic text %d", i),
			TextKind: standards.Recommendation, Novelty: standards.New,
			Questions:    []source.Question{{Group: 17, Number: 1 + i%14}},
			Document:     source.TD{Number: fmt.Sprintf("TD%d", 1+i)},
			DocumentRole: standards.LocationOfText, StartOfWork: "2017-03", Target: "2019-09",
		}
		for range 1 + random.IntN(5) {
			row.Editors = append(row.Editors, personName(random.IntN(max(1, n/5))))
		}
		if i%3 == 0 {
			row.Equivalents = []standards.SpecificationName{{Organizations: []string{"ISO", "IEC"}, Number: fmt.Sprint(10000 + i)}}
		}
		r.Statements = append(r.Statements, row)
	}
	return r
}

// personName is a name of the nth person that is like no other's.
func personName(n int) string {
	random := rand.New(rand.NewPCG(uint64(n), 11))
	name := []byte("Given ")
	for range 10 {
		name = append(name, byte('a'+random.IntN(26)))
	}
	return string(name)
}
