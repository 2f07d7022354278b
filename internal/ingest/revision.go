package ingest

import (
	"context"
	"slices"

	"rapporteur/internal/standards"
)

// revise notes which actions and meetings an import restates, for those who subscribe to them. Of a meeting the import of a
// further document counts for itself, see export: a newer issue of a document is what has to be noted, since nothing else
// remembers the earlier one.
func (d *derivation) revise(ctx context.Context, w *writer) error {
	reissued := d.earlier.report != nil && d.earlier.report.SHA256 != d.facts.report.SHA256
	renamed := map[standards.MeetingID]bool{}
	var ids []string
	gone := map[string]*standards.Meeting{}
	names := d.namer(&w.restated)
	for _, m := range w.restated.meetings {
		before, after := m.before, m.after
		switch {
		case after == nil && reissued:
			gone[string(before.ID)] = before
			ids = append(ids, string(before.ID))
		case after == nil:
		case before == nil: // it may have been gone
			ids = append(ids, string(after.ID))
		default:
			renamed[after.ID] = before.Name != after.Name
			if reissued && names.restates(before, after, inCalendar) {
				ids = append(ids, string(after.ID))
			}
		}
	}
	for _, a := range w.restated.actions {
		if before, after := a.before, a.after; before != nil && after != nil && names.restates(before, after, inFeed) {
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
		if m.before == nil && known[string(m.after.ID)] == nil {
			known[string(m.after.ID)] = &standards.Revision{Number: -1}
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

// The fields, as said names them, of an action that an entry of a feed shows, and of a meeting that an event of a calendar shows.
var (
	inFeed = []string{
		"date", "acronym", "provisionalName", "title", "questions", "editors", "document", "revision", "equivalents", "target", "targetAction",
		"source.section",
	}
	inCalendar = []string{
		"name", "kind", "start", "end", "place", "remote", "questions", "jointWith", "venueConfirmed", "objectives", "announcedAt",
	}
)

// restates says whether a node says something else in one of these fields.
func (n *namer) restates(before, after any, fields []string) bool {
	return slices.ContainsFunc(differences(n.said(before), n.said(after)), func(c *FieldChange) bool { return slices.Contains(fields, c.Name) })
}
