package store

import (
	"crypto/rand"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Audit records one change: who made it, when, and what was before and after.
type Audit struct {
	ID     string    `bson:"_id"` // orders by time
	At     time.Time `bson:"at"`
	By     string    `bson:"by"`
	What   string    `bson:"what"`
	Before bson.M    `bson:"before,omitempty"`
	After  bson.M    `bson:"after,omitempty"`
}

// Record adds the record of a change to its batch, unless the batch changes nothing.
func (s *Store) Record(b *Batch, by, what string, before, after map[string]any) error {
	if b.Size() == 0 {
		return nil
	}
	now := time.Now().UTC()
	return s.Audits.Put(b, &Audit{
		ID: now.Format("20060102T150405.000000000") + "-" + rand.Text()[:8], At: now.Truncate(time.Millisecond),
		By: by, What: what, Before: before, After: after,
	})
}
