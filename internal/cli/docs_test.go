package cli

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"rapporteur/internal/metrics"
)

var update = flag.Bool("update", false, "write the tables of docs/operations.md anew")

// flagTable tells every flag of serve.
func flagTable() string {
	var b strings.Builder
	b.WriteString("| flag | environment | default | |\n|---|---|---|---|\n")
	in := regexp.MustCompile(` \(([A-Z_]+)(, [^)]*)?\)$`)
	serveFlags().VisitAll(func(f *pflag.Flag) {
		usage, variable := f.Usage, "none"
		for m := in.FindStringSubmatch(usage); m != nil; m = in.FindStringSubmatch(usage) {
			usage, variable = strings.TrimSuffix(usage, m[0]), "`"+m[1]+"`"+m[2]
		}
		value := strings.Trim(f.DefValue, "[]")
		if strings.HasSuffix(value, "m0s") {
			value = strings.TrimSuffix(value, "0s")
		}
		if value == "" {
			value = "none"
		} else {
			value = "`" + value + "`"
		}
		if f.Name == "data-dir" {
			value = "`$XDG_DATA_HOME/rapporteur` or the system's like"
		}
		fmt.Fprintf(&b, "| `--%s` | %s | %s | %s |\n", f.Name, variable, value, usage)
	})
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

// The guide of operators has every flag and every metric as they are; -update writes them anew.
func TestTheGuideOfOperatorsIsTrue(t *testing.T) {
	t.Parallel()
	const name = "../../docs/operations.md"
	guide := content(t, name)
	for part, table := range map[string]string{"flags": flagTable(), "metrics": metricTable()} {
		section := regexp.MustCompile(`(?s)<!-- ` + part + ` -->\n(.*?)<!-- end: ` + part + ` -->`)
		found := section.FindStringSubmatch(guide)
		switch {
		case found == nil:
			t.Errorf("there is no section of %s", part)
		case *update:
			guide = strings.Replace(guide, found[0], "<!-- "+part+" -->\n"+table+"<!-- end: "+part+" -->", 1)
		case found[1] != table:
			t.Errorf("the %s are\n%s\nthe guide says\n%s", part, table, found[1])
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(guide), 0o600); err != nil {
			t.Fatal(err)
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
