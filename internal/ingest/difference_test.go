package ingest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// told is what a dry run says, a line a change: its outcome, its label, and the fields with what was and what is to be.
func told(t testing.TB, g *graphtest.Graph, content []byte) []string {
	t.Helper()
	facts, err := graphtest.Facts(content, "report.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := ingest.Import(t.Context(), g.Store, facts, "a test", true)
	if err != nil {
		t.Fatal(err)
	}
	return changeLines(t, r)
}

func changeLines(t testing.TB, r *ingest.Result) []string {
	t.Helper()
	var lines []string
	counts := map[ingest.Outcome]int{}
	for _, c := range r.Changes() {
		counts[c.Outcome]++
		line := fmt.Sprintf("%s %s", c.Outcome, c.Label)
		for _, f := range c.Fields {
			line += fmt.Sprintf(" | %s: %s -> %s", f.Name, shown(f.Before), shown(f.After))
		}
		lines = append(lines, line)
	}
	if counts[ingest.Created] != r.Created || counts[ingest.Updated] != r.Updated || counts[ingest.Deleted] != r.Deleted {
		t.Errorf("%v counted as %d, %d and %d", counts, r.Created, r.Updated, r.Deleted)
	}
	return lines
}

func shown(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

// editedSample is the sample without a row, and with another title in one.
func editedSample(t testing.TB) []byte {
	t.Helper()
	at := bytes.Index(sample.Report, []byte("12/17Z.Imp100-rev"))
	end := at + bytes.IndexByte(sample.Report[at:], '\n') + 1
	content := slices.Concat(sample.Report[:at], sample.Report[end:])
	return bytes.Replace(content, []byte("Security guidelines for smart metering service in smart grids"), []byte("Security guidelines for metering"), 1)
}

func TestADryRunSaysWhatDocumentsSayOtherwiseAndNothingElse(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for name, c := range map[string]struct {
		content []byte
		want    []string
	}{
		"a title edited and a row deleted": {editedSample(t), []string{
			"UPDATED X.1332: determined, 2019-09-05 | title: Security guidelines for smart metering service in smart grids -> Security guidelines for metering",
			"DELETED Z.Imp100-rev | title: Z.Imp100 Specification and Description Language Implementer's guide – Version 4.0 -> - | actions: agreed, 2019-09-05 -> -",
		}},
		"moved lines": {append([]byte("\n\n\n"), sample.Report...), nil},
		"another editor": {bytes.ReplaceAll(sample.Report, []byte("Gunhee Lee"), []byte("Maria Garcia")), []string{
			"UPDATED X.1332: determined, 2019-09-05 | editors: Gunhee Lee -> Maria Garcia",
		}},
		"another place of a meeting": {bytes.ReplaceAll(sample.Report, []byte("Fukuoka"), []byte("Osaka")), []string{
			"UPDATED Q13/17 Rapporteur Group meeting, Osaka, Japan, 7-8 January 2020 | name: Q13/17 Rapporteur Group meeting, Fukuoka, Japan, 7-8 January 2020 -> " +
				"Q13/17 Rapporteur Group meeting, Osaka, Japan, 7-8 January 2020 | place: Fukuoka, Japan -> Osaka, Japan",
		}},
	} {
		if got := told(t, g, c.content); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// What ids are made of changes, and what is told does not: a text is the same under another name, rows without names are
// the same under other numbers, and texts that become one are told once.
func TestADryRunTellsTextsByTheirNames(t *testing.T) {
	t.Parallel()
	row := func(acronym, provisional string) source.Statement {
		return source.Statement{Kind: standards.Consented, Acronym: acronym, ProvisionalName: provisional}
	}
	nameless := func(editor string) source.Statement {
		return source.Statement{Kind: standards.Planned, Editors: []string{editor}}
	}
	issue := func(rows ...source.Statement) *source.Facts {
		return document("Report", "2019-08-27", "2019-09-05", rows...)
	}
	for name, c := range map[string]struct {
		before, after *source.Facts
		want          []string
	}{
		"another number": {issue(row("X.1", "X.one")), issue(row("X.2", "X.one")), []string{"UPDATED X.2: consented, 2019-09-05 | acronym: X.1 -> X.2"}},
		"a provisional name": {issue(row("X.1", "")), issue(row("X.1", "X.one")), []string{
			"UPDATED X.1: consented, 2019-09-05 | provisionalName: - -> X.one",
		}},
		"rows without names get other numbers": {issue(row("X.1", ""), nameless("Ann Editor"), nameless("Ben Editor")), issue(nameless("Ben Editor"), row("X.1", "")), []string{
			"DELETED a text without a name (Annex A, row 2) | actions: planned, 2019-09-05 -> -",
		}},
		"two texts become one": {issue(row("X.1", ""), row("X.one", "")), issue(row("X.1", "X.one"), row("X.one", "")), []string{
			"DELETED X.1 | text: X.1 -> X.1 (X.one)", "UPDATED X.1: consented, 2019-09-05 | provisionalName: - -> X.one",
		}},
		"another text": {issue(row("X.1", "")), issue(row("X.2", "")), []string{
			"DELETED X.1 | actions: consented, 2019-09-05 -> -", "CREATED X.2 | actions: - -> consented, 2019-09-05",
		}},
		"one more decision": {issue(row("X.1", "")), issue(row("X.1", ""), source.Statement{Kind: standards.Approved, Acronym: "X.1"}), []string{
			"CREATED X.1: approved, 2019-09-05 | date: - -> 2019-09-05 | source.report: - -> Report | source.section: - -> Annex A | acronym: - -> X.1 | textKind: - -> recommendation",
		}},
	} {
		g := graphtest.Open(t)
		importDocument(t, g, c.before)
		r, err := ingest.Import(t.Context(), g.Store, factsOf(t, c.after), "a test", true)
		if err != nil {
			t.Fatal(err)
		}
		if got := changeLines(t, r); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
		if _, err := ingest.Replace(t.Context(), g.Store, factsOf(t, c.after), "a test", false); err != nil {
			t.Fatal(err)
		}
		sound(t, g)
	}
}

// What pages say is told as what reports decide is: a text that comes by a page once, and each field that a newer page changes.
func TestADryRunTellsWhatPagesSay(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	for i, want := range [][]string{
		{"CREATED X.sgsec-3 | title: - -> Security guidelines for smart metering"},
		{"CREATED X.1332 Amd.1", "CREATED X.1332: X.1332 (03/2020) | status: - -> approved"},
		{"CREATED X.1332: ITU-T X.1332 (03/2020) | status: - -> approved | date: - -> 2020-03-26"},
	} {
		got := changeLines(t, importPage(t, g, smartMetering()[i]))
		if len(got) != len(want) {
			t.Fatalf("page %d: %q, want what begins so: %q", i, got, want)
		}
		for j := range got {
			if !strings.HasPrefix(got[j], want[j]) {
				t.Errorf("page %d: %s, want what begins %s", i, got[j], want[j])
			}
		}
	}
	edited := smartMetering()[1]
	edited.Statements[0].Summary, edited.Statements[0].FirstLine = "It gives other guidelines.", 7
	want := []string{"UPDATED X.1332: X.1332 (03/2020) | summary: It gives guidelines. -> It gives other guidelines."}
	if got := changeLines(t, importPage(t, g, edited)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := changeLines(t, importPage(t, g, smartMetering()[1])); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
