package graphtest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/event"

	"rapporteur/internal/store"
)

// Far is a store that is far away: every command takes longer.
type Far struct {
	*store.Store
	mu    sync.Mutex
	under [][2]time.Time // when each command was on its way
}

// Far opens the same database a second time, with this much more for every command.
func (g *Graph) Far(t testing.TB, delay time.Duration) *Far {
	t.Helper()
	far := &Far{}
	o := g.options
	o.Poll = time.Minute // the revision is known
	o.Monitor = &event.CommandMonitor{Started: func(ctx context.Context, _ *event.CommandStartedEvent) {
		from := time.Now()
		select {
		case <-ctx.Done():
		case <-time.After(delay):
		}
		far.mu.Lock()
		defer far.mu.Unlock()
		far.under = append(far.under, [2]time.Time{from, time.Now()})
	}}
	far.Store = open(t, o)
	return far
}

// Rounds is how many commands waited for another since Rounds was called last: those that were on their way together
// count once.
func (f *Far) Rounds() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	slices.SortFunc(f.under, func(a, b [2]time.Time) int { return a[0].Compare(b[0]) })
	rounds, end := 0, time.Time{}
	for _, c := range f.under {
		if c[0].After(end) {
			rounds++
			end = c[1]
		}
	}
	f.under = nil
	return rounds
}
