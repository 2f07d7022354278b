package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Ledger is how many documents of a collection were written that nothing derives and no import writes again, and what their
// SHA-256 make together, so that a document is missed that is lost. Change keeps it.
type Ledger struct {
	ID        string `bson:"_id"` // of the collection: its name
	Documents int    `bson:"documents"`
	Sum       string `bson:"sum"` // exclusive or of the SHA-256 of the documents
}

// ledgered are the collections that have a ledger.
func (s *Store) ledgered() []string {
	return []string{s.Corrections.Name(), s.Revisions.Name(), s.Audits.Name()}
}

// count adds a document, or takes it away with n -1.
func (l *Ledger) count(raw bson.Raw, n int) {
	var total [sha256.Size]byte
	_, _ = hex.Decode(total[:], []byte(l.Sum)) // what is no sum is found by verify
	for i, b := range sha256.Sum256(raw) {
		total[i] ^= b
	}
	l.Documents, l.Sum = l.Documents+n, hex.EncodeToString(total[:])
}

// account adds to a batch what it makes of the ledgers.
func (s *Store) account(ctx context.Context, b *Batch) error {
	for _, name := range s.ledgered() {
		puts, deletes := b.puts[name], b.deletes[name]
		if len(puts)+len(deletes) == 0 {
			continue
		}
		found, err := s.Ledgers.Where(ctx, "_id", []string{name})
		if err != nil {
			return err
		}
		l := &Ledger{ID: name}
		if len(found) > 0 {
			l = found[0]
		}
		var ids []string
		for _, writes := range [][]write{puts, deletes} {
			for _, w := range writes {
				ids = append(ids, w.ID)
			}
		}
		for from := 0; from < len(ids); from += maxIn {
			if err := s.eachRaw(ctx, name, among("_id", ids[from:min(from+maxIn, len(ids))]), func(raw bson.Raw) error {
				l.count(raw, -1)
				return nil
			}); err != nil {
				return err
			}
		}
		for _, w := range puts {
			l.count(w.Document, 1)
		}
		if err := s.Ledgers.Put(b, l); err != nil {
			return err
		}
	}
	return nil
}

// counted makes the ledger of what a collection holds.
func (s *Store) counted(ctx context.Context, name string) (*Ledger, error) {
	l := &Ledger{ID: name}
	return l, s.eachRaw(ctx, name, bson.D{}, func(raw bson.Raw) error {
		l.count(raw, 1)
		return nil
	})
}

// eachRaw reads documents of a collection as they are stored, but for their stamps, by id. What it hands over is valid until the
// next one.
func (s *Store) eachRaw(ctx context.Context, name string, filter bson.D, do func(bson.Raw) error) error {
	cursor, err := s.db.Collection(name).Find(ctx, filter, options.Find().SetSort(byID).SetBatchSize(chunk))
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer cursor.Close(context.WithoutCancel(ctx))
	for cursor.Next(ctx) {
		if s.voids.hides(cursor.Current) {
			continue
		}
		if err := do(unstamped(cursor.Current)); err != nil {
			return err
		}
	}
	if err := cursor.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
