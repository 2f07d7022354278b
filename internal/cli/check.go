package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rapporteur/internal/source"
)

func newCheck(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: "Read documents and tell what was read, without writing anything",
		Args:  files,
		RunE:  func(c *cobra.Command, names []string) error { return check(c.Context(), io, s, names) },
	}
}

// checked is the machine-readable result of a check.
type checked struct {
	File   string        `json:"file"`
	Report *source.Facts `json:"report"`
}

func check(ctx context.Context, io IO, s *settings, names []string) error {
	by, err := s.readers(nil)
	if err != nil {
		return err
	}
	var all []checked
	warned := false
	for _, name := range names {
		read, err := readDocument(ctx, io, by, name)
		if err != nil {
			return err
		}
		for _, d := range read {
			all = append(all, checked{d.name, d.facts.Parsed})
			warned = warned || len(d.facts.Parsed.Warnings) > 0
		}
	}
	if err := printChecked(io.Out, all, s.form); err != nil {
		return err
	}
	if warned && s.strict {
		return errWarnings
	}
	return nil
}

func printChecked(out io.Writer, all []checked, output string) error {
	if output == "json" {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(all)
	}
	for _, c := range all {
		if err := printReport(out, c.File, c.Report); err != nil {
			return err
		}
	}
	return nil
}

func printReport(out io.Writer, name string, r *source.Facts) error {
	about := r.Title
	if r.Meeting != nil {
		about = r.Meeting.Name
	}
	fmt.Fprintf(out, "%s: %s, %d lines\n%s\n\n", shown(name), r.Format, r.LineCount, about)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LINES\tROWS\tDOUBTS\tWARNINGS\tKIND\tSECTION")
	for _, s := range r.Sections {
		doubts, warnings := within(r, s)
		fmt.Fprintf(w, "%d-%d\t%d\t%d\t%d\t%s\t%s\n", s.FirstLine, s.LastLine, s.Rows, doubts, warnings, s.Kind, clip(s.Heading, 60))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%d rows, %d announced meetings, %d warnings\n", len(r.Statements), len(r.Announced), len(r.Warnings))
	fmt.Fprintf(out, "%d lines say facts, %d are boilerplate, %d were not understood\n", r.Coverage.Facts, r.Coverage.Boilerplate, r.Coverage.Unread)
	for _, warning := range r.Warnings {
		at := ""
		if warning.FirstLine != nil {
			at = fmt.Sprintf(":%d", *warning.FirstLine)
		}
		fmt.Fprintf(out, "%s%s: %s: %s\n", shown(name), at, warning.Code, warning.Message)
	}
	return nil
}

// within counts the doubts of the section's rows and the warnings about its lines.
func within(r *source.Facts, s source.Section) (doubts, warnings int) {
	for _, row := range r.Statements {
		if s.FirstLine <= row.FirstLine && row.FirstLine <= s.LastLine {
			doubts += len(row.Doubts)
		}
	}
	for _, w := range r.Warnings {
		if w.FirstLine != nil && s.FirstLine <= *w.FirstLine && *w.FirstLine <= s.LastLine {
			warnings++
		}
	}
	return doubts, warnings
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
