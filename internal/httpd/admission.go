package httpd

import (
	"context"
	"runtime"
	"sync"
)

// provenSteps is after how many steps an operation is expensive whatever its cost is: about ten milliseconds.
const provenSteps = 100_000

// expensivePlaces is how many expensive operations and exports work at a time unless the limits say otherwise: half of the
// processors are left to the others.
func expensivePlaces(limit int) int {
	if limit > 0 {
		return limit
	}
	return max(1, runtime.GOMAXPROCS(0)/2)
}

func newExpensive(l Limits, used *usage) *places {
	most := expensivePlaces(l.Expensive)
	p := newPlaces("expensive operations", most, most, max(l.Operation, l.ExportTime), used)
	p.queue, p.queues = l.ClientInFlight, l.InFlight
	return p
}

// admission is the place that one operation has: among those of all operations or, where it is expensive, among the few
// that are for expensive ones. It is safe for concurrent use.
type admission struct {
	expensive *places
	client    string

	mu    sync.Mutex
	in    *places // that it has a place of; nil for none
	steps int     // taken so far
}

// admit waits for a place.
func admit(ctx context.Context, in, expensive *places, client string) (*admission, error) {
	a := &admission{expensive: expensive, client: client}
	return a, a.take(ctx, in)
}

func (a *admission) take(ctx context.Context, in *places) error {
	if err := in.take(ctx, a.client); err != nil {
		return err
	}
	a.in = in
	return nil
}

// leave gives the place back, where it has one.
func (a *admission) leave() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.give()
}

func (a *admission) give() {
	if a.in != nil {
		a.in.give(a.client)
		a.in = nil
	}
}

// move gives the place back and waits for one of an expensive operation.
func (a *admission) move(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.give()
	return a.take(ctx, a.expensive)
}

// pause is called between steps of the operation, with how many it took since. It charges them to the client and returns when the
// operation may go on: it waits for the place of an expensive operation when it has proven to be one, and for another one when
// somebody waits who has used less. Other goroutines of the operation wait at their next pause.
func (a *admission) pause(ctx context.Context, steps int) error {
	a.expensive.used.charge(a.client, steps)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.steps += steps
	switch {
	case a.in == a.expensive && !a.expensive.wanted(a.client):
		return nil
	case a.in != nil && a.in != a.expensive && a.steps < provenSteps:
		return nil
	}
	a.give()
	return a.take(ctx, a.expensive)
}
