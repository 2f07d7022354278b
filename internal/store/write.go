package store

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Batch is what one import changes: whole documents to be put in place, by collection, and ids to be taken
// away. Applying it twice is as good as once.
type Batch struct {
	puts    map[string][]bson.Raw
	deletes map[string][]string
	size    int
}

// Put adds a node to the batch.
func (c Collection[ID, T]) Put(b *Batch, node *T) error {
	raw, err := c.Encode(node)
	if err != nil {
		return err
	}
	if b.puts == nil {
		b.puts = map[string][]bson.Raw{}
	}
	b.puts[c.Name()] = append(b.puts[c.Name()], raw)
	b.size++
	return nil
}

// Encode is the node as it is stored: two nodes are the same when their encodings are.
func (c Collection[ID, T]) Encode(node *T) ([]byte, error) {
	raw, err := bson.Marshal(node)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", c.Name(), c.id(node), err)
	}
	return raw, nil
}

// Delete adds the removal of a node to the batch.
func (c Collection[ID, T]) Delete(b *Batch, id ID) {
	if b.deletes == nil {
		b.deletes = map[string][]string{}
	}
	b.deletes[c.Name()] = append(b.deletes[c.Name()], string(id))
	b.size++
}

// Size is how many documents the batch touches.
func (b *Batch) Size() int { return b.size }

// writeOrder has nodes before the edges that lead to them, and the report, by which a store counts as not empty,
// last.
var writeOrder = []string{
	"studyGroups", "questions", "people", "specifications", "documents", "meetings", "correspondenceGroups", "texts",
	"actions", "reports",
}

// chunk bounds how many documents one write command carries.
const chunk = 1000

// Apply writes the batch.
func (s *Store) Apply(ctx context.Context, b *Batch) error {
	for _, name := range writeOrder {
		models := make([]mongo.WriteModel, 0, len(b.puts[name]))
		for _, raw := range b.puts[name] {
			models = append(models, mongo.NewReplaceOneModel().SetUpsert(true).SetReplacement(raw).
				SetFilter(bson.D{{Key: "_id", Value: raw.Lookup("_id")}}))
		}
		if err := s.bulk(ctx, name, models); err != nil {
			return err
		}
	}
	for i := len(writeOrder) - 1; i >= 0; i-- {
		name := writeOrder[i]
		models := make([]mongo.WriteModel, 0, len(b.deletes[name]))
		for _, id := range b.deletes[name] {
			models = append(models, mongo.NewDeleteOneModel().SetFilter(bson.D{{Key: "_id", Value: id}}))
		}
		if err := s.bulk(ctx, name, models); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) bulk(ctx context.Context, name string, models []mongo.WriteModel) error {
	for len(models) > 0 {
		n := min(chunk, len(models))
		if _, err := s.db.Collection(name).BulkWrite(ctx, models[:n], options.BulkWrite().SetOrdered(false)); err != nil {
			return fmt.Errorf("write to %s: %w", name, err)
		}
		models = models[n:]
	}
	return nil
}

// JSON lays an encoded node out for reading.
func JSON(encoded []byte) string { return bson.Raw(encoded).String() }
