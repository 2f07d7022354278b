package store

import (
	"context"
	"log/slog"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

// indexes names, for each collection, the keys that queries look up and order by. Every ordered one ends in
// _id, so that a page can be cut at (key, _id).
var indexes = map[string][][]string{
	"studyGroups": {{"terms"}},
	"questions":   {{"terms"}, {"sortKey", "_id"}, {"studyGroup", "sortKey", "_id"}, {"number", "sortKey"}, {"label", "sortKey", "_id"}},
	"texts": {
		{"sortKey", "_id"}, {"titleKey", "_id"}, {"startOfWork", "_id"}, {"target", "_id"},
		{"names"}, {"terms"}, {"relations.text"}, {"documents.document"},
		{"studyGroup", "sortKey", "_id"}, {"questions", "sortKey", "_id"}, {"editors", "sortKey", "_id"},
		{"equivalents", "sortKey", "_id"}, {"organizations", "sortKey", "_id"},
		{"decisions.meeting", "sortKey", "_id"}, {"decisions.kind", "sortKey", "_id"}, {"decisions.meeting", "decisions.kind", "sortKey", "_id"}, {"decisions.date"},
	},
	"people":               {{"sortKey", "_id"}, {"textCount", "_id"}, {"keys"}, {"ids"}, {"nameWords"}, {"spellings"}, {"likeness"}, {"terms"}, {"questions", "sortKey", "_id"}, {"roleKeys", "sortKey", "_id"}},
	"documents":            {{"terms"}, {"sortKey", "_id"}, {"number"}, {"meeting", "sortKey", "_id"}},
	"specifications":       {{"terms"}, {"sortKey", "_id"}, {"organizationKeys"}},
	"meetings":             {{"terms"}, {"sortKey", "_id"}, {"nameKey", "_id"}, {"lastDay", "_id"}, {"studyGroup", "sortKey", "_id"}, {"questions", "sortKey", "_id"}, {"announcedBy", "sortKey", "_id"}, {"events.documents"}, {"statistics.absentees.person"}},
	"actions":              {{"sortKey", "_id"}, {"text"}, {"meeting", "sortKey", "_id"}, {"editors.person"}, {"document"}, {"questions", "sortKey", "_id"}},
	"statements":           {{"report"}, {"text"}, {"action"}, {"pageEditors"}},
	"meetingStatements":    {{"report"}, {"meeting"}, {"names"}},
	"groupStatements":      {{"report"}, {"group", "sortKey", "_id"}},
	"warnings":             {{"report", "number"}},
	"correspondenceGroups": {{"terms"}, {"studyGroup", "_id"}},
	"corrections":          {{"nameWords"}},
	"journal":              {{"applied", "_id"}, {"applied", "at"}, {"claim"}, {"entry"}},
	"revisions":            {{"gone.sortKey", "_id"}},
	"reports":              {{"terms"}, {"meeting"}, {"sortKey", "_id"}, {"studyGroup", "sortKey", "_id"}},
}

// createIndexes makes those that are not there, and tells of each collection that has documents, since that may take long: a start
// changes nothing where all are.
func (s *Store) createIndexes(ctx context.Context, log *slog.Logger) error {
	for name, keys := range indexes {
		view := s.db.Collection(name).Indexes()
		there, err := view.ListSpecifications(ctx)
		if err != nil {
			return err
		}
		known := map[string]bool{}
		for _, index := range there {
			known[index.KeysDocument.String()] = true
		}
		var models []mongo.IndexModel
		for _, fields := range keys {
			key := bson.D{}
			for _, f := range fields {
				key = append(key, bson.E{Key: f, Value: int32(1)})
			}
			raw, err := bson.Marshal(key)
			if err != nil {
				return err
			}
			if !known[bson.Raw(raw).String()] {
				models = append(models, mongo.IndexModel{Keys: key})
			}
		}
		if len(models) == 0 {
			continue
		}
		documents, err := s.db.Collection(name).EstimatedDocumentCount(ctx)
		if err != nil {
			return err
		}
		if documents > 0 {
			log.InfoContext(ctx, "indexes are being built", "collection", name, "indexes", len(models), "documents", documents)
		}
		if _, err := view.CreateMany(ctx, models); err != nil {
			return err
		}
	}
	return nil
}
