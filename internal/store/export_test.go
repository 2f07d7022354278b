package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// Abandon commits a change and ends there, as a process does that is killed: its place in the queue is taken, nothing is applied.
func (s *Store) Abandon(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	t, stored := s.abandoned(ctx, what, plan)
	if _, err := s.decide(ctx, t, stored.ID); err != nil {
		panic(err)
	}
}

// AbandonAnnounced abandons a change when every server knows of it.
func (s *Store) AbandonAnnounced(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	s.Abandon(ctx, what, plan)
	if err := s.announce(ctx); err != nil {
		panic(err)
	}
}

// AbandonParts stores the parts of a change that it does not commit, and ends there.
func (s *Store) AbandonParts(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	s.abandoned(ctx, what, plan)
}

func (s *Store) abandoned(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) (*tenure, entry) {
	b, err := plan(ctx)
	if err == nil {
		err = (&place{store: s, name: rand.Text()}).join(ctx)
	}
	t, terr := s.begin(ctx)
	stored, rerr := s.record(ctx, t, what, b)
	if err := errors.Join(err, terr, rerr); err != nil {
		panic(err)
	}
	return t, stored
}

// InPartsOf is a batch whose parts have at most so many writes.
func InPartsOf(n int) *Batch { return &Batch{piece: n} }

// StoredIn counts what is stored in a collection, whether or not it counts as there.
func (s *Store) StoredIn(ctx context.Context, collection string) int {
	n, err := s.db.Collection(collection).CountDocuments(ctx, bson.D{})
	if err != nil {
		panic(err)
	}
	return int(n)
}

// JournalParts counts the parts of changes in the journal.
func (s *Store) JournalParts(ctx context.Context) int {
	n, err := s.db.Collection(journalName).CountDocuments(ctx, bson.D{{Key: "number", Value: bson.D{{Key: "$exists", Value: true}}}})
	if err != nil {
		panic(err)
	}
	return int(n)
}

// AbandonRestore joins the queue, writes a part of what a restore writes, and ends there.
func (s *Store) AbandonRestore(ctx context.Context, plan func(context.Context) (*Batch, error)) {
	b, err := plan(ctx)
	by := newStamp(1)
	err = errors.Join(err, (&place{store: s, name: rand.Text()}).join(ctx), s.markRestore(ctx, restoreMark{State: restoreWriting, By: by}))
	for writes := range b.parts() {
		err = errors.Join(err, s.write(ctx, writes, by, nil))
	}
	if err != nil {
		panic(err)
	}
}

// NewBackup writes a backup of these documents, each {collection, document in extended JSON}, sound or not; unpacked, it ends in end
// unless that is empty.
func NewBackup(version int, documents [][2]string, end string) []byte {
	var b bytes.Buffer
	w, err := newBackupWriter(&b, backupHead{Rapporteur: version, Revision: 7})
	for _, d := range documents {
		err = errors.Join(err, w.write(d[0], backupLine{Collection: d[0], Document: json.RawMessage(d[1])}))
	}
	if end != "" {
		_, werr := w.z.Write([]byte(end))
		err = errors.Join(err, werr, w.z.Close())
	} else {
		_, werr := w.close()
		err = errors.Join(err, werr)
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Nothing reports whether no collection holds a document.
func (s *Store) Nothing(ctx context.Context) bool { return s.nothing(ctx) == nil }

// Rename makes meetings answer to an old id, as texts and people do.
func (s *Store) Rename(old, current standards.MeetingID) {
	s.Meetings.aliased = func(ctx context.Context, ids []standards.MeetingID) (map[standards.MeetingID]*standards.Meeting, error) {
		found, err := s.Meetings.Where(ctx, "_id", []standards.MeetingID{current})
		if err != nil || !slices.Contains(ids, old) {
			return nil, err
		}
		return map[standards.MeetingID]*standards.Meeting{old: found[0]}, nil
	}
}

// LoadForm1 puts the documents of a backup in place as they are, and makes the store one of schema 1.
func (s *Store) LoadForm1(ctx context.Context, backup io.Reader) error {
	z, err := gzip.NewReader(backup)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, maxBackupLine)
	for lines.Scan() {
		var line backupLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return err
		}
		if line.Collection == "" { // the head, or the end
			continue
		}
		w := write{Collection: line.Collection}
		if err := bson.UnmarshalExtJSON(line.Document, true, &w.Document); err != nil {
			return err
		}
		w.ID = w.Document.Lookup("_id").StringValue()
		if err := s.write(ctx, []write{w}, newStamp(0), nil); err != nil {
			return err
		}
	}
	if lines.Err() != nil {
		return lines.Err()
	}
	return errors.Join(s.setSchema(ctx, 1), s.SetDerivedForm(ctx, 0))
}

// Void makes what wrote a document count as never written.
func (s *Store) Void(ctx context.Context, collection, id string) {
	raw, err := s.db.Collection(collection).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Raw()
	if err != nil {
		panic(err)
	}
	s.voids.add([]stamp{stamp(raw.Lookup(stampField).StringValue())})
}

// DropIndexes takes all indexes of collections away.
func (s *Store) DropIndexes(ctx context.Context, collections ...string) {
	for _, name := range collections {
		if err := s.db.Collection(name).Indexes().DropAll(ctx); err != nil {
			panic(err)
		}
	}
}
