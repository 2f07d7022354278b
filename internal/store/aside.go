package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// Aside is a change that could not be applied, or not whole, and was set aside, so that others can be made.
type Aside struct {
	ID       string
	What     string
	At       time.Time // when it was stored
	Why      string
	Revision int64 // that it brought: whatever it wrote is in it
}

// setAside ends a change that cannot be applied. It brings a revision, since a part of it may have been written.
func (s *Store) setAside(ctx context.Context, e entry, by stamp, why error) error {
	journal := s.db.Collection(journalName)
	if _, err := journal.UpdateOne(ctx, is("_id", e.ID), bson.D{
		{Key: "$set", Value: bson.D{{Key: "aside", Value: standards.Shortened(why.Error(), maxWhat)}, {Key: "revision", Value: by.revision()}, {Key: "applied", Value: false}}},
		{Key: "$unset", Value: is("claim", "")},
		{Key: "$setOnInsert", Value: bson.D{{Key: "what", Value: "a change"}, {Key: "at", Value: time.Now().UTC()}, {Key: "parts", Value: 0}}},
	}, options.UpdateOne().SetUpsert(true)); err != nil {
		return fmt.Errorf("set journal entry %s aside: %w", e.ID, err)
	}
	if _, err := journal.UpdateMany(ctx, is("entry", e.ID), bson.D{{Key: "$unset", Value: is("claim", "")}}); err != nil {
		return fmt.Errorf("keep the parts of journal entry %s: %w", e.ID, err)
	}
	if _, err := s.raise(ctx, e.ID, by, nil); err != nil {
		return err
	}
	return s.published(ctx)
}

// Aside lists the changes that were set aside, in the order in which they were stored.
func (s *Store) Aside(ctx context.Context) ([]Aside, error) {
	entries, err := s.entries(ctx, is("applied", false))
	var all []Aside
	for _, e := range entries {
		if e.Aside != "" {
			all = append(all, Aside{ID: e.ID, What: e.What, At: e.At, Why: e.Aside, Revision: e.Revision})
		}
	}
	return all, err
}

// tellAside logs what was set aside.
func (s *Store) tellAside(ctx context.Context, log *slog.Logger) error {
	all, err := s.Aside(ctx)
	for _, a := range all {
		log.WarnContext(ctx, "a change could not be applied and was set aside: see rapporteur journal", "change", a.ID, "what", a.What, "why", a.Why)
	}
	return err
}

// Retry applies a change that was set aside. INVALID where the graph has changed since: it would take back what was changed.
func (s *Store) Retry(ctx context.Context, id string) error {
	return s.changing(ctx, func(ctx context.Context, t *tenure) error {
		e, err := s.setAsideEntry(ctx, id)
		if err != nil {
			return err
		}
		if e.Revision != t.number {
			return standards.Errorf(standards.Invalid, "the graph has changed since %s was set aside; drop it, and make the change again", id)
		}
		by, err := s.decide(ctx, t, e.ID)
		if err != nil {
			return err
		}
		return s.apply(ctx, e, by)
	})
}

// DropAside gives up a change that was set aside. What it wrote stays: verify tells of it.
func (s *Store) DropAside(ctx context.Context, id string) error {
	return s.changing(ctx, func(ctx context.Context, _ *tenure) error {
		e, err := s.setAsideEntry(ctx, id)
		if err != nil {
			return err
		}
		return s.finish(ctx, e, e.Revision)
	})
}

func (s *Store) setAsideEntry(ctx context.Context, id string) (entry, error) {
	entries, err := s.entries(ctx, is("_id", id))
	if err != nil {
		return entry{}, err
	}
	if i := slices.IndexFunc(entries, func(e entry) bool { return e.Aside != "" }); i >= 0 {
		return entries[i], nil
	}
	return entry{}, standards.Errorf(standards.NotFound, "no change %q was set aside", id)
}
