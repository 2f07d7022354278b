package embedded

import (
	"context"
	"fmt"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// sizes are the collections the benchmarks compare.
var sizes = []int{10_000, 100_000}

// entry is a document of the benchmarks: 20 owners in rotation, a sort key that is not the _id's order.
func entry(i int) bson.D {
	return bson.D{
		{Key: "_id", Value: fmt.Sprintf("doc-%07d", i)},
		{Key: "owner", Value: fmt.Sprintf("owner-%02d", i%20)},
		{Key: "k", Value: fmt.Sprintf("key-%07d", i*7919%1_000_003)},
		{Key: "terms", Value: bson.A{fmt.Sprintf("t%d", i%1000), fmt.Sprintf("u%d", i%77)}},
		{Key: "title", Value: "A text of about the length that the titles of texts have, to make the size real"},
		{Key: "rev", Value: 1},
	}
}

func fill(tb testing.TB, c *mongo.Collection, n int) {
	tb.Helper()
	ctx := context.Background()
	for at := 0; at < n; at += 5000 {
		var ds []any
		for i := at; i < min(at+5000, n); i++ {
			ds = append(ds, entry(i))
		}
		if _, err := c.InsertMany(ctx, ds); err != nil {
			tb.Fatal(err)
		}
	}
}

func indexAll(tb testing.TB, c *mongo.Collection) {
	tb.Helper()
	_, err := c.Indexes().CreateMany(context.Background(), []mongo.IndexModel{
		{Keys: bson.D{{Key: "k", Value: 1}, {Key: "_id", Value: 1}}},
		{Keys: bson.D{{Key: "owner", Value: 1}, {Key: "k", Value: 1}, {Key: "_id", Value: 1}}},
		{Keys: bson.D{{Key: "terms", Value: 1}}},
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// perSize runs a benchmark on collections of each size.
func perSize(b *testing.B, f func(b *testing.B, e *Engine, c *mongo.Collection, n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			e, cl := connect(b, "")
			c := cl.Database("bench").Collection("docs")
			fill(b, c, n)
			indexAll(b, c)
			b.ReportAllocs()
			before := e.Counters()
			b.ResetTimer()
			f(b, e, c, n)
			b.StopTimer()
			after := e.Counters()
			b.ReportMetric(float64(after.DocumentsExamined-before.DocumentsExamined)/float64(b.N), "examined/op")
		})
	}
}

// drain reads a whole answer.
func drain(b *testing.B, c *mongo.Collection, filter any, want int, o *options.FindOptionsBuilder) {
	ctx := context.Background()
	cur, err := c.Find(ctx, filter, o)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for cur.Next(ctx) {
		n++
	}
	if err := cur.Err(); err != nil || n != want {
		b.Fatal(n, want, err)
	}
}

func BenchmarkPointRead(b *testing.B) {
	perSize(b, func(b *testing.B, _ *Engine, c *mongo.Collection, n int) {
		for i := 0; b.Loop(); i++ {
			if _, err := c.FindOne(context.Background(), bson.D{{Key: "_id", Value: fmt.Sprintf("doc-%07d", i*31%n)}}).Raw(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkIn100(b *testing.B) {
	perSize(b, func(b *testing.B, _ *Engine, c *mongo.Collection, n int) {
		for i := 0; b.Loop(); i++ {
			var ids bson.A
			for j := range 100 {
				ids = append(ids, fmt.Sprintf("doc-%07d", (i+j*97)%n))
			}
			drain(b, c, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}}, 100, options.Find().SetBatchSize(200))
		}
	})
}

func pageOptions(dir int) *options.FindOptionsBuilder {
	return options.Find().SetSort(bson.D{{Key: "k", Value: dir}, {Key: "_id", Value: dir}}).SetLimit(20)
}

func BenchmarkSortedPage(b *testing.B) {
	perSize(b, func(b *testing.B, _ *Engine, c *mongo.Collection, _ int) {
		for b.Loop() {
			drain(b, c, bson.D{}, 20, pageOptions(1))
		}
	})
}

func keyset(op, k string) bson.D {
	return bson.D{{Key: "$or", Value: bson.A{
		bson.D{{Key: "k", Value: bson.D{{Key: op, Value: k}}}},
		bson.D{{Key: "k", Value: k}, {Key: "_id", Value: bson.D{{Key: op, Value: "doc-0000500"}}}},
	}}}
}

func BenchmarkKeysetPage(b *testing.B) {
	for _, dir := range []int{1, -1} {
		op := map[int]string{1: "$gt", -1: "$lt"}[dir]
		b.Run(op[1:], func(b *testing.B) {
			perSize(b, func(b *testing.B, _ *Engine, c *mongo.Collection, _ int) {
				for b.Loop() {
					drain(b, c, keyset(op, "key-0500000"), 20, pageOptions(dir))
				}
			})
		})
	}
}

// BenchmarkMergedPage reads a sorted page of the documents of five owners.
func BenchmarkMergedPage(b *testing.B) {
	perSize(b, func(b *testing.B, _ *Engine, c *mongo.Collection, _ int) {
		owners := bson.D{{Key: "owner", Value: bson.D{{Key: "$in", Value: bson.A{"owner-01", "owner-05", "owner-09", "owner-13", "owner-17"}}}}}
		filter := append(owners, keyset("$gt", "key-0500000")...)
		for b.Loop() {
			drain(b, c, filter, 20, pageOptions(1))
		}
	})
}

// BenchmarkBulkUpsert writes 1000 upserts in one command, fsynced.
func BenchmarkBulkUpsert(b *testing.B) {
	_, cl := connect(b, b.TempDir())
	c := cl.Database("bench").Collection("docs")
	fill(b, c, 10_000)
	indexAll(b, c)
	for i := 0; b.Loop(); i++ {
		var ms []mongo.WriteModel
		for j := range 1000 {
			d := entry((i*1000 + j) % 20_000)
			ms = append(ms, mongo.NewUpdateOneModel().SetUpsert(true).SetFilter(d[:1]).
				SetUpdate(bson.D{{Key: "$set", Value: d[1:5]}, {Key: "$inc", Value: bson.D{{Key: "rev", Value: 1}}}}))
		}
		if _, err := c.BulkWrite(context.Background(), ms); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWriteOne is one fsynced update.
func BenchmarkWriteOne(b *testing.B) {
	_, cl := connect(b, b.TempDir())
	c := cl.Database("bench").Collection("docs")
	fill(b, c, 10_000)
	indexAll(b, c)
	for i := 0; b.Loop(); i++ {
		if _, err := c.UpdateByID(context.Background(), fmt.Sprintf("doc-%07d", i%10_000), bson.D{{Key: "$inc", Value: bson.D{{Key: "rev", Value: 1}}}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			e, err := Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			c := client(b, options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
			fill(b, c.Database("bench").Collection("docs"), n)
			indexAll(b, c.Database("bench").Collection("docs"))
			if err := e.Close(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				e, err := Open(dir)
				if err != nil {
					b.Fatal(err)
				}
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
