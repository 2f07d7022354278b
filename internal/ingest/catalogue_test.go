package ingest_test

import (
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
)

// TestCatalogueOfPages reads a report beside the graph: what pages say settles a name, and what the report itself said does
// not, though it was imported before.
func TestCatalogueOfPages(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	read := func() (*ingest.Facts, int) {
		f, err := ingest.ReadFor(t.Context(), g.Store, []byte(graphtest.Glued), "glued.txt")
		if err != nil {
			t.Fatal(err)
		}
		return f, len(f.Parsed.Statements[0].Doubts)
	}
	put := func(f *ingest.Facts) *ingest.Result {
		result, err := ingest.Import(t.Context(), g.Store, f, "a test", false)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	f, alone := read()
	if put(f); alone == 0 {
		t.Fatal("the name has no doubt without a catalogue")
	}
	f, again := read()
	if r := put(f); again != alone || r.Created+r.Updated+r.Deleted > 0 {
		t.Errorf("%d doubts, %d before; %d created, %d updated, %d deleted", again, alone, r.Created, r.Updated, r.Deleted)
	}
	importPage(t, g, page(source.BibliographicRecord, "E.805", "2019-11-29", source.Statement{Acronym: "E.805", Title: "Strategies of harbours", Catalogue: source.Catalogue{Group: 12}}))
	f, settled := read()
	if s := f.Parsed.Statements[0]; s.Acronym != "E.805" || s.Questions[0].Number != 12 || settled > 0 {
		t.Errorf("%+v", s)
	}
	if n := len(g.Commands(func() { read() })); n != 2 {
		t.Errorf("%d commands to look a name up, not 2", n)
	}
}
