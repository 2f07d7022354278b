package ingest_test

import (
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// A meeting that was announced keeps, in its own report's place, what only the announcements said.
func TestAMeetingKeepsWhatItsAnnouncementsSaid(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	announcing := func(title string, start, end standards.PartialDate, objective string) *source.Facts {
		r := document(title, start, end)
		r.Announced = []source.Announced{{
			Kind: standards.Plenary, Name: "ITU-T SG17 meeting, 2020-03-17", Start: "2020-03-17", End: "2020-03-26", WorkingDays: new(8), Place: "Geneva",
			VenueConfirmed: new(true), Objectives: []source.Objective{{Description: objective}}, FirstLine: 3, LastLine: 4, Raw: "17 - 26 March 2020",
		}}
		return r
	}
	graphtest.Add(t, g, announcing("Report 1", "2019-01-22", "2019-01-30", "An older aim"))
	graphtest.Add(t, g, announcing("Report 2", "2019-08-27", "2019-09-05", "The aim"))
	own := document("Report 3", "2020-03-17", "")
	own.Meeting.Place = "Virtual"
	graphtest.Add(t, g, own)
	sound(t, g)
	const id = standards.MeetingID("meeting:17:2020-03-17")
	found, err := g.Meetings.Get(t.Context(), []standards.MeetingID{id})
	m := found[id]
	if err != nil || m == nil {
		t.Fatal(found, err)
	}
	if *m.Place != "Virtual" || m.End != "2020-03-26" || m.WorkingDays == nil || *m.WorkingDays != 8 || m.VenueConfirmed == nil || !*m.VenueConfirmed ||
		len(m.Objectives) != 1 || m.Objectives[0].Description != "The aim" {
		t.Errorf("%+v", m)
	}
	if m.AnnouncedAtID != "meeting:17:2019-08-27" || !slices.Equal(m.AnnouncedByIDs, []standards.MeetingID{"meeting:17:2019-01-22", "meeting:17:2019-08-27"}) {
		t.Errorf("announced at %s, by %v", m.AnnouncedAtID, m.AnnouncedByIDs)
	}
}
