package standards

import (
	"cmp"
	"slices"
)

// Timeline orders actions in time: by date and, at one meeting, in the order of a text's life.
func Timeline(actions []*Action) {
	rank := map[ActionKind]int{
		NewWorkItem: 0, Planned: 1, Determined: 2, Consented: 2, Agreed: 2, Approved: 3, NotApproved: 3, Removed: 4, Deleted: 5,
	}
	slices.SortFunc(actions, func(a, b *Action) int {
		return cmp.Or(
			cmp.Compare(a.Date, b.Date), cmp.Compare(a.MeetingID, b.MeetingID), cmp.Compare(rank[a.Kind], rank[b.Kind]),
			cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
}
