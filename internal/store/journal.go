package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// The collections that keep changes whole.
const (
	journalName = "journal" // an entry a change, and its parts until it is applied
	metaName    = "meta"    // the lease and the revision
	changesName = "changes" // what each revision changed
)

// entry is a change in the journal. Its presence means that all its parts are stored: from then on the change is
// certain to happen.
type entry struct {
	ID       string    `bson:"_id"`
	What     string    `bson:"what"`
	At       time.Time `bson:"at"`
	Parts    int       `bson:"parts"`
	Applied  bool      `bson:"applied"`
	Revision int64     `bson:"revision,omitempty"` // that it brought
}

// part is a piece of a change, small enough for one document.
type part struct {
	ID     string  `bson:"_id"`
	Entry  string  `bson:"entry"`
	Number int     `bson:"number"`
	Writes []write `bson:"writes"`
}

// write puts a document in place or, without one, takes it away.
type write struct {
	Collection string   `bson:"c"`
	ID         string   `bson:"i"`
	Document   bson.Raw `bson:"d,omitempty"`
}

// size is about how many bytes a write has in a part.
func (w write) size() int { return len(w.Collection) + len(w.ID) + len(w.Document) + 64 }

// keptEntries is how long applied entries are kept, as a record of what was changed when.
const keptEntries = 90 * 24 * time.Hour

// maxWhat is how many bytes the description of a change has.
const maxWhat = 1000

// applyTimeout is how long applying one change may take.
const applyTimeout = 10 * time.Minute

// partBytes bounds the writes in one part, and the ids in one change, below the 16 MiB that MongoDB takes.
const partBytes = 4 << 20

// Change makes one change of the graph. Under the lease, so that changes come one after the other on all
// servers, it completes what an ended process left unfinished, lets plan read and decide, stores the whole of the
// change in the journal, applies it, and raises the revision once. When Change returns nil the change is there; when
// it returns an error after the change was stored, the next start or change completes it. An empty batch changes
// nothing and leaves the revision as it is.
func (s *Store) Change(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) error {
	return s.leased(ctx, func(ctx context.Context) error {
		if err := s.rollForward(ctx); err != nil {
			return err
		}
		batch, err := plan(ctx)
		if err != nil {
			return err
		}
		if err := s.account(ctx, batch); err != nil {
			return err
		}
		return s.commit(ctx, what, batch)
	})
}

// commit stores and applies a change under the lease; an empty one is none.
func (s *Store) commit(ctx context.Context, what string, batch *Batch) error {
	if batch.Size() == 0 {
		return nil
	}
	e, err := s.record(ctx, what, batch)
	if err != nil {
		return err
	}
	// From here on it is certain to happen, so it is not left half done where the one who asked goes away.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), applyTimeout)
	defer cancel()
	return s.apply(ctx, e)
}

// Recover completes what an ended process left unfinished, once the lease of that process has run out, and takes away
// what a restore left that did not end. Where the holder of the lease turns out to be alive it is left to complete its change.
func (s *Store) Recover(ctx context.Context) error {
	unfinished, err := s.Unfinished(ctx)
	if err != nil {
		return err
	}
	restoring, err := s.restoreState(ctx)
	if err != nil || len(unfinished) == 0 && restoring != restoreWriting {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.lease+ConnectTimeout)
	defer cancel()
	if err := s.leased(ctx, s.rollForward); !errors.Is(err, errLease) {
		return err
	}
	return nil
}

// Unfinished names the journal's entries that are stored and not applied.
func (s *Store) Unfinished(ctx context.Context) ([]string, error) {
	entries, err := s.unfinished(ctx)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.ID + ": " + e.What
	}
	return names, err
}

func (s *Store) unfinished(ctx context.Context) ([]entry, error) {
	var entries []entry
	cursor, err := s.db.Collection(journalName).Find(ctx, is("applied", false), options.Find().SetSort(byID))
	if err == nil {
		err = cursor.All(ctx, &entries)
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	return entries, nil
}

// rollForward completes changes that were stored and not applied, and takes away what a restore left that did not end.
func (s *Store) rollForward(ctx context.Context) error {
	if err := s.undoRestore(ctx); err != nil {
		return err
	}
	entries, err := s.unfinished(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := s.apply(ctx, e); err != nil {
			return fmt.Errorf("complete %s: %w", e.What, err)
		}
	}
	return nil
}

// record stores a change: its parts first, and then the entry that makes them count.
func (s *Store) record(ctx context.Context, what string, b *Batch) (entry, error) {
	now := time.Now().UTC()
	e := entry{ID: now.Format("20060102T150405.000000000") + "-" + rand.Text()[:8], What: standards.Shortened(what, maxWhat), At: now.Truncate(time.Millisecond)}
	journal := s.db.Collection(journalName)
	// Parts of a change whose entry was never stored: the process ended in between, and it never happened.
	if _, err := journal.DeleteMany(ctx, bson.D{{Key: "number", Value: bson.D{{Key: "$gte", Value: 0}}}}); err != nil {
		return e, fmt.Errorf("clear the journal: %w", err)
	}
	for writes := range b.parts() {
		p := part{ID: fmt.Sprintf("%s/%06d", e.ID, e.Parts), Entry: e.ID, Number: e.Parts, Writes: writes}
		if _, err := journal.InsertOne(ctx, p); err != nil {
			return e, fmt.Errorf("store %s in the journal: %w", what, err)
		}
		e.Parts++
	}
	if _, err := journal.InsertOne(ctx, e); err != nil {
		return e, fmt.Errorf("store %s in the journal: %w", what, err)
	}
	return e, nil
}

// apply carries out a stored change. Every step may be repeated.
func (s *Store) apply(ctx context.Context, e entry) error {
	journal := s.db.Collection(journalName)
	if err := s.announce(ctx, e.ID); err != nil {
		return err
	}
	var changed []string
	for n := range e.Parts {
		var p part
		err := journal.FindOne(ctx, is("_id", fmt.Sprintf("%s/%06d", e.ID, n))).Decode(&p)
		if err != nil {
			return fmt.Errorf("part %d of %d of journal entry %s: %w", n+1, e.Parts, e.ID, err)
		}
		if err := s.renew(ctx); err != nil {
			return err
		}
		if err := s.write(ctx, p.Writes); err != nil {
			return err
		}
		for _, w := range p.Writes {
			changed = append(changed, w.ID)
		}
	}
	revision, err := s.raise(ctx, e.ID, changed)
	if err == nil {
		err = s.published(ctx)
	}
	if err != nil {
		return err
	}
	if _, err := journal.UpdateOne(ctx, is("_id", e.ID), bson.D{{Key: "$set", Value: bson.D{{Key: "applied", Value: true}, {Key: "revision", Value: revision}}}}); err != nil {
		return fmt.Errorf("finish journal entry %s: %w", e.ID, err)
	}
	if _, err := journal.DeleteMany(ctx, is("entry", e.ID)); err != nil {
		return fmt.Errorf("clear journal entry %s: %w", e.ID, err)
	}
	_, err = journal.DeleteMany(ctx, bson.D{{Key: "applied", Value: true}, {Key: "at", Value: bson.D{{Key: "$lt", Value: time.Now().Add(-keptEntries)}}}})
	return err
}

// write carries out the writes of one part, which are of one collection after the other.
func (s *Store) write(ctx context.Context, writes []write) error {
	for len(writes) > 0 {
		n := slices.IndexFunc(writes, func(w write) bool { return w.Collection != writes[0].Collection })
		if n < 0 {
			n = len(writes)
		}
		models := make([]mongo.WriteModel, n)
		for i, w := range writes[:n] {
			if w.Document == nil {
				models[i] = mongo.NewDeleteOneModel().SetFilter(is("_id", w.ID))
			} else {
				models[i] = mongo.NewReplaceOneModel().SetUpsert(true).SetFilter(is("_id", w.ID)).SetReplacement(w.Document)
			}
		}
		if _, err := s.db.Collection(writes[0].Collection).BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false)); err != nil {
			return fmt.Errorf("write to %s: %w", writes[0].Collection, err)
		}
		writes = writes[n:]
	}
	return nil
}

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

// raise counts a change, once even when it is repeated, and lists what it changed before anyone can see that it did.
func (s *Store) raise(ctx context.Context, entryID string, changed []string) (int64, error) {
	r, err := s.revision(ctx)
	if err != nil {
		return 0, err
	}
	counted := r.Entry == entryID
	next := r.Number
	if !counted {
		next++
	}
	if !nameable(changed) { // everything may have changed
		changed = nil
	}
	changes := s.db.Collection(changesName)
	if _, err := changes.ReplaceOne(ctx, is("_id", next), change{next, entryID, changed}, options.Replace().SetUpsert(true)); err != nil {
		return 0, fmt.Errorf("list what changed: %w", err)
	}
	raised, err := s.db.Collection(metaName).UpdateOne(ctx, bson.D{{Key: "_id", Value: "revision"}, {Key: "number", Value: r.Number}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "number", Value: next}, {Key: "entry", Value: entryID}}}, {Key: "$unset", Value: bson.D{{Key: "applying", Value: ""}}}})
	if err != nil {
		return 0, fmt.Errorf("raise the revision: %w", err)
	}
	if raised.MatchedCount == 0 {
		return 0, fmt.Errorf("raise the revision from %d: %w", r.Number, errLease)
	}
	_, err = changes.DeleteMany(ctx, is("_id", bson.D{{Key: "$lt", Value: next - keptChanges}}))
	return next, err
}
