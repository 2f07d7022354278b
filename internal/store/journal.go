package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
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
