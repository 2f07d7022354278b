package standards

import (
	"cmp"
	"slices"
)

// Timeline orders actions in time: by date and, at one meeting, in the order of a text's life.
func Timeline(actions []*Action) {
	slices.SortFunc(actions, func(a, b *Action) int {
		return cmp.Or(CompareTime(a, b), cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
}

// CompareTime compares what is said of texts by its date, its meeting and the order of a text's life.
func CompareTime(a, b *Action) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.MeetingID, b.MeetingID), cmp.Compare(a.Kind.stage(), b.Kind.stage()))
}

// stage is where a decision stands in a text's life.
func (v ActionKind) stage() int {
	switch v {
	case Planned:
		return 1
	case Determined, Consented, Agreed:
		return 2
	case Approved, NotApproved:
		return 3
	case Removed:
		return 4
	case Deleted:
		return 5
	default:
		return 0
	}
}
