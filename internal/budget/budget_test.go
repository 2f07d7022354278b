package budget

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rapporteur/internal/standards"
)

func TestASpentBudgetEndsTheContext(t *testing.T) {
	t.Parallel()
	for flag, spend := range map[string]func(context.Context, int) error{"--max-documents": Documents, "--max-steps": Steps} {
		ctx, release := With(t.Context(), Limits{Documents: 10, Steps: 10}, nil)
		if err := spend(ctx, 10); err != nil || ctx.Err() != nil {
			t.Errorf("%s: as many as it may: %v", flag, err)
		}
		var own *standards.Error
		if err := spend(ctx, 1); !errors.As(err, &own) || own.Code != standards.Limit || !strings.Contains(own.Message, flag) || ctx.Err() == nil {
			t.Errorf("%s: one more: %v", flag, err)
		}
		release()
		if err := spend(t.Context(), 1000); err != nil {
			t.Errorf("%s: without a budget: %v", flag, err)
		}
	}
}

func TestALoopThatReportsItsStepsEndsWithItsClient(t *testing.T) {
	t.Parallel()
	client, leave := context.WithCancel(t.Context())
	ctx, release := With(client, Limits{}, nil)
	defer release()
	leave()
	if err := Steps(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// An operation pauses each time it has passed so many steps, however it reports them, and ends when it may not go on.
func TestAnOperationPausesAfterSteps(t *testing.T) {
	t.Parallel()
	paused, steps := 0, 0
	refused := errors.New("no place")
	ctx, release := With(t.Context(), Limits{}, func(_ context.Context, n int) error {
		paused++
		if steps += n; steps > 3*slice {
			return refused
		}
		return nil
	})
	defer release()
	for range 2 * slice {
		if err := Steps(ctx, 1); err != nil {
			t.Fatal(err)
		}
	}
	if paused != 2 || steps != 2*slice {
		t.Errorf("paused %d times, told of %d steps", paused, steps)
	}
	if err := Steps(ctx, 5*slice/2); !errors.Is(err, refused) || paused != 3 {
		t.Errorf("an operation that may not go on: %v, paused %d times", err, paused)
	}
}
