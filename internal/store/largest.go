package store

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// LargestDocument finds the largest document of the graph: its collection, its id and its size in bytes of BSON. MongoDB
// takes 16 MiB. All are 0 in an empty store.
func (s *Store) LargestDocument(ctx context.Context) (collection, id string, size int, err error) {
	for _, name := range writeOrder {
		cursor, err := s.db.Collection(name).Find(ctx, bson.D{}, options.Find().SetSort(byID).SetBatchSize(chunk))
		if err != nil {
			return "", "", 0, fmt.Errorf("read %s: %w", name, err)
		}
		for cursor.Next(ctx) {
			if len(cursor.Current) > size {
				collection, size = name, len(cursor.Current)
				id, _ = cursor.Current.Lookup("_id").StringValueOK()
			}
		}
		if err := errors.Join(cursor.Err(), cursor.Close(ctx)); err != nil {
			return "", "", 0, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return collection, id, size, nil
}
