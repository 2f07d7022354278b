package ingest_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
)

func TestImportsOfAQueueNeverRunTogether(t *testing.T) {
	t.Parallel()
	q := ingest.NewQueue(15)
	var running, ran atomic.Int32
	var together atomic.Bool
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			err := q.Run(t.Context(), func() error {
				if running.Add(1) > 1 {
					together.Store(true)
				}
				_, err := ingest.Read(t.Context(), []byte("nothing"), "nothing.txt")
				running.Add(-1)
				ran.Add(1)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "nothing.txt") {
				t.Errorf("the error of the import is lost: %v", err)
			}
		})
	}
	all.Wait()
	if together.Load() || ran.Load() != 16 {
		t.Errorf("%d imports, together: %t", ran.Load(), together.Load())
	}
}

func TestAFullQueueRefusesAndOneThatWaitsEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := ingest.NewQueue(1)
		none := func() error { t.Error("an import ran beside another"); return nil }
		ctx, cancel := context.WithCancel(t.Context())
		release, first, second := make(chan struct{}), make(chan error, 1), make(chan error, 1)
		go func() { first <- q.Run(t.Context(), func() error { <-release; return nil }) }()
		synctest.Wait()
		go func() { second <- q.Run(ctx, none) }()
		synctest.Wait()
		var own *standards.Error
		if err := q.Run(t.Context(), none); !errors.As(err, &own) || own.Code != standards.Limit || !strings.Contains(own.Message, "import again") {
			t.Errorf("a third import: %v", err)
		}
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("one that waited: %v", err)
		}
		close(release)
		if err := <-first; err != nil {
			t.Error(err)
		}
		if err := q.Run(ctx, none); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end of the context: %v", err)
		}
		ran := false
		if err := q.Run(t.Context(), func() error { ran = true; return nil }); err != nil || !ran {
			t.Errorf("after all have left: %v", err)
		}
	})
}

// endsAfter is a context that ends when it was looked at so many times.
type endsAfter struct {
	context.Context
	looks atomic.Int64
}

func (c *endsAfter) Err() error {
	if c.looks.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func TestReadingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	whole := &endsAfter{Context: t.Context()}
	const many = 1 << 40
	whole.looks.Store(many)
	if _, err := ingest.Read(whole, sample.Report, sample.Name); err != nil {
		t.Fatal(err)
	}
	looks := many - whole.looks.Load()
	if looks < 20 {
		t.Errorf("the sample was read with %d looks at the context", looks)
	}
	for _, n := range []int64{0, 1, looks / 2, looks - 1} {
		ctx := &endsAfter{Context: t.Context()}
		ctx.looks.Store(n)
		if _, err := ingest.Read(ctx, sample.Report, sample.Name); !errors.Is(err, context.Canceled) || ctx.looks.Load() < -3 {
			t.Errorf("ended at look %d of %d: %v, %d looks more", n, looks, err, -ctx.looks.Load())
		}
	}
}
