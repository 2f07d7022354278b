package browser

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// TestTheFiguresOfAMeetingAreThoseOfTheirLists opens the list behind each figure on the start, on the page of a meeting and
// beside its graph, and compares.
func TestTheFiguresOfAMeetingAreThoseOfTheirLists(t *testing.T) {
	t.Parallel()
	g, meetings := graphtest.Meetings(t, 1000)
	b := open(t, serve(t, g), desktop)
	type figure struct{ Value, Address string }
	for address, where := range map[string]struct{ item, value string }{
		"/": {".tally li", ".tally-n"},
		"/?view=meeting&node=" + string(meetings[0]): {".bars[aria-label=\"Texts by decision\"] li", ".bars-value"},
		"/?view=meeting&node=" + string(meetings[1]): {".bars[aria-label=\"Texts by decision\"] li", ".bars-value"},
		"/?node=" + string(meetings[0]):              {".panel .bars li", ".bars-value"},
	} {
		b.goTo(address)
		b.sees(where.item)
		figures := eval[[]figure](b, fmt.Sprintf(`[...document.querySelectorAll(%q)].map((li) => ({ Value: li.querySelector(%q).textContent, Address: li.querySelector("a").getAttribute("href") }))`, where.item, where.value))
		if len(figures) != 8 {
			t.Errorf("%s: %d figures, want one for each kind of decision", address, len(figures))
		}
		for _, f := range figures {
			b.goTo(f.Address)
			if list := b.text(".table-tools [role=status]"); list != f.Value+" texts" {
				t.Errorf("%s: %s leads to %s at %s", address, f.Value, list, f.Address)
			}
			if csv := eval[string](b, `document.querySelector("a[download]").getAttribute("href")`); !strings.Contains(csv, "decidedKinds=") || !strings.Contains(csv, "decidedMeetings=") {
				t.Errorf("%s: the export is %s", f.Address, csv)
			}
		}
	}
}
