package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// migration brings documents from one shape to the next. Cut off, it is done again, whole.
type migration struct {
	what string
	run  func(context.Context, *migrator) error
}

// migrations lead from schema 1 to 2, from 2 to 3, and so on.
var migrations = []migration{
	{"lists that grow with the graph are kept by their first entries and their count", boundLists},
	{"texts keep their decisions, and people all their ids; corrections are merges and splits", identify},
	{"what documents say is kept in collections of its own", keepStatements},
	{"documents keep a digest of what they say; records keep a ledger", keepDigests},
}

// schemaNumber is the shape of the documents that this program reads and writes. Before there were numbers it was 1.
func schemaNumber() int { return 1 + len(migrations) }

// migrator makes the changes of migrations, in its turn.
type migrator struct {
	*Store
	*tenure
	log *slog.Logger
}

func (m *migrator) commit(ctx context.Context, what string, batch *Batch) error {
	return m.Store.commit(ctx, m.tenure, what, batch)
}

// schemaOf reads the number of the shape of the documents in the database, 1 where there is none.
func (s *Store) schemaOf(ctx context.Context) (int, error) {
	var schema struct {
		Number int `bson:"number"`
	}
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", "schema")).Decode(&schema)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return 1, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the schema number: %w", err)
	}
	if schema.Number > schemaNumber() {
		return 0, fmt.Errorf("the database has the schema %d, and this program reads schemas up to %d: use a newer program", schema.Number, schemaNumber())
	}
	return schema.Number, nil
}

func (s *Store) setSchema(ctx context.Context, number int) error {
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", "schema"),
		bson.D{{Key: "$set", Value: bson.D{{Key: "number", Value: number}}}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return fmt.Errorf("store the schema number: %w", err)
	}
	return nil
}

// migrate brings documents that an earlier program wrote to the shape of this one. It takes as long as that takes; other
// servers wait for it.
func (s *Store) migrate(ctx context.Context, log *slog.Logger) error {
	if number, err := s.schemaOf(ctx); err != nil || number == schemaNumber() {
		return err
	}
	return s.changing(ctx, func(ctx context.Context, t *tenure) error { return s.migrateDocuments(ctx, t, log) })
}

// migrateDocuments does what is left to do. Nothing is to be done in an empty store.
func (s *Store) migrateDocuments(ctx context.Context, t *tenure, log *slog.Logger) error {
	number, err := s.schemaOf(ctx)
	if err != nil {
		return err
	}
	empty, err := s.Empty(ctx)
	if err != nil {
		return err
	}
	for ; number < schemaNumber() && !empty; number++ {
		m := migrations[number-1]
		log.InfoContext(ctx, "the store is migrated to a new schema", "schema", number+1, "change", m.what)
		if err := m.run(ctx, &migrator{s, t, log}); err != nil {
			return fmt.Errorf("migrate the store to schema %d: %w", number+1, err)
		}
		if err := s.setSchema(ctx, number+1); err != nil {
			return err
		}
		log.InfoContext(ctx, "the store has a new schema", "schema", number+1)
	}
	if empty {
		return s.setSchema(ctx, schemaNumber())
	}
	return nil
}

// migrationPage is how many documents one change of a migration reads.
const migrationPage = 5_000

// rewrite has every node of a collection changed, and stores those that differ then.
func rewrite[ID ~string, T any](ctx context.Context, m *migrator, c Collection[ID, T], change func(*T)) error {
	done := 0
	return c.Each(ctx, Filter{}, Order[T]{}, migrationPage, func(page []*T) error {
		var batch Batch
		for _, n := range page {
			before, err := c.Encode(n)
			if err != nil {
				return err
			}
			change(n)
			after, err := c.Encode(n)
			if err == nil && !bytes.Equal(before, after) {
				err = c.Put(&batch, n)
			}
			if err != nil {
				return err
			}
		}
		done += len(page)
		m.log.InfoContext(ctx, "documents are migrated", "collection", c.Name(), "documents", done, "changed", batch.Size())
		return m.commit(ctx, "migration of "+c.Name(), &batch)
	})
}
