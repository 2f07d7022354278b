package graphtest

import (
	"context"
	"testing"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Database is the database of a graph, past the store: for tests that break what is stored.
func (g *Graph) Database(t testing.TB) *mongo.Database {
	t.Helper()
	o := options.Client().ApplyURI(g.options.URI)
	if g.engine != nil {
		o = options.Client().ApplyURI("mongodb://embedded/?directConnection=true").SetDialer(g.options.Dialer)
	}
	client, err := mongo.Connect(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return client.Database(g.options.Database)
}
