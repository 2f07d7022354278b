package store

import (
	"context"
	"sync"
)

// Together does reads that do not need each other at once, so that they take one round trip. The first that fails ends the others,
// and its error is returned.
func Together(ctx context.Context, reads ...func(context.Context) error) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var all sync.WaitGroup
	for _, read := range reads {
		all.Go(func() {
			if err := read(ctx); err != nil {
				end(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}
