package export

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

const calendarEnd = "END:VCALENDAR\r\n"

// openCalendar writes the meetings as iCalendar (RFC 5545), in the order of their start.
func openCalendar(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
	filter, err := s.reported(s.MeetingFilter(ctx, &s.selection.meetings))
	return func(ctx context.Context, w io.Writer) error {
		head := ics.NewCalendarFor("Rapporteur")
		head.SetProductId("-//Rapporteur//Meetings//EN")
		head.SetXWRCalName("Meetings")
		head.SetRefreshInterval("P1D")
		var b bytes.Buffer
		if err := head.SerializeTo(&b, ics.WithNewLineWindows); err != nil {
			return err
		}
		if _, err := w.Write(bytes.TrimSuffix(b.Bytes(), []byte(calendarEnd))); err != nil {
			return err
		}
		announcers, err := s.announcers(ctx)
		if err != nil {
			return err
		}
		write := func(page []*standards.Meeting) error { return s.events(ctx, page, announcers, w) }
		if err := s.Meetings.Each(ctx, filter, store.MeetingOrder(nil), pageSize, write); err != nil {
			return err
		}
		if err := s.Revisions.Each(ctx, filter.Under("gone"), store.GoneOrder, pageSize, func(page []*standards.Revision) error {
			gone := make([]*standards.Meeting, len(page))
			for i, r := range page {
				gone[i] = r.Gone
			}
			return write(gone)
		}); err != nil {
			return err
		}
		_, err = io.WriteString(w, calendarEnd)
		return err
	}, err
}

func (s *source) events(ctx context.Context, page []*standards.Meeting, announcers map[standards.StudyGroupID][]*announcer, w io.Writer) error {
	var announcing []standards.MeetingID
	var ids []string
	var r references
	for _, m := range page {
		ids = append(ids, string(m.ID))
		r.questions = append(r.questions, m.QuestionIDs...)
		if m.AnnouncedAtID != "" {
			announcing = append(announcing, m.AnnouncedAtID)
		}
	}
	n, err := s.names(ctx, &r)
	if err != nil {
		return err
	}
	found, err := s.Meetings.Where(ctx, "_id", announcing, "start", "name")
	if err != nil {
		return err
	}
	revisions, err := s.revisions(ctx, ids)
	if err != nil {
		return err
	}
	announced := make(map[standards.MeetingID]*standards.Meeting, len(found))
	for _, m := range found {
		announced[m.ID] = m
	}
	for _, m := range page {
		if e := calendarEvent(m, announced[m.AnnouncedAtID], n); e != nil {
			sequence, cancelled := standing(m, announcers[m.StudyGroupID])
			if r := revisions[string(m.ID)]; r != nil {
				sequence, cancelled = sequence+r.Number, cancelled || r.Gone != nil
			}
			setStanding(e, sequence, cancelled)
			if s.place.Base != "" { // the address of an event cannot be relative
				e.SetURL(s.place.page(string(m.ID)))
			}
			if err := e.SerializeTo(w, &ics.SerializationConfiguration{MaxLength: 75, PropertyMaxLength: 75, NewLine: "\r\n"}); err != nil {
				return err
			}
		}
	}
	return nil
}

func setStanding(e *ics.VEvent, sequence int, cancelled bool) {
	e.SetSequence(sequence)
	if cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
}

// calendarEvent is a meeting as an event of whole days; nil where not even its month is known. A month alone
// becomes a tentative event on its first day that does not make anyone busy, and says so. by is the meeting that
// announced it, or nil.
func calendarEvent(m, by *standards.Meeting, n *names) *ics.VEvent {
	start, err := time.Parse(time.DateOnly, string(m.Start))
	var vague bool
	if err != nil {
		if start, err = time.Parse("2006-01", string(m.Start)); err != nil {
			return nil
		}
		vague = true
	}
	end, err := time.Parse(time.DateOnly, string(m.End))
	if err != nil || end.Before(start) || vague {
		end = start
	}
	e := ics.NewEvent(string(m.ID) + "@rapporteur")
	e.SetDtStampTime(stamp(m, by, start))
	e.SetAllDayStartAt(start)
	e.SetAllDayEndAt(end.AddDate(0, 0, 1)) // exclusive
	e.SetSummary(plain(m.Name))
	place := deref(m.Place)
	if m.Remote {
		place = strings.TrimPrefix(place+"; remote", "; ")
	}
	if place != "" {
		e.SetLocation(plain(place))
	}
	e.SetDescription(plain(description(m, by, n, vague)))
	e.AddProperty(ics.ComponentPropertyCategories, strings.ToUpper(string(m.Kind)))
	if vague {
		e.SetStatus(ics.ObjectStatusTentative)
		e.SetTimeTransparency(ics.TransparencyTransparent)
	} else {
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	return e
}

// stamp is when the meeting was last said to be so: at the meeting that announced it last, or else at its own
// start. It is the same at every reading, so that clients see a change where there is one.
func stamp(m, by *standards.Meeting, start time.Time) time.Time {
	if by != nil {
		if t, err := time.Parse(time.DateOnly, string(by.Start)); err == nil {
			return t
		}
	}
	return start
}

func description(m, by *standards.Meeting, n *names, vague bool) string {
	var lines []string
	if vague {
		lines = append(lines, fmt.Sprintf("Only the month is known so far: %s.", m.Start))
	}
	if q := list(m.QuestionIDs, n.questions); q != "" {
		lines = append(lines, "Questions: "+strings.ReplaceAll(q, ";", ","))
	}
	if len(m.JointWith) > 0 {
		lines = append(lines, "Jointly with "+strings.Join(m.JointWith, ", "))
	}
	if m.VenueConfirmed != nil && !*m.VenueConfirmed {
		lines = append(lines, "The venue is not confirmed.")
	}
	for _, o := range m.Objectives {
		lines = append(lines, "- "+o.Description)
	}
	if by != nil {
		lines = append(lines, "Announced at: "+by.Name)
	}
	lines = append(lines, string(m.ID))
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "- " }), "\n")
}
