// Package subject is Rapporteur as the benchmark needs it: filled with the data set, and inside this process, where what it
// reads and allocates can be counted.
package subject

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"

	"rapporteur/bench/dataset"
	"rapporteur/bench/serve"
	"rapporteur/internal/embedded"
	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/store"
)

// Place is where the graph is kept: in a MongoDB, or in a folder of the embedded engine.
type Place struct{ URI, Database, Folder string }

// open opens the store and returns what closes it.
func (p Place) open(ctx context.Context, o store.Options) (*store.Store, func() error, error) {
	o.URI, o.Database = p.URI, p.Database
	closeEngine := func() error { return nil }
	if p.URI == "" {
		engine, err := embedded.Open(p.Folder, embedded.WithLogger(slog.New(slog.NewTextHandler(os.Stderr, nil))))
		if err != nil {
			return nil, nil, err
		}
		o.Dialer, o.Exclusive, closeEngine = engine.Dialer(), true, engine.Close
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, nil, errors.Join(err, closeEngine())
	}
	return s, func() error {
		return errors.Join(s.Close(context.WithoutCancel(ctx)), closeEngine())
	}, nil
}

// Load imports the report into an empty store.
func Load(ctx context.Context, p Place, r *source.Facts) (err error) {
	s, closeStore, err := p.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	empty, err := s.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty {
		return errors.New("the store is not empty")
	}
	for i, part := range dataset.Meetings(r, rowsOfAMeeting) {
		facts, err := ingest.New(part, fmt.Sprintf("benchmark-%d-%d", len(r.Statements), i))
		if err != nil {
			return err
		}
		if _, err = ingest.Import(ctx, s, facts, "the benchmark", false); err != nil {
			return err
		}
	}
	return nil
}

// rowsOfAMeeting is how many rows are imported as one report.
const rowsOfAMeeting = 50_000

// Drop removes a database.
func Drop(ctx context.Context, p Place) error {
	s, closeStore, err := p.open(ctx, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(s.Drop(ctx), closeStore())
}

// Serve serves the graph, with a cache of this size or none, until the context ends, and counts.
func Serve(ctx context.Context, p Place, cacheMB int) (err error) {
	var commands, documents atomic.Uint64
	monitor := &event.CommandMonitor{
		Started: func(context.Context, *event.CommandStartedEvent) { commands.Add(1) },
		Succeeded: func(_ context.Context, e *event.CommandSucceededEvent) {
			for _, batch := range []string{"firstBatch", "nextBatch"} {
				if found, ok := e.Reply.Lookup("cursor", batch).ArrayOK(); ok {
					documents.Add(length(found))
				}
			}
		},
	}
	// Nobody changes the graph meanwhile. With an hour between them, the server's own questions for changes are not among what
	// requests cost.
	s, closeStore, err := p.open(ctx, store.Options{Monitor: monitor, CacheBytes: int64(cacheMB) << 20, Poll: time.Hour})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeStore()) }()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	watched, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	watching.Go(func() { s.Watch(watched, log) })
	defer watching.Wait()
	defer stop()
	limits := httpd.DefaultLimits()
	limits.Rate = 0
	h := httpd.New(httpd.Options{Store: s, Log: log, Limits: limits})
	return serve.Until(ctx, h, func(c *serve.Counters) { c.Commands, c.Documents = commands.Load(), documents.Load() })
}

func length(a bson.RawArray) uint64 {
	values, err := a.Values()
	if err != nil {
		return 0
	}
	return uint64(len(values))
}
