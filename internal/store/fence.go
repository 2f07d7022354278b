package store

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// A server may stop for any time before any of its commands, and go on when others have changed the graph since. Three things keep
// out what it writes then:
//
//   - A change is certain to happen from one compare-and-swap of the revision on, which fails where another server has claimed the
//     next change since.
//   - Every document has the stamp of the one who wrote it, and a write passes over a document of a later change.
//   - Whoever completes the change of another declares its stamp void first. What is written with that afterwards, such as a document
//     that a later change took away, counts as not there, and is taken away.

// stampField is the last field of every document of the graph as it is stored. No one above this package sees it.
const stampField = "stamp"

// stamp is the number of the revision that a write is for, and the name of the one who writes.
type stamp string

func newStamp(number int64) stamp { return stamp(stampOf(number) + "/" + rand.Text()[:10]) }

// isStamp knows what newStamp makes.
var isStamp = regexp.MustCompile(`^[0-9a-f]{12}/[A-Z2-7]{10}$`)

// afterStamps is after every stamp in their order.
const afterStamps = "g"

// stampOf is the beginning of the stamps for a revision; they are in the order of the revisions.
func stampOf(number int64) string { return fmt.Sprintf("%012x", number) }

// revision is the number that the stamp is for.
func (s stamp) revision() (number int64) {
	_, _ = fmt.Sscanf(string(s), "%012x/", &number) // a stamp is one of newStamp
	return number
}

// voids are the stamps of what counts as not there; shared by all that reads.
type voids struct{ stamps atomic.Pointer[[]stamp] }

// add learns of stamps; none is ever forgotten while the process lives.
func (v *voids) add(stamps []stamp) {
	for {
		before := v.stamps.Load()
		all := slices.Clone(v.all())
		for _, s := range stamps {
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
		if before != nil && len(all) == len(*before) || before == nil && len(all) == 0 || v.stamps.CompareAndSwap(before, &all) {
			return
		}
	}
}

func (v *voids) all() []stamp {
	if all := v.stamps.Load(); all != nil {
		return *all
	}
	return nil
}

// hides reports whether a stored document counts as not there.
func (v *voids) hides(raw bson.Raw) bool {
	all := v.all()
	if len(all) == 0 {
		return false
	}
	by, ok := raw.Lookup(stampField).StringValueOK()
	return ok && slices.Contains(all, stamp(by))
}

// stamped is a document as it is stored.
func (s stamp) stamped(raw bson.Raw) bson.Raw {
	out := make(bson.Raw, 0, len(raw)+len(stampField)+len(s)+8)
	out = bsoncore.AppendStringElement(append(out, raw[:len(raw)-1]...), stampField, string(s))
	out = append(out, 0)
	binary.LittleEndian.PutUint32(out, uint32(len(out))) //nolint:gosec // a document has 16 MiB at most
	return out
}

// unstamped is a document without its stamp, if it has one. What is none stays, so that it is seen where documents are compared.
func unstamped(raw bson.Raw) bson.Raw {
	for rest := body(raw); len(rest) > 0; {
		e, after, ok := bsoncore.ReadElement(rest)
		if !ok {
			return raw
		}
		if by, _ := e.Value().StringValueOK(); len(after) == 0 && string(e.KeyBytes()) == stampField && isStamp.MatchString(by) {
			out := append(slices.Clone(raw[:len(raw)-1-len(rest)]), 0)
			binary.LittleEndian.PutUint32(out, uint32(len(out))) //nolint:gosec // shorter than raw
			return out
		}
		rest = after
	}
	return raw
}

// model is a write that passes over a document of a later change. One of a void stamp it replaces.
func (s stamp) model(w write, void []stamp) mongo.WriteModel {
	filter := bson.D{{Key: "_id", Value: w.ID}, {Key: "$or", Value: bson.A{
		is(stampField, bson.D{{Key: "$not", Value: bson.D{{Key: "$gte", Value: stampOf(s.revision())}, {Key: "$lt", Value: afterStamps}}}}),
		among(stampField, append(slices.Clone(void), s)),
	}}}
	if w.Document == nil {
		return mongo.NewDeleteOneModel().SetFilter(filter)
	}
	return mongo.NewReplaceOneModel().SetUpsert(true).SetFilter(filter).SetReplacement(s.stamped(w.Document))
}

// sweep takes away what was written with a void stamp after it was declared void.
func (s *Store) sweep(ctx context.Context, void stamp) error {
	filter := is(stampField, void)
	var c change
	err := s.db.Collection(changesName).FindOne(ctx, is("_id", void.revision())).Decode(&c)
	if err == nil && len(c.IDs) > 0 {
		filter = append(among("_id", c.IDs), filter...)
	} else if err != nil && !isNone(err) {
		return fmt.Errorf("read what changed: %w", err)
	}
	for _, name := range slices.Backward(writeOrder) {
		if _, err := s.db.Collection(name).DeleteMany(ctx, filter); err != nil {
			return fmt.Errorf("take away from %s what came too late: %w", name, err)
		}
	}
	return nil
}

// tenure is the right to make the next change, until another claims it.
type tenure struct {
	claim  int64   // counted, so that later ones are known
	number int64   // the revision of the graph as long as the claim holds
	void   []stamp // as of then
}

// begin completes what an ended process left unfinished, and claims the next change. It is for the first in the queue.
func (s *Store) begin(ctx context.Context) (*tenure, error) {
	if err := s.undoRestore(ctx, ""); err != nil {
		return nil, err
	}
	t := &tenure{}
	for {
		r, err := s.revision(ctx)
		if err != nil {
			return nil, err
		}
		if r.Applying != "" {
			if err := s.complete(ctx, r); err != nil {
				return nil, err
			}
			continue
		}
		claimed, err := s.claim(ctx, t, r)
		if err != nil {
			return nil, err
		}
		if !claimed {
			continue
		}
		for _, v := range t.void {
			if err := s.sweep(ctx, v); err != nil {
				return nil, err
			}
		}
		if err := s.adopt(ctx, t, r.Entry); err != nil || t.claim > 1 {
			return t, err
		}
		_, err = s.db.Collection(journalName).DeleteMany(ctx, bson.D{{Key: "number", Value: bson.D{{Key: "$gte", Value: 0}}}, {Key: "claim", Value: bson.D{{Key: "$exists", Value: false}}}})
		return t, err // what an earlier program stored and did not make certain is gone
	}
}

// claim voids every other claim. False where the revision has changed since it was read.
func (s *Store) claim(ctx context.Context, t *tenure, r revision) (bool, error) {
	t.claim, t.number, t.void = r.Claim+1, r.Number, slices.DeleteFunc(slices.Clone(r.Void), func(v stamp) bool { return v < stamp(stampOf(r.Number-keptChanges)) })
	if r.ID == "" { // the first change of all
		_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", revisionID),
			bson.D{{Key: "$setOnInsert", Value: bson.D{{Key: "number", Value: int64(0)}, {Key: "entry", Value: ""}}}}, options.UpdateOne().SetUpsert(true))
		if err != nil && !mongo.IsDuplicateKeyError(err) {
			return false, fmt.Errorf("begin to count revisions: %w", err)
		}
	}
	set := bson.D{{Key: "claim", Value: t.claim}}
	if len(t.void) < len(r.Void) {
		set = append(set, bson.E{Key: "void", Value: t.void})
	}
	from := bson.D{{Key: "applying", Value: bson.D{{Key: "$exists", Value: false}}}, {Key: "claim", Value: bson.D{{Key: "$exists", Value: false}}}}
	if r.Claim != 0 {
		from[1].Value = r.Claim
	}
	done, err := s.swap(ctx, r.Number, from, bson.D{{Key: "$set", Value: set}})
	if err != nil {
		return false, fmt.Errorf("claim the next change: %w", err)
	}
	s.voids.add(t.void)
	return done, nil
}

// swap changes the revision's document where it has this number and these conditions hold, and reports whether they did.
func (s *Store) swap(ctx context.Context, number int64, where, update bson.D) (bool, error) {
	r, err := s.db.Collection(metaName).UpdateOne(ctx, append(bson.D{{Key: "_id", Value: revisionID}, {Key: "number", Value: number}}, where...), update)
	if err != nil {
		return false, err
	}
	return r.MatchedCount > 0, nil
}

// isNone reports whether a find found nothing.
func isNone(err error) bool { return errors.Is(err, mongo.ErrNoDocuments) }

// holds fails where another has claimed the next change since.
func (s *Store) holds(ctx context.Context, t *tenure) error {
	r, err := s.revision(ctx)
	if err == nil && (r.Claim != t.claim || r.Applying != "") {
		err = fmt.Errorf("%w: it took the place of this one", errLease)
	}
	return err
}
