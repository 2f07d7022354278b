package httpd

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
)

// A dry run returns each row with its lines and what would happen to it, and what would change with names and fields;
// nothing that is not there yet is read.
func TestTheOutcomeOfADryRun(t *testing.T) {
	t.Parallel()
	const query = `mutation($content: String!) { importReport(input: {content: $content, filename: "report.txt", dryRun: true}) {
		created updated deleted unchanged changes { id label outcome fields { name before after } }
		rows { kind acronym provisionalName title novelty questions editors document equivalents startOfWork target section number firstLine lastLine raw doubts { field reason } outcome } } }`
	corrected := bytes.ReplaceAll(sample.Report, []byte("Gunhee Lee"), []byte("Maria Garcia"))
	for name, c := range map[string]struct {
		graph   *graphtest.Graph
		content []byte
		want    map[string]int // outcomes of rows
		changes []string       // some of them
	}{
		"new to an empty graph": {graphtest.Open(t), sample.Report, map[string]int{"CREATED": 98}, []string{`{"id":"text:17:x.sgsec-3","label":"X.1332 (X.sgsec-3)","outcome":"CREATED","fields":[{"name":"title","before":null,`}},
		"imported as it is":     {graphtest.Sample(t), sample.Report, map[string]int{"UNCHANGED": 98}, nil},
		"with another editor": {graphtest.Sample(t), corrected, map[string]int{"UNCHANGED": 97, "UPDATED": 1}, []string{
			`"changes":[{"id":"action:17:2019-08-27:determined:x.1332","label":"X.1332: determined, 2019-09-05","outcome":"UPDATED","fields":[{"name":"editors","before":"Gunhee Lee","after":"Maria Garcia"}]}]`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(Options{Store: c.graph.Store, Log: slog.New(slog.DiscardHandler), Keys: []Key{AdminKey(adminToken)}})
			answer := mutate(t, s, adminToken, query, map[string]any{"content": string(c.content)})
			var got struct {
				Data struct {
					ImportReport struct {
						Created, Updated, Deleted int
						Changes                   []json.RawMessage
						Rows                      []struct {
							Outcome, Raw       string
							Questions, Editors []string
							Number, FirstLine  int
						}
					}
				}
			}
			if err := json.Unmarshal([]byte(answer), &got); err != nil || strings.Contains(answer, `"errors"`) {
				t.Fatalf("%v %s", err, clip([]byte(answer)))
			}
			r := got.Data.ImportReport
			outcomes := map[string]int{}
			for _, row := range r.Rows {
				outcomes[row.Outcome]++
				if row.Raw == "" || row.FirstLine < 1 || row.Number < 1 || row.Questions == nil || row.Editors == nil {
					t.Errorf("a row is not whole: %+v", row)
				}
			}
			for outcome, n := range c.want {
				if outcomes[outcome] != n {
					t.Errorf("outcomes of rows %v, want %v", outcomes, c.want)
				}
			}
			if len(r.Changes) != r.Created+r.Updated+r.Deleted {
				t.Errorf("%d changes, counted %d + %d + %d", len(r.Changes), r.Created, r.Updated, r.Deleted)
			}
			for _, change := range c.changes {
				if !strings.Contains(answer, change) {
					t.Errorf("no change %s in %s", change, clip([]byte(answer)))
				}
			}
		})
	}
}

// A report is read with what the graph knows of names: a record settles where a name ends.
func TestImportReportAsksTheGraphForNames(t *testing.T) {
	t.Parallel()
	s := New(Options{Store: graphtest.Open(t).Store, Log: slog.New(slog.DiscardHandler), Keys: []Key{AdminKey(adminToken)}})
	const rows = `mutation($content: String!) { importReport(input: {content: $content, filename: "glued.txt", dryRun: true}) { rows { acronym questions doubts { field } } } }`
	read := func() string { return mutate(t, s, adminToken, rows, map[string]any{"content": graphtest.Glued}) }
	if alone := read(); !strings.Contains(alone, `"field"`) {
		t.Errorf("without the record: %s", alone)
	}
	const put = `mutation($content: String!) { importReport(input: {content: $content, filename: "e805.yaml"}) { created } }`
	if a := mutate(t, s, adminToken, put, map[string]any{"content": graphtest.Settling}); strings.Contains(a, "errors") {
		t.Fatal(a)
	}
	if settled := read(); !strings.Contains(settled, `{"acronym":"E.805","questions":["Q12/12"],"doubts":[]}`) {
		t.Errorf("with it: %s", settled)
	}
}
