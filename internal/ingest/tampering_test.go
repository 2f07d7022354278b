package ingest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// tampering is one thing done to one stored document.
type tampering struct {
	collection, path, how string
	id                    any
	before, after         bson.Raw // nil where the document is not there
}

func (w tampering) String() string {
	return fmt.Sprintf("%s.%s %s (%v)", w.collection, w.path, w.how, w.id)
}

// put makes the document another, or takes it away.
func put(ctx context.Context, db *mongo.Database, collection string, id any, raw bson.Raw) error {
	if raw == nil {
		_, err := db.Collection(collection).DeleteOne(ctx, bson.D{{Key: "_id", Value: id}})
		return err
	}
	_, err := db.Collection(collection).ReplaceOne(ctx, bson.D{{Key: "_id", Value: id}}, raw, options.Replace().SetUpsert(true))
	return err
}

// stored are the documents of a collection.
func stored(t *testing.T, db *mongo.Database, collection string) []bson.Raw {
	t.Helper()
	var all []bson.Raw
	cursor, err := db.Collection(collection).Find(t.Context(), bson.D{}, options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err == nil {
		err = cursor.All(t.Context(), &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unstamped takes off what says by which change a document was written.
func unstamped(documents []bson.Raw) []bson.Raw {
	for i, raw := range documents {
		var d bson.D
		if err := bson.Unmarshal(raw, &d); err != nil {
			continue
		}
		d = slices.DeleteFunc(d, func(e bson.E) bool { return e.Key == "stamp" })
		documents[i], _ = bson.Marshal(d)
	}
	return documents
}

// tamperings are all that is tried with one collection: every field of every level is altered, deleted, and those of the first
// level are made of another type; a document is deleted, added, and gets a field more.
func tamperings(t *testing.T, collection string, documents []bson.Raw) []tampering {
	t.Helper()
	if len(documents) == 0 {
		t.Fatalf("there is nothing in %s", collection)
	}
	var all []tampering
	seen := map[string]bool{}
	for _, raw := range documents {
		var d bson.D
		if err := bson.Unmarshal(raw, &d); err != nil {
			t.Fatal(err)
		}
		id := d[0].Value
		add := func(path, how string, changed bson.D) {
			if key := path + " " + how; !seen[key] {
				seen[key] = true
				after, err := bson.Marshal(changed)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, tampering{collection, path, how, id, raw, after})
			}
		}
		walk("", d, func(path, how string, changed bson.D) {
			if collection == "meta" && path == "number" {
				path += fmt.Sprint(" of ", id)
			}
			add(path, how, changed)
		})
		add("", "has a field more", append(slices.Clone(d), bson.E{Key: "more", Value: 1}))
		if how := "is deleted"; collection == "meta" || !seen[how] {
			seen[how] = true
			all = append(all, tampering{collection, "", how, id, raw, nil})
		}
	}
	var d bson.D
	if err := bson.Unmarshal(documents[len(documents)-1], &d); err != nil {
		t.Fatal(err)
	}
	d[0].Value = altered(d[0].Value)
	after, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return append(all, tampering{collection, "", "is added", d[0].Value, nil, after})
}

// walk hands over the document with each of its fields changed in turn.
func walk(path string, d bson.D, do func(path, how string, changed bson.D)) {
	for i, e := range d {
		if path == "" && e.Key == "_id" {
			continue
		}
		with := func(v any) bson.D {
			changed := slices.Clone(d)
			changed[i].Value = v
			return changed
		}
		within := path + e.Key
		do(within, "is deleted", slices.Delete(slices.Clone(d), i, i+1))
		if path == "" {
			do(within, "is of another type", with(bson.D{{Key: "x", Value: 1}}))
		}
		switch v := e.Value.(type) {
		case bson.D:
			walk(within+".", v, func(path, how string, changed bson.D) { do(path, how, with(changed)) })
		case bson.A:
			if len(v) == 0 {
				continue
			}
			do(within, "is shorter", with(v[:len(v)-1]))
			first, nested := v[0].(bson.D)
			if !nested {
				do(within, "is altered", with(append(bson.A{altered(v[0])}, v[1:]...)))
				continue
			}
			walk(within+".0.", first, func(path, how string, changed bson.D) { do(path, how, with(append(bson.A{changed}, v[1:]...))) })
		default:
			do(within, "is altered", with(altered(v)))
		}
	}
}

// altered is another value of the same type.
func altered(v any) any {
	switch v := v.(type) {
	case string:
		return v + "x"
	case int32:
		return v + 1
	case int64:
		return v + 1
	case float64:
		return v + 1
	case bool:
		return !v
	case bson.DateTime:
		return v + 1000
	default:
		return fmt.Sprint(v, "x")
	}
}

func excepted(w tampering) bool {
	if w.path == "stamp" && w.how == "is deleted" {
		return true // as documents of an earlier program, which have none
	}
	if unprotected[w.collection+" "+w.how] != "" {
		return true
	}
	for what := range unprotected {
		if doc, deleted := strings.CutSuffix(what, " -"); deleted {
			if w.path == "" && w.how == "is deleted" && doc == w.collection+" "+fmt.Sprint(w.id) {
				return true
			}
		} else if name, path, _ := strings.Cut(what, "."); w.collection == name && (w.path == path || strings.HasPrefix(w.path, path+".")) {
			return true
		}
	}
	return false
}
