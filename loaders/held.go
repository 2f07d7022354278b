package loaders

import (
	"context"
	"slices"

	"rapporteur/internal/standards"
)

// Held says of each meeting whether it was held: its report was imported, or it ended before the day that the graph
// speaks of last. It costs one find where a meeting has no report.
func (l *Loaders) Held(ctx context.Context, meetings []*standards.Meeting) ([]bool, error) {
	unreported := func(m *standards.Meeting) bool { return m.ReportID == "" }
	var newest standards.PartialDate
	if slices.ContainsFunc(meetings, unreported) {
		var err error
		if newest, err = lookedUp(l, func() (standards.PartialDate, error) { return l.store.Newest(ctx) }, "newest"); err != nil {
			return nil, err
		}
	}
	held := make([]bool, len(meetings))
	for i, m := range meetings {
		held[i] = !unreported(m) || m.LastDay.Before(newest)
	}
	return held, nil
}
