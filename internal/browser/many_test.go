package browser

import (
	"fmt"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
)

// TestSomeoneWith2000Texts opens a person who edits 2,000 texts: few are drawn, a stub stands for the others and is opened
// step by step, and no more than 500 nodes are ever drawn.
func TestSomeoneWith2000Texts(t *testing.T) {
	t.Parallel()
	const texts, most = 2000, 500
	r := graphtest.SyntheticReport(texts)
	for i := range r.Statements {
		r.Statements[i].Editors = []string{"Hub Person"}
	}
	facts, err := ingest.New(r, "hub")
	if err != nil {
		t.Fatal(err)
	}
	g := graphtest.Open(t)
	if _, err := ingest.Import(t.Context(), g.Store, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
	b := open(t, serve(t, g), desktop)
	b.goTo("/?node=person:hub-person")
	b.sees(".labels text | texts")
	for range 20 {
		drawn := b.count(".graph .node")
		if drawn > most+20 { // and some stubs
			t.Fatalf("%d nodes are drawn", drawn)
		}
		if b.count(".note") > 0 {
			break
		}
		// The stub of the texts of the person, whom the drawing has in its middle: others are of other people.
		b.until(fmt.Sprintf(`(() => {
			const stub = %s;
			stub.dispatchEvent(new MouseEvent("click", { bubbles: true }));
			return true;
		})()`, element(".node.stub | texts more")))
		b.until(fmt.Sprintf(`document.querySelectorAll(".graph .node").length > %d || document.querySelector(".note")`, drawn))
		b.settled()
	}
	b.sees(".note | 500 nodes are shown, which is the most")
	b.click(".toolbar button | List")
	b.sees(".graph-table [role=status] | rows")
	b.click("button | Show more")
	b.until(`document.querySelectorAll(".graph-table tbody tr").length === 200`)
}
