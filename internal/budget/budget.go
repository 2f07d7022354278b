// Package budget bounds the work of one operation beyond what can be foretold from its text: documents read from the
// database, and steps of loops over data or letters. Whoever does such work reports it with the context of the
// operation; the operation whose budget is spent ends at once, with an error that names the budget.
//
// The package must not know what an operation is, nor who does the work.
package budget

import (
	"context"
	"sync/atomic"

	"rapporteur/internal/standards"
)

// Limits are the sizes of the budgets of one operation. A limit of 0 is no limit.
type Limits struct {
	Documents int // documents read from the database
	Steps     int // steps of loops over candidates, letters and edges: about 100 ns each
}

// Budget is what one operation may still spend. It is safe for concurrent use.
type Budget struct {
	limits           Limits
	documents, steps atomic.Int64
	end              context.CancelCauseFunc
	pause            Pause
}

// Pause is called by an operation after some steps, with their number, on whichever of its goroutines took them. The operation goes on
// when it returns, and ends with the error where there is one.
type Pause func(ctx context.Context, steps int) error

// slice is after how many steps an operation pauses.
const slice = 20_000

type contextKey struct{}

// With returns a context that carries a fresh budget. Passing a limit ends the context; its cause is the LIMIT error.
// The operation pauses after every 20,000 steps, unless pause is nil. The function releases the context.
func With(ctx context.Context, limits Limits, pause Pause) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	b := &Budget{limits: limits, end: end, pause: pause}
	return context.WithValue(ctx, contextKey{}, b), func() { end(context.Canceled) }
}

// Documents reports that n documents were read. It returns the error of the context where that has ended or ends by it.
func Documents(ctx context.Context, n int) error {
	if b, ok := ctx.Value(contextKey{}).(*Budget); ok {
		b.spend(&b.documents, n, b.limits.Documents, "documents", "--max-documents")
	}
	return context.Cause(ctx)
}

// Steps reports n steps of a loop. It returns the error of the context where that has ended or ends by it, so a loop
// that reports its steps also ends with its client.
func Steps(ctx context.Context, n int) error {
	if b, ok := ctx.Value(contextKey{}).(*Budget); ok {
		spent := b.spend(&b.steps, n, b.limits.Steps, "steps", "--max-steps")
		if passed := spent/slice - (spent-int64(n))/slice; passed > 0 && b.pause != nil && ctx.Err() == nil {
			if err := b.pause(ctx, int(passed)*slice); err != nil {
				b.end(err)
			}
		}
	}
	return context.Cause(ctx)
}

// Spent returns how many documents and steps the operation of the context has spent.
func Spent(ctx context.Context) (documents, steps int) {
	if b, ok := ctx.Value(contextKey{}).(*Budget); ok {
		return int(b.documents.Load()), int(b.steps.Load())
	}
	return 0, 0
}

func (b *Budget) spend(of *atomic.Int64, n, most int, what, flag string) int64 {
	spent := of.Add(int64(n))
	if most > 0 && spent > int64(most) {
		b.exceeded(what, most, flag)
	}
	return spent
}

func (b *Budget) exceeded(what string, most int, flag string) {
	b.end(standards.Errorf(standards.Limit, "the operation needs more than %d %s (%s); request less at once", most, what, flag))
}
