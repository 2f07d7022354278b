package fault

import (
	"context"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
)

// A server ended in the middle of a change, and then all clocks were set back by an hour: what it left in the database is of a
// time to come. It is waited for no longer than otherwise, and the next change is made.
func TestALeaseOfATimeToComeIsWaitedForNoLongerThanAnother(t *testing.T) {
	t.Parallel()
	net := newLink(t)
	s := net.connect(t, func(o *store.Options) { o.Lease = 200 * time.Millisecond })
	client, err := mongo.Connect(options.Client().ApplyURI("mongodb://" + net.addr + "/?directConnection=true"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(context.Background()) })
	future := time.Now().Add(time.Hour)
	meta, journal := client.Database("rapporteur").Collection("meta"), client.Database("rapporteur").Collection("journal")
	if _, err := meta.InsertOne(t.Context(), bson.D{{Key: "_id", Value: "lease"}, {Key: "holder", Value: "one that has ended"}, {Key: "until", Value: future}}); err != nil {
		t.Fatal(err)
	}
	// The change it left is of no parts, and its name comes after those of changes to be made.
	if _, err := journal.InsertOne(t.Context(), bson.D{{Key: "_id", Value: future.UTC().Format("20060102T150405.000000000") + "-A"}, {Key: "what", Value: "a change"}, {Key: "at", Value: future}, {Key: "parts", Value: 0}, {Key: "applied", Value: false}}); err != nil {
		t.Fatal(err)
	}
	facts, err := ingest.Read(t.Context(), sample.Report, sample.Name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a guard
	defer cancel()
	if _, err := ingest.Import(ctx, s, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
	if left, err := s.Unfinished(t.Context()); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	if revision, err := s.Revision(t.Context()); err != nil || revision != 2 {
		t.Errorf("revision %d, want that of the change that was left and that of the import: %v", revision, err)
	}
}

// A holder that is alive keeps its lease, however short it is and whatever the clock of the others says.
func TestALeaseThatIsRenewedIsNotTakenOver(t *testing.T) {
	t.Parallel()
	net := newLink(t)
	short := func(o *store.Options) { o.Lease = 300 * time.Millisecond }
	holder, other := net.connect(t, short), net.connect(t, short)
	entered, release, second := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	first := make(chan error, 1)
	go func() {
		first <- holder.Change(t.Context(), "a long change", func(context.Context) (*store.Batch, error) {
			close(entered)
			<-release
			return &store.Batch{}, nil
		})
	}()
	<-entered
	go func() {
		second <- other.Change(t.Context(), "another", func(context.Context) (*store.Batch, error) { return &store.Batch{}, nil })
	}()
	select {
	case err := <-second:
		t.Errorf("it did not wait: %v", err)
	case <-time.After(1500 * time.Millisecond): // five leases
	}
	close(release)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Error(err)
	}
}
