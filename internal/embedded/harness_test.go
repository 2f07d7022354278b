package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// connect opens an engine in dir ("" for memory) and a driver's client on it. Both are closed with the test.
func connect(t testing.TB, dir string, opts ...Option) (*Engine, *mongo.Client) {
	t.Helper()
	e, err := Open(dir, opts...)
	if err != nil {
		t.Fatal(err)
	}
	c := clientOf(t, e)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, c
}

func clientOf(t testing.TB, e *Engine) *mongo.Client {
	t.Helper()
	return client(t, options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
}

func client(t testing.TB, o *options.ClientOptions) *mongo.Client {
	t.Helper()
	c, err := mongo.Connect(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Where the test has closed the engine, the driver would look for it for 30 seconds to end its sessions.
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		_ = c.Disconnect(ctx)
	})
	return c
}

// backend is one server the conformance table runs against.
type backend struct {
	name   string
	engine bool
	client *mongo.Client
}

// backends are the engine and, when MONGODB_URI is set, the server there.
func backends(t *testing.T) []backend {
	_, c := connect(t, "")
	out := []backend{{"engine", true, c}}
	if uri := os.Getenv("MONGODB_URI"); uri != "" {
		out = append(out, backend{"server", false, client(t, options.Client().ApplyURI(uri))})
	}
	return out
}

// database is a new database, dropped at the end unless the test has failed.
func (b backend) database(t *testing.T) *mongo.Database {
	db := b.client.Database("embedded_test_" + bson.NewObjectID().Hex())
	t.Cleanup(func() {
		if t.Failed() && !b.engine {
			t.Logf("the database %s is kept", db.Name())
			return
		}
		_ = db.Drop(context.Background())
	})
	return db
}

// doc reads relaxed extended JSON.
func doc(t testing.TB, s string) bson.D {
	t.Helper()
	var d bson.D
	if err := bson.UnmarshalExtJSON([]byte(s), false, &d); err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return d
}

func docs(t testing.TB, s string) []bson.D {
	t.Helper()
	if s == "" {
		s = "[]"
	}
	v := doc(t, `{"v":`+s+`}`)[0].Value.(bson.A)
	out := make([]bson.D, len(v))
	for i := range v {
		out[i] = v[i].(bson.D)
	}
	return out
}

// ext writes a document as canonical extended JSON, so that an int differs from a long.
func ext(v any) string {
	b, err := bson.MarshalExtJSON(bson.D{{Key: "v", Value: v}}, true, false)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func exts(ds []bson.D) []string {
	out := make([]string, len(ds))
	for i, d := range ds {
		out[i] = ext(d)
	}
	return out
}

// errorCode is the code of a command error or of the first write error; 0 for none.
func errorCode(reply bson.D, err error) int {
	var ce mongo.CommandError
	if errors.As(err, &ce) {
		return int(ce.Code)
	}
	var we mongo.WriteException
	if errors.As(err, &we) && len(we.WriteErrors) > 0 {
		return we.WriteErrors[0].Code
	}
	if err != nil {
		return -1
	}
	if es, ok := lookup(reply, "writeErrors").(bson.A); ok && len(es) > 0 {
		return int(lookup(es[0].(bson.D), "code").(int32))
	}
	return 0
}

func lookup(d bson.D, key string) any {
	for _, e := range d {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// batchOf is the first batch of a cursor's reply.
func batchOf(reply bson.D) []bson.D {
	c, _ := lookup(reply, "cursor").(bson.D)
	a, _ := lookup(c, "firstBatch").(bson.A)
	out := make([]bson.D, len(a))
	for i := range a {
		out[i] = a[i].(bson.D)
	}
	return out
}

// conformance is one row: documents, indexes and a command with what comes of it, in extended JSON.
type conformance struct {
	name    string
	docs    string // what is in collection "c" before
	indexes string // indexes on it
	cmd     string
	want    string // a list: the cursor's documents; a document: fields of the reply
	after   string // what is in the collection afterwards, by _id
	code    int    // the error
	anyway  bool   // the order of the documents does not count
	own     bool   // this engine only: something MongoDB has and it refuses, or another code
}

func runConformance(t *testing.T, rows []conformance) {
	t.Parallel()
	for _, b := range backends(t) {
		db := b.database(t)
		for i, row := range rows {
			if row.own && !b.engine {
				continue
			}
			t.Run(b.name+"/"+row.name, func(t *testing.T) { row.run(t, db, fmt.Sprint("c", i)) })
		}
	}
}

func (row conformance) run(t *testing.T, db *mongo.Database, coll string) {
	ctx := context.Background()
	c := db.Collection(coll)
	if ds := docs(t, row.docs); len(ds) > 0 {
		if _, err := c.InsertMany(ctx, ds); err != nil {
			t.Fatal(err)
		}
	}
	if row.indexes != "" {
		cmd := bson.D{{Key: "createIndexes", Value: coll}, {Key: "indexes", Value: docs(t, row.indexes)}}
		if err := db.RunCommand(ctx, cmd).Err(); err != nil {
			t.Fatal(err)
		}
	}
	cmd := doc(t, row.cmd)
	if cmd[0].Value == "c" {
		cmd[0].Value = coll
	}
	var reply bson.D
	err := db.RunCommand(ctx, cmd).Decode(&reply)
	var we mongo.WriteException
	if errors.As(err, &we) && we.Raw != nil {
		if err := bson.Unmarshal(we.Raw, &reply); err != nil {
			t.Fatal(err)
		}
	}
	if got := errorCode(reply, err); got != row.code {
		t.Errorf("error code %d (%v, %v), want %d", got, err, lookup(reply, "writeErrors"), row.code)
	}
	switch {
	case row.want == "":
	case row.want[0] == '[':
		got, want := exts(batchOf(reply)), exts(docs(t, row.want))
		if row.anyway {
			slices.Sort(got)
			slices.Sort(want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("documents:\n got %v\nwant %v", got, want)
		}
	default:
		for _, e := range doc(t, row.want) {
			if got, want := ext(lookup(reply, e.Key)), ext(e.Value); got != want {
				t.Errorf("%s in the reply:\n got %s\nwant %s", e.Key, got, want)
			}
		}
	}
	if row.after != "" {
		cur, err := c.Find(ctx, bson.D{}, options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
		if err != nil {
			t.Fatal(err)
		}
		var got []bson.D
		if err := cur.All(ctx, &got); err != nil {
			t.Fatal(err)
		}
		if g, w := exts(got), exts(docs(t, row.after)); !slices.Equal(g, w) {
			t.Errorf("documents afterwards:\n got %v\nwant %v", g, w)
		}
	}
}
