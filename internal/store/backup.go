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
	err = s.leased(ctx, func(ctx context.Context) error {
		if err := s.rollForward(ctx); err != nil {
			return err
		}
		documents, err = s.backup(ctx, out, progress)
		return err
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
		cursor, err := s.db.Collection(name).Find(ctx, bson.D{}, options.Find().SetSort(byID).SetBatchSize(chunk))
		if err != nil {
			return 0, fmt.Errorf("read %s: %w", name, err)
		}
		for cursor.Next(ctx) {
			if err := w.document(name, cursor.Current); err != nil {
				return 0, errors.Join(err, cursor.Close(ctx))
			}
			if done := w.sums.documents; progress != nil && done%100 == 0 {
				progress(done, head.Documents)
			}
		}
		if err := errors.Join(cursor.Err(), cursor.Close(ctx)); err != nil {
			return 0, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return w.close()
}

// Restore reads a backup into a store that is empty, embedded or not. It reads all of it first, and writes only what has proved
// whole; when it fails, or its process ends, nothing that it wrote stays. Memory is bounded by the largest document.
func (s *Store) Restore(ctx context.Context, in io.ReadSeeker, progress func(done, total int)) (documents int, err error) {
	err = s.leased(ctx, func(ctx context.Context) error {
		if err := s.rollForward(ctx); err != nil {
			return err
		}
		if err := s.nothing(ctx); err != nil {
			return err
		}
		head, sum, err := s.readBackup(ctx, in, nil)
		if err == nil {
			documents, err = s.writeBackup(ctx, in, head, sum, progress)
		}
		if err != nil {
			err = errors.Join(err, s.markRestore(context.WithoutCancel(ctx), restoreFailed))
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
func (s *Store) writeBackup(ctx context.Context, in io.ReadSeeker, head backupHead, sum string, progress func(done, total int)) (done int, err error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return 0, fmt.Errorf("read the backup a second time: %w", err)
	}
	if err := s.markRestore(ctx, restoreWriting); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), applyTimeout)
			defer cancel()
			err = errors.Join(err, s.undoRestore(ctx))
		}
	}()
	if err := errors.Join(s.setSchema(ctx, max(head.Schema, 1)), s.SetDerivedForm(ctx, head.Derived)); err != nil {
		return 0, err
	}
	var pending []write
	size := 0
	flush := func() error {
		err := errors.Join(s.renew(ctx), s.write(ctx, pending))
		done += len(pending)
		pending, size = nil, 0
		if progress != nil {
			progress(done, head.Documents)
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
	if err == nil {
		err = s.finishRestore(ctx, head)
	}
	return done, err
}

// finishRestore counts on from the backup's revision, so that whoever has read the empty store sees a change, and migrates what an
// earlier program wrote.
func (s *Store) finishRestore(ctx context.Context, head backupHead) error {
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", "revision"),
		bson.D{{Key: "$max", Value: bson.D{{Key: "number", Value: head.Revision}}}}, options.UpdateOne().SetUpsert(true))
	if err == nil {
		_, err = s.raise(ctx, restoredEntry+rand.Text(), nil)
	}
	if err == nil {
		err = s.migrateDocuments(ctx, slog.New(slog.DiscardHandler))
	}
	if err == nil {
		_, err = s.db.Collection(metaName).DeleteOne(ctx, is("_id", restoreID))
	}
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
}

func (s *Store) markRestore(ctx context.Context, state string) error {
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", restoreID), bson.D{{Key: "$set", Value: restoreMark{state, time.Now().UTC()}}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return fmt.Errorf("mark the restore as %s: %w", state, err)
	}
	return nil
}

func (s *Store) restoreState(ctx context.Context) (string, error) {
	var mark restoreMark
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", restoreID)).Decode(&mark)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look at the last restore: %w", err)
	}
	return mark.State, nil
}

// RestoreFailed reports whether the last restore into this store failed and left it empty.
func (s *Store) RestoreFailed(ctx context.Context) (bool, error) {
	state, err := s.restoreState(ctx)
	return state != "", err
}

// undoRestore takes away what a restore wrote that did not end, reports first, so that the store counts as empty at once.
func (s *Store) undoRestore(ctx context.Context) error {
	state, err := s.restoreState(ctx)
	if err != nil || state != restoreWriting {
		return err
	}
	for _, name := range slices.Backward(writeOrder) {
		if _, err := s.db.Collection(name).DeleteMany(ctx, bson.D{}); err != nil {
			return fmt.Errorf("take away what a restore left in %s: %w", name, err)
		}
	}
	return errors.Join(s.setSchema(ctx, schemaNumber()), s.markRestore(ctx, restoreFailed))
}
