package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// Abandon stores a change and ends there, as a process does that is killed: the lease is taken, nothing is applied.
func (s *Store) Abandon(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	b, err := plan(ctx)
	if err == nil {
		err = s.renew(ctx)
	}
	if err == nil {
		_, err = s.record(ctx, what, b)
	}
	if err != nil {
		panic(err)
	}
}

// AbandonAnnounced abandons a change after its announcement.
func (s *Store) AbandonAnnounced(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	s.Abandon(ctx, what, plan)
	entries, err := s.unfinished(ctx)
	if err == nil {
		err = s.announce(ctx, entries[0].ID)
	}
	if err != nil {
		panic(err)
	}
}

// AbandonParts stores the parts of a change without the entry that makes them count, and ends there.
func (s *Store) AbandonParts(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	s.Abandon(ctx, what, plan)
	if _, err := s.db.Collection(journalName).DeleteMany(ctx, is("applied", false)); err != nil {
		panic(err)
	}
}

// JournalParts counts the parts of changes in the journal.
func (s *Store) JournalParts(ctx context.Context) int {
	n, err := s.db.Collection(journalName).CountDocuments(ctx, bson.D{{Key: "number", Value: bson.D{{Key: "$exists", Value: true}}}})
	if err != nil {
		panic(err)
	}
	return int(n)
}

// AbandonRestore takes the lease, writes a part of what a restore writes, and ends there.
func (s *Store) AbandonRestore(ctx context.Context, plan func(context.Context) (*Batch, error)) {
	b, err := plan(ctx)
	err = errors.Join(err, s.renew(ctx), s.markRestore(ctx, restoreWriting))
	for writes := range b.parts() {
		err = errors.Join(err, s.write(ctx, writes))
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
