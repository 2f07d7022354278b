package store

import (
	"bytes"
	"context"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// keepDigests gives documents the digests of what they say, and collections that nothing derives their ledgers, as they
// are now.
func keepDigests(ctx context.Context, m *migrator) error {
	for _, name := range writeOrder {
		if name != m.Ledgers.Name() && !slices.Contains(m.ledgered(), name) {
			if err := respell(ctx, m, name); err != nil {
				return err
			}
		}
	}
	reports, err := m.Reports.All(ctx, "_id")
	if err != nil {
		return err
	}
	for _, r := range reports { // one document with all that it says at a time
		found, err := m.Reports.Where(ctx, "_id", []standards.ReportID{r.ID})
		if err != nil || len(found) == 0 {
			return err
		}
		if found[0].Digest, err = m.digest(ctx, found[0]); err != nil {
			return err
		}
		var b Batch
		if err := m.Reports.Put(&b, found[0]); err != nil {
			return err
		}
		if err := m.commit(ctx, "digest of "+string(r.ID), &b); err != nil {
			return err
		}
	}
	var b Batch
	for _, name := range m.ledgered() {
		l, err := m.counted(ctx, name)
		if err != nil {
			return err
		}
		if l.Documents > 0 {
			if err := m.Ledgers.Put(&b, l); err != nil {
				return err
			}
		}
	}
	return m.commit(ctx, "ledgers", &b)
}

// respell writes documents as this program does: without fields that say nothing, and with counts of 0.
func respell(ctx context.Context, m *migrator, name string) error {
	var b Batch
	again := m.forms()[name].again
	if err := m.eachRaw(ctx, name, bson.D{}, func(raw bson.Raw) error {
		now, err := again(raw)
		if err != nil || bytes.Equal(now, raw) {
			return err
		}
		Difference{collection: name, id: raw.Lookup("_id").StringValue(), derived: now}.Mend(&b)
		if b.Size() < migrationPage {
			return nil
		}
		defer func() { b = Batch{} }()
		return m.commit(ctx, "migration of "+name, &b)
	}); err != nil {
		return err
	}
	return m.commit(ctx, "migration of "+name, &b)
}
