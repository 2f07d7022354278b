package store

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// DerivedForm is the form of what is derived from statements, as SetDerivedForm keeps it; 0 where it never did. Package
// ingest knows what it means.
func (s *Store) DerivedForm(ctx context.Context) (int, error) {
	var derived struct {
		Form int `bson:"form"`
	}
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", "derived")).Decode(&derived)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		return 0, fmt.Errorf("read the form of what is derived: %w", err)
	}
	return derived.Form, nil
}

// SetDerivedForm keeps the form of what is derived.
func (s *Store) SetDerivedForm(ctx context.Context, form int) error {
	_, err := s.db.Collection(metaName).UpdateOne(ctx, is("_id", "derived"),
		bson.D{{Key: "$set", Value: bson.D{{Key: "form", Value: form}}}}, options.UpdateOne().SetUpsert(true))
	if err != nil {
		return fmt.Errorf("store the form of what is derived: %w", err)
	}
	return nil
}
