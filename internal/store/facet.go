package store

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

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
	Total         []struct{ Count int } `bson:"total"` // none where no text matches
	Kinds         []Count               `bson:"kind"`
	Statuses      []Count               `bson:"status"`
	Questions     []Count               `bson:"questions"`
	Editors       []Count               `bson:"editors"`
	Organizations []Count               `bson:"organizations"`
	Targets       []Count               `bson:"target"`
	Matches       []*standards.Match    `bson:"-"` // see Filter
}

// TextFacets counts the texts that match, with one command. A text without a value counts in the total alone.
func (s *Store) TextFacets(ctx context.Context, f *standards.TextFilter) (*Facets, error) {
	filter, err := s.TextFilter(ctx, f)
	if err != nil {
		return nil, err
	}
	projection := bson.D{{Key: "_id", Value: 0}}
	facets := bson.D{{Key: "total", Value: bson.A{bson.D{{Key: "$count", Value: "count"}}}}}
	for _, field := range []string{"kind", "status", "questions", "editors", "organizations", "target"} {
		projection = append(projection, bson.E{Key: field, Value: 1})
		facets = append(facets, bson.E{Key: field, Value: counting(field)})
	}
	cursor, err := s.Texts.c.Aggregate(ctx, bson.A{
		bson.D{{Key: "$match", Value: s.Texts.there(filter.conditions)}},
		bson.D{{Key: "$project", Value: projection}},
		bson.D{{Key: "$facet", Value: facets}},
	})
	if err != nil {
		return nil, fmt.Errorf("count facets: %w", err)
	}
	var all []*Facets
	if err := cursor.All(ctx, &all); err != nil || len(all) != 1 {
		return nil, fmt.Errorf("count facets: %d answers: %w", len(all), err)
	}
	all[0].Matches = filter.Matches
	for _, total := range all[0].Total {
		if err := budget.Steps(ctx, len(facets)*total.Count); err != nil {
			return nil, err
		}
	}
	return all[0], nil
}

// counting counts the values of a field, the elements of lists one by one.
func counting(field string) bson.A {
	limit := maxValues
	if field == "editors" {
		limit = maxEditors
	}
	return bson.A{
		bson.D{{Key: "$project", Value: bson.D{{Key: "_id", Value: 0}, {Key: field, Value: 1}}}}, // $unwind copies the rest
		bson.D{{Key: "$unwind", Value: "$" + field}},
		bson.D{{Key: "$match", Value: bson.D{{Key: field, Value: bson.D{{Key: "$gt", Value: ""}}}}}},
		bson.D{{Key: "$group", Value: bson.D{{Key: "_id", Value: "$" + field}, {Key: "count", Value: bson.D{{Key: "$sum", Value: 1}}}}}},
		bson.D{{Key: "$sort", Value: bson.D{{Key: "count", Value: -1}, {Key: "_id", Value: 1}}}},
		bson.D{{Key: "$limit", Value: limit}},
	}
}
