package embedded

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// each runs a test of the driver's own methods on every backend.
func each(t *testing.T, f func(t *testing.T, c *mongo.Collection)) {
	t.Parallel()
	for _, b := range backends(t) {
		t.Run(b.name, func(t *testing.T) { f(t, b.database(t).Collection("c")) })
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestDriverBulkWriteCountsEveryKindOfWrite(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		models := []mongo.WriteModel{
			mongo.NewInsertOneModel().SetDocument(bson.D{{Key: "_id", Value: 1}, {Key: "a", Value: 1}}),
			mongo.NewInsertOneModel().SetDocument(bson.D{{Key: "_id", Value: 2}, {Key: "a", Value: 1}}),
			mongo.NewUpdateManyModel().SetFilter(bson.D{{Key: "a", Value: 1}}).SetUpdate(bson.D{{Key: "$inc", Value: bson.D{{Key: "a", Value: 1}}}}),
			mongo.NewUpdateOneModel().SetFilter(bson.D{{Key: "_id", Value: 3}}).SetUpdate(bson.D{{Key: "$set", Value: bson.D{{Key: "a", Value: 9}}}}).SetUpsert(true),
			mongo.NewReplaceOneModel().SetFilter(bson.D{{Key: "_id", Value: 2}}).SetReplacement(bson.D{{Key: "b", Value: 1}}),
			mongo.NewDeleteOneModel().SetFilter(bson.D{{Key: "_id", Value: 1}}),
		}
		// Without order the driver sends the deletes before the updates.
		for ordered, want := range map[bool]string{true: "2 3 3 1 1 map[3:3]", false: "2 2 2 1 1 map[3:3]"} {
			res := must[*mongo.BulkWriteResult](t)(c.BulkWrite(context.Background(), models, options.BulkWrite().SetOrdered(ordered)))
			got := fmt.Sprint(res.InsertedCount, res.MatchedCount, res.ModifiedCount, res.UpsertedCount, res.DeletedCount, res.UpsertedIDs)
			if got != want {
				t.Errorf("ordered %v: %s, want %s", ordered, got, want)
			}
			must[*mongo.DeleteResult](t)(c.DeleteMany(context.Background(), bson.D{}))
		}
	})
}

func TestDriverBulkWriteReportsErrorsByIndex(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		ins := func(id int) mongo.WriteModel {
			return mongo.NewInsertOneModel().SetDocument(bson.D{{Key: "_id", Value: id}})
		}
		_, err := c.BulkWrite(context.Background(), []mongo.WriteModel{ins(1), ins(1), ins(2), ins(2), ins(3)}, options.BulkWrite().SetOrdered(false))
		var be mongo.BulkWriteException
		if !errors.As(err, &be) || len(be.WriteErrors) != 2 || be.WriteErrors[0].Index != 1 || be.WriteErrors[1].Index != 3 {
			t.Fatalf("%#v", err)
		}
		if !mongo.IsDuplicateKeyError(err) {
			t.Error("it is a duplicate key")
		}
		if n := must[int64](t)(c.CountDocuments(context.Background(), bson.D{})); n != 3 {
			t.Error(n)
		}
	})
}

func TestDriverDuplicateKeyErrorNamesIndexAndValue(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		ctx := context.Background()
		must[string](t)(c.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "name", Value: 1}}, Options: options.Index().SetUnique(true)}))
		must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}, {Key: "name", Value: "x"}}))
		_, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: 2}, {Key: "name", Value: "x"}})
		var we mongo.WriteException
		if !errors.As(err, &we) {
			t.Fatal(err)
		}
		want := fmt.Sprintf(`E11000 duplicate key error collection: %s.c index: name_1 dup key: { name: "x" }`, c.Database().Name())
		if got := we.WriteErrors[0].Message; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		var raw struct {
			KeyPattern, KeyValue bson.D
		}
		if err := bson.Unmarshal(we.WriteErrors[0].Raw, &raw); err != nil {
			t.Fatal(err)
		}
		err = c.FindOneAndUpdate(ctx, bson.D{{Key: "_id", Value: 3}}, bson.D{{Key: "$set", Value: bson.D{{Key: "name", Value: "x"}}}}, options.FindOneAndUpdate().SetUpsert(true)).Err()
		if !mongo.IsDuplicateKeyError(err) {
			t.Errorf("findAndModify: %v", err)
		}
	})
}

func TestDriverCursorReadsOnFromItsSnapshot(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		ctx := context.Background()
		fill(t, c, 500)
		cur := must[*mongo.Cursor](t)(c.Find(ctx, bson.D{}, options.Find().SetBatchSize(7).SetSort(bson.D{{Key: "_id", Value: 1}})))
		var got []string
		for cur.Next(ctx) {
			got = append(got, cur.Current.Lookup("_id").StringValue())
		}
		if err := cur.Err(); err != nil || len(got) != 500 || !slices.IsSorted(got) {
			t.Fatal(len(got), err)
		}
		agg := must[*mongo.Cursor](t)(c.Aggregate(ctx, bson.A{bson.D{{Key: "$group", Value: bson.D{{Key: "_id", Value: "$k"}}}}}, options.Aggregate().SetBatchSize(3)))
		var all []bson.D
		if err := agg.All(ctx, &all); err != nil || len(all) != 500 {
			t.Fatal(len(all), err)
		}
	})
}

func TestDriverSessionsFindAndModifyAndLists(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		ctx := context.Background()
		s := must[*mongo.Session](t)(c.Database().Client().StartSession())
		defer s.EndSession(ctx)
		err := mongo.WithSession(ctx, s, func(ctx context.Context) error {
			_, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: 1}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var d bson.D
		err = c.FindOneAndUpdate(ctx, bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: 1}}, bson.D{{Key: "$inc", Value: bson.D{{Key: "rev", Value: 1}}}},
			options.FindOneAndUpdate().SetReturnDocument(options.After)).Decode(&d)
		if err != nil || ext(d) != ext(bson.D{{Key: "_id", Value: "a"}, {Key: "rev", Value: int32(2)}}) {
			t.Fatal(d, err)
		}
		if err := c.FindOneAndDelete(ctx, bson.D{{Key: "_id", Value: "b"}}).Err(); !errors.Is(err, mongo.ErrNoDocuments) {
			t.Fatal(err)
		}
		if n := must[int64](t)(c.EstimatedDocumentCount(ctx)); n != 1 {
			t.Error(n)
		}
		if names := must[[]string](t)(c.Database().ListCollectionNames(ctx, bson.D{})); !slices.Equal(names, []string{"c"}) {
			t.Error(names)
		}
		if names := must[[]string](t)(c.Database().Client().ListDatabaseNames(ctx, bson.D{{Key: "name", Value: c.Database().Name()}})); len(names) != 1 {
			t.Error(names)
		}
		un := c.Database().Collection("c", options.Collection().SetWriteConcern(writeconcern.Unacknowledged()))
		if res, err := un.InsertOne(ctx, bson.D{{Key: "_id", Value: "z"}}); err != nil || res.Acknowledged {
			t.Error(res, err)
		}
	})
}

func TestDriverLargeDocumentsAndMessages(t *testing.T) {
	t.Parallel()
	_, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	big := strings.Repeat("x", 15<<20)
	for i := range 4 {
		must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: i}, {Key: "s", Value: big}}))
	}
	cur := must[*mongo.Cursor](t)(c.Find(ctx, bson.D{}))
	n := 0
	for cur.Next(ctx) {
		n++
	}
	if n != 4 || cur.Err() != nil {
		t.Fatal(n, cur.Err())
	}
	_, err := c.UpdateByID(ctx, 0, bson.D{{Key: "$set", Value: bson.D{{Key: "t", Value: strings.Repeat("y", 2<<20)}}}})
	var we mongo.WriteException
	if !errors.As(err, &we) || we.WriteErrors[0].Code != 10334 {
		t.Errorf("a document over 16 MiB: %v", err)
	}
	_, err = c.InsertOne(ctx, bson.D{{Key: "_id", Value: strings.Repeat("k", 40_000)}})
	if !errors.As(err, &we) || we.WriteErrors[0].Code != 17280 {
		t.Errorf("an _id over 32 kB: %v", err)
	}
	deep := bson.D{{Key: "x", Value: 1}}
	for range 185 {
		deep = bson.D{{Key: "x", Value: deep}}
	}
	if _, err = c.InsertOne(ctx, deep); !errors.As(err, &we) || we.WriteErrors[0].Code != 15 {
		t.Errorf("a deep document: %v", err)
	}
	for range 100 {
		deep = bson.D{{Key: "x", Value: deep}}
	}
	var ce mongo.CommandError
	if _, err = c.InsertOne(ctx, deep); !errors.As(err, &ce) || ce.Code != 15 {
		t.Errorf("a document deeper than a message may be: %v", err)
	}
	if err := cl.Ping(ctx, nil); err != nil {
		t.Error("the engine must go on:", err)
	}
}

func TestDriverMaxTimeStopsALongScan(t *testing.T) {
	t.Parallel()
	_, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	fill(t, c, 50_000)
	slow := bson.D{{Key: "title", Value: bson.D{{Key: "$regex", Value: "(a|b|c|d)*(e|f)*zz$"}}}}
	cmd := bson.D{{Key: "count", Value: "c"}, {Key: "query", Value: slow}, {Key: "maxTimeMS", Value: 5}}
	err := c.Database().RunCommand(context.Background(), cmd).Err()
	if errorCode(nil, err) != 50 {
		t.Errorf("count: %v", err)
	}
	cmd = bson.D{{Key: "update", Value: "c"}, {Key: "maxTimeMS", Value: 5}, {Key: "updates", Value: bson.A{
		bson.D{{Key: "q", Value: bson.D{{Key: "_id", Value: "doc-0000001"}}}, {Key: "u", Value: bson.D{{Key: "$set", Value: bson.D{{Key: "touched", Value: true}}}}}},
		bson.D{{Key: "q", Value: slow}, {Key: "u", Value: bson.D{{Key: "$set", Value: bson.D{{Key: "x", Value: 1}}}}}},
	}}}
	if err := c.Database().RunCommand(context.Background(), cmd).Err(); errorCode(nil, err) != 50 {
		t.Errorf("update: %v", err)
	}
	n := must[int64](t)(c.CountDocuments(context.Background(), bson.D{{Key: "touched", Value: true}}))
	if n != 0 {
		t.Error("a command that ran out of time must leave nothing behind")
	}
}

func TestDriverReadersRunBesideAWriter(t *testing.T) {
	t.Parallel()
	_, cl := connect(t, "")
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	indexAll(t, c)
	// Each command moves all documents of a pair to the same number: a reader must never see two.
	pair := bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: bson.A{1, 2}}}}}
	must[*mongo.InsertManyResult](t)(c.InsertMany(ctx, []any{bson.D{{Key: "_id", Value: 1}, {Key: "k", Value: 0}}, bson.D{{Key: "_id", Value: 2}, {Key: "k", Value: 0}}}))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				var ds []struct{ K int }
				cur, err := c.Find(ctx, pair, options.Find().SetSort(bson.D{{Key: "k", Value: 1}}))
				if err == nil {
					err = cur.All(ctx, &ds)
				}
				if err != nil || len(ds) != 2 || ds[0].K != ds[1].K {
					t.Error(ds, err)
					return
				}
			}
		})
	}
	for range 300 {
		must[*mongo.UpdateResult](t)(c.UpdateMany(ctx, pair, bson.D{{Key: "$inc", Value: bson.D{{Key: "k", Value: 1}}}}))
	}
	close(stop)
	wg.Wait()
}

func TestDriverConcurrentIncrementsLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, c *mongo.Collection) {
		ctx := context.Background()
		must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}, {Key: "n", Value: 0}}))
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 25 {
					if _, err := c.UpdateByID(ctx, 1, bson.D{{Key: "$inc", Value: bson.D{{Key: "n", Value: 1}}}}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var d struct{ N int }
		if err := c.FindOne(ctx, bson.D{}).Decode(&d); err != nil || d.N != 200 {
			t.Error(d.N, err)
		}
	})
}

func TestCursorsAreBoundedAndKilled(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, "", WithCursors(3, time.Minute))
	db := cl.Database("d")
	fill(t, db.Collection("c"), 20)
	ctx := context.Background()
	open := func() (bson.D, error) {
		var reply bson.D
		err := db.RunCommand(ctx, bson.D{{Key: "find", Value: "c"}, {Key: "batchSize", Value: 1}}).Decode(&reply)
		return reply, err
	}
	for range 3 {
		must[bson.D](t)(open())
	}
	if _, err := open(); errorCode(nil, err) != int(codeInternal) {
		t.Errorf("a fourth cursor: %v", err)
	}
	if err := db.RunCommand(ctx, bson.D{{Key: "endSessions", Value: bson.A{}}}).Err(); err != nil {
		t.Error(err)
	}
	for id := range e.cursors.open {
		e.cursors.take(id).close()
		break
	}
	id := lookup(lookup(must[bson.D](t)(open()), "cursor").(bson.D), "id")
	if err := db.RunCommand(ctx, bson.D{{Key: "getMore", Value: id}, {Key: "collection", Value: "other"}}).Err(); errorCode(nil, err) != 13 {
		t.Errorf("a getMore for another collection: %v", err)
	}
	if err := db.RunCommand(ctx, bson.D{{Key: "killCursors", Value: "c"}, {Key: "cursors", Value: bson.A{id}}}).Err(); err != nil {
		t.Error(err)
	}
	if err := db.RunCommand(ctx, bson.D{{Key: "getMore", Value: id}, {Key: "collection", Value: "c"}}).Err(); errorCode(nil, err) != 43 {
		t.Errorf("a getMore after killCursors: %v", err)
	}
}

func TestCursorsExpireWhenNobodyAsksForThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var table cursorTable
		table.init(10, time.Minute)
		defer table.close()
		for range 2 {
			if err := table.add(&cursor{lsid: "s", rows: list(nil)}); err != nil {
				t.Fatal(err)
			}
		}
		used := table.next
		for range 3 {
			time.Sleep(40 * time.Second)
			c := table.take(used)
			if c == nil {
				t.Fatal("a cursor in use expired")
			}
			table.put(c)
		}
		if n := table.len(); n != 1 {
			t.Errorf("%d cursors, want the one in use", n)
		}
		time.Sleep(2 * time.Minute)
		if n := table.len(); n != 0 {
			t.Errorf("%d cursors did not expire", n)
		}
		if err := table.add(&cursor{lsid: "s", rows: list(nil)}); err != nil {
			t.Fatal(err)
		}
		table.dropSession("s")
		if n := table.len(); n != 0 {
			t.Error("the session's cursor is still there")
		}
	})
}

func TestCloseEndsConnectionsAndRefusesNewOnes(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, "")
	if err := cl.Ping(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Error("closing again:", err)
	}
	if _, err := e.Dialer().DialContext(context.Background(), "", ""); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if !errors.Is(e.Err(), ErrClosed) {
		t.Error(e.Err())
	}
}
