package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"rapporteur/internal/export"
	"rapporteur/internal/metrics"
)

var update = flag.Bool("update", false, "write the tables of docs/operations.md anew")

// documentedFlags returns the table of the flags of some groups; of all groups if none is named.
func documentedFlags(groups ...string) string {
	var b strings.Builder
	b.WriteString("| flag | environment variable | default | |\n|---|---|---|---|\n")
	var s settings
	for _, o := range flags(&s, func(string) string { return "" }) {
		if o.environment() == "" || len(groups) > 0 && !slices.Contains(groups, o.group) {
			continue
		}
		f := pflag.NewFlagSet("", pflag.ContinueOnError)
		o.bind(f)
		value := strings.Trim(f.Lookup(o.name).DefValue, "[]")
		if strings.HasSuffix(value, "m0s") {
			value = strings.TrimSuffix(value, "0s")
		}
		value = "`" + value + "`"
		switch {
		case o.shown != "":
			value = o.shown
		case value == "``":
			value = "none"
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s |\n", o.name, o.environment(), value, strings.ReplaceAll(o.usage, "|", `\|`))
	}
	return b.String()
}

// metricTable tells every metric.
func metricTable() string {
	var b strings.Builder
	b.WriteString("| metric | labels | |\n|---|---|---|\n")
	for _, m := range metrics.All() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.Name, strings.Join(m.Labels, ", "), m.Help)
	}
	return b.String()
}

// guides are the documents for users.
func guides(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	return append(names, "../../README.md")
}

// Tables between <!-- flags: GROUP... --> or <!-- metrics --> and their ends are what the program makes of its own; -update writes them.
// Every flag with a variable is in one of them.
func TestTablesOfFlagsAndMetricsInTheGuidesAreTheProgramsOwn(t *testing.T) {
	t.Parallel()
	section := regexp.MustCompile(`(?s)(<!-- (flags|metrics)(?:: ([a-z ]+))? -->\n)(.*?)(<!-- end: (?:flags|metrics) -->)`)
	var tables strings.Builder
	for _, name := range guides(t) {
		guide := content(t, name)
		made := section.ReplaceAllStringFunc(guide, func(found string) string {
			m := section.FindStringSubmatch(found)
			table := metricTable()
			if m[2] == "flags" {
				table = documentedFlags(strings.Fields(m[3])...)
			}
			if m[4] != table && !*update {
				t.Errorf("%s says\n%s\nthe program says\n%s", name, m[4], table)
			}
			tables.WriteString(table)
			return m[1] + table + m[5]
		})
		if *update {
			if err := os.WriteFile(name, []byte(made), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for line := range strings.Lines(documentedFlags() + metricTable()) {
		if !strings.Contains(tables.String(), line) {
			t.Errorf("no guide has the row %s", line)
		}
	}
}

// Every command line of the guides is one that the program accepts.
func TestCommandLinesInTheGuidesAreAccepted(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`(?m)(?:^\$ |&& )(?:rapporteur|go run \.)( [^#&\n]*)?`)
	checked := 0
	for _, name := range guides(t) {
		for _, m := range line.FindAllStringSubmatch(content(t, name), -1) {
			root := newRoot(IO{Getenv: func(string) string { return "" }})
			c, args, err := root.Find(strings.Fields(m[1]))
			if err == nil {
				err = c.ParseFlags(args)
			}
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[0], err)
			}
			checked++
		}
	}
	if checked < 10 {
		t.Errorf("only %d command lines were found", checked)
	}
}

// Every flag and variable that a guide mentions exists.
func TestGuidesMentionNoOtherFlagsAndVariables(t *testing.T) {
	t.Parallel()
	known := append(variables(), "--help")
	var s settings
	for _, o := range flags(&s, func(string) string { return "" }) {
		known = append(known, "--"+o.name)
	}
	for _, f := range export.Formats() {
		for _, p := range f.Parameters {
			known = append(known, "--"+p.Name, "--"+kebab(p.Name))
		}
	}
	flag, variable := regexp.MustCompile("`[^`\n]*?(--[a-zA-Z][a-zA-Z-]*)"), regexp.MustCompile(`\b(?:RAPPORTEUR|MONGODB|OTEL)_[A-Z_]+[A-Z]\b`)
	check := func(name string, mentioned []string) {
		for _, m := range mentioned {
			if !slices.Contains(known, m) {
				t.Errorf("%s: there is no %s", name, m)
			}
		}
	}
	for _, name := range append(guides(t), "../../CHANGELOG.md") {
		text := content(t, name)
		check(name, variable.FindAllString(text, -1))
		if strings.HasSuffix(name, "performance.md") {
			continue // its flags are of the benchmarks
		}
		for _, m := range flag.FindAllStringSubmatch(text, -1) {
			check(name, m[1:])
		}
	}
}

// Every kind of line the server may log at a warning or worse, and each change, is in the guide.
func TestTheGuideOfOperatorsTellsTheLog(t *testing.T) {
	t.Parallel()
	guide := content(t, "../../docs/operations.md")
	line := regexp.MustCompile(`(?i)log\.(?:Info|Warn|Error)(?:Context\([\w.()]+, |\()"([^"]+)"`)
	var lines []string
	for _, dir := range []string{".", "../httpd", "../store", "../embedded", "../tracing", "../../loaders"} {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
				for _, m := range line.FindAllStringSubmatch(content(t, dir+"/"+f.Name()), -1) {
					lines = append(lines, m[1])
				}
			}
		}
	}
	if len(lines) < 20 {
		t.Errorf("only %d lines were found", len(lines))
	}
	slices.Sort(lines)
	for _, l := range slices.Compact(lines) {
		if !strings.Contains(guide, "`"+l+"`") {
			t.Errorf("%q is not in the guide", l)
		}
	}
}
