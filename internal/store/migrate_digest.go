package store

import (
	"context"

	"rapporteur/internal/standards"
)

// keepDigests gives documents the digests of what they say, and collections that nothing derives their ledgers, as they
// are now.
func keepDigests(ctx context.Context, m *migrator) error {
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
