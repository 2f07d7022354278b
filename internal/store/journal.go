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
	metaName    = "meta"    // the queue of changes, the revision, and marks
	changesName = "changes" // what each revision changed
)

// entry is a change in the journal. It happens if the revision says so: see tenure.commit.
type entry struct {
	ID       string    `bson:"_id"`
	What     string    `bson:"what"`
	At       time.Time `bson:"at"`
	Parts    int       `bson:"parts"`
	Claim    int64     `bson:"claim,omitempty"` // under which it was stored, until it was applied or set aside; 0 for one of an earlier program, which is certain to happen
	Applied  bool      `bson:"applied"`
	Revision int64     `bson:"revision,omitempty"` // that it brought
	Aside    string    `bson:"aside,omitempty"`    // why it was set aside
}

// part is a piece of a change, small enough for one document.
type part struct {
	ID     string  `bson:"_id"`
	Entry  string  `bson:"entry"`
	Number int     `bson:"number"`
	Claim  int64   `bson:"claim"` // as of its entry
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

// Change makes one change of the graph. In turn with all servers, it completes what an ended process left unfinished, lets plan
// read and decide, stores the whole of the change in the journal, commits it, applies it, and raises the revision once. When Change
// returns nil the change is there; when it returns an error after the change was committed, the next start or change completes it.
// Where another server has changed the graph since plan began to read, nothing is changed. An empty batch changes nothing and leaves
// the revision as it is.
func (s *Store) Change(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) error {
	return s.changing(ctx, func(ctx context.Context, t *tenure) error {
		batch, err := plan(ctx)
		if err != nil {
			return err
		}
		if err := s.account(ctx, batch); err != nil {
			return err
		}
		return s.commit(ctx, t, what, batch)
	})
}

// changing runs f when this server may make the next change, and nothing is left unfinished.
func (s *Store) changing(ctx context.Context, f func(context.Context, *tenure) error) error {
	return s.leased(ctx, func(ctx context.Context) error {
		t, err := s.begin(ctx)
		if err != nil {
			return err
		}
		return f(ctx, t)
	})
}

// commit stores, commits and applies a change; an empty one is none.
func (s *Store) commit(ctx context.Context, t *tenure, what string, batch *Batch) error {
	if batch.Size() == 0 {
		return nil
	}
	e, err := s.record(ctx, t, what, batch)
	if err != nil {
		return err
	}
	// From here on it may be certain to happen, so it is not left half done where the one who asked goes away.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), applyTimeout)
	defer cancel()
	by, err := s.decide(ctx, t, e.ID)
	if err == nil {
		err = s.apply(ctx, e, by)
	}
	if err == nil {
		t.number++
	}
	return err
}

// decide makes a stored change certain to happen, unless another has claimed the next change since.
func (s *Store) decide(ctx context.Context, t *tenure, entryID string) (stamp, error) {
	by := newStamp(t.number + 1)
	decided, err := s.swap(ctx, t.number, bson.D{{Key: "claim", Value: t.claim}, {Key: "applying", Value: bson.D{{Key: "$exists", Value: false}}}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "applying", Value: entryID}, {Key: "by", Value: by}}}})
	if err != nil { // it may have been done, and the answer lost
		if r, rerr := s.revision(ctx); rerr == nil && r.Applying == entryID && r.By == by {
			return by, nil
		}
		return by, fmt.Errorf("commit the change: %w", err)
	}
	if !decided {
		return by, fmt.Errorf("commit the change: %w; nothing was changed", errLease)
	}
	return by, nil
}

// Recover completes what an ended process left unfinished, once that process has lost its place in the queue, and takes away
// what a restore left that did not end. Where that process turns out to be alive it is left to complete its change.
func (s *Store) Recover(ctx context.Context) error {
	unfinished, err := s.Unfinished(ctx)
	if err != nil {
		return err
	}
	restoring, err := s.restoreState(ctx)
	if err != nil || len(unfinished) == 0 && restoring.State != restoreWriting {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, s.lease+ConnectTimeout)
	defer cancel()
	if err := s.changing(ctx, func(context.Context, *tenure) error { return nil }); !errors.Is(err, errLease) {
		return err
	}
	return nil
}

// Unfinished names the journal's entries that are certain to happen and are not applied.
func (s *Store) Unfinished(ctx context.Context) ([]string, error) {
	r, err := s.revision(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx, is("applied", false))
	entries = slices.DeleteFunc(entries, func(e entry) bool { return !e.stored() })
	if err == nil && r.Applying != "" && !slices.ContainsFunc(entries, func(e entry) bool { return e.ID == r.Applying }) {
		var one []entry
		if one, err = s.entries(ctx, is("_id", r.Applying)); len(one) == 0 {
			one = []entry{{ID: r.Applying, What: "a change that the journal does not have"}}
		}
		entries = append(one, entries...)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.ID + ": " + e.What
	}
	return names, err
}

func (s *Store) entries(ctx context.Context, filter bson.D) ([]entry, error) {
	var entries []entry
	cursor, err := s.db.Collection(journalName).Find(ctx, filter, options.Find().SetSort(byID))
	if err == nil {
		err = cursor.All(ctx, &entries)
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	return entries, nil
}

// complete applies the change that is committed in r, in the place of who began to. What that one writes from now on counts as not
// there. What cannot be applied is set aside.
func (s *Store) complete(ctx context.Context, r revision) error {
	by := newStamp(r.Number + 1)
	update := bson.D{{Key: "$set", Value: bson.D{{Key: "by", Value: by}}}}
	from := bson.D{{Key: "applying", Value: r.Applying}, {Key: "by", Value: bson.D{{Key: "$exists", Value: false}}}} // of an earlier program
	if r.By != "" {
		from[1].Value = r.By
		update = append(update, bson.E{Key: "$push", Value: is("void", r.By)})
	}
	taken, err := s.swap(ctx, r.Number, from, update)
	if err != nil || !taken { // or another did
		return err
	}
	entries, err := s.entries(ctx, is("_id", r.Applying))
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return s.setAside(ctx, entry{ID: r.Applying}, by, errors.New("the journal does not have it"))
	}
	err = s.apply(ctx, entries[0], by)
	if reason := (*unfit)(nil); errors.As(err, &reason) {
		return s.setAside(ctx, entries[0], by, reason)
	}
	if err != nil {
		return fmt.Errorf("complete %s: %w", entries[0].What, err)
	}
	return nil
}

// stored reports whether an entry is one of an earlier program, whose presence made it certain to happen.
func (e entry) stored() bool { return !e.Applied && e.Claim == 0 && e.Aside == "" }

// adopt completes changes that an earlier program stored, and notes the end of the last change where that was not done.
func (s *Store) adopt(ctx context.Context, t *tenure, last string) error {
	entries, err := s.entries(ctx, is("applied", false))
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch by := stamp(""); {
		case e.Aside != "":
			continue
		case e.ID == last:
			err = s.finish(ctx, e, t.number)
		case !e.stored():
			continue
		default:
			if by, err = s.decide(ctx, t, e.ID); err == nil {
				err = s.apply(ctx, e, by)
			}
			t.number++
		}
		if err != nil {
			return fmt.Errorf("complete %s: %w", e.What, err)
		}
	}
	return nil
}

// record stores a change. It is none before it is committed.
func (s *Store) record(ctx context.Context, t *tenure, what string, b *Batch) (entry, error) {
	now := time.Now().UTC()
	e := entry{ID: now.Format("20060102T150405.000000000") + "-" + rand.Text()[:8], What: standards.Shortened(what, maxWhat), At: now.Truncate(time.Millisecond), Claim: t.claim}
	journal := s.db.Collection(journalName)
	// What was stored under an earlier claim and never committed never will be. A server that clears the journal too late takes
	// nothing away that was stored since.
	if _, err := journal.DeleteMany(ctx, is("claim", bson.D{{Key: "$lt", Value: t.claim}})); err != nil {
		return e, fmt.Errorf("clear the journal: %w", err)
	}
	for writes := range b.parts() {
		p := part{ID: fmt.Sprintf("%s/%06d", e.ID, e.Parts), Entry: e.ID, Number: e.Parts, Claim: t.claim, Writes: writes}
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
