package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

// indexes names, for each collection, the keys that queries look up and order by. Every ordered one ends in
// _id, so that a page can be cut at (key, _id).
var indexes = map[string][][]string{
	"studyGroups": {{"terms"}},
	"questions":   {{"terms"}, {"sortKey", "_id"}, {"studyGroup", "sortKey", "_id"}, {"number", "sortKey"}},
	"texts": {
		{"sortKey", "_id"}, {"titleKey", "_id"}, {"startOfWork", "_id"}, {"target", "_id"},
		{"names"}, {"terms"}, {"relations.text"}, {"documents.document"},
		{"studyGroup", "sortKey", "_id"}, {"questions", "sortKey", "_id"}, {"editors", "sortKey", "_id"},
		{"equivalents", "sortKey", "_id"}, {"meetings", "sortKey", "_id"}, {"organizations", "sortKey", "_id"},
	},
	"people":               {{"sortKey", "_id"}, {"textCount", "_id"}, {"keys"}, {"candidates"}, {"terms"}, {"questions", "sortKey", "_id"}},
	"documents":            {{"terms"}, {"sortKey", "_id"}, {"number"}, {"meeting", "sortKey", "_id"}},
	"specifications":       {{"terms"}, {"sortKey", "_id"}, {"organizationKeys"}},
	"meetings":             {{"terms"}, {"sortKey", "_id"}, {"nameKey", "_id"}, {"studyGroup", "sortKey", "_id"}, {"questions", "sortKey", "_id"}, {"announcedBy", "sortKey", "_id"}, {"events.documents"}, {"statistics.absentees.person"}},
	"actions":              {{"sortKey", "_id"}, {"source.report"}, {"text"}, {"meeting", "sortKey", "_id"}, {"editors.person"}, {"document"}, {"questions", "sortKey", "_id"}},
	"correspondenceGroups": {{"terms"}, {"studyGroup", "_id"}},
	"corrections":          {{"person"}},
	"journal":              {{"applied", "_id"}, {"entry"}},
	"reports":              {{"terms"}, {"sortKey", "_id"}, {"studyGroup", "sortKey", "_id"}},
}

func (s *Store) createIndexes(ctx context.Context) error {
	for name, keys := range indexes {
		models := make([]mongo.IndexModel, len(keys))
		for i, fields := range keys {
			key := bson.D{}
			for _, f := range fields {
				key = append(key, bson.E{Key: f, Value: 1})
			}
			models[i].Keys = key
		}
		if _, err := s.db.Collection(name).Indexes().CreateMany(ctx, models); err != nil {
			return err
		}
	}
	return nil
}
