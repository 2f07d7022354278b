package ingest

import (
	"context"
	"fmt"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// copyPage is how many documents one change copies.
const copyPage = 1000

// Verify checks the facts of a store (store.CheckFacts), derives everything else again from them in scratch, an empty store,
// with the functions of an import, and compares, document by document and field by field. It changes nothing; nothing is
// imported while it runs. Where facts are damaged it does not derive from them. It holds what scratch holds, what one document
// says, and no more than two documents that it compares. progress, where not nil, gets how many reports were derived.
func Verify(ctx context.Context, s, scratch *store.Store, progress func(done, total int)) (*store.Findings, error) {
	found := &store.Findings{}
	return found, s.Alone(ctx, func(ctx context.Context) error {
		return verify(ctx, s, scratch, progress, found, func(d store.Difference) error {
			d.Describe(found)
			return nil
		})
	})
}

// Mend is Verify that puts in place what is derived otherwise, with one change. It returns what it mended, and what it could not:
// facts, which come again by an import or a restore. Where those that others derive from are damaged it mends nothing. by
// is who asks for it, for the record.
func Mend(ctx context.Context, s, scratch *store.Store, by string, progress func(done, total int)) (mended, left *store.Findings, err error) {
	err = s.Change(ctx, "mending what is derived", func(ctx context.Context) (*store.Batch, error) {
		mended, left = &store.Findings{}, &store.Findings{}
		var b store.Batch
		err := verify(ctx, s, scratch, progress, left, func(d store.Difference) error {
			if d.Mend(&b) {
				d.Describe(mended)
			} else {
				d.Describe(left)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		return &b, s.Record(&b, by, "mending what is derived", nil, map[string]any{"documents": b.Size()})
	})
	return mended, left, err
}

// verify adds to found what is wrong with the facts and, where all is derived from sound ones, hands over what differs.
func verify(ctx context.Context, s, scratch *store.Store, progress func(done, total int), found *store.Findings, each func(store.Difference) error) error {
	form, err := s.DerivedForm(ctx)
	if err != nil {
		return err
	}
	if form > derivedForm {
		found.Add(store.Finding{Node: "meta", Problem: fmt.Sprintf("the graph is derived in form %d, and this program derives form %d", form, derivedForm)})
	}
	whole, err := s.CheckFacts(ctx, found)
	if err != nil {
		return err
	}
	if !whole {
		found.Add(store.Finding{Node: "facts", Problem: "what is derived was not compared, since facts are damaged"})
		return nil
	}
	if err := derive(ctx, s, scratch, progress); err != nil {
		return err
	}
	return s.Compare(ctx, scratch, each)
}

// derive derives everything from the facts of a store in scratch, document by document.
func derive(ctx context.Context, s, scratch *store.Store, progress func(done, total int)) error {
	if err := copied(ctx, s.Corrections, scratch.Corrections, scratch); err != nil {
		return err
	}
	if err := copied(ctx, s.Reports, scratch.Reports, scratch); err != nil { // so that documents keep their ids
		return err
	}
	reports, err := s.Reports.All(ctx, "_id")
	if err != nil {
		return err
	}
	for i, r := range reports {
		if err := deriveInto(ctx, s, scratch, r.ID); err != nil {
			return fmt.Errorf("derive %s again: %w", r.ID, err)
		}
		if progress != nil {
			progress(i+1, len(reports))
		}
	}
	return nil
}

func copied[ID ~string, T any](ctx context.Context, from, to store.Collection[ID, T], scratch *store.Store) error {
	return from.Each(ctx, store.Filter{}, store.Order[T]{}, copyPage, func(page []*T) error {
		return scratch.Change(ctx, "copy of "+from.Name(), func(context.Context) (*store.Batch, error) {
			var b store.Batch
			for _, n := range page {
				if err := to.Put(&b, n); err != nil {
					return nil, err
				}
			}
			return &b, nil
		})
	})
}

// deriveInto adds a document of a store to scratch, with all that it says.
func deriveInto(ctx context.Context, s, scratch *store.Store, id standards.ReportID) error {
	f, err := document(ctx, s, id)
	if err != nil {
		return err
	}
	return scratch.Change(ctx, "deriving "+string(id), func(ctx context.Context) (*store.Batch, error) {
		w := &writer{result: Result{Report: f.report, facts: f}}
		_, err := derived(ctx, scratch, f, w, true)
		return &w.batch, err
	})
}
