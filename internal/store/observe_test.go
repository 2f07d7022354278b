package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

func TestCommandsAreToldWithWhatTheyRead(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var started int
	var ended []store.Command
	g := graphtest.Open(t, func(o *store.Options) {
		o.Observer.Started = func(context.Context, string) { mu.Lock(); defer mu.Unlock(); started++ }
		o.Observer.Ended = func(_ context.Context, c store.Command) { mu.Lock(); defer mu.Unlock(); ended = append(ended, c) }
	})
	g.ImportSample(t)
	mu.Lock()
	ended, started = nil, 0
	mu.Unlock()
	found, err := g.Texts.Get(t.Context(), []standards.TextID{"text:17:x.tfrca", "text:17:x.amas-iot", "none"})
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = g.Texts.Get(ctx, []standards.TextID{"none"}) // may not even be sent
	mu.Lock()
	defer mu.Unlock()
	i := slices.IndexFunc(ended, func(c store.Command) bool { return c.Collection == "texts" })
	if i < 0 || ended[i].Name != "find" || ended[i].Documents != 2 || ended[i].Duration <= 0 || ended[i].Err != nil || started < 1 {
		t.Errorf("%d started: %+v", started, ended)
	}
}
