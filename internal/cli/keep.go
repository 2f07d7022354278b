package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"rapporteur/internal/ingest"
)

func newBackup(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write everything to one compressed file",
		Args:  oneFile,
		RunE:  func(c *cobra.Command, names []string) error { return backup(c.Context(), io, s, names[0]) },
	}
}

func backup(ctx context.Context, io IO, s *settings, name string) (err error) {
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	var n int
	err = replace(name, func(f *os.File) (err error) {
		n, err = g.Backup(ctx, f, bar(io, "backup"))
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.Out, "%s: %d documents\n", shown(name), n)
	return nil
}

// replace writes beside the file first, so that a write that fails does not cost what was there before.
func replace(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return plain(name, err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(plain(name, err), os.Remove(f.Name()))
	}
	return nil
}

func newRestore(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Read a backup into an empty store, embedded or MongoDB",
		Args:  oneFile,
		RunE:  func(c *cobra.Command, names []string) error { return restore(c.Context(), io, s, names[0]) },
	}
}

func restore(ctx context.Context, io IO, s *settings, name string) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return plain(name, err)
	}
	defer f.Close()
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	n, err := g.Restore(ctx, f, bar(io, "restore"))
	if err != nil {
		return plain(name, err)
	}
	if err := ingest.Rebuild(ctx, g.Store, bar(io, "derive")); err != nil {
		return plain(name, err)
	}
	s.log.Info("a change", "by", commandLine(io), "fields", "restore", "outcome", "done", "file", name, "documents", n)
	fmt.Fprintf(io.Out, "%s: %d documents\n", shown(name), n)
	return nil
}

func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usageError{errors.New("name one file")}
	}
	return nil
}

// bar shows progress where messages go to a terminal, and is nil elsewhere.
func bar(io IO, what string) func(done, total int) {
	f, ok := io.terminal.(interface {
		fs.File
		Fd() uintptr
	})
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	b := progressbar.NewOptions(-1, progressbar.OptionSetWriter(io.terminal), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func(done, total int) {
		b.ChangeMax(max(done, total))
		_ = b.Set(done) // a terminal that is gone misses nothing
	}
}
