// Package graphtest opens stores for tests: the embedded engine in memory or, where MONGODB_URI is set, a
// database of its own on that server, which is dropped afterwards unless the test failed.
package graphtest

import (
	"cmp"
	"context"
	"crypto/rand"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/embedded"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
)

// Graph is an open store that counts the commands it sends.
type Graph struct {
	*store.Store
	options  store.Options
	engine   *embedded.Engine // nil with a MongoDB
	mu       sync.Mutex
	commands []string
	failAt   int // counts down the commands to the one before which fail is called
	fail     func()
	unsorted []string // finds whose limit has no order, or one with equals
}

// Open opens an empty store that is closed when the test ends. Options change how.
func Open(t testing.TB, change ...func(*store.Options)) *Graph {
	t.Helper()
	g := &Graph{failAt: -1}
	o := store.Options{
		Database: "rapporteur_test_" + strings.ToLower(rand.Text()[:10]), Monitor: &event.CommandMonitor{Started: g.started},
		Poll: 5 * time.Millisecond, // so that changes do not wait long
	}
	if uri := os.Getenv("MONGODB_URI"); uri != "" {
		o.URI = uri
	} else {
		engine, err := embedded.Open(":memory:")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := engine.Close(); err != nil {
				t.Error(err)
			}
		})
		o.Dialer, g.engine = engine.Dialer(), engine
	}
	for _, c := range change {
		c(&o)
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	g.Store, g.options = s, o
	t.Cleanup(func() { g.close(t, s) })
	return g
}

// close ends a store of a test, which may have opened others since, and fails the test for what it has noted.
func (g *Graph) close(t testing.TB, s *store.Store) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	g.mu.Lock()
	for _, command := range g.unsorted {
		t.Errorf("a limit without a sort: servers would read different documents: %s", command)
	}
	g.mu.Unlock()
	if t.Failed() && g.options.URI != "" {
		t.Logf("the database %s is kept", g.options.Database)
	} else if err := s.Drop(ctx); err != nil {
		t.Error(err)
	}
	if err := s.Close(ctx); err != nil {
		t.Error(err)
	}
}

// started notes a command that the store sends.
func (g *Graph) started(_ context.Context, e *event.CommandStartedEvent) {
	switch e.CommandName {
	case "hello", "endSessions", "ping":
		return
	}
	name, _ := e.Command.Lookup(e.CommandName).StringValueOK()
	g.check(e.Command)
	if name == "meta" && e.CommandName == "find" { // asked from time to time, whatever is asked of the graph
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.commands = append(g.commands, e.CommandName+" "+name)
	if g.failAt--; g.failAt == -1 && g.fail != nil {
		g.fail()
	}
}

// check notes a find that has a limit and no sort that ends with the id, unless it asks for one document by its id or its
// comment says that any order will do.
func (g *Graph) check(command bson.Raw) {
	limit, _ := command.Lookup("limit").AsInt64OK()
	_, byID := command.Lookup("filter", "_id").StringValueOK()
	_, number := command.Lookup("filter", "_id").AsInt64OK() // of a revision
	comment, _ := command.Lookup("comment").StringValueOK()
	order, _ := command.Lookup("sort", "_id").AsInt64OK()
	if order == 0 && limit != 0 && !byID && !number && comment != store.Unsorted {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.unsorted = append(g.unsorted, command.String())
	}
}

// Again opens the same database a second time, as another server does, with a lease of this length, or the usual one
// for 0.
func (g *Graph) Again(t testing.TB, lease time.Duration) *store.Store {
	t.Helper()
	o := g.options
	o.Monitor, o.Lease = nil, lease
	return open(t, o)
}

func open(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Examined returns how many documents the embedded engine has looked at since it was opened.
func (g *Graph) Examined() int64 { return g.engine.Counters().DocumentsExamined }

// Fail has f called when this many commands more have been sent, before the next one.
func (g *Graph) Fail(commands int, f func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failAt, g.fail = commands, f
}

// Sample opens a store that holds the bundled sample.
func Sample(t testing.TB) *Graph {
	t.Helper()
	g := Open(t)
	g.ImportSample(t)
	return g
}

// ImportSample imports the bundled sample.
func (g *Graph) ImportSample(t testing.TB) *ingest.Result {
	t.Helper()
	return g.Import(t, sample.Report, sample.Name)
}

// Import imports a report.
func (g *Graph) Import(t testing.TB, content []byte, name string) *ingest.Result {
	t.Helper()
	facts, err := Facts(content, name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ingest.Import(t.Context(), g.Store, facts, "a test", false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Damage sets a field of all documents of a collection behind the store's back, as nothing in this program does.
func (g *Graph) Damage(t testing.TB, collection, field string, value any) {
	t.Helper()
	o := options.Client().ApplyURI(cmp.Or(g.options.URI, "mongodb://embedded"))
	if g.options.Dialer != nil {
		o.SetDialer(g.options.Dialer)
	}
	client, err := mongo.Connect(o)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Disconnect(context.WithoutCancel(t.Context())) }()
	change := bson.D{{Key: "$set", Value: bson.D{{Key: field, Value: value}}}}
	if r, err := client.Database(g.options.Database).Collection(collection).UpdateMany(t.Context(), bson.D{}, change); err != nil || r.ModifiedCount == 0 {
		t.Fatal(r, err)
	}
}

// Commands runs f and returns the database commands it caused, like "find texts".
func (g *Graph) Commands(f func()) []string {
	g.mu.Lock()
	g.commands = nil
	g.mu.Unlock()
	f()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.commands
}
