package ingest

import (
	"bytes"
	"context"
	"time"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Result is what an import did, counted in nodes and actions.
type Result struct {
	Report                      *standards.Report
	Created, Updated, Unchanged int
	Deleted                     int
	Proposals                   []Proposal // people who may be one and were not thought so before

	facts    *Facts
	outcomes map[string]Outcome // of every node and action that the report names or named, by id
}

// Import puts what a report says into the graph, in place of what an earlier report of the same meeting said.
// With dryRun nothing is written. by is who imports it, for the record.
func Import(ctx context.Context, s *store.Store, f *Facts, by string, dryRun bool) (*Result, error) {
	f.report.ImportedAt = time.Now().UTC().Truncate(time.Millisecond)
	w := &writer{result: Result{Report: f.report, facts: f}}
	plan := func(ctx context.Context) (*store.Batch, error) {
		c := change{store: s, facts: f}
		if err := c.read(ctx); err != nil {
			return nil, err
		}
		c.deriveTexts()
		if err := c.relink(ctx); err != nil {
			return nil, err
		}
		d := newDerivation(c)
		if err := d.run(ctx); err != nil {
			return nil, err
		}
		err := d.write(ctx, w)
		if w.result.Created+w.result.Updated > 0 {
			w.result.Proposals = d.proposals
		}
		if err != nil {
			return nil, err
		}
		var before map[string]any
		if d.report != nil {
			before = map[string]any{"sha256": d.report.SHA256}
		}
		r := &w.result
		return &w.batch, s.Record(&w.batch, by, "import of "+string(f.report.ID), before, map[string]any{
			"sha256": f.report.SHA256, "created": r.Created, "updated": r.Updated, "deleted": r.Deleted,
		})
	}
	if dryRun {
		_, err := plan(ctx)
		return &w.result, err
	}
	err := s.Change(ctx, "import of "+string(f.report.ID), plan)
	return &w.result, err
}

// writer compares what was with what is to be.
type writer struct {
	batch    store.Batch
	result   Result
	restated restated
}

// note counts what happens to a node.
func (w *writer) note(id string, outcome Outcome) {
	r := &w.result
	switch outcome {
	case Created:
		r.Created++
	case Updated:
		r.Updated++
	case Deleted:
		r.Deleted++
	case Unchanged:
		r.Unchanged++
	}
	if r.outcomes == nil {
		r.outcomes = map[string]Outcome{}
	}
	r.outcomes[id] = outcome
}

// write collects what changes: every node that may have changed is compared with what is stored.
func (d *derivation) write(ctx context.Context, w *writer) error {
	s := d.store
	reports := map[standards.ReportID]*standards.Report{}
	if d.facts != nil {
		reports[d.facts.report.ID] = d.facts.report
	}
	if d.report != nil && d.report.SHA256 == d.facts.report.SHA256 {
		d.facts.report.ImportedAt = d.report.ImportedAt
	}
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
		compare(ctx, w, s.Reports, reports, nil),
	} {
		if err != nil {
			return err
		}
	}
	if d.facts == nil {
		return nil
	}
	return d.revise(ctx, w)
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
			w.note(string(id), Deleted)
			w.restated.add(before, n)
		case before == nil:
			w.note(string(id), Created)
			w.restated.add(before, n)
			err = c.Put(&w.batch, n)
		default:
			var same bool
			if same, err = equal(c, before, n); same {
				w.note(string(id), Unchanged)
			} else if err == nil {
				w.note(string(id), Updated)
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
