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
		unread            []standards.ActionKind
		claims, uncounted int
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
					Claims      []struct{ Counted int }
					Uncounted   []struct {
						Kind   standards.ActionKind
						Stated int
						Raw    string
					}
				}
			}
		}
		body := ask(t, s, `query($id: ID!) { meeting(id: $id) { unreadKinds claims { kind counted agrees } uncounted { kind stated raw } } }`, map[string]any{"id": id})
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatal(err)
		}
		m := answer.Data.Meeting
		if !slices.Equal(m.UnreadKinds, want.unread) || len(m.Claims) != want.claims || len(m.Uncounted) != want.uncounted {
			t.Errorf("%s: %s", id, body)
		}
		for _, u := range m.Uncounted {
			if !slices.Contains(m.UnreadKinds, u.Kind) || u.Raw == "" {
				t.Errorf("%s: %+v was counted, or is not in the report", id, u)
			}
		}
	}
}
