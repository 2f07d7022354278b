package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sort"

	"rapporteur/internal/standards"
)

// readMeetings finds what all reports of the study group say about the meetings that may change. A meeting also
// changes when a text that it is to work on becomes known.
func (d *derivation) readMeetings(ctx context.Context) ([]*standards.Report, error) {
	reports, err := d.store.Reports.Where(ctx, "studyGroup", slices.Collect(maps.Keys(d.studyGroups)))
	if err != nil {
		return nil, err
	}
	reports = overlay(reports, map[standards.ReportID]*standards.Report{d.facts.report.ID: d.facts.report}, nil, d.store.Reports.ID)
	missing := map[string]bool{}
	for _, r := range reports {
		for _, m := range r.Said {
			for _, o := range m.Objectives {
				for _, n := range o.Names {
					key := standards.NameKey(n)
					if _, ok := d.names[key]; ok {
						keys(d.meetings, m.ID)
					}
					missing[key] = true
				}
			}
		}
	}
	texts, err := d.textsNamed(ctx, missing)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		for _, n := range t.Names {
			if _, ok := d.names[n]; !ok && d.texts[t.ID] == nil {
				d.names[n] = t.ID
			}
		}
	}
	before, err := d.store.Meetings.Where(ctx, "_id", slices.Collect(maps.Keys(d.meetings)))
	d.before = byID(before, d.store.Meetings.ID)
	return reports, err
}

// deriveMeetings merges what reports say about the meetings that may change: what a meeting's own report says
// comes before what other meetings announced about it, and a later announcement before an earlier one. It also
// derives the study group and its correspondence groups from the newest report that names them.
func (d *derivation) deriveMeetings(reports []*standards.Report) {
	sort.Slice(reports, func(i, j int) bool { return reports[i].SortKey > reports[j].SortKey }) // oldest first
	for _, r := range reports {
		if _, ok := d.studyGroups[r.StudyGroupID]; ok {
			g := entry(d.studyGroups, r.StudyGroupID, func(id standards.StudyGroupID) *standards.StudyGroup {
				return newStudyGroup(id, d.facts.group)
			})
			if r.GroupTitle != nil {
				g.Title = r.GroupTitle
			}
			g.Terms = standards.Terms(g.FoundBy())
		}
		for _, g := range r.Groups {
			if _, ok := d.groups[g.ID]; ok {
				found := *g // the report keeps what it said
				found.Terms = standards.Terms(g.FoundBy())
				d.groups[g.ID] = &found
			}
		}
		for i, said := range r.Said {
			if i == 0 {
				continue
			}
			m := entry(d.meetings, said.ID, func(id standards.MeetingID) *standards.Meeting { return &standards.Meeting{ID: id} })
			if m == nil {
				continue
			}
			by := append(m.AnnouncedByIDs, r.MeetingID)
			*m = *said
			m.AnnouncedByIDs = by
		}
	}
	for _, r := range reports {
		own := r.Said[0]
		if _, ok := d.meetings[own.ID]; ok {
			d.meetings[own.ID] = held(own, d.meetings[own.ID])
		}
	}
	for _, m := range d.meetings {
		if m != nil {
			d.finishMeeting(m)
		}
	}
}

func newStudyGroup(id standards.StudyGroupID, number int) *standards.StudyGroup {
	return &standards.StudyGroup{ID: id, Name: groupName(number), Number: number}
}

// held is a meeting by its own report, with what only its announcement said.
func held(own, announced *standards.Meeting) *standards.Meeting {
	m := *own
	if announced == nil {
		return &m
	}
	m.AnnouncedAtID, m.AnnouncedByIDs = announced.AnnouncedAtID, announced.AnnouncedByIDs
	if m.WorkingDays == nil {
		m.WorkingDays = announced.WorkingDays
	}
	if m.End == "" {
		m.End = announced.End
	}
	m.VenueConfirmed, m.Objectives = announced.VenueConfirmed, announced.Objectives
	return &m
}

func (d *derivation) finishMeeting(m *standards.Meeting) {
	m.SortKey, m.NameKey, m.LastDay = string(m.Start), standards.SortKey(m.Name), cmp.Or(m.End, m.Start)
	m.Terms = standards.Terms(m.FoundBy())
	m.Objectives = slices.Clone(m.Objectives)
	for i, o := range m.Objectives {
		resolved := *o
		resolved.TextIDs = nil
		for _, n := range o.Names {
			if id, ok := d.names[standards.NameKey(n)]; ok {
				add(&resolved.TextIDs, id)
			}
		}
		m.Objectives[i] = &resolved
	}
	if m.Statistics != nil {
		statistics := *m.Statistics
		statistics.Absentees = nil
		for _, role := range m.Statistics.Absentees {
			resolved := *role
			resolved.PersonID, _ = d.people.now.Person(role.Name)
			resolved.MeetingID = m.ID
			statistics.Absentees = append(statistics.Absentees, &resolved)
		}
		m.Statistics = &statistics
	}
}
