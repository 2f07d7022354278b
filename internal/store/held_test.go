package store_test

import (
	"os"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// A meeting was held where its report was imported, or where it ended before the newest meeting of which one was: all of
// it, as precise as its last day is known. The filter and the field agree.
func TestHeld(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	held := func(want ...string) {
		t.Helper()
		for _, asked := range []bool{true, false} {
			f, err := g.MeetingFilter(t.Context(), &standards.MeetingFilter{Held: &asked})
			if err != nil {
				t.Fatal(err)
			}
			if err := g.Meetings.Each(t.Context(), f, store.MeetingOrder(nil), 100, func(page []*standards.Meeting) error {
				says, err := loaders.New(g.Store, nil).Held(t.Context(), page)
				for i, m := range page {
					if says[i] != asked || slices.Contains(want, string(m.ID)) != asked {
						t.Errorf("%s: held %t, the filter says %t", m.ID, says[i], asked)
					}
				}
				if asked && len(page) != len(want) {
					t.Errorf("%d meetings were held, want %d", len(page), len(want))
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	held("meeting:17:2019-08-27")
	next, err := os.ReadFile("../ingest/testdata/sg17-2020-03.txt") // of a meeting that ended on 2020-03-26
	if err != nil {
		t.Fatal(err)
	}
	g.Import(t, next, "sg17-2020-03.txt")
	held("meeting:17:2019-08-27", "meeting:17:2020-03-17", "meeting:17:2019-10-22:q7", "meeting:17:2019-12:q3", "meeting:17:2019-12:q4",
		"meeting:17:2019-12-05:q10", "meeting:17:2019-12-05:q11-q14", "meeting:17:2019-12-11:q11", "meeting:17:2020-01:q14",
		"meeting:17:2020-01-07:q13", "meeting:17:2020-01-07:q8", "meeting:17:2020-01-13:q6", "meeting:17:2020-02-03:q11")
}
