package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"rapporteur/internal/ingest"
	"rapporteur/internal/layout"
)

func newImport(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE...",
		Short: "Read reports, pages, records and tables into the graph",
		Long: "Reads documents into the graph, each in place of what an earlier issue of the same document said. Other\n" +
			"documents of the meeting keep what they say. Of a folder or an archive (.tar, .tar.gz, .tar.xz, .zip) each file is a\n" +
			"document, but that all bibliographic records of it are one. All files are read and compared with the graph before anything is\n" +
			"written: when one cannot be read, or has warnings with --strict, or is refused, nothing changes. An issue that would\n" +
			"drop more than a tenth of what the earlier one says is refused, with what would go, unless --replace is set.\n\n" +
			"With --dry-run nothing is written: each file is compared with the graph as it is, and what would change is printed.",
		Args: files,
		RunE: func(c *cobra.Command, names []string) error { return importFiles(c.Context(), io, s, names) },
	}
}

func importFiles(ctx context.Context, io IO, s *settings, names []string) (err error) {
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	all, err := readDocuments(ctx, io, s, ingest.Catalogue(g.Store), names)
	if err != nil {
		return err
	}
	var refused error
	put := ingest.Replace
	if !s.replace {
		put = ingest.Import
		if at, err := ingest.Acceptable(ctx, g.Store, factsOf(all)); err != nil {
			refused = fmt.Errorf("import %s: %w", shown(all[at].name), err)
		}
	}
	if s.dryRun {
		return errors.Join(compareFiles(ctx, io, g, all), refused)
	}
	if refused != nil {
		return refused
	}
	for i, d := range all {
		r, err := put(ctx, g.Store, d.facts, commandLine(io), false)
		if err != nil {
			return partly(all, i, err)
		}
		s.imported(io, d.name, r)
	}
	return nil
}

// maxTold is how many possible duplicates an import logs one by one.
const maxTold = 20

func logProposals(log *slog.Logger, all []ingest.Proposal) {
	for _, p := range all[:min(len(all), maxTold)] {
		log.Info("two people may be one", "person", p.Person, "other", p.Other, "evidence", p.Evidence)
	}
	if more := len(all) - maxTold; more > 0 {
		log.Info("more people may be one; see possibleDuplicates of people", "pairs", more)
	}
}

// partly is an error that stopped an import of several files, with what was imported before and what was not.
func partly(all []document, failed int, err error) error {
	var names []string
	for _, d := range all {
		names = append(names, d.name)
	}
	err = fmt.Errorf("import %s: %w", shown(names[failed]), err)
	if failed > 0 {
		err = fmt.Errorf("%w; imported before: %s", err, quoted(names[:failed]))
	}
	if rest := names[failed+1:]; len(rest) > 0 {
		err = fmt.Errorf("%w; not imported: %s", err, quoted(rest))
	}
	return err
}

func quoted(names []string) string { return strings.Trim(fmt.Sprintf("%q", names), "[]") }

// imported prints and logs what the import of a file did.
func (s *settings) imported(io IO, name string, r *ingest.Result) {
	s.log.Info("a change", "by", commandLine(io), "fields", "import", "outcome", "done", "file", name, "report", r.Report.ID,
		"created", r.Created, "updated", r.Updated, "deleted", r.Deleted)
	logProposals(s.log, r.Proposals)
	fmt.Fprintf(io.Out, "%s: %d created, %d updated, %d deleted, %d unchanged, %d warnings\n",
		shown(name), r.Created, r.Updated, r.Deleted, r.Unchanged, r.Report.WarningCount)
}

// compareFiles prints what files would change in the graph as it is.
func compareFiles(ctx context.Context, io IO, g *graph, all []document) error {
	for _, d := range all {
		r, err := ingest.Import(ctx, g.Store, d.facts, commandLine(io), true)
		if err != nil {
			return fmt.Errorf("compare %s: %w", shown(d.name), err)
		}
		fmt.Fprintf(io.Out, "%s: would be %d created, %d updated, %d deleted; %d unchanged, %d warnings\n",
			shown(d.name), r.Created, r.Updated, r.Deleted, r.Unchanged, r.Report.WarningCount)
		printChanges(io.Out, r.Changes())
	}
	return nil
}

// printChanges prints what would change: what comes or goes on one line, of the rest each field as it is and as it would be.
func printChanges(out io.Writer, changes []*ingest.NodeChange) {
	for _, c := range changes {
		fmt.Fprintf(out, "  %-7s  %s\n", strings.ToLower(string(c.Outcome)), clip(c.Label, 160))
		if c.Outcome != ingest.Updated {
			continue
		}
		for _, f := range c.Fields {
			fmt.Fprintf(out, "             %s: %s -> %s\n", f.Name, quote(f.Before), quote(f.After))
		}
	}
}

func quote(s *string) string {
	if s == nil {
		return "nothing"
	}
	return fmt.Sprintf("%q", *s)
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
	return fmt.Errorf("%s: %w", shown(name), err)
}

// commandLine is who makes changes from the command line, for the record.
func commandLine(io IO) string {
	if user := cmp.Or(io.Getenv("USER"), io.Getenv("USERNAME")); user != "" {
		return user + ", on the command line"
	}
	return "the command line"
}
