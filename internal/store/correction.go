package store

import (
	"context"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// NextCorrection is the id of the correction that follows all others.
func (s *Store) NextCorrection(ctx context.Context) (string, error) {
	numbered := is("_id", bson.D{{Key: "$lt", Value: ":"}}) // the id begins with a digit
	last, err := first(s.Corrections.find(ctx, numbered, reading{sort: bson.D{{Key: "_id", Value: -1}}, limit: 1}))
	if err != nil || last == nil {
		return standards.CorrectionID(1), err
	}
	n, err := strconv.Atoi(last.ID)
	return standards.CorrectionID(n + 1), err
}
