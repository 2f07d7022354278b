package standards

import (
	"maps"
	"slices"
	"testing"
)

// history makes corrections of people, each of what the names and the corrections before it make of them.
type history struct {
	t           *testing.T
	corrections []*Correction
}

func (h *history) add(c *Correction, err error) {
	h.t.Helper()
	if err != nil || c == nil {
		h.t.Fatal(c, err)
	}
	c.ID = CorrectionID(len(h.corrections) + 1)
	if problem := c.Check(); problem != "" {
		h.t.Error(problem)
	}
	h.corrections = append(h.corrections, c)
}

func (h *history) merge(names []string, into PersonID, from ...PersonID) {
	h.t.Helper()
	h.add(NewRegistry(names, h.corrections).Merge(into, from))
}

func (h *history) split(names []string, id PersonID, spellings ...string) {
	h.t.Helper()
	h.add(NewRegistry(names, h.corrections).Split(id, spellings))
}

// leads checks whom ids lead to, empty for nobody, where these names are printed.
func (h *history) leads(names []string, want map[PersonID]PersonID) {
	h.t.Helper()
	r := NewRegistry(names, h.corrections)
	for _, id := range slices.Sorted(maps.Keys(want)) {
		var got PersonID
		if p := r.Of(id); p != nil {
			got = p.ID
		}
		if got != want[id] {
			h.t.Errorf("%s leads to %q, want %q", id, got, want[id])
		}
	}
}

func TestAMergeHoldsWhenANameIsReadOtherwiseLater(t *testing.T) {
	t.Parallel()
	h := &history{t: t}
	before := []string{"Hyungjin, Lim", "H. J. Lim"}
	h.merge(before, "person:h-j-lim", "person:lim-hyungjin")
	h.leads(before, map[PersonID]PersonID{"person:lim-hyungjin": "person:h-j-lim", "person:hyungjin-lim": "person:h-j-lim"})
	for _, later := range []string{"HyungJin LIM", "Lim Hyungjin"} {
		h.leads(append(before, later), map[PersonID]PersonID{
			"person:lim-hyungjin": "person:h-j-lim", "person:hyungjin-lim": "person:h-j-lim", "person:h-j-lim": "person:h-j-lim",
		})
	}
}

// Jae Hoon Nah was split from those whose names fold alike, who are printed no more: the id leads to him, for want of
// anyone else, until they are printed again.
func TestAnIdWithoutANameLeadsToWhoCanBeReadSo(t *testing.T) {
	t.Parallel()
	h := &history{t: t}
	both, one := []string{"Jae Hoon Nah", "Jae-Hoon NAH", "Koji Nakao"}, []string{"Jae Hoon Nah", "Koji Nakao"}
	h.split(both, "person:jae-hoon-nah", "Jae Hoon Nah")
	h.leads(one, map[PersonID]PersonID{"person:jae-hoon-nah": "person:jae-hoon-nah:2", "person:jae-hoon-nah:2": "person:jae-hoon-nah:2"})
	h.merge(one, "person:koji-nakao", "person:jae-hoon-nah:2")
	h.leads(one, map[PersonID]PersonID{"person:jae-hoon-nah": "person:koji-nakao", "person:jae-hoon-nah:2": "person:koji-nakao"})
	h.leads(both, map[PersonID]PersonID{"person:jae-hoon-nah": "person:jae-hoon-nah", "person:jae-hoon-nah:2": "person:koji-nakao"})
	h.split(both, "person:koji-nakao", "Jae Hoon Nah")
	h.split(append(both, "Jae hoon Nah"), "person:jae-hoon-nah", "Jae-Hoon NAH")
	h.leads(append(both, "Jae hoon Nah"), map[PersonID]PersonID{
		"person:jae-hoon-nah": "person:jae-hoon-nah", "person:jae-hoon-nah:2": "person:jae-hoon-nah:2", "person:jae-hoon-nah:3": "person:jae-hoon-nah:3",
	})
}

// Each pair of corrections is undone in either order.
func TestMergesAreUndoneInAnyOrder(t *testing.T) {
	t.Parallel()
	names := []string{"A Aa", "B Bb", "C Cc", "D Dd"}
	alone := map[PersonID]PersonID{"person:a-aa": "person:a-aa", "person:b-bb": "person:b-bb", "person:c-cc": "person:c-cc", "person:d-dd": "person:d-dd"}
	for _, undo := range [][]string{{"B Bb", "C Cc", "D Dd"}, {"D Dd", "B Bb", "A Aa"}, {"A Aa", "D Dd", "C Cc"}, {"C Cc", "A Aa", "B Bb"}} {
		h := &history{t: t}
		h.merge(names, "person:b-bb", "person:c-cc")
		h.merge(names, "person:a-aa", "person:c-cc")
		h.merge(names, "person:d-dd", "person:b-bb")
		h.leads(names, map[PersonID]PersonID{"person:a-aa": "person:d-dd", "person:b-bb": "person:d-dd", "person:c-cc": "person:d-dd", "person:d-dd": "person:d-dd"})
		for _, name := range undo {
			h.split(names, NewPersonID(FoldName(name)), name)
		}
		h.leads(names, alone)
	}
	h := &history{t: t}
	h.merge(names, "person:b-bb", "person:c-cc")
	h.merge(names, "person:a-aa", "person:c-cc")
	h.split(names, "person:a-aa", "C Cc", "B Bb")
	h.leads(names, map[PersonID]PersonID{"person:a-aa": "person:a-aa", "person:b-bb": "person:b-bb", "person:c-cc": "person:b-bb"})
}
