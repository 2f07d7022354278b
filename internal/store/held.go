package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

var reported = is("report", bson.D{{Key: "$gt", Value: ""}})

// Newest is the last day of the newest meeting whose report was imported: the day that the graph speaks of last. It is
// empty where nothing was imported.
func (s *Store) Newest(ctx context.Context) (standards.PartialDate, error) {
	newest, err := first(s.Meetings.find(ctx, reported, reading{
		sort: bson.D{{Key: "lastDay", Value: -1}, {Key: "_id", Value: -1}}, limit: 1, fields: []string{"lastDay"},
	}))
	if err != nil || newest == nil {
		return "", err
	}
	return newest.LastDay, nil
}

// held asks for meetings that were held, or for the others: a meeting was held where its report was imported, or where
// it ended before the day that the graph speaks of last.
func (c *compilation) held(ctx context.Context, held *bool) {
	if held == nil || c.err != nil {
		return
	}
	var newest standards.PartialDate
	if newest, c.err = c.store.Newest(ctx); c.err != nil {
		return
	}
	past := bson.D{{Key: "$gt", Value: ""}, {Key: "$lt", Value: newest}}
	if len(newest) > len("2019") { // the year or the month of that day has not ended
		past = append(past, bson.E{Key: "$nin", Value: bson.A{newest[:len("2019")], newest[:min(len(newest), len("2019-09"))]}})
	}
	either := bson.A{reported, is("lastDay", past)}
	if *held {
		c.add(is("$or", either))
	} else {
		c.add(is("$nor", either))
	}
}
