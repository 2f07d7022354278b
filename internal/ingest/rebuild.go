package ingest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// derivedForm is the form of what is derived from statements. A store that an older version derived is derived anew.
const derivedForm = 6

// Rebuild derives anew, document by document, what an older version derived, and writes what differs. It does nothing
// where this version derived it. progress, where not nil, is told how many of the documents are done.
func Rebuild(ctx context.Context, s *store.Store, progress func(done, total int)) error {
	form, err := s.DerivedForm(ctx)
	if err != nil || form >= derivedForm {
		return err
	}
	reports, err := s.Reports.All(ctx, "_id")
	if err != nil {
		return err
	}
	for i, r := range reports {
		if err := rebuild(ctx, s, r.ID); err != nil {
			return fmt.Errorf("derive %s anew: %w", r.ID, err)
		}
		if progress != nil {
			progress(i+1, len(reports))
		}
	}
	return s.SetDerivedForm(ctx, derivedForm)
}

// rebuild derives anew all that a document touches.
func rebuild(ctx context.Context, s *store.Store, id standards.ReportID) error {
	return s.Change(ctx, "deriving "+string(id)+" anew", func(ctx context.Context) (*store.Batch, error) {
		f, err := document(ctx, s, id)
		if err != nil {
			return nil, err
		}
		w := &writer{result: Result{Report: f.report, facts: f}}
		_, err = derived(ctx, s, f, w, true)
		return &w.batch, err
	})
}

// document are the facts of a document, as they are stored.
func document(ctx context.Context, s *store.Store, id standards.ReportID) (*Facts, error) {
	found, err := s.Reports.Where(ctx, "_id", []standards.ReportID{id})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, standards.Errorf(standards.NotFound, "there is no report %s", id)
	}
	f := &Facts{issue: issue{report: found[0]}}
	if err := f.readSaid(ctx, s); err != nil {
		return nil, err
	}
	digest, err := f.digest(s)
	if err != nil {
		return nil, err
	}
	f.damaged = digest != f.report.Digest
	f.report.Terms = standards.Terms(f.report.FoundBy())
	slices.SortFunc(f.statements, func(a, b *standards.Statement) int { return cmp.Compare(a.Said.SortKey, b.Said.SortKey) })
	f.group = f.report.StudyGroupID
	return f, nil
}
