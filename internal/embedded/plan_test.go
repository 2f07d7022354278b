package embedded

import (
	"context"
	"fmt"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// TestPlanReadsNoMoreThanItReturns counts what queries of the kinds the store sends look at.
func TestPlanReadsNoMoreThanItReturns(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	const n = 5000
	fill(t, c, n)
	indexAll(t, c)
	ctx := context.Background()
	must[[]string](t)(c.Indexes().CreateMany(ctx, []mongo.IndexModel{
		{Keys: bson.D{{Key: "title", Value: 1}, {Key: "k", Value: -1}}, Options: options.Index().SetSparse(true)},
		{Keys: bson.D{{Key: "rev", Value: 1}}, Options: options.Index().SetPartialFilterExpression(bson.D{{Key: "rev", Value: 1}, {Key: "owner", Value: bson.D{{Key: "$exists", Value: true}}}})},
	}))
	// No test runs beside this one on this engine, so the counter is this query's.
	tests := []struct {
		name, filter, sort string
		limit              int64
		most               int64 // documents examined
		want               int   // documents returned
	}{
		{"a point", `{"_id":"doc-0000007"}`, `{"_id":1}`, 0, 1, 1},
		{"points of _id", `{"_id":{"$in":["doc-0000007","doc-0000009","none"]}}`, `{"_id":1}`, 0, 2, 2},
		{"points of _id sorted by another field", `{"_id":{"$in":["doc-0000007","doc-0000009"]}}`, `{"k":1}`, 0, 2, 2},
		{"a range of _id backwards", `{"_id":{"$lt":"doc-0000100"}}`, `{"_id":-1}`, 10, 10, 10},
		{"a point of an index", `{"k":"key-0007919"}`, `{"_id":1}`, 0, 1, 1},
		{"a sorted page", `{}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"a sorted page backwards", `{}`, `{"k":-1,"_id":-1}`, 20, 20, 20},
		{"a keyset page", `{"$or":[{"k":{"$gt":"key-0500000"}},{"k":"key-0500000","_id":{"$gt":"x"}}]}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"a keyset page backwards", `{"$or":[{"k":{"$lt":"key-0500000"}},{"k":"key-0500000","_id":{"$lt":"x"}}]}`, `{"k":-1,"_id":-1}`, 20, 20, 20},
		{"a keyset page in one range", `{"k":{"$gte":"key-0500000"},"$or":[{"k":{"$gt":"key-0500000"}},{"_id":{"$gt":"x"}}]}`, `{"k":1,"_id":1}`, 20, 21, 20},
		{"a keyset page in one range backwards", `{"k":{"$lte":"key-0500000"},"$or":[{"k":{"$lt":"key-0500000"}},{"_id":{"$lt":"x"}}]}`, `{"k":-1,"_id":-1}`, 20, 21, 20},
		{"a keyset page of a range", `{"$and":[{"k":{"$gte":"key-0100000"}},{"k":{"$lte":"key-0500000"},"$or":[{"k":{"$lt":"key-0500000"}},{"_id":{"$lt":"x"}}]}]}`, `{"k":-1,"_id":-1}`, 20, 21, 20},
		{"a keyset page in one range of several owners", `{"owner":{"$in":["owner-03","owner-04"]},"k":{"$gte":"key-0500000"},"$or":[{"k":{"$gt":"key-0500000"}},{"_id":{"$gt":"x"}}]}`, `{"k":1,"_id":1}`, 20, 21, 20},
		{"a keyset page from null", `{"$or":[{"k":{"$gte":"a"}},{"k":null,"_id":{"$gt":"x"}}]}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"a page of one owner", `{"owner":"owner-03"}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"a page of one owner sorted by owner too", `{"owner":"owner-03"}`, `{"owner":1,"k":-1,"_id":-1}`, 20, 20, 20},
		{"a page of several owners", `{"owner":{"$in":["owner-03","owner-04","owner-11"]}}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"a page of several owners backwards", `{"owner":{"$in":["owner-03","owner-04","owner-11"]}}`, `{"k":-1,"_id":-1}`, 20, 20, 20},
		{"a keyset page of several owners", `{"owner":{"$in":["owner-03","owner-04"]},"$or":[{"k":{"$gt":"key-0500000"}},{"k":"key-0500000","_id":{"$gt":"x"}}]}`, `{"k":1,"_id":1}`, 20, 20, 20},
		{"elements of an array", `{"terms":{"$in":["t7","t8"]}}`, `{"_id":1}`, 0, 10, 10},
		{"two elements of an array", `{"terms":{"$all":["u3","t80"]}}`, `{"_id":1}`, 0, 65, 1},
		{"a frequent and a rare element", `{"$and":[{"terms":"u3"},{"terms":"t80"}]}`, `{"_id":1}`, 0, 10, 1},
		{"a rare and a frequent element", `{"$and":[{"terms":"t80"},{"terms":"u3"}]}`, `{"_id":1}`, 0, 10, 1},
		{"a frequent element and a rare range", `{"$and":[{"terms":"u3"},{"terms":{"$elemMatch":{"$gte":"t80","$lt":"t800"}}}]}`, `{"_id":1}`, 0, 10, 1},
		{"elements of an array that start so", `{"terms":{"$regex":"^t99"}}`, `{"_id":1}`, 0, 55, 55},
		{"a range of elements", `{"terms":{"$elemMatch":{"$gte":"t99","$lt":"t991"}}}`, `{"_id":1}`, 0, 10, 10},
		{"two indexes joined by $or", `{"$or":[{"k":"key-0007919"},{"terms":"t5"}]}`, `{"_id":1}`, 0, 6, 6},
		{"a sparse index where the field must be there", `{"title":{"$gt":"B"}}`, `{"title":1}`, 10, 0, 0},
		{"a partial index where the filter implies it", `{"rev":1,"owner":"owner-99"}`, `{"_id":1}`, 0, 0, 0},
		{"nothing", `{"k":{"$in":[]}}`, `{"k":1}`, 0, 0, 0},
		{"contradicting ranges", `{"k":{"$gt":"x","$lt":"a"}}`, `{"k":1}`, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := e.Counters().DocumentsExamined
			cur := must[*mongo.Cursor](t)(c.Find(ctx, doc(t, tt.filter), options.Find().SetSort(doc(t, tt.sort)).SetLimit(tt.limit)))
			var got []bson.D
			if err := cur.All(ctx, &got); err != nil {
				t.Fatal(err)
			}
			if len(got) != tt.want {
				t.Errorf("%d documents, want %d", len(got), tt.want)
			}
			if n := e.Counters().DocumentsExamined - before; n > tt.most {
				t.Errorf("%d documents examined, want at most %d", n, tt.most)
			}
		})
	}
}

// What only counts fetches no document where the entries of an index say all that the filter does.
func TestCountingFetchesNothingThatTheIndexTells(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	fill(t, c, 1000)
	indexAll(t, c)
	ctx := context.Background()
	for filter, want := range map[string]struct{ found, fetched int64 }{
		`{"owner":"owner-03"}`: {50, 0},
		`{"owner":{"$in":["owner-03","owner-04"]},"k":{"$gt":"key"}}`: {100, 0},
		`{"terms":"u3"}`:                                                   {13, 0},
		`{"terms":{"$in":["u3","t3"]}}`:                                    {13, 0}, // a document has both
		`{"_id":{"$in":["doc-0000001","doc-0000002","no"]}}`:               {2, 0},
		`{"owner":"owner-03","rev":1}`:                                     {50, 50},
		`{"$and":[{"terms":"u3"},{"terms":"t3"}]}`:                         {1, 1},
		`{"owner":{"$regex":"^owner-03"}}`:                                 {50, 50},
		`{"$or":[{"owner":"owner-03"},{"terms":"u3"}]}`:                    {62, 62},
		`{"owner":"owner-03","$nor":[{"title":"x"}]}`:                      {50, 50},
		`{"owner":"owner-03","terms":{"$ne":"u3"}}`:                        {49, 50},
		`{"owner":{"$gte":"owner-03","$lt":"owner-05"},"k":{"$gt":"zzz"}}`: {0, 0},
		`{"owner":null}`:                                                   {0, 0},
	} {
		before := e.Counters().DocumentsFetched
		n := must[int64](t)(c.CountDocuments(ctx, doc(t, filter)))
		if fetched := e.Counters().DocumentsFetched - before; n != want.found || fetched != want.fetched {
			t.Errorf("%s: %d documents, %d fetched, want %d and %d", filter, n, fetched, want.found, want.fetched)
		}
	}
}

// An index of two fields of the documents in a list serves $elemMatch on both: one element is one key.
func TestElemMatchIsBoundedByBothFieldsOfAnElement(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	var ds []any
	for i := range 1000 { // each has both meetings and, of one of them, a rare kind
		d := bson.A{bson.D{{Key: "kind", Value: "common"}, {Key: "meeting", Value: "m1"}}, bson.D{{Key: "kind", Value: "common"}, {Key: "meeting", Value: "m2"}}}
		if i%100 == 0 {
			d = append(d, bson.D{{Key: "kind", Value: "rare"}, {Key: "meeting", Value: "m" + fmt.Sprint(1+i/100%2)}})
		}
		ds = append(ds, bson.D{{Key: "_id", Value: i}, {Key: "k", Value: i}, {Key: "decisions", Value: d}})
	}
	must[*mongo.InsertManyResult](t)(c.InsertMany(ctx, ds))
	must[string](t)(c.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "decisions.meeting", Value: 1}, {Key: "decisions.kind", Value: 1}, {Key: "k", Value: 1}}}))
	for filter, want := range map[string]struct{ found, most int64 }{
		`{"decisions":{"$elemMatch":{"meeting":"m1","kind":"rare"}}}`:                   {5, 5},
		`{"decisions":{"$elemMatch":{"kind":"rare","meeting":{"$in":["m1","m2"]}}}}`:    {10, 10},
		`{"decisions.meeting":"m1","decisions.kind":"rare"}`:                            {10, 1000}, // by two elements
		`{"decisions":{"$elemMatch":{"meeting":"m1"}},"decisions.kind":"rare"}`:         {10, 1000},
		`{"decisions.meeting":"m1","decisions":{"$elemMatch":{"kind":"rare"}}}`:         {10, 1000},
		`{"decisions":{"$elemMatch":{"meeting":"m1","kind":{"$gt":"common"}}},"k":300}`: {0, 5},
	} {
		before := e.Counters().DocumentsExamined
		n := must[int64](t)(c.CountDocuments(ctx, doc(t, filter)))
		if examined := e.Counters().DocumentsExamined - before; n != want.found || examined > want.most {
			t.Errorf("%s: %d documents of %d examined, want %d of at most %d", filter, n, examined, want.found, want.most)
		}
	}
}

func TestPlanPagesMeetEveryDocumentOnce(t *testing.T) {
	t.Parallel()
	_, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	var ds []any
	for i := range 300 {
		d := bson.D{{Key: "_id", Value: i}, {Key: "k", Value: i % 7}, {Key: "f", Value: i % 5}}
		if i%11 == 0 {
			d = d[:1]
		}
		ds = append(ds, d)
	}
	must[*mongo.InsertManyResult](t)(c.InsertMany(ctx, ds))
	must[string](t)(c.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "f", Value: 1}, {Key: "k", Value: 1}}}))
	for _, dir := range []int{1, -1} {
		op := map[int]string{1: "$gt", -1: "$lt"}[dir]
		seen := map[string]bool{}
		after := bson.D{}
		for {
			filter := append(bson.D{{Key: "f", Value: bson.D{{Key: "$in", Value: bson.A{0, 2, 4}}}}}, after...)
			cur := must[*mongo.Cursor](t)(c.Find(ctx, filter, options.Find().SetLimit(9).SetSort(bson.D{{Key: "k", Value: dir}, {Key: "_id", Value: dir}})))
			var page []struct {
				ID int `bson:"_id"`
				K  int
			}
			if err := cur.All(ctx, &page); err != nil {
				t.Fatal(err)
			}
			for _, d := range page {
				key := fmt.Sprint(d.K, "/", d.ID)
				if seen[key] {
					t.Fatal("twice:", key)
				}
				seen[key] = true
			}
			if len(page) < 9 {
				break
			}
			l := page[len(page)-1]
			after = bson.D{{Key: "$or", Value: bson.A{
				bson.D{{Key: "k", Value: bson.D{{Key: op, Value: l.K}}}},
				bson.D{{Key: "k", Value: l.K}, {Key: "_id", Value: bson.D{{Key: op, Value: l.ID}}}},
			}}}
		}
		want := must[int64](t)(c.CountDocuments(ctx, bson.D{{Key: "f", Value: bson.D{{Key: "$in", Value: bson.A{0, 2, 4}}}}}))
		if int64(len(seen)) != want {
			t.Errorf("direction %d: %d documents, want %d", dir, len(seen), want)
		}
	}
}
