package ingest

import (
	"context"
	"reflect"
	"slices"

	"rapporteur/internal/standards"
)

// restated are the actions and meetings that a change finds stored, before and after it: nil after it where they are gone, nil
// before it where they are new.
type restated struct {
	actions  [][2]*standards.Action
	meetings [][2]*standards.Meeting
}

// add keeps a node that the change makes another.
func (r *restated) add(before, after any) {
	switch after := after.(type) {
	case *standards.Action:
		r.actions = append(r.actions, [2]*standards.Action{before.(*standards.Action), after})
	case *standards.Meeting:
		r.meetings = append(r.meetings, [2]*standards.Meeting{before.(*standards.Meeting), after})
	}
}

// revise notes which actions and meetings an import restates, for those who subscribe to them. Of a meeting the import of a
// further document counts for itself, see export: a newer issue of a document is what has to be noted, since nothing else
// remembers the earlier one.
func (d *derivation) revise(ctx context.Context, w *writer) error {
	reissued := d.earlier.report != nil && d.earlier.report.SHA256 != d.facts.report.SHA256
	renamed := map[standards.MeetingID]bool{}
	var ids []string
	gone := map[string]*standards.Meeting{}
	for _, m := range w.restated.meetings {
		before, after := m[0], m[1]
		switch {
		case after == nil && reissued:
			gone[string(before.ID)] = before
			ids = append(ids, string(before.ID))
		case after == nil:
		case before == nil: // it may have been gone
			ids = append(ids, string(after.ID))
		default:
			renamed[after.ID] = before.Name != after.Name
			if reissued && !reflect.DeepEqual(eventOf(before), eventOf(after)) {
				ids = append(ids, string(after.ID))
			}
		}
	}
	for _, a := range w.restated.actions {
		if before, after := a[0], a[1]; before != nil && after != nil && !reflect.DeepEqual(entryOf(before), entryOf(after)) {
			ids = append(ids, string(after.ID))
		}
	}
	for id, a := range d.actions {
		if renamed[a.MeetingID] {
			ids = append(ids, string(id))
		}
	}
	return d.noteRevisions(ctx, w, ids, gone)
}

// noteRevisions raises the revisions of nodes. A meeting that is new, as far as the graph is concerned, has one only where it
// was gone.
func (d *derivation) noteRevisions(ctx context.Context, w *writer, ids []string, gone map[string]*standards.Meeting) error {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	stored, err := d.store.Revisions.Where(ctx, "_id", ids)
	if err != nil {
		return err
	}
	known := byID(stored, d.store.Revisions.ID)
	for _, m := range w.restated.meetings {
		if m[0] == nil && known[string(m[1].ID)] == nil {
			known[string(m[1].ID)] = &standards.Revision{Number: -1}
		}
	}
	for _, id := range ids {
		r := standards.Revision{ID: id, At: d.facts.report.ImportedAt, Gone: gone[id], Number: 1}
		if before := known[id]; before != nil {
			r.Number = before.Number + 1
		}
		if r.Number == 0 {
			continue
		}
		if err := d.store.Revisions.Put(&w.batch, &r); err != nil {
			return err
		}
	}
	return nil
}

// entryOf is what an entry of a feed shows of an action.
func entryOf(a *standards.Action) any {
	var editors []string
	for _, e := range a.EditorLinks {
		editors = append(editors, e.Name)
	}
	return []any{
		a.Kind, a.MeetingID, a.Date, a.Acronym, a.ProvisionalName, a.Title, a.QuestionIDs, editors, a.DocumentID, a.Revision, a.EquivalentIDs,
		a.Target, a.TargetAction, a.Source.Section,
	}
}

// eventOf is what an event of a calendar shows of a meeting.
func eventOf(m *standards.Meeting) any {
	var objectives []string
	for _, o := range m.Objectives {
		objectives = append(objectives, o.Description)
	}
	return []any{m.Name, m.Kind, m.Start, m.End, m.Place, m.Remote, m.QuestionIDs, m.JointWith, m.VenueConfirmed, objectives, m.AnnouncedAtID}
}
