package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// unfit is why a change cannot be applied, however often one tries.
type unfit struct{ error }

// apply carries out a committed change. Every step may be repeated. Where another has taken it over that one completes it: the error
// is then that it has not yet done so.
func (s *Store) apply(ctx context.Context, e entry, by stamp) error {
	if err := s.announce(ctx); err != nil {
		return err
	}
	var changed []string
	for n := range e.Parts {
		mine, void, err := s.applies(ctx, e.ID, by)
		if err != nil {
			return err
		}
		if !mine {
			return s.superseded(ctx, e, by)
		}
		var p part
		err = s.db.Collection(journalName).FindOne(ctx, is("_id", fmt.Sprintf("%s/%06d", e.ID, n))).Decode(&p)
		if isNone(err) {
			if mine, _, err = s.applies(ctx, e.ID, by); err == nil && !mine {
				return s.superseded(ctx, e, by)
			}
			err = &unfit{mongo.ErrNoDocuments}
		}
		if err != nil {
			return fmt.Errorf("part %d of %d of journal entry %s: %w", n+1, e.Parts, e.ID, err)
		}
		if err := s.write(ctx, p.Writes, by, void); err != nil {
			return err
		}
		for _, w := range p.Writes {
			changed = append(changed, w.ID)
		}
	}
	raised, err := s.raise(ctx, e.ID, by, changed)
	if err != nil {
		return err
	}
	if !raised {
		return s.superseded(ctx, e, by)
	}
	if err := s.published(ctx); err != nil {
		return err
	}
	return s.finish(ctx, e, by.revision())
}

// applies reports whether a change is being applied with this stamp, and which stamps are void.
func (s *Store) applies(ctx context.Context, entryID string, by stamp) (bool, []stamp, error) {
	r, err := s.revision(ctx)
	return r.Applying == entryID && r.By == by, r.Void, err
}

// superseded is the end of one who applied a change that another has taken over: it takes away what it wrote too late, and fails
// unless the other has completed the change.
func (s *Store) superseded(ctx context.Context, e entry, by stamp) error {
	if err := s.sweep(ctx, by); err != nil {
		return err
	}
	var c change
	err := s.db.Collection(changesName).FindOne(ctx, is("_id", by.revision())).Decode(&c)
	r, rerr := s.revision(ctx)
	if err == nil && rerr == nil && c.Entry == e.ID && r.Number >= c.ID {
		return s.published(ctx)
	}
	return fmt.Errorf("%w: it completes %s", errLease, e.What)
}

// finish notes that a change was applied.
func (s *Store) finish(ctx context.Context, e entry, revision int64) error {
	journal := s.db.Collection(journalName)
	if _, err := journal.UpdateOne(ctx, is("_id", e.ID), bson.D{
		{Key: "$set", Value: bson.D{{Key: "applied", Value: true}, {Key: "revision", Value: revision}}}, {Key: "$unset", Value: bson.D{{Key: "claim", Value: ""}, {Key: "aside", Value: ""}}},
	}); err != nil {
		return fmt.Errorf("finish journal entry %s: %w", e.ID, err)
	}
	if _, err := journal.DeleteMany(ctx, is("entry", e.ID)); err != nil {
		return fmt.Errorf("clear journal entry %s: %w", e.ID, err)
	}
	_, err := journal.DeleteMany(ctx, bson.D{{Key: "applied", Value: true}, {Key: "at", Value: bson.D{{Key: "$lt", Value: time.Now().Add(-keptEntries)}}}})
	return err
}

// write carries out the writes of one part, which are of one collection after the other.
func (s *Store) write(ctx context.Context, writes []write, by stamp, void []stamp) error {
	for len(writes) > 0 {
		n := slices.IndexFunc(writes, func(w write) bool { return w.Collection != writes[0].Collection })
		if n < 0 {
			n = len(writes)
		}
		models := make([]mongo.WriteModel, n)
		for i, w := range writes[:n] {
			models[i] = by.model(w, void)
		}
		_, err := s.db.Collection(writes[0].Collection).BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false))
		if err := s.refused(ctx, err); err != nil {
			return fmt.Errorf("write to %s: %w", writes[0].Collection, err)
		}
		writes = writes[n:]
	}
	return nil
}

// refused is what is left of an error of writes: a document of a later change, which cannot be put in place again, is none, and what
// the database says of a document itself it will say again.
func (s *Store) refused(ctx context.Context, err error) error {
	var bulk mongo.BulkWriteException
	if !errors.As(err, &bulk) || bulk.WriteConcernError != nil || len(bulk.WriteErrors) == 0 {
		return err
	}
	left := slices.DeleteFunc(bulk.WriteErrors, func(e mongo.BulkWriteError) bool { return e.Code == duplicateKey })
	if len(left) == 0 {
		return nil
	}
	if ctx.Err() == nil && slices.Contains(unfitCodes, left[0].Code) {
		return &unfit{left[0]}
	}
	return left[0]
}

// Codes of MongoDB's errors of a write.
const duplicateKey = 11000

// unfitCodes are those of errors that are of the document, and not of the state of the database: BadValue, FailedToParse, InvalidBSON,
// Overflow, CannotIndexParallelArrays, DocumentValidationFailure, a document or a key too large.
var unfitCodes = []int{2, 9, 15, 22, 52, 121, 171, 10334, 17280, 17419}

// change is what one revision changed.
type change struct {
	ID    int64    `bson:"_id"` // the revision
	Entry string   `bson:"entry"`
	IDs   []string `bson:"ids"` // none where they are too many to name
}

// keptChanges is how many revisions the list of changes goes back.
const keptChanges = 1000

// nameable says whether ids are few and short enough to be named in one document.
func nameable(ids []string) bool {
	size := 0
	for _, id := range ids {
		size += len(id) + 16
	}
	return len(ids) <= MaxKeys && size <= partBytes
}

// raise counts a change that was applied with a stamp, and lists what it changed before anyone can see that it did. False where
// another has taken the change over.
func (s *Store) raise(ctx context.Context, entryID string, by stamp, changed []string) (bool, error) {
	if !nameable(changed) { // everything may have changed
		changed = nil
	}
	next := by.revision()
	changes := s.db.Collection(changesName)
	if _, err := changes.ReplaceOne(ctx, is("_id", next), change{next, entryID, changed}, options.Replace().SetUpsert(true)); err != nil {
		return false, fmt.Errorf("list what changed: %w", err)
	}
	raised, err := s.swap(ctx, next-1, bson.D{{Key: "applying", Value: entryID}, {Key: "by", Value: by}}, bson.D{
		{Key: "$set", Value: bson.D{{Key: "number", Value: next}, {Key: "entry", Value: entryID}}},
		{Key: "$unset", Value: bson.D{{Key: "applying", Value: ""}, {Key: "by", Value: ""}}},
	})
	if err != nil { // it may have been done, and the answer lost
		if r, rerr := s.revision(ctx); rerr != nil || r.Number != next || r.Entry != entryID {
			return false, fmt.Errorf("raise the revision: %w", err)
		}
		raised = true
	}
	_, err = changes.DeleteMany(ctx, is("_id", bson.D{{Key: "$lt", Value: next - keptChanges}}))
	return raised, err
}
