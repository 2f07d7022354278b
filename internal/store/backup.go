package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// A backup is gzip of lines of JSON: a head, a line a document in MongoDB's canonical extended JSON, and an end that
// counts them, so that a backup that was cut off is told from a whole one.
type (
	backupHead struct {
		Rapporteur int   `json:"rapporteurBackup"` // the version of the format
		Revision   int64 `json:"revision"`
		Documents  int   `json:"documents"`        // roughly, for a progress bar
		Schema     int   `json:"schema,omitempty"` // of the documents; 1 where none is named
	}
	backupLine struct {
		Collection string          `json:"c,omitempty"`
		Document   json.RawMessage `json:"d,omitempty"`
		End        bool            `json:"end,omitempty"`
		Documents  int             `json:"documents,omitempty"` // at the end
	}
)

const backupVersion = 1

// maxBackupLine bounds a document in a backup: 16 MiB of BSON, written out.
const maxBackupLine = 128 << 20

// Backup writes everything to out. Nothing is imported while it runs. progress, where not nil, is told how many
// documents of about how many were written.
func (s *Store) Backup(ctx context.Context, out io.Writer, progress func(done, total int)) (documents int, err error) {
	err = s.leased(ctx, func(ctx context.Context) error {
		if err := s.rollForward(ctx); err != nil {
			return err
		}
		z := gzip.NewWriter(out)
		if documents, err = s.backup(ctx, z, progress); err != nil {
			return err
		}
		return z.Close()
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
	for _, name := range writeOrder {
		n, err := s.db.Collection(name).EstimatedDocumentCount(ctx)
		if err != nil {
			return 0, fmt.Errorf("count %s: %w", name, err)
		}
		head.Documents += int(n)
	}
	lines := json.NewEncoder(out)
	if err := lines.Encode(head); err != nil {
		return 0, err
	}
	done := 0
	for _, name := range writeOrder {
		cursor, err := s.db.Collection(name).Find(ctx, bson.D{}, options.Find().SetSort(byID).SetBatchSize(chunk))
		if err != nil {
			return done, fmt.Errorf("read %s: %w", name, err)
		}
		for cursor.Next(ctx) {
			document, err := bson.MarshalExtJSON(cursor.Current, true, false)
			if err == nil {
				err = lines.Encode(backupLine{Collection: name, Document: document})
			}
			if err != nil {
				return done, errors.Join(err, cursor.Close(ctx))
			}
			if done++; progress != nil && done%100 == 0 {
				progress(done, head.Documents)
			}
		}
		if err := errors.Join(cursor.Err(), cursor.Close(ctx)); err != nil {
			return done, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return done, lines.Encode(backupLine{End: true, Documents: done})
}

// Restore reads a backup into a store that is empty, embedded or not. A restore that was cut off leaves a store that
// still counts as empty, since reports come last: doing it again completes it.
func (s *Store) Restore(ctx context.Context, in io.Reader, progress func(done, total int)) (documents int, err error) {
	err = s.leased(ctx, func(ctx context.Context) error {
		if empty, err := s.Empty(ctx); err != nil || !empty {
			if err == nil {
				err = standards.Errorf(standards.Invalid, "the store is not empty; restore into an empty one")
			}
			return err
		}
		documents, err = s.restore(ctx, in, progress)
		return err
	})
	return documents, err
}

var errNoBackup = errors.New("not a backup of Rapporteur")

func (s *Store) restore(ctx context.Context, in io.Reader, progress func(done, total int)) (int, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return 0, errNoBackup
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, maxBackupLine)
	var head backupHead
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &head) != nil || head.Rapporteur == 0 {
		return 0, errNoBackup
	}
	if head.Rapporteur != backupVersion {
		return 0, fmt.Errorf("a backup of version %d, and this program reads version %d", head.Rapporteur, backupVersion)
	}
	if head.Schema > schemaNumber() {
		return 0, fmt.Errorf("a backup of schema %d, and this program reads schemas up to %d: use a newer program", head.Schema, schemaNumber())
	}
	if err := s.setSchema(ctx, max(head.Schema, 1)); err != nil { // so that a start migrates what is cut off
		return 0, err
	}
	known := map[string]bool{}
	for _, name := range writeOrder {
		known[name] = true
	}
	var pending, reports []write
	done := 0
	for lines.Scan() {
		var line backupLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return done, fmt.Errorf("the backup is cut off or damaged at line %d: %w", done+2, err)
		}
		if line.End {
			if line.Documents != done {
				return done, fmt.Errorf("the backup counts %d documents and holds %d", line.Documents, done)
			}
			return done, s.finishRestore(ctx, head, append(pending, reports...))
		}
		w, err := restored(line, known)
		if err != nil {
			return done, fmt.Errorf("line %d: %w", done+2, err)
		}
		if w.Collection == "reports" { // kept back: a store without reports counts as empty
			reports = append(reports, w)
		} else {
			pending = append(pending, w)
		}
		if done++; len(pending) == chunk {
			if err := s.write(ctx, pending); err != nil {
				return done, err
			}
			pending = nil
			if progress != nil {
				progress(done, head.Documents)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return done, fmt.Errorf("the backup is cut off or damaged after %d documents: %w", done, err)
	}
	return done, fmt.Errorf("the backup is cut off after %d documents", done)
}

func restored(line backupLine, known map[string]bool) (write, error) {
	w := write{Collection: line.Collection}
	if !known[line.Collection] {
		return w, fmt.Errorf("unknown collection %q", line.Collection)
	}
	if err := bson.UnmarshalExtJSON(bytes.TrimSpace(line.Document), true, &w.Document); err != nil {
		return w, err
	}
	id, ok := w.Document.Lookup("_id").StringValueOK()
	if !ok {
		return w, errors.New("a document without an id")
	}
	w.ID = id
	return w, nil
}

// finishRestore writes what was kept back, and counts on from the backup's revision.
func (s *Store) finishRestore(ctx context.Context, head backupHead, last []write) error {
	if err := s.write(ctx, last); err != nil {
		return err
	}
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", "revision"),
		bson.D{{Key: "$max", Value: bson.D{{Key: "number", Value: head.Revision}}}}, options.UpdateOne().SetUpsert(true))
	if err == nil {
		_, err = s.raise(ctx, "restore", nil)
	}
	if err == nil {
		err = s.migrateDocuments(ctx, slog.New(slog.DiscardHandler))
	}
	return err
}
