package store

import (
	"context"
	"log/slog"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// Migrate does what Open does with documents that an earlier program wrote.
func (s *Store) Migrate(ctx context.Context) error {
	return s.migrate(ctx, slog.New(slog.DiscardHandler))
}

// SetSchema stores a schema number.
func (s *Store) SetSchema(ctx context.Context, number int) error { return s.setSchema(ctx, number) }

// AgeCorrections puts corrections in place of all that there are, as schema 2 had them: whom a name or its key stands for.
func (s *Store) AgeCorrections(ctx context.Context, corrections map[string]string) error {
	_, err := s.Corrections.c.DeleteMany(ctx, bson.D{})
	for id, person := range corrections {
		if err == nil {
			_, err = s.Corrections.c.InsertOne(ctx, bson.D{{Key: "_id", Value: id}, {Key: "person", Value: person}})
		}
	}
	return err
}

// Age gives the documents the shape of schema 1: lists are whole and have no counts, a person's Questions stand in the order
// of their texts, texts have no decisions and people no ids, and there is no schema number.
func (s *Store) Age(ctx context.Context) error {
	_, err := s.db.Collection(metaName).DeleteOne(ctx, is("_id", "schema"))
	all, err2 := s.Texts.find(ctx, bson.D{}, reading{sort: bson.D{{Key: "sortKey", Value: 1}, {Key: "_id", Value: 1}}})
	texts, editors := map[string][]string{}, map[string][]string{}
	for _, t := range all {
		for _, ids := range [][]string{plain(t.QuestionIDs), plain(t.EditorIDs), plain(t.EquivalentIDs)} {
			for _, id := range ids {
				texts[id] = append(texts[id], string(t.ID))
			}
		}
		for _, q := range plain(t.QuestionIDs) {
			editors[q] = append(editors[q], plain(t.EditorIDs)...)
			for _, p := range plain(t.EditorIDs) {
				if !slices.Contains(editors[p], q) {
					editors[p] = append(editors[p], q) // the Questions of a person
				}
			}
		}
	}
	actions, err3 := s.Actions.find(ctx, bson.D{}, reading{sort: bson.D{{Key: "sortKey", Value: 1}, {Key: "_id", Value: 1}}})
	decided, carried := map[string][]string{}, map[string][]standards.DocumentText{}
	for _, a := range actions {
		decided[string(a.MeetingID)] = append(decided[string(a.MeetingID)], string(a.ID))
	}
	standards.Timeline(actions)
	for _, a := range actions {
		carried[string(a.DocumentID)] = append(carried[string(a.DocumentID)], standards.DocumentText{Role: a.DocumentRole, TextID: a.TextID, ActionID: a.ID})
	}
	for _, err := range []error{
		err, err2, err3,
		age(ctx, s.Questions, []string{"textCount", "editorCount", "meetingCount"}, func(id string) bson.D {
			slices.Sort(editors[id])
			return bson.D{{Key: "texts", Value: texts[id]}, {Key: "editors", Value: slices.Compact(editors[id])}}
		}),
		age(ctx, s.People, []string{"questionTexts", "roleCount", "ids", "nameWords"}, func(id string) bson.D {
			return bson.D{{Key: "texts", Value: texts[id]}, {Key: "questions", Value: editors[id]}}
		}),
		age(ctx, s.Specifications, []string{"textCount"}, func(id string) bson.D { return bson.D{{Key: "texts", Value: texts[id]}} }),
		age(ctx, s.Documents, []string{"textCount"}, func(id string) bson.D { return bson.D{{Key: "texts", Value: carried[id]}} }),
		age(ctx, s.Texts, []string{"decisions"}, func(id string) bson.D { return bson.D{{Key: "actionKinds", Value: bson.A{"NEW"}}} }),
		age(ctx, s.Meetings, []string{"actionCount"}, func(id string) bson.D { return bson.D{{Key: "actions", Value: decided[id]}} }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// age gives each document of a collection fields, and takes others away.
func age[ID ~string, T any](ctx context.Context, c Collection[ID, T], away []string, set func(id string) bson.D) error {
	nodes, err := c.All(ctx, "_id")
	if err != nil {
		return err
	}
	unset := bson.D{}
	for _, f := range away {
		unset = append(unset, bson.E{Key: f, Value: ""})
	}
	for _, n := range nodes {
		if _, err := c.c.UpdateOne(ctx, is("_id", c.id(n)), bson.D{{Key: "$set", Value: set(string(c.id(n)))}, {Key: "$unset", Value: unset}}); err != nil {
			return err
		}
	}
	return nil
}
