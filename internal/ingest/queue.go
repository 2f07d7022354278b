package ingest

import (
	"context"

	"rapporteur/internal/standards"
)

// Queue runs the imports of a server one at a time: reading one document may need half a gigabyte of memory.
type Queue struct {
	places chan struct{} // one for the import that runs, one for each that waits
	turn   chan struct{} // of the one that runs
}

// NewQueue is a queue in which this many imports may wait.
func NewQueue(waiting int) *Queue {
	return &Queue{places: make(chan struct{}, waiting+1), turn: make(chan struct{}, 1)}
}

// Run waits until no other import runs, and runs one. It returns the error of the import; LIMIT, at once, if as many
// wait as may; and the cause of the context if that ends before the import begins.
func (q *Queue) Run(ctx context.Context, run func() error) error {
	select {
	case q.places <- struct{}{}:
		defer func() { <-q.places }()
	default:
		return standards.Errorf(standards.Limit, "%d imports are waiting and no more can; nothing was imported; import again in a minute", cap(q.places)-1)
	}
	select {
	case q.turn <- struct{}{}:
		defer func() { <-q.turn }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return run()
}
