package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"rapporteur/internal/ingest"
	"rapporteur/internal/layout"
)

func newImport(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE...",
		Short: "Read meeting reports into the graph",
		Long: "Reads meeting reports into the graph, each in place of what an earlier issue of the same document said. Other\n" +
			"documents of the meeting keep what they say. All files are read before anything is written: when one cannot be\n" +
			"read, or has warnings with --strict, nothing changes. An issue that would drop more than a tenth of what the\n" +
			"earlier one says is refused, with what would go, unless --replace is set.",
		Args: files,
		RunE: func(c *cobra.Command, names []string) error { return importFiles(c.Context(), io, s, names) },
	}
}

func importFiles(ctx context.Context, io IO, s *settings, names []string) (err error) {
	all := make([]*ingest.Facts, len(names))
	warned := false
	for i, name := range names {
		if all[i], err = readFacts(name); err != nil {
			return err
		}
		if n := len(all[i].Parsed.Warnings); n > 0 && s.strict {
			warned = true
			fmt.Fprintf(io.Out, "%s: %d warnings; rapporteur check lists them\n", name, n)
		}
	}
	if warned {
		return errWarnings
	}
	put := ingest.Import
	if s.replace {
		put = ingest.Replace
	}
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	by := commandLine(io)
	for i, facts := range all {
		r, err := put(ctx, g.Store, facts, by, false)
		if err != nil {
			return fmt.Errorf("import %s: %w", names[i], err)
		}
		s.log.Info("a change", "by", by, "fields", "import", "outcome", "done", "file", names[i], "report", r.Report.ID,
			"created", r.Created, "updated", r.Updated, "deleted", r.Deleted)
		for _, p := range r.Proposals {
			s.log.Info("two people may be one", "person", p.Person, "other", p.Other, "evidence", p.Evidence)
		}
		fmt.Fprintf(io.Out, "%s: %d created, %d updated, %d deleted, %d unchanged, %d warnings\n",
			names[i], r.Created, r.Updated, r.Deleted, r.Unchanged, r.Report.WarningCount)
	}
	return nil
}

func readFacts(name string) (*ingest.Facts, error) {
	content, err := readFile(name)
	if err != nil {
		return nil, err
	}
	return ingest.Read(content, name)
}

// readFile reads a file up to the size of the largest report.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, plain(name, err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, layout.MaxSize+1))
	if err != nil {
		return nil, plain(name, err)
	}
	return content, nil
}

// plain names the file first, as all errors about files do.
func plain(name string, err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// commandLine is who makes changes from the command line, for the record.
func commandLine(io IO) string {
	if user := cmp.Or(io.Getenv("USER"), io.Getenv("USERNAME")); user != "" {
		return user + ", on the command line"
	}
	return "the command line"
}
