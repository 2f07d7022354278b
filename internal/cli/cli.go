// Package cli is Rapporteur's command line: it reads flags and their environment defaults, opens the store, and
// hands over to the packages that do the work. Data goes to the standard output, messages to the standard error.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// The exit codes of every command.
const (
	exitDone     = 0
	exitFailed   = 1
	exitUsage    = 2
	exitWarnings = 3 // read with warnings, under --strict
)

// IO is the world outside. While a command runs, what it writes to Out and Err has no control characters.
type IO struct {
	Out, Err io.Writer
	Getenv   func(string) string

	data, terminal io.Writer // Out and Err as they are: for files on the standard output, and for progress
}

// forPeople is a world whose Out and Err are clean, see clean.
func (o IO) forPeople() IO {
	return IO{Out: clean{o.Out}, Err: clean{o.Err}, Getenv: o.Getenv, data: o.Out, terminal: o.Err}
}

// errWarnings ends a command under --strict that read something with warnings.
var errWarnings = errors.New("there were warnings")

// usageError is a wrong use of the command line.
type usageError struct{ error }

// Run runs one command and returns its exit code: 0 done, 1 failed, 2 wrong usage, 3 read with warnings when
// strict.
func Run(ctx context.Context, args []string, io IO) int {
	io = io.forPeople()
	root := newRoot(io)
	root.SetArgs(args)
	root.SetOut(io.Out)
	root.SetErr(io.Err)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errWarnings):
		return exitWarnings
	}
	fmt.Fprintln(io.Err, "rapporteur:", err)
	if errors.As(err, new(usageError)) {
		fmt.Fprintln(io.Err, "rapporteur --help tells how it is used")
		return exitUsage
	}
	return exitFailed
}

func newRoot(io IO) *cobra.Command {
	var s settings
	serve := newServe(io, &s)
	root := &cobra.Command{
		Use:   "rapporteur",
		Short: "The relationship graph of standards work, served over GraphQL",
		Long: "Rapporteur reads the reports that standards meetings publish, keeps Questions, texts, editors, documents,\n" +
			"equivalent specifications and decisions as a graph, and serves it over GraphQL.\n\n" +
			"Without a command it serves.",
		Args:          noArgs,
		RunE:          serve.RunE,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(serve, newImport(io, &s), newCheck(io, &s), newVerify(io, &s), newJournal(io, &s), newBackup(io, &s), newRestore(io, &s), newExport(io, &s), newKey(io, &s), newHealth(io), newVersion(io))
	all := flags(&s, io.Getenv)
	all.bind(root)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) (err error) {
		if err := all.read(c, io.Getenv); err != nil {
			return usageError{err}
		}
		s.log, err = s.logger(io)
		return err
	}
	return root
}

func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("there is no command %q", args[0])}
	}
	return nil
}

func files(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usageError{errors.New("name at least one file")}
	}
	return nil
}
