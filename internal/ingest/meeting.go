package ingest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// readMeetings finds what all documents say of the meetings that may change. A meeting also changes when a text that it
// is to work on becomes known, and when a decision of it does.
func (d *derivation) readMeetings(ctx context.Context) error {
	names := d.movedNames()
	moved, err := d.store.MeetingStatements.Where(ctx, "names", distinctKeys(names), "meeting", "said.studyGroup", "names")
	if err != nil {
		return err
	}
	for _, s := range moved {
		if slices.ContainsFunc(s.Names, func(n string) bool { return names[name{s.Said.StudyGroupID, n}] }) {
			keys(d.meetings, s.MeetingID)
		}
	}
	for id, a := range d.actions {
		if d.removed[id] == nil {
			keys(d.meetings, a.MeetingID)
		}
	}
	for id, a := range d.removed {
		if d.actions[id] == nil {
			keys(d.meetings, a.MeetingID)
		}
	}
	ids := slices.Collect(maps.Keys(d.meetings))
	stored, err := d.store.MeetingStatements.Where(ctx, "meeting", ids)
	if err != nil {
		return err
	}
	d.meetingsSaid = slices.Collect(maps.Values(replaced(d.store.MeetingStatements, stored, d.earlier.meetings, d.facts.meetings)))
	before, err := d.store.Meetings.Where(ctx, "_id", ids)
	if err != nil {
		return err
	}
	d.before = byID(before, d.store.Meetings.ID)
	return d.readObjectives(ctx)
}

// movedNames are the names that lead to another text than before the change, or to none.
func (c *change) movedNames() map[name]bool {
	before, after := map[name]standards.TextID{}, map[name]standards.TextID{}
	for _, of := range []struct {
		texts map[standards.TextID]*standards.Text
		names map[name]standards.TextID
	}{{c.texts, before}, {c.derived, after}} {
		for _, t := range of.texts {
			for _, n := range t.Names {
				of.names[name{t.StudyGroupID, n}] = t.ID
			}
		}
	}
	moved := map[name]bool{}
	for n, id := range after {
		if before[n] != id {
			moved[n] = true
		}
	}
	for n := range before {
		if after[n] == "" {
			moved[n] = true
		}
	}
	return moved
}

// distinctKeys are the names, whatever their groups.
func distinctKeys(names map[name]bool) []string {
	keys := map[string]bool{}
	for n := range names {
		keys[n.key] = true
	}
	return slices.Sorted(maps.Keys(keys))
}

// readObjectives finds the texts that the meetings are to work on, and the documents of which several announce a
// meeting together.
func (d *derivation) readObjectives(ctx context.Context) error {
	missing, several := map[string]bool{}, map[standards.MeetingID]bool{}
	type pair struct{ meeting, by standards.MeetingID }
	first := map[pair]standards.ReportID{}
	for _, s := range d.meetingsSaid {
		p := pair{s.MeetingID, s.ByID}
		first[p] = cmp.Or(first[p], s.ReportID)
		if first[p] != s.ReportID && d.reports[s.ReportID] == nil {
			several[s.ByID] = true
		}
		for _, n := range s.Names {
			if _, ok := d.names[name{s.Said.StudyGroupID, n}]; !ok {
				missing[n] = true
			}
		}
	}
	reports, err := d.store.Reports.Where(ctx, "meeting", slices.Collect(maps.Keys(several)))
	if err != nil {
		return err
	}
	for _, r := range reports {
		d.reports[r.ID] = r
	}
	texts, err := d.textsNamed(ctx, missing)
	for _, t := range texts {
		for _, n := range t.Names {
			if of := (name{t.StudyGroupID, n}); d.names[of] == "" && d.texts[t.ID] == nil {
				d.names[of] = t.ID
			}
		}
	}
	return err
}

// deriveGroups derives the study groups, and the correspondence groups that may change, from the newest document that
// speaks of each.
func (d *derivation) deriveGroups(ctx context.Context) error {
	for id := range d.studyGroups {
		if err := d.deriveStudyGroup(ctx, id); err != nil {
			return err
		}
	}
	own := d.facts.report
	said := map[standards.CorrespondenceGroupID]*standards.GroupStatement{}
	for _, s := range d.facts.groups {
		said[s.GroupID] = s
	}
	for id := range d.groups {
		newest, err := d.store.NewestGroupStatement(ctx, id, own.ID)
		if err != nil {
			return err
		}
		if s := said[id]; newest == nil || s != nil && newer(s.SortKey, newest.SortKey, s.ID, newest.ID) {
			newest = s
		}
		if newest != nil {
			g := newest.Said
			g.Terms = standards.Terms(g.FoundBy())
			d.groups[id] = &g
		}
	}
	return nil
}

// deriveStudyGroup derives a study group. It stays as long as a document or a text is of it, or a Question.
func (d *derivation) deriveStudyGroup(ctx context.Context, id standards.StudyGroupID) error {
	own := d.facts.report
	titled, err := d.store.NewestTitledReport(ctx, id, own.ID)
	if err != nil {
		return err
	}
	there := titled != nil || id == own.StudyGroupID || d.hasTexts(id)
	if !there {
		if there, err = d.store.HasOf(ctx, id, own.ID, slices.Collect(maps.Keys(d.texts))); err != nil {
			return err
		}
	}
	if !there {
		return nil
	}
	group := newStudyGroup(id)
	if id == own.StudyGroupID {
		group.Title = own.GroupTitle
	}
	if titled != nil && (group.Title == nil || newer(titled.SortKey, own.SortKey, string(titled.ID), string(own.ID))) {
		group.Title = titled.GroupTitle
	}
	group.Terms = standards.Terms(group.FoundBy())
	d.studyGroups[id] = group
	return nil
}

// hasTexts says whether a text that may have changed is of the group, or of a Question of it.
func (d *derivation) hasTexts(id standards.StudyGroupID) bool {
	for _, t := range d.derived {
		if t.StudyGroupID == id || slices.ContainsFunc(t.QuestionIDs, func(q standards.QuestionID) bool { return newQuestion(q).StudyGroupID == id }) {
			return true
		}
	}
	return false
}

// newer compares two documents by their orders and, of one meeting, by their ids.
func newer(a, b, idA, idB string) bool { return a < b || a == b && idA < idB }

// deriveMeetings merges what documents say of the meetings that may change.
func (d *derivation) deriveMeetings() {
	said := map[standards.MeetingID][]*standards.MeetingStatement{}
	for _, s := range d.meetingsSaid {
		said[s.MeetingID] = append(said[s.MeetingID], s)
	}
	for id := range d.meetings {
		if len(said[id]) > 0 {
			d.meetings[id] = d.meeting(said[id])
			d.finishMeeting(d.meetings[id])
		}
	}
}

// meeting merges what documents say of one meeting: what its own documents say comes before what other meetings
// announced about it, and a later announcement before an earlier one. Of several documents of one meeting, each field is
// as the fullest that has it says it.
func (d *derivation) meeting(said []*standards.MeetingStatement) *standards.Meeting {
	slices.SortFunc(said, func(a, b *standards.MeetingStatement) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), d.compareDocuments(a.ReportID, b.ReportID))
	})
	var own, announced *standards.Meeting
	var by []standards.MeetingID // newest first
	for _, s := range said {
		switch {
		case s.Own:
			own = completed(own, compared(&s.Said))
		case announced == nil || announced.AnnouncedAtID == s.ByID:
			announced = completed(announced, &s.Said)
		}
		if !s.Own {
			add(&by, s.ByID)
		}
	}
	if announced != nil {
		announced.AnnouncedByIDs = by
		slices.Reverse(announced.AnnouncedByIDs)
	}
	if own == nil {
		return announced
	}
	return held(own, announced)
}

// completed is what is known of a meeting with what another document says of it; nil is nothing known.
func completed(known, said *standards.Meeting) *standards.Meeting {
	if known == nil {
		m := *said
		return &m
	}
	more := *said
	if known.Place != nil {
		more.Remote = known.Remote
	}
	if known.Statistics != nil && said.Statistics != nil {
		statistics := *known.Statistics
		complete(&statistics, said.Statistics)
		statistics.Absentees = slices.Clone(statistics.Absentees)
		for _, role := range absentees(said) {
			if !slices.ContainsFunc(statistics.Absentees, func(r *standards.Role) bool { return r.Name == role.Name }) {
				statistics.Absentees = append(statistics.Absentees, role)
			}
		}
		known.Statistics = &statistics
	}
	known.Unread = slices.DeleteFunc(slices.Clone(known.Unread), func(k standards.ActionKind) bool { return !slices.Contains(said.Unread, k) })
	more.Unread = nil // what one document has no table of, another may have
	complete(known, &more)
	return known
}

// compared is what a document says of its meeting, with the figures marked that it has no table for.
func compared(said *standards.Meeting) *standards.Meeting {
	m := *said
	m.Claims = slices.Clone(said.Claims)
	for i, c := range m.Claims {
		claim := *c
		claim.Unread = slices.Contains(said.Unread, c.Kind)
		m.Claims[i] = &claim
	}
	return &m
}

// newStudyGroup reads a study group off its id: study-group:17 is ITU-T SG17, study-group:tsag ITU-T TSAG, which has no number.
func newStudyGroup(id standards.StudyGroupID) *standards.StudyGroup {
	number, err := strconv.Atoi(id.Key())
	if err != nil {
		return &standards.StudyGroup{ID: id, Name: "ITU-T " + strings.ToUpper(id.Key())}
	}
	return &standards.StudyGroup{ID: id, Name: fmt.Sprintf("ITU-T SG%d", number), Number: number}
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
			if id, ok := d.names[name{m.StudyGroupID, standards.NameKey(n)}]; ok {
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
