package fault

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"rapporteur/internal/embedded"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Imports onto a full disk are refused, what was there is still answered, and with room again the same import goes through.
func TestImportsOntoAFullDiskAreRefusedAndMadeLater(t *testing.T) {
	t.Parallel()
	if err := importOntoAFullDisk(t.Context(), t.TempDir()); err != nil {
		t.Error(err)
	}
}

func importOntoAFullDisk(ctx context.Context, dir string) error {
	var full atomic.Bool
	engine, err := embedded.Open(dir, embedded.WithLogger(discard), embedded.WithRoom(func() (uint64, error) {
		if full.Load() {
			return 0, nil
		}
		return 1 << 40, nil
	}))
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: "rapporteur", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		return err
	}
	imported := func(facts *ingest.Facts, err error) error {
		if err == nil {
			_, err = ingest.Import(ctx, s, facts, "a test", false)
		}
		return err
	}
	if err := imported(ingest.Read(ctx, round(1), "round.txt")); err != nil {
		return err
	}
	full.Store(true)
	large := graphtest.SyntheticReport(2000)
	for range 3 {
		if err := imported(ingest.New(large, "large.txt")); err == nil {
			return errors.New("the disk is not full")
		}
		people, err := s.People.All(ctx)
		if err != nil || len(people) == 0 {
			return fmt.Errorf("reading from a full disk: %d people, %w", len(people), err)
		}
	}
	full.Store(false)
	if err := errors.Join(imported(ingest.New(large, "large.txt")), imported(ingest.Read(ctx, round(2), "round.txt"))); err != nil {
		return err
	}
	findings, err := graphtest.Verify(ctx, s)
	if err != nil || len(findings) > 0 {
		return fmt.Errorf("%v %w", findings, err)
	}
	texts, err := s.Texts.Get(ctx, []standards.TextID{"text:17:x.tfrca"})
	if err != nil || len(texts) != 1 || !strings.HasPrefix(*texts["text:17:x.tfrca"].Title, "Round 2 ") {
		return fmt.Errorf("%d texts: %w", len(texts), err)
	}
	return errors.Join(s.Close(ctx), engine.Close())
}
