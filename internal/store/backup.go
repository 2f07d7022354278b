package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// Backup writes everything to out. Nothing is imported while it runs. progress, where not nil, gets how many
// documents of about how many were written.
func (s *Store) Backup(ctx context.Context, out io.Writer, progress func(done, total int)) (documents int, err error) {
	err = s.changing(ctx, func(ctx context.Context, t *tenure) error {
		if documents, err = s.backup(ctx, out, progress); err != nil {
			return err
		}
		return s.holds(ctx, t)
	})
	return documents, err
}

func (s *Store) backup(ctx context.Context, out io.Writer, progress func(done, total int)) (int, error) {
	head := backupHead{Rapporteur: backupVersion}
	var err error
	if head.Revision, err = s.Revision(ctx); err != nil {
		return 0, err
	}
	if head.Schema, err = s.schemaOf(ctx); err != nil {
		return 0, err
	}
	if head.Derived, err = s.DerivedForm(ctx); err != nil {
		return 0, err
	}
	for _, name := range writeOrder {
		n, err := s.db.Collection(name).EstimatedDocumentCount(ctx)
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", name, err)
		}
		head.Documents += int(n)
	}
	w, err := newBackupWriter(out, head)
	if err != nil {
		return 0, err
	}
	for _, name := range writeOrder {
		if err := s.eachRaw(ctx, name, bson.D{}, func(raw bson.Raw) error {
			if err := w.document(name, raw); err != nil {
				return err
			}
			if done := w.sums.documents; progress != nil && done%100 == 0 {
				progress(done, head.Documents)
			}
			return nil
		}); err != nil {
			return 0, err
		}
	}
	return w.close()
}

// Restore reads a backup into a store that is empty, embedded or not. It reads all of it first, and writes only what has proved
// whole; when it fails, or its process ends, nothing that it wrote stays. Memory is bounded by the largest document.
func (s *Store) Restore(ctx context.Context, in io.ReadSeeker, progress func(done, total int)) (documents int, err error) {
	err = s.changing(ctx, func(ctx context.Context, t *tenure) error {
		if err := s.nothing(ctx); err != nil {
			return err
		}
		head, sum, err := s.readBackup(ctx, in, nil)
		if err == nil {
			documents, err = s.writeBackup(ctx, t, in, head, sum, progress)
		}
		if err != nil {
			err = errors.Join(err, s.markRestore(context.WithoutCancel(ctx), restoreMark{State: restoreFailed}))
		}
		return err
	})
	return documents, err
}

// nothing fails where any collection holds a document.
func (s *Store) nothing(ctx context.Context) error {
	for _, name := range writeOrder {
		err := s.db.Collection(name).FindOne(ctx, bson.D{}, options.FindOne().SetSort(byID).SetProjection(byID)).Err()
		if err == nil {
			return standards.Errorf(standards.Invalid, "the store is not empty; restore into an empty one")
		}
		if !errors.Is(err, mongo.ErrNoDocuments) {
			return fmt.Errorf("look at %s: %w", name, err)
		}
	}
	return nil
}

// readBackup reads a whole backup, checks it, and gives its documents to each where that is not nil. It returns the head and the
// SHA-256 of what it read.
func (s *Store) readBackup(ctx context.Context, in io.Reader, each func(write) error) (backupHead, string, error) {
	r, err := openBackup(in)
	if err != nil {
		return backupHead{}, "", err
	}
	check := s.forms()
	for {
		w, end, err := r.document(check)
		switch {
		case err != nil:
			return r.head, "", err
		case end:
			return r.head, r.sums.end().SHA256, nil
		case ctx.Err() != nil:
			return r.head, "", ctx.Err()
		case each == nil:
		default:
			if err := each(w); err != nil {
				return r.head, "", err
			}
		}
	}
}

// writeBackup writes the documents of a backup whose sum is known, and counts on from its revision.
func (s *Store) writeBackup(ctx context.Context, t *tenure, in io.ReadSeeker, head backupHead, sum string, progress func(done, total int)) (done int, err error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read the backup a second time: %w", err)
	}
	by := newStamp(max(t.number, head.Revision) + 1)
	if err := s.markRestore(ctx, restoreMark{State: restoreWriting, By: by}); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), applyTimeout)
			defer cancel()
			err = errors.Join(err, s.undoRestore(ctx, by))
		}
	}()
	if err := errors.Join(s.setSchema(ctx, max(head.Schema, 1)), s.SetDerivedForm(ctx, head.Derived)); err != nil {
		return 0, err
	}
	if done, err = s.writeRead(ctx, t, in, by, head.Documents, sum, progress); err != nil {
		return done, err
	}
	return done, s.finishRestore(ctx, t, by)
}

// writeRead writes the documents of a backup, about total ones, as they are read. It fails where they are not those of the sum.
func (s *Store) writeRead(ctx context.Context, t *tenure, in io.Reader, by stamp, total int, sum string, progress func(done, total int)) (done int, err error) {
	var pending []write
	size := 0
	flush := func() error {
		err := errors.Join(s.holds(ctx, t), s.write(ctx, pending, by, t.void))
		done += len(pending)
		pending, size = nil, 0
		if progress != nil {
			progress(done, total)
		}
		return err
	}
	_, again, err := s.readBackup(ctx, in, func(w write) error {
		pending, size = append(pending, w), size+len(w.Document)
		if len(pending) < chunk && size < partBytes {
			return nil
		}
		return flush()
	})
	if err == nil && again != sum {
		err = errors.New("the backup has changed while it was read")
	}
	if err == nil {
		err = flush()
	}
	return done, err
}

// finishRestore counts on from the backup's revision, so that whoever has read the empty store sees a change, and migrates what an
// earlier program wrote.
func (s *Store) finishRestore(ctx context.Context, t *tenure, by stamp) error {
	next, entry := by.revision(), restoredEntry+rand.Text()
	if _, err := s.db.Collection(changesName).ReplaceOne(ctx, is("_id", next), change{ID: next, Entry: entry}, options.Replace().SetUpsert(true)); err != nil {
		return fmt.Errorf("list the restore: %w", err)
	}
	done, err := s.swap(ctx, t.number, is("claim", t.claim), bson.D{{Key: "$set", Value: bson.D{{Key: "number", Value: next}, {Key: "entry", Value: entry}}}})
	if err == nil && !done {
		err = errLease
	}
	if err != nil {
		return fmt.Errorf("count the restore: %w", err)
	}
	t.number = next
	if err := s.migrateDocuments(ctx, t, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	_, err = s.db.Collection(metaName).DeleteOne(ctx, is("_id", restoreID))
	return err
}

// The mark of a restore in meta, from before its first write until it is done.
const (
	restoreID      = "restore"
	restoreWriting = "writing"
	restoreFailed  = "failed" // and nothing of it is there
)

type restoreMark struct {
	State string    `bson:"state"`
	At    time.Time `bson:"at"`
	By    stamp     `bson:"by,omitempty"` // of what it writes
}

func (s *Store) markRestore(ctx context.Context, mark restoreMark) error {
	mark.At = time.Now().UTC()
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", restoreID), bson.D{{Key: "$set", Value: mark}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return fmt.Errorf("mark the restore as %s: %w", mark.State, err)
	}
	return nil
}

func (s *Store) restoreState(ctx context.Context) (restoreMark, error) {
	var mark restoreMark
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", restoreID)).Decode(&mark)
	if err != nil && !isNone(err) {
		return mark, fmt.Errorf("look at the last restore: %w", err)
	}
	return mark, nil
}

// RestoreFailed reports whether the last restore into this store failed and left it empty.
func (s *Store) RestoreFailed(ctx context.Context) (bool, error) {
	mark, err := s.restoreState(ctx)
	return mark.State != "", err
}

// undoRestore takes away what a restore wrote that did not end, reports first, so that the store counts as empty at once: that of
// this stamp, or that of any for "". What that restore may still write counts as not there.
func (s *Store) undoRestore(ctx context.Context, by stamp) error {
	mark, err := s.restoreState(ctx)
	if err != nil || mark.State != restoreWriting || by != "" && mark.By != by {
		return err
	}
	written := bson.D{} // all, where an earlier program began the restore
	if mark.By != "" {
		written = is(stampField, mark.By)
		if _, err := s.db.Collection(metaName).UpdateOne(ctx, bson.D{{Key: "_id", Value: revisionID}, {Key: "void", Value: bson.D{{Key: "$ne", Value: mark.By}}}},
			bson.D{{Key: "$push", Value: is("void", mark.By)}}); err != nil {
			return fmt.Errorf("end a restore: %w", err)
		}
	}
	for _, name := range slices.Backward(writeOrder) {
		if _, err := s.db.Collection(name).DeleteMany(ctx, written); err != nil {
			return fmt.Errorf("take away what a restore left in %s: %w", name, err)
		}
	}
	return errors.Join(s.setSchema(ctx, schemaNumber()), s.markRestore(ctx, restoreMark{State: restoreFailed}))
}
