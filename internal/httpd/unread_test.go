package httpd

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// TestWhatWasNotReadIsUnknown asks for the decisions of a meeting whose report has no tables, of one whose report lacks one,
// and of one that has no report.
func TestWhatWasNotReadIsUnknown(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for _, name := range []string{"no-tables.txt", "some-tables.txt"} {
		content, err := os.ReadFile("../source/meeting/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		g.Import(t, content, name)
	}
	s := newServer(g)
	for id, want := range map[string]struct {
		unread          []standards.ActionKind
		claims, unknown int
	}{
		"meeting:17:2030-03-12": {standards.ActionKinds(), 5, 5},
		"meeting:17:2030-09-03": {[]standards.ActionKind{standards.Determined}, 3, 1},
		"meeting:17:2019-08-27": {nil, 6, 0},
		"meeting:17:2020-03-17": {standards.ActionKinds(), 0, 0}, // announced
	} {
		var answer struct {
			Data struct {
				Meeting struct {
					UnreadKinds []standards.ActionKind
					Claims      []struct {
						Kind    standards.ActionKind
						Rows    *int
						Differs *bool
						Agrees  bool
					}
				}
			}
		}
		body := ask(t, s, `query($id: ID!) { meeting(id: $id) { unreadKinds claims { kind rows differs agrees } } }`, map[string]any{"id": id})
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		m := answer.Data.Meeting
		if !slices.Equal(m.UnreadKinds, want.unread) || len(m.Claims) != want.claims {
			t.Errorf("%s: %s", id, body)
		}
		unknown := 0
		for _, c := range m.Claims {
			if unread := slices.Contains(m.UnreadKinds, c.Kind); (c.Rows == nil) != unread || (c.Differs == nil) != unread || unread && c.Agrees || !unread && c.Agrees == *c.Differs {
				t.Errorf("%s: %+v", id, c)
			}
			if c.Rows == nil {
				unknown++
			}
		}
		if unknown != want.unknown {
			t.Errorf("%s: %d figures have no table, want %d: %s", id, unknown, want.unknown, body)
		}
	}
}
