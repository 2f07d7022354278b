package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"rapporteur/internal/budget"
)

// MaxKeys is how many keys one read may ask for, and how many relations of one level may be cut into pages.
const MaxKeys = 100_000

// bytesPerStep is how many bytes of a node are decoded, and gone through after that, in a step.
const bytesPerStep = 64

// maxIn is how many values one command carries, so that it stays well below the 16 MiB that MongoDB takes.
const maxIn = 50_000

var (
	byID      = bson.D{{Key: "_id", Value: 1}}
	bySortKey = bson.D{{Key: "sortKey", Value: 1}, {Key: "_id", Value: 1}}
)

// Collection is one kind of node.
type Collection[ID ~string, T any] struct {
	c     *mongo.Collection
	kind  string // what the ids of its nodes begin with, before the colon
	id    func(*T) ID
	field func(*decoder, *T, []byte, bsoncore.Value) // decodes one; nil for what is decoded by the driver
	// aliased finds the nodes of ids that nodes had before they got others; nil where ids never change.
	aliased func(context.Context, []ID) (map[ID]*T, error)
	voids   *voids
}

func collection[ID ~string, T any](db *mongo.Database, voids *voids, name, kind string, id func(*T) ID, field func(*decoder, *T, []byte, bsoncore.Value)) Collection[ID, T] {
	return Collection[ID, T]{c: db.Collection(name), kind: kind, id: id, field: field, voids: voids}
}

// Name is the collection's name in the database.
func (c Collection[ID, T]) Name() string { return c.c.Name() }

// ID is the id of a node.
func (c Collection[ID, T]) ID(node *T) ID { return c.id(node) }

// Get reads the nodes of these ids with one find, and with a second one those that go by another id now. Ids of
// nothing are missing from the answer.
func (c Collection[ID, T]) Get(ctx context.Context, ids []ID) (map[ID]*T, error) {
	found := make(map[ID]*T, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	nodes, err := c.Where(ctx, "_id", ids)
	if err != nil {
		return nil, err
	}
	for _, n := range nodes {
		found[c.id(n)] = n
	}
	if c.aliased == nil {
		return found, nil
	}
	var missing []ID
	for _, id := range ids {
		if found[id] == nil {
			missing = append(missing, id)
		}
	}
	if missing == nil {
		return found, nil
	}
	others, err := c.aliased(ctx, missing)
	for _, id := range missing {
		if n := others[id]; n != nil {
			found[id] = n
		}
	}
	return found, err
}

// Where reads the nodes whose field holds one of these values, which are a slice, ordered by id; of each, the
// named fields where any are named.
func (c Collection[ID, T]) Where(ctx context.Context, field string, in any, fields ...string) ([]*T, error) {
	values := reflect.ValueOf(in)
	var all []*T
	seen := map[ID]bool{}
	for from := 0; from < values.Len(); from += maxIn {
		some := values.Slice(from, min(from+maxIn, values.Len())).Interface()
		found, err := c.find(ctx, among(field, some), reading{fields: fields})
		if err != nil {
			return nil, err
		}
		if from == 0 && values.Len() <= maxIn {
			return found, nil
		}
		for _, n := range found { // a node may hold values of several pieces
			if !seen[c.id(n)] {
				seen[c.id(n)] = true
				all = append(all, n)
			}
		}
	}
	slices.SortFunc(all, func(a, b *T) int { return cmp.Compare(c.id(a), c.id(b)) })
	return all, nil
}

// All reads the named fields of every node, ordered by id.
func (c Collection[ID, T]) All(ctx context.Context, fields ...string) ([]*T, error) {
	return c.find(ctx, bson.D{}, reading{fields: fields})
}

func projected(fields ...string) bson.D {
	projection := bson.D{}
	for _, f := range fields {
		projection = append(projection, bson.E{Key: f, Value: 1})
	}
	return projection
}

// reading is how a find reads what matches.
type reading struct {
	sort   bson.D   // by id where none is given
	limit  int      // 0 for none
	fields []string // all where none is named
	// anyOrder takes the first that are met instead: where the limit bounds what is read, which to sort would not.
	anyOrder bool
}

// Unsorted is the comment of a find with a limit and no sort, as the log of MongoDB and tests see it: of candidates of a search and of
// edges, where to sort all that match would cost more than the read that the limit bounds.
const Unsorted = "the first that are met"

func (c Collection[ID, T]) find(ctx context.Context, filter bson.D, r reading) ([]*T, error) {
	opts := options.Find().SetBatchSize(10_000).SetLimit(int64(r.limit))
	if r.anyOrder {
		opts.SetComment(Unsorted)
	} else {
		opts.SetSort(r.sort)
		if r.sort == nil {
			opts.SetSort(byID)
		}
	}
	if r.fields != nil {
		if len(c.voids.all()) > 0 {
			r.fields = append(slices.Clone(r.fields), stampField)
		}
		opts.SetProjection(projected(r.fields...))
	}
	cursor, err := c.c.Find(ctx, filter, opts)
	if err != nil {
		return nil, fmt.Errorf("find in %s: %w", c.Name(), err)
	}
	nodes, err := c.decode(ctx, cursor)
	if err != nil {
		return nil, fmt.Errorf("read from %s: %w", c.Name(), err)
	}
	return nodes, nil
}

// label is what a stored document is shown as; empty where it has no label, or is none of this collection.
func (c Collection[ID, T]) label(raw bson.Raw) string {
	node := new(T)
	labelled, ok := any(node).(interface{ Label() string })
	if c.field == nil || !ok || decode(raw, node, c.field) != nil {
		shown, _ := raw.Lookup("label").StringValueOK() // of a Question
		return shown
	}
	return labelled.Label()
}

// again is a stored document as this program writes it.
func (c Collection[ID, T]) again(raw bson.Raw) (bson.Raw, error) {
	node := new(T)
	if err := decode(raw, node, c.field); err != nil {
		return nil, err
	}
	return c.Encode(node)
}

// read decodes one document.
func (c Collection[ID, T]) read(raw bson.Raw, into *T) error {
	if c.field == nil {
		return bson.Unmarshal(raw, into)
	}
	return decode(raw, into, c.field)
}

// decodes reports why a stored document is none of this collection, nil where it is one.
func (c Collection[ID, T]) decodes(raw bson.Raw) error {
	node := new(T)
	err := c.read(raw, node)
	if id, _ := raw.Lookup("_id").StringValueOK(); err == nil && string(c.id(node)) != id {
		err = fmt.Errorf("its id is read as %q", c.id(node))
	}
	return err
}

// decode reads all that is left of a cursor, and closes it.
func (c Collection[ID, T]) decode(ctx context.Context, cursor *mongo.Cursor) (nodes []*T, err error) {
	defer func() { err = errors.Join(err, cursor.Close(context.WithoutCancel(ctx))) }()
	nodes = make([]*T, 0, cursor.RemainingBatchLength())
	for left := -1; cursor.Next(ctx); {
		before := left
		if left = cursor.RemainingBatchLength(); left >= before { // the first of a batch
			if err := budget.Documents(ctx, left+1); err != nil {
				return nil, err
			}
		}
		if err := budget.Steps(ctx, 1+len(cursor.Current)/bytesPerStep); err != nil {
			return nil, err
		}
		if c.voids.hides(cursor.Current) {
			continue
		}
		n := new(T)
		if err := c.read(cursor.Current, n); err != nil {
			id, _ := cursor.Current.Lookup("_id").StringValueOK()
			return nil, fmt.Errorf("decode %q: %w", id, err)
		}
		nodes = append(nodes, n)
	}
	return nodes, cursor.Err()
}

// and joins conditions, leaving out empty ones.
func and(conditions ...bson.D) bson.D {
	var all bson.A
	for _, c := range conditions {
		if len(c) > 0 {
			all = append(all, c)
		}
	}
	switch len(all) {
	case 0:
		return bson.D{}
	case 1:
		return all[0].(bson.D)
	}
	return bson.D{{Key: "$and", Value: all}}
}
