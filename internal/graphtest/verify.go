package graphtest

import (
	"context"
	"errors"

	"rapporteur/internal/embedded"
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
)

// Verify returns what ingest.Verify finds first in a store.
func Verify(ctx context.Context, s *store.Store) (found []store.Finding, err error) {
	err = Scratch(ctx, func(scratch *store.Store) error {
		all, err := ingest.Verify(ctx, s, scratch, nil)
		found = all.First
		return err
	})
	return found, err
}

// Scratch opens an empty store in memory for as long as f runs.
func Scratch(ctx context.Context, f func(*store.Store) error) error {
	engine, err := embedded.Open(":memory:")
	if err != nil {
		return err
	}
	scratch, err := store.Open(ctx, store.Options{Database: "scratch", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		return errors.Join(err, engine.Close())
	}
	err = f(scratch)
	return errors.Join(err, scratch.Close(context.WithoutCancel(ctx)), engine.Close())
}

// Mend returns what ingest.Mend mends and leaves.
func Mend(ctx context.Context, s *store.Store) (mended, left []store.Finding, err error) {
	err = Scratch(ctx, func(scratch *store.Store) error {
		done, rest, err := ingest.Mend(ctx, s, scratch, "a test", nil)
		mended, left = done.First, rest.First
		return err
	})
	return mended, left, err
}
