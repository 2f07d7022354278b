package browser

import (
	"os"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// TestWhatWasNotReadIsNotZero shows meetings whose reports have no tables, or not all of them: their decisions are not read,
// which differs from nothing and is compared with nothing.
func TestWhatWasNotReadIsNotZero(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	add := func(name string) {
		content, err := os.ReadFile("../source/meeting/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		g.Import(t, content, name)
	}
	b := open(t, serve(t, g), desktop)
	notCompared := func(where string) {
		t.Helper()
		if n := b.count(".badge.bad"); n > 0 {
			t.Errorf("%s: %d figures differ from what was not read", where, n)
		}
		for _, words := range []string{"its own report has not been imported", " 0 decisions", "±0"} {
			if text := b.text("main"); strings.Contains(text, words) {
				t.Errorf("%s: it says %q in %s", where, words, text)
			}
		}
	}

	add("no-tables.txt")
	b.goTo("/")
	b.sees(".latest | decisions not read")
	notCompared("the start")
	for _, address := range []string{"/?view=meeting&node=meeting:17:2030-03-12", "/?node=meeting:17:2030-03-12"} {
		b.goTo(address)
		b.sees(".not-read | Not read: no table of its decisions")
		b.sees("tr | Consented13not read")
		notCompared(address)
	}
	b.goTo("/?view=meeting&node=meeting:17:2030-03-12")
	b.sees(".callout | No table of decisions was read in its report")

	add("some-tables.txt")
	b.goTo("/?view=meeting&node=meeting:17:2030-09-03")
	b.sees(".not-read | No table of decisions was read in the report of the meeting before")
	b.sees(".not-read | Not read: determined")
	b.sees("tr | Determined2not read")
	b.sees("tr | Consented11✓")
	notCompared("the next meeting")
	if n := b.count("[aria-label=\"Decisions then and now\"]"); n > 0 {
		t.Error("decisions are compared with those of a report without tables")
	}

	add("after-some-tables.txt")
	b.goTo("/?view=meeting&node=meeting:17:2031-03-11")
	b.sees("[aria-label=\"Decisions then and now\"] tr | Determinednot read1")
	b.sees("[aria-label=\"Decisions then and now\"] tr | Consented11±0")
}
