package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
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
