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
		ctx, release := With(t.Context(), Limits{Documents: 10, Steps: 10})
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
	ctx, release := With(client, Limits{})
	defer release()
	leave()
	if err := Steps(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
