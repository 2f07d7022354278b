package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"rapporteur/internal/embedded"
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
)

func newVerify(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check the whole store and report what is broken",
		Long: "Checks that the facts are there that were imported, that no record of a change was lost, and that no change is left\n" +
			"unfinished; derives everything else again from the facts, in memory, and compares it field by field.\n" +
			"With --rebuild it writes what was derived otherwise, with one change. Exits with 1 when something is broken, and,\n" +
			"with --rebuild, when something stays broken: facts come again by another import, or from a backup.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return verify(c.Context(), io, s) },
	}
}

func verify(ctx context.Context, io IO, s *settings) (err error) {
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	scratch, err := openScratch(ctx)
	if err != nil {
		return err
	}
	defer scratch.close(context.WithoutCancel(ctx), &err)
	mended, left := &store.Findings{}, &store.Findings{}
	if s.rebuild {
		mended, left, err = ingest.Mend(ctx, g.Store, scratch.Store, commandLine(io), bar(io, "verify"))
	} else {
		left, err = ingest.Verify(ctx, g.Store, scratch.Store, bar(io, "verify"))
	}
	if err != nil {
		return err
	}
	collection, id, size, err := g.LargestDocument(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.Out, "the largest document is %q in %s: %d bytes\n", id, collection, size)
	if mended.Count > 0 {
		s.log.Info("a change", "by", commandLine(io), "fields", "verify --rebuild", "outcome", "done", "mended", mended.Count)
	}
	printFindings(io, "mended: ", mended)
	printFindings(io, "", left)
	if left.Count > 0 {
		return fmt.Errorf("%d findings", left.Count)
	}
	fmt.Fprintln(io.Out, "the store is sound")
	return nil
}

// printFindings prints the first findings, and how many are left out.
func printFindings(io IO, prefix string, f *store.Findings) {
	for _, found := range f.First {
		fmt.Fprintf(io.Out, "%s%s\n", prefix, found)
	}
	if more := f.Count - len(f.First); more > 0 {
		fmt.Fprintf(io.Out, "%sand %d more\n", prefix, more)
	}
}

// openScratch opens an empty store in a temporary folder, which goes when it is closed.
func openScratch(ctx context.Context) (_ *graph, err error) {
	g := &graph{}
	if g.scratch, err = os.MkdirTemp("", "rapporteur-verify-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(g.scratch))
		}
	}()
	if g.engine, err = embedded.Open(g.scratch, embedded.Unsynced()); err != nil {
		return nil, err
	}
	if g.Store, err = store.Open(ctx, store.Options{Database: "scratch", Dialer: g.engine.Dialer(), Exclusive: true}); err != nil {
		return nil, errors.Join(err, g.engine.Close())
	}
	return g, nil
}
