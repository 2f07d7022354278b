package embedded

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// chance makes random documents, filters and updates from few values, so that they meet often.
type chance struct{ *rand.Rand }

func (c chance) scalar() any {
	return []any{nil, int32(0), int32(1), int32(2), int32(3), "a", "b", "ab"}[c.IntN(8)]
}

func (c chance) list() bson.A {
	out := bson.A{}
	for range c.IntN(4) {
		out = append(out, c.scalar())
	}
	return out
}

func (c chance) value() any {
	if c.IntN(4) == 0 {
		return c.list()
	}
	return c.scalar()
}

func (c chance) document(id int) bson.D {
	d := bson.D{{Key: "_id", Value: int32(id)}}
	for _, k := range []string{"a", "b", "s"} {
		if c.IntN(3) > 0 {
			v := c.value()
			if _, ok := v.(bson.A); ok && k != "a" {
				v = c.scalar() // one field with arrays: two could not be in one index
			}
			d = append(d, bson.E{Key: k, Value: v})
		}
	}
	if c.IntN(2) == 0 {
		e := bson.A{}
		for range c.IntN(3) {
			e = append(e, bson.D{{Key: "p", Value: c.scalar()}, {Key: "r", Value: c.scalar()}})
		}
		d = append(d, bson.E{Key: "e", Value: e})
	}
	return d
}

func (c chance) path() string { return []string{"a", "a", "b", "s", "e.p", "e.r"}[c.IntN(6)] }

func (c chance) test() bson.E {
	switch c.IntN(12) {
	case 0:
		return bson.E{Key: "$eq", Value: c.value()}
	case 1:
		return bson.E{Key: "$ne", Value: c.value()}
	case 2, 3:
		in := c.list()
		if c.IntN(4) == 0 {
			in = append(in, c.list())
		}
		return bson.E{Key: []string{"$in", "$nin"}[c.IntN(2)], Value: in}
	case 4:
		return bson.E{Key: "$exists", Value: c.IntN(2) == 0}
	case 5:
		return bson.E{Key: "$not", Value: bson.D{{Key: "$gt", Value: c.scalar()}}}
	}
	return bson.E{Key: []string{"$gt", "$gte", "$lt", "$lte"}[c.IntN(4)], Value: c.scalar()}
}

func (c chance) filter(depth int) bson.D {
	var out bson.D
	for range c.IntN(3) + 1 {
		switch n := c.IntN(10); {
		case n == 0 && depth > 0, n == 1 && depth > 0:
			sub := bson.A{}
			for range c.IntN(2) + 1 {
				sub = append(sub, c.filter(depth-1))
			}
			out = append(out, bson.E{Key: []string{"$and", "$or", "$or", "$nor"}[c.IntN(4)], Value: sub})
		case n == 2:
			ids := bson.A{}
			for range c.IntN(5) {
				ids = append(ids, int32(c.IntN(80)))
			}
			out = append(out, bson.E{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}})
		case n == 3:
			out = append(out, bson.E{Key: "a", Value: bson.D{{Key: "$elemMatch", Value: bson.D{c.rangeTest(), c.rangeTest()}}}})
		case n == 4 && c.IntN(2) == 0:
			out = append(out, bson.E{Key: "e", Value: bson.D{{Key: "$elemMatch", Value: bson.D{
				{Key: "p", Value: c.scalar()}, {Key: "r", Value: bson.D{c.rangeTest(), {Key: "$in", Value: c.list()}}[c.IntN(2):]},
			}[:c.IntN(2)+1]}}})
		case n == 4:
			out = append(out, bson.E{Key: "a", Value: bson.D{{Key: "$size", Value: int32(c.IntN(3))}}})
		case n < 7:
			out = append(out, bson.E{Key: c.path(), Value: c.value()})
		default:
			out = append(out, bson.E{Key: c.path(), Value: bson.D{c.test(), c.rangeTest()}[:c.IntN(2)+1]})
		}
	}
	return unique(out)
}

// unique keeps the first of equal keys.
func unique(d bson.D) bson.D {
	var out bson.D
	for _, e := range d {
		if !slices.ContainsFunc(out, func(o bson.E) bool { return o.Key == e.Key }) {
			out = append(out, e)
		}
	}
	return out
}

func (c chance) rangeTest() bson.E {
	return bson.E{Key: []string{"$gt", "$gte", "$lt", "$lte"}[c.IntN(4)], Value: []any{int32(1), int32(2), "a", "b"}[c.IntN(4)]}
}

func (c chance) keyset() (filter, by bson.D) {
	k, dir := []string{"b", "s"}[c.IntN(2)], 1-2*c.IntN(2)
	op := map[int]string{1: "$gt", -1: "$lt"}[dir]
	v := []any{int32(1), int32(2), "a", "ab"}[c.IntN(4)]
	filter = bson.D{{Key: "$or", Value: bson.A{
		bson.D{{Key: k, Value: bson.D{{Key: op, Value: v}}}},
		bson.D{{Key: k, Value: v}, {Key: "_id", Value: bson.D{{Key: op, Value: int32(c.IntN(80))}}}},
	}}}
	if c.IntN(2) == 0 {
		filter = append(bson.D{{Key: "a", Value: bson.D{{Key: "$in", Value: c.list()}}}}, filter...)
	}
	return filter, bson.D{{Key: k, Value: dir}, {Key: "_id", Value: dir}}
}

func (c chance) sort() bson.D {
	by := bson.D{}
	if c.IntN(3) > 0 {
		by = append(by, bson.E{Key: []string{"a", "b", "s"}[c.IntN(3)], Value: 1 - 2*c.IntN(2)})
	}
	return append(by, bson.E{Key: "_id", Value: 1 - 2*c.IntN(2)})
}

func (c chance) update() (op, key string, arg any) {
	key = []string{"a", "a", "b", "s"}[c.IntN(4)]
	op = []string{"$set", "$set", "$unset", "$inc", "$min", "$max", "$push", "$addToSet", "$pull"}[c.IntN(9)]
	if (op == "$push" || op == "$addToSet") && key != "a" {
		op = "$set"
	}
	switch {
	case op == "$inc":
		return op, key, int32(c.IntN(3))
	case op == "$set" && key == "a":
		return op, key, c.value()
	}
	return op, key, c.scalar()
}

func (c chance) indexes() []mongo.IndexModel {
	all := []bson.D{
		{{Key: "a", Value: 1}}, {{Key: "a", Value: -1}, {Key: "b", Value: 1}}, {{Key: "b", Value: 1}, {Key: "_id", Value: 1}},
		{{Key: "s", Value: -1}}, {{Key: "e.p", Value: 1}, {Key: "e.r", Value: 1}}, {{Key: "a", Value: 1}, {Key: "s", Value: 1}, {Key: "_id", Value: 1}},
		{{Key: "b", Value: 1}, {Key: "s", Value: -1}},
	}
	var out []mongo.IndexModel
	for _, k := range all {
		if c.IntN(2) == 0 {
			o := options.Index()
			switch c.IntN(6) {
			case 0:
				o.SetSparse(true)
			case 1:
				o.SetPartialFilterExpression(bson.D{{Key: "b", Value: bson.D{{Key: "$exists", Value: true}}}})
			}
			out = append(out, mongo.IndexModel{Keys: k, Options: o})
		}
	}
	return out
}

func TestRandomOperationsGiveWhatANaiveModelGives(t *testing.T) {
	t.Parallel()
	seeds := 40
	if testing.Short() {
		seeds = 5
	}
	for _, b := range backends(t) {
		for s := range seeds {
			t.Run(fmt.Sprint(b.name, "/", s), func(t *testing.T) {
				differ(t, b.database(t).Collection("c"), chance{rand.New(rand.NewPCG(uint64(s), 7))})
			})
		}
	}
}

func differ(t *testing.T, c *mongo.Collection, r chance) {
	ctx := context.Background()
	m := &model{}
	if ix := r.indexes(); len(ix) > 0 {
		must[[]string](t)(c.Indexes().CreateMany(ctx, ix))
	}
	for step := range 150 {
		switch n := r.IntN(10); {
		case n < 2 || len(m.docs) < 10:
			d := r.document(r.IntN(80))
			_, err := c.InsertOne(ctx, d)
			there := slices.ContainsFunc(m.docs, func(o bson.D) bool { return o[0].Value == d[0].Value })
			if mongo.IsDuplicateKeyError(err) != there || err != nil && !there {
				t.Fatalf("step %d: insert %v: %v", step, d, err)
			}
			if !there {
				m.docs = append(m.docs, d)
			}
		case n == 2:
			f := r.filter(1)
			gone := m.find(f, nil, 0)
			if len(gone) > 5 {
				continue
			}
			res := must[*mongo.DeleteResult](t)(c.DeleteMany(ctx, f))
			if res.DeletedCount != int64(len(gone)) {
				t.Fatalf("step %d: delete %s: %d, want %d", step, ext(f), res.DeletedCount, len(gone))
			}
			m.docs = slices.DeleteFunc(m.docs, func(d bson.D) bool { return matches(d, f) })
		case n < 5:
			updateBoth(t, step, c, m, r)
		case n == 5:
			f, by := r.keyset()
			findBoth(t, step, c, m, f, by, r.IntN(10))
		default:
			findBoth(t, step, c, m, r.filter(2), r.sort(), r.IntN(10))
		}
	}
	findBoth(t, -1, c, m, bson.D{}, bson.D{{Key: "_id", Value: 1}}, 0)
}

func updateBoth(t *testing.T, step int, c *mongo.Collection, m *model, r chance) {
	ctx := context.Background()
	id := int32(r.IntN(80))
	op, key, arg := r.update()
	at := slices.IndexFunc(m.docs, func(d bson.D) bool { return d[0].Value == id })
	res, err := c.UpdateOne(ctx, bson.D{{Key: "_id", Value: id}}, bson.D{{Key: op, Value: bson.D{{Key: key, Value: arg}}}})
	if at < 0 {
		if err != nil || res.MatchedCount != 0 {
			t.Fatalf("step %d: update of nothing: %v %v", step, res, err)
		}
		return
	}
	d, ok := apply(m.docs[at], op, key, arg)
	if ok != (err == nil) {
		t.Fatalf("step %d: %s %s %v on %s: %v, want success %v", step, op, key, arg, ext(m.docs[at]), err, ok)
	}
	if !ok {
		return
	}
	if changed := ext(d) != ext(m.docs[at]); changed != (res.ModifiedCount == 1) {
		t.Fatalf("step %d: %s %s %v on %s: modified %d", step, op, key, arg, ext(m.docs[at]), res.ModifiedCount)
	}
	m.docs[at] = d
}

func findBoth(t *testing.T, step int, c *mongo.Collection, m *model, f, by bson.D, limit int) {
	ctx := context.Background()
	cur, err := c.Find(ctx, f, options.Find().SetSort(by).SetLimit(int64(limit)).SetBatchSize(int32(2+step%5)))
	if err != nil {
		t.Fatalf("step %d: find %s: %v", step, ext(f), err)
	}
	var got []bson.D
	if err := cur.All(ctx, &got); err != nil {
		t.Fatal(err)
	}
	if g, w := exts(got), exts(m.find(f, by, limit)); !slices.Equal(g, w) {
		t.Fatalf("step %d: find %s sort %v limit %d:\n got %v\nwant %v", step, ext(f), by, limit, g, w)
	}
	if limit > 0 {
		return
	}
	if n := must[int64](t)(c.CountDocuments(ctx, f)); int(n) != len(got) {
		t.Fatalf("step %d: %d documents are counted by %s and %d found", step, n, ext(f), len(got))
	}
}
