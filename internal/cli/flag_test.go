package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rapporteur/internal/export"
)

// sample returns a value of an option that is not its default.
func (o *option) sample(t *testing.T) string {
	t.Helper()
	special := map[string]string{"log-format": "json", "log-level": "warn", "cors-origin": "https://a.example", "trusted-exports": "texts.csv", "public-url": "https://a.example"}
	if o.name == "output" && o.commands == "check" {
		return "json"
	}
	if v := special[o.name]; v != "" {
		return v
	}
	switch o.value.(type) {
	case *string, *[]string:
		return "some"
	case *bool:
		return fmt.Sprint(!o.initial.(bool))
	case *int, *int64, *float64:
		return "7"
	case *time.Duration:
		return "7s"
	}
	t.Fatalf("--%s: no value of %T", o.name, o.value)
	return ""
}

// accepting returns the paths of the commands that must accept an option; the empty one is no command at all.
func (o *option) accepting() (paths [][]string) {
	for _, name := range strings.Fields(o.commands) {
		paths = append(paths, []string{name})
		switch name {
		case "serve":
			paths = append(paths, nil)
		case "export":
			for _, f := range export.Formats() {
				paths = append(paths, []string{"export", f.Name})
			}
		}
	}
	return paths
}

// parsed returns the value of a flag of a command as the command would see it.
func parsed(t *testing.T, name string, env map[string]string, args ...string) string {
	t.Helper()
	root := newRoot(IO{Getenv: func(k string) string { return env[k] }})
	var value string
	var replace func(c *cobra.Command)
	replace = func(c *cobra.Command) {
		c.Args = nil
		c.RunE = func(c *cobra.Command, _ []string) error {
			value = strings.Trim(c.Flags().Lookup(name).Value.String(), "[]")
			return nil
		}
		for _, sub := range c.Commands() {
			replace(sub)
		}
	}
	replace(root)
	root.SetArgs(args)
	if err := root.Execute(); err != nil {
		t.Errorf("%v: %v", args, err)
	}
	return value
}

// A flag is accepted by each command it belongs to, and each of them reads its variable.
func TestEveryFlagIsAcceptedAndEveryVariableIsRead(t *testing.T) {
	t.Parallel()
	var s settings
	for _, o := range flags(&s, func(string) string { return "" }) {
		want := o.sample(t)
		for _, path := range o.accepting() {
			if got := parsed(t, o.name, nil, append(path, "--"+o.name+"="+want)...); got != want {
				t.Errorf("%v --%s=%s: %q", path, o.name, want, got)
			}
			if v := o.environment(); v != "" {
				if got := parsed(t, o.name, map[string]string{v: want}, path...); got != want {
					t.Errorf("%s=%s %v: %q", v, want, path, got)
				}
			}
		}
	}
}

// A command accepts no flag that the table does not give it, but for --help and the filters of an export format.
func TestNoCommandHasOtherFlags(t *testing.T) {
	t.Parallel()
	var s settings
	all := flags(&s, func(string) string { return "" })
	filters := map[string][]string{}
	for _, f := range export.Formats() {
		for _, p := range f.Parameters {
			filters[f.Name] = append(filters[f.Name], kebab(p.Name))
		}
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			own := slices.ContainsFunc(all, func(o option) bool { return o.name == f.Name && o.of(c) })
			if !own && f.Name != "help" && !slices.Contains(filters[c.Name()], f.Name) {
				t.Errorf("%s --%s is not in the table of flags", c.CommandPath(), f.Name)
			}
		})
		c.PersistentFlags().VisitAll(func(f *pflag.Flag) { t.Errorf("--%s is a flag of all commands", f.Name) })
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(IO{Getenv: func(string) string { return "" }}))
}

// A flag of another command is refused, not ignored; its variable may be set for all.
func TestFlagsOfOtherCommandsAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"check", "--data-dir=x", "f"}, {"import", "--max-depth=3", "f"}, {"version", "--log-level=info"}, {"key", "ann", "--addr=:1"}, {"verify", "--strict"}} {
		if code, _, messages := run(t, map[string]string{"RAPPORTEUR_MAX_DEPTH": "deep"}, args...); code != exitUsage || !strings.Contains(messages, "unknown flag: --") {
			t.Errorf("%v: %d %s", args, code, messages)
		}
	}
}

// Help names the variable of a flag, and no value of the environment, which may hold a password.
func TestHelpNamesVariablesAndNotTheirValues(t *testing.T) {
	t.Parallel()
	_, out, _ := run(t, map[string]string{"MONGODB_URI": "mongodb://ann:secret@db"}, "serve", "--help")
	if !strings.Contains(out, "[$MONGODB_URI]") || strings.Contains(out, "secret") {
		t.Error(out)
	}
}
