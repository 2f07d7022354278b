package breadth_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"rapporteur/internal/breadth"
)

// Answers in lent buffers are those of copies, and are nobody else's until the buffer is returned.
func TestLentBuffersHoldTheAnswerUntilTheyAreReturned(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	execute := func(ctx context.Context, query string) []byte {
		ctx = graphql.StartOperationTrace(ctx)
		oc, errs := p.breadth.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
		if errs != nil {
			t.Error(errs)
			return nil
		}
		handler, ctx := p.breadth.DispatchOperation(ctx, oc)
		return handler(ctx).Data
	}
	queries := []string{`{ books { id author { name } } }`, `{ number }`, `{ books { author { books { id } } } }`}
	var want []string
	for _, q := range queries {
		want = append(want, strings.Clone(string(execute(t.Context(), q))))
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for n := range 30 {
				ctx, buffer := breadth.LendBuffer(t.Context())
				k := (i + n) % len(queries)
				got := execute(ctx, queries[k])
				again := execute(ctx, queries[(k+1)%len(queries)]) // a second one in the same context is a copy
				if string(got) != want[k] || string(again) != want[(k+1)%len(queries)] {
					t.Errorf("%s: %s", queries[k], got)
				}
				buffer.Return()
				buffer.Return() // changes nothing
			}
		})
	}
	group.Wait()
}
