package ingest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Result is what an import did, counted in what documents say: see Changes.
type Result struct {
	Report                      *standards.Report
	Created, Updated, Unchanged int
	Deleted                     int
	Dropped                     []string   // what an earlier issue says and this one does not, in words
	NeedsReplace                bool       // whether Import refuses it, see Replace
	Proposals                   []Proposal // people who may be one and were not thought so before

	facts     *Facts
	changes   []*NodeChange
	outcomes  map[string]Outcome                           // of the actions that change, and of what pages say, by id
	decisions map[standards.StatementID]standards.ActionID // that its statements report
}

// Import puts what a document says into the graph, in place of what an earlier issue of the same document said. An issue
// that would drop more than a tenth of that is refused, with INVALID; see Replace. With dryRun nothing is written. by is
// who imports it, for the record.
func Import(ctx context.Context, s *store.Store, f *Facts, by string, dryRun bool) (*Result, error) {
	return importing(ctx, s, f, by, dryRun, false)
}

// Replace is Import of an issue that may say less than the earlier one.
func Replace(ctx context.Context, s *store.Store, f *Facts, by string, dryRun bool) (*Result, error) {
	return importing(ctx, s, f, by, dryRun, true)
}

func importing(ctx context.Context, s *store.Store, f *Facts, by string, dryRun, replace bool) (*Result, error) {
	f.report.ImportedAt = time.Now().UTC().Truncate(time.Millisecond)
	var result *Result
	plan := func(ctx context.Context) (*store.Batch, error) {
		w := &writer{result: Result{Report: f.report, facts: f}}
		result = &w.result
		d, err := derived(ctx, s, f, w, replace || dryRun)
		if err != nil {
			return nil, err
		}
		w.result.Proposals = d.proposals
		var before map[string]any
		if d.earlier.report != nil {
			before = map[string]any{"sha256": d.earlier.report.SHA256}
		}
		return &w.batch, s.Record(&w.batch, by, store.ImportOf+string(f.report.ID), before, map[string]any{
			"sha256": f.report.SHA256, "created": result.Created, "updated": result.Updated, "deleted": result.Deleted,
		})
	}
	if dryRun {
		_, err := plan(ctx)
		return result, err
	}
	err := s.Change(ctx, "import of "+string(f.report.ID), plan)
	return result, err
}

// derived loads what the facts touch, derives it anew, and collects in the writer what changes.
func derived(ctx context.Context, s *store.Store, f *Facts, w *writer, replace bool) (*derivation, error) {
	c := change{store: s, facts: f}
	if err := c.read(ctx); err != nil {
		return nil, err
	}
	w.result.Dropped = c.dropped()
	w.result.NeedsReplace = tooMany(len(w.result.Dropped), len(c.earlier.things()))
	if !replace {
		if err := c.keepsEnough(); err != nil {
			return nil, err
		}
	}
	c.deriveTexts()
	if err := c.relink(ctx); err != nil {
		return nil, err
	}
	d := newDerivation(c)
	if err := d.run(ctx); err != nil {
		return nil, err
	}
	w.result.decisions = map[standards.StatementID]standards.ActionID{}
	for id, s := range d.statements {
		w.result.decisions[id] = s.ActionID
	}
	return d, d.write(ctx, w)
}

// writer compares what was with what is to be.
type writer struct {
	batch    store.Batch
	result   Result
	restated restated
}

// write collects what changes: every node that may have changed is compared with what is stored.
func (d *derivation) write(ctx context.Context, w *writer) error {
	s := d.store
	texts := map[standards.TextID]*standards.Text{}
	for id := range d.texts {
		texts[id] = nil
	}
	for id, t := range d.derived {
		texts[id] = t
	}
	actions := map[standards.ActionID]*standards.Action{}
	for id := range d.removed {
		actions[id] = nil
	}
	for id, a := range d.actions {
		actions[id] = a
	}
	for _, err := range []error{
		compare(ctx, w, s.StudyGroups, d.studyGroups, nil),
		compare(ctx, w, s.Questions, d.questions, d.stored.questions),
		compare(ctx, w, s.People, d.persons, d.stored.persons),
		compare(ctx, w, s.Specifications, d.specifications, d.stored.specifications),
		compare(ctx, w, s.Documents, d.documents, nil),
		compare(ctx, w, s.Meetings, d.meetings, nil),
		compare(ctx, w, s.CorrespondenceGroups, d.groups, nil),
		compare(ctx, w, s.Texts, texts, nil),
		compare(ctx, w, s.Actions, actions, nil),
	} {
		if err != nil {
			return err
		}
	}
	if d.facts == nil {
		return nil
	}
	d.tell(w)
	if err := d.revise(ctx, w); err != nil {
		return err
	}
	return d.writeFacts(w)
}

// writeFacts collects what changes of what the document says.
func (d *derivation) writeFacts(w *writer) error {
	s, earlier, now := d.store, &d.earlier, &d.facts.issue
	if earlier.report != nil && earlier.report.SHA256 == now.report.SHA256 {
		now.report.ImportedAt = earlier.report.ImportedAt
	}
	if !now.damaged { // else that has to stay known
		var err error
		if now.report.Digest, err = now.digest(s); err != nil {
			return err
		}
	}
	reports := map[standards.ReportID]*standards.Report{}
	if earlier.report != nil {
		reports[earlier.report.ID] = earlier.report
	}
	return errors.Join(
		put(w, s.Statements, byID(slices.Concat(d.said, earlier.statements), s.Statements.ID), d.statements),
		put(w, s.MeetingStatements, byID(earlier.meetings, s.MeetingStatements.ID), byID(now.meetings, s.MeetingStatements.ID)),
		put(w, s.GroupStatements, byID(earlier.groups, s.GroupStatements.ID), byID(now.groups, s.GroupStatements.ID)),
		put(w, s.WarningPages, byID(earlier.warnings, s.WarningPages.ID), byID(now.warnings, s.WarningPages.ID)),
		put(w, s.Reports, reports, map[standards.ReportID]*standards.Report{now.report.ID: now.report}))
}

// put adds to the batch the facts that are new or differ from what is stored, and takes away those that are not said any
// more.
func put[ID ~string, T any](w *writer, c store.Collection[ID, T], stored, now map[ID]*T) error {
	for id := range stored {
		if now[id] == nil {
			c.Delete(&w.batch, id)
		}
	}
	for id, n := range now {
		if before := stored[id]; before != nil {
			if same, err := equal(c, before, n); same || err != nil {
				if err != nil {
					return err
				}
				continue
			}
		}
		if err := c.Put(&w.batch, n); err != nil {
			return err
		}
	}
	return nil
}

// compare adds to the batch every node that is new or differs from what is stored, and takes away those that no
// fact names any more, which are nil. known are nodes that were read before.
func compare[ID ~string, T any](ctx context.Context, w *writer, c store.Collection[ID, T], nodes, known map[ID]*T) error {
	ids := make([]ID, 0, len(nodes))
	for id := range nodes {
		if _, ok := known[id]; !ok {
			ids = append(ids, id)
		}
	}
	read, err := c.Where(ctx, "_id", ids)
	if err != nil {
		return err
	}
	old := byID(read, c.ID)
	for id, n := range nodes {
		before := old[id]
		if was := known[id]; was != nil {
			before = was
		}
		switch {
		case n == nil && before == nil:
		case n == nil:
			c.Delete(&w.batch, id)
			w.restated.add(before, n)
		case before == nil:
			w.restated.add(before, n)
			err = c.Put(&w.batch, n)
		default:
			var same bool
			if same, err = equal(c, before, n); same {
				w.restated.same(n)
			} else if err == nil {
				w.restated.add(before, n)
				err = c.Put(&w.batch, n)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func equal[ID ~string, T any](c store.Collection[ID, T], a, b *T) (bool, error) {
	x, err := c.Encode(a)
	if err != nil {
		return false, err
	}
	y, err := c.Encode(b)
	return bytes.Equal(x, y), err
}
