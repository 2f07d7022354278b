package export

import (
	"context"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// announcer is a meeting whose report announces others.
type announcer struct {
	id         standards.MeetingID
	start, end standards.PartialDate
	plenaries  bool // it announces plenaries
	interims   bool // it announces interim or joint meetings
}

func (a *announcer) announces(kind standards.MeetingKind) bool {
	if kind == standards.Plenary {
		return a.plenaries
	}
	return a.interims
}

// announcers are the meetings of each study group that announce others, the first one first.
func (s *source) announcers(ctx context.Context) (map[standards.StudyGroupID][]*announcer, error) {
	all, groups := map[standards.MeetingID]*announcer{}, map[standards.StudyGroupID][]*announcer{}
	of := func(id standards.MeetingID) *announcer {
		if all[id] == nil {
			all[id] = &announcer{id: id}
		}
		return all[id]
	}
	err := s.Meetings.Each(ctx, store.Filter{}, store.MeetingOrder(nil), pageSize, func(page []*standards.Meeting) error {
		for _, m := range page {
			if m.ReportID != "" {
				a := of(m.ID)
				a.start, a.end = m.Start, max(m.Start, m.End)
				groups[m.StudyGroupID] = append(groups[m.StudyGroupID], a)
			}
			for _, by := range m.AnnouncedByIDs {
				a := of(by)
				a.plenaries = a.plenaries || m.Kind == standards.Plenary
				a.interims = a.interims || m.Kind != standards.Plenary
			}
		}
		return nil
	})
	return groups, err
}

// standing is what the announcers of its study group make of a meeting. They speak of it from the one that announces it
// first to the last that ends before it starts; of meetings of other kinds alone an announcer may have been read in part.
// restated is how many of them come after the first; cancelled is that the last leaves it out and no report of it is there.
// Both follow from what documents say now, whatever the order in which they were imported.
func standing(m *standards.Meeting, announcers []*announcer) (restated int, cancelled bool) {
	first := slices.IndexFunc(announcers, func(a *announcer) bool { return slices.Contains(m.AnnouncedByIDs, a.id) })
	if first >= 0 {
		last := announcers[first]
		for _, a := range announcers[first+1:] {
			if a.id != m.ID && a.announces(m.Kind) && m.Start > a.end.End() {
				restated, last = restated+1, a
			}
		}
		cancelled = m.ReportID == "" && !slices.Contains(m.AnnouncedByIDs, last.id)
	}
	if m.ReportID != "" && first >= 0 {
		restated++
	}
	return restated, cancelled
}
