package loaders

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/event"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// barrier holds commands until so many are sent: those that wait for each other's answers are never so many.
type barrier struct {
	mu    sync.Mutex
	wait  int // for so many more
	sent  int
	alone bool // one of them waited in vain
	ready chan struct{}
}

func (b *barrier) started(context.Context, *event.CommandStartedEvent) {
	b.mu.Lock()
	b.sent++
	b.wait--
	ready := b.ready
	if b.alone {
		ready = nil
	}
	if b.wait == 0 {
		close(b.ready)
		b.ready = nil
	}
	b.mu.Unlock()
	if ready != nil {
		select {
		case <-ready:
		case <-time.After(time.Minute): // only where the test fails
			b.mu.Lock()
			b.alone = true
			b.mu.Unlock()
		}
	}
}

// expect arms the barrier; reached reports what came of it.
func (b *barrier) expect(n int) (reached func() (sent int, together bool)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wait, b.sent, b.alone, b.ready = n, 0, false, make(chan struct{})
	return func() (int, bool) {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.sent, b.ready == nil && !b.alone
	}
}

// TestOneRoundTrip holds that the finds of a search are sent without waiting for each other.
func TestOneRoundTrip(t *testing.T) {
	t.Parallel()
	b := &barrier{}
	g := graphtest.Open(t, func(o *store.Options) {
		next := o.Monitor.Started
		o.Exclusive = true // or the revision is asked for in between
		o.Monitor.Started = func(ctx context.Context, e *event.CommandStartedEvent) { next(ctx, e); b.started(ctx, e) }
	})
	g.ImportSample(t)
	for name, c := range map[string]struct {
		commands int
		read     func(*Loaders) error
	}{
		"a search of all kinds": {18, func(l *Loaders) error { _, err := l.Search(t.Context(), "security", nil, store.PageArgs{}); return err }},
		"a search of texts": {2, func(l *Loaders) error {
			_, err := l.Search(t.Context(), "security", []standards.NodeType{standards.TextNode}, store.PageArgs{})
			return err
		}},
	} {
		reached := b.expect(c.commands)
		err := c.read(New(g.Store, nil))
		if sent, together := reached(); err != nil || sent != c.commands || !together {
			t.Errorf("%s: %d commands, together: %v, want %d: %v", name, sent, together, c.commands, err)
		}
	}
}

// TestACountIsRememberedForItsRevision holds that the number of a list is counted once a revision and condition, and each time without
// a cache.
func TestACountIsRememberedForItsRevision(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bytes int64
		warm  int // commands for a number and facets that were asked for before
	}{"with a cache": {1 << 24, 0}, "without": {0, 4}} {
		g := graphtest.Open(t, func(o *store.Options) { o.CacheBytes, o.Exclusive = c.bytes, true })
		g.ImportSample(t)
		count := func(size int) (texts int, commands []string) {
			t.Helper()
			err := g.AtOneRevision(t.Context(), func(ctx context.Context, v *store.View) {
				l := New(g.Store, v)
				p, err := l.TextPage(ctx, nil, nil, store.PageArgs{First: &size})
				if err != nil {
					t.Fatal(err)
				}
				commands = g.Commands(func() {
					if texts, err = p.TotalCount(ctx); err != nil {
						t.Error(err)
					}
					if facets, err := l.TextFacets(ctx, nil); err != nil || facets.Total != texts {
						t.Errorf("%s: %d texts, facets of %+v: %v", name, texts, facets, err)
					}
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			return texts, commands
		}
		before, _ := count(20)
		if again, commands := count(5); again != before || len(commands) != c.warm {
			t.Errorf("%s: %d texts, then %d with %q, want %d commands", name, before, again, commands, c.warm)
		}
		err := g.Change(t.Context(), "another text", func(context.Context) (*store.Batch, error) {
			b := &store.Batch{}
			return b, g.Texts.Put(b, &standards.Text{ID: "text:17:another", SortKey: "another"})
		})
		if after, _ := count(20); err != nil || after != before+1 {
			t.Errorf("%s: %d texts after one more than %d, %v", name, after, before, err)
		}
	}
}
