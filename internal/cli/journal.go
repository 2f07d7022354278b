package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rapporteur/internal/store"
)

func newJournal(io IO, s *settings) *cobra.Command {
	journal := &cobra.Command{
		Use:   "journal",
		Short: "List changes that could not be applied and were set aside; retry ID, drop ID",
		Long: "A change that was stored and cannot be applied, such as one whose parts are damaged, is set aside, so that the server\n" +
			"starts and others can be made. Lists them. Afterwards rapporteur verify tells what such a change left in the graph.",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.withStore(c.Context(), func(ctx context.Context, g *graph) error { return listAside(ctx, io, g) })
		},
	}
	journal.AddCommand(
		onAside(s, "retry", "Apply a change that was set aside, unless the graph has changed since", (*store.Store).Retry),
		onAside(s, "drop", "Give up a change that was set aside", (*store.Store).DropAside),
	)
	return journal
}

func onAside(s *settings, name, short string, do func(*store.Store, context.Context, string) error) *cobra.Command {
	return &cobra.Command{
		Use:   name + " ID",
		Short: short,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("name the change: rapporteur journal lists them")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return s.withStore(c.Context(), func(ctx context.Context, g *graph) error { return do(g.Store, ctx, args[0]) })
		},
	}
}

// withStore opens the store for f.
func (s *settings) withStore(ctx context.Context, f func(context.Context, *graph) error) (err error) {
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	return f(ctx, g)
}

func listAside(ctx context.Context, io IO, g *graph) error {
	all, err := g.Aside(ctx)
	for _, a := range all {
		fmt.Fprintf(io.Out, "%s  %s  %s: %s\n", a.ID, a.At.Format(time.DateTime), a.What, a.Why)
	}
	if err == nil && len(all) == 0 {
		fmt.Fprintln(io.Out, "no change was set aside")
	}
	return err
}
