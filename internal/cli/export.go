package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"rapporteur/internal/export"
	"rapporteur/internal/standards"
)

// newExport has a command for each format, with the format's own flags.
func newExport(io IO, s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write texts, actions, meetings or the whole graph in a format that other programs read",
		Long:  "Writes texts, actions, meetings or the whole graph in a format that other programs read, to the standard output\nor to a file. The flags of a format narrow what is written: all that are given must hold; of a list, any one.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("name a format; rapporteur export --help lists them")}
			}
			_, err := export.Find(args[0])
			return usage(err)
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	for _, f := range export.Formats() {
		c.AddCommand(newFormat(io, s, &f))
	}
	return c
}

func newFormat(io IO, s *settings, f *export.Format) *cobra.Command {
	given := map[string]*[]string{}
	c := &cobra.Command{
		Use:   f.Name,
		Short: strings.ToUpper(f.Summary[:1]) + f.Summary[1:],
		Args:  noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			values := map[string][]string{}
			for name, v := range given {
				if c.Flags().Changed(kebab(name)) {
					values[name] = *v
				}
			}
			return runExport(c.Context(), io, s, f, values, s.output)
		},
	}
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName { return pflag.NormalizedName(kebab(name)) })
	for _, p := range f.Parameters {
		help := p.Help
		if p.List {
			help += "; repeatable, or parted by commas"
		}
		given[p.Name] = c.Flags().StringArray(p.Name, nil, help)
		if p.Switch {
			c.Flags().Lookup(p.Name).NoOptDefVal = "true"
		}
	}
	return c
}

// kebab is how a parameter is spelt as a flag: studyGroup is --study-group. The parameter's own spelling is taken, too.
func kebab(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func runExport(ctx context.Context, io IO, s *settings, f *export.Format, values map[string][]string, output string) (err error) {
	if out, ok := io.data.(*os.File); ok && output == "" && f.Binary && term.IsTerminal(int(out.Fd())) {
		return usageError{fmt.Errorf("%s is not for a terminal: name a file with --output", f.Name)}
	}
	if err := f.Check(values); err != nil {
		return usage(err)
	}
	g, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	e, err := f.Open(ctx, g.Store, values, export.Place{Base: s.publicURL})
	if err != nil {
		return usage(err)
	}
	for _, m := range e.Matches {
		s.log.Warn("a name or label was not found as it is written", "argument", m.Argument, "given", m.Given, "found", m.ID, "name", m.Name, "how", m.How)
	}
	if empty, err := g.Empty(ctx); err != nil {
		return err
	} else if empty {
		s.log.Warn("the store is empty: nothing was ever imported")
	}
	if output == "" {
		return buffered(ctx, io.data, e.Write)
	}
	return replace(output, func(file *os.File) error { return buffered(ctx, file, e.Write) })
}

func buffered(ctx context.Context, to io.Writer, write func(context.Context, io.Writer) error) error {
	b := bufio.NewWriterSize(to, 64<<10)
	if err := write(ctx, b); err != nil {
		return err
	}
	return b.Flush()
}

// usage makes a wrong use of the command line of what is wrong with a parameter.
func usage(err error) error {
	var own *standards.Error
	if errors.As(err, &own) && (own.Code == standards.Invalid || own.Code == standards.Ambiguous) {
		return usageError{err}
	}
	return err
}
