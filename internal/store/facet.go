package store

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
)

// The most values of a facet: of editors there are many, and the others are as many as the field has.
const (
	maxEditors = 50
	maxValues  = 1000
)

// Count is how many texts have a value.
type Count struct {
	Value string `bson:"_id"`
	Count int    `bson:"count"`
}

// Facets are how many texts have which value, the most frequent first, equal ones by value.
type Facets struct {
	Total                                                       int
	Kinds, Statuses, Questions, Editors, Organizations, Targets []Count
	Matches                                                     []*standards.Match // see Filter
}

// TextFacets counts the texts that match, with seven commands sent at once, whose groups each shard counts by itself. A text without a
// value counts in the total alone.
func (s *Store) TextFacets(ctx context.Context, f *standards.TextFilter) (*Facets, error) {
	filter, err := s.TextFilter(ctx, f)
	if err != nil {
		return nil, err
	}
	out := &Facets{Matches: filter.Matches}
	reads := []func(context.Context) error{func(ctx context.Context) (err error) {
		v, _ := ctx.Value(viewKey{}).(*View)
		out.Total, err = s.Texts.count(ctx, v, filter)
		return err
	}}
	for field, counts := range map[string]*[]Count{
		"kind": &out.Kinds, "status": &out.Statuses, "questions": &out.Questions, "editors": &out.Editors, "organizations": &out.Organizations, "target": &out.Targets,
	} {
		reads = append(reads, func(ctx context.Context) error { return s.countTexts(ctx, filter, field, counts) })
	}
	if err := Together(ctx, reads...); err != nil {
		return nil, err
	}
	return out, budget.Steps(ctx, len(reads)*out.Total)
}

// countTexts counts the values of a field, the elements of lists one by one.
func (s *Store) countTexts(ctx context.Context, f Filter, field string, into *[]Count) error {
	limit := maxValues
	if field == "editors" {
		limit = maxEditors
	}
	cursor, err := s.Texts.c.Aggregate(ctx, bson.A{
		bson.D{{Key: "$match", Value: s.Texts.there(f.conditions)}},
		bson.D{{Key: "$project", Value: bson.D{{Key: "_id", Value: 0}, {Key: field, Value: 1}}}}, // $unwind copies the rest
		bson.D{{Key: "$unwind", Value: "$" + field}},
		bson.D{{Key: "$match", Value: bson.D{{Key: field, Value: bson.D{{Key: "$gt", Value: ""}}}}}},
		bson.D{{Key: "$group", Value: bson.D{{Key: "_id", Value: "$" + field}, {Key: "count", Value: bson.D{{Key: "$sum", Value: 1}}}}}},
		bson.D{{Key: "$sort", Value: bson.D{{Key: "count", Value: -1}, {Key: "_id", Value: 1}}}},
		bson.D{{Key: "$limit", Value: limit}},
	}, options.Aggregate().SetBatchSize(maxValues+1))
	if err == nil {
		err = cursor.All(ctx, into)
	}
	if err != nil {
		return fmt.Errorf("count facets of %s: %w", field, err)
	}
	return nil
}
