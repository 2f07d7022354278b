package breadth_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"rapporteur/internal/breadth"
)

// Each object that a resolver is called for is a step, whichever way it is called, and a step that is refused is the last one.
func TestTheObjectsOfResolversAreSteps(t *testing.T) {
	t.Parallel()
	const query = `{ grid(rows: 3) { related { id coAuthors { books { shelf { label } stars } } } } }`
	var steps atomic.Int64
	p := newPair(breadth.WithSteps(func(_ context.Context, n int) error { steps.Add(int64(n)); return nil }))
	p.world.Calm = true
	a := run(t, p.breadth, request{Query: query})
	objects := int64(strings.Count(a.Data, `"id"`) + strings.Count(a.Data, `"stars"`)) // of coAuthors; of shelf
	if whole := steps.Load(); len(a.Errors) > 0 || whole < objects || objects < 100 {
		t.Fatalf("%d steps for %d objects: %v", whole, objects, a.Errors)
	}
	spent := errors.New("too many steps")
	var left atomic.Int64
	left.Store(20)
	calls := &calls{}
	few := newPair(breadth.WithSteps(func(_ context.Context, n int) error {
		if left.Add(-int64(n)) < 0 {
			return spent
		}
		return nil
	}))
	few.world.Calm = true
	few.world.Count = calls.count
	if a := run(t, few.breadth, request{Query: query}); len(a.Errors) == 0 || calls.of["Book.shelf"] != 0 || calls.of["Query.grid"] != 1 {
		t.Errorf("an operation that may take few steps: %d errors, calls %v", len(a.Errors), calls.of)
	}
}
