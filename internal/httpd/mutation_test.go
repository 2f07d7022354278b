package httpd

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
)

const adminToken = "a-token-of-the-administrator"

// mutate sends an operation with a bearer token and returns the answer.
func mutate(t *testing.T, s *Server, token, query string, variables map[string]any) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	header := map[string]string{"Content-Type": "application/json"}
	if token != "" {
		header["Authorization"] = "Bearer " + token
	}
	b, err := io.ReadAll(do(t, s, http.MethodPost, "/graphql", header, string(body)).Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const (
	importing = `mutation($content: String!, $dry: Boolean) { importReport(input: {content: $content, filename: "report.txt", dryRun: $dry}) { created updated unchanged warnings { code } report { id meeting { name actions(first: 1) { totalCount } } } } }`
	merging   = `mutation { mergePeople(input: {into: "person:feng-gao", from: ["person:feng-zhang"]}) { person { id spellings texts(first: 0) { totalCount } } } }`
	splitting = `mutation { splitPerson(input: {id: "person:feng-gao", spellings: ["Feng Zhang"]}) { kept { id spellings } split { id spellings } } }`
)

func TestChangesAreForTheAdministratorAlone(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	closed := newServer(g)
	open := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Keys: []Key{AdminKey(adminToken)}})
	before, err := g.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		server      *Server
		token, code string
	}{
		"no token configured":      {closed, adminToken, "FORBIDDEN"},
		"none configured or given": {closed, "", "FORBIDDEN"},
		"none given":               {open, "", "UNAUTHENTICATED"},
		"a wrong one":              {open, adminToken + "x", "UNAUTHENTICATED"},
		"a part of it":             {open, adminToken[:8], "UNAUTHENTICATED"},
	} {
		for _, query := range []string{importing, merging, splitting} {
			if got := mutate(t, c.server, c.token, query, map[string]any{"content": string(sample.Report)}); !strings.Contains(got, `"code":"`+c.code+`"`) || strings.Contains(got, `"data"`) {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
	if after, err := g.Revision(t.Context()); err != nil || after != before {
		t.Errorf("the graph changed: revision %d, %d before, %v", after, before, err)
	}
	r := do(t, open, http.MethodGet, "/graphql?query="+strings.ReplaceAll(merging, " ", "%20"), map[string]string{"Authorization": "Bearer " + adminToken}, "")
	if r.StatusCode < 400 {
		t.Errorf("a change by GET: %d", r.StatusCode)
	}
}

func TestImportMergeAndSplitOverGraphQL(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Keys: []Key{AdminKey(adminToken)}})
	changed := bytes.ReplaceAll(sample.Report, []byte("Gunhee Lee"), []byte("Maria Garcia"))
	for _, c := range []struct{ name, query, content, want string }{
		{"dry run", importing, string(changed), `"created":0,"updated":1,`},
		{"dry run again: nothing was written", importing, string(changed), `"created":0,"updated":1,`},
		{"the same report", importing, string(sample.Report), `"created":0,"updated":0,`},
		{"a corrected report", importing, string(changed), `"totalCount":98`},
		{"the corrected report again", importing, string(changed), `"created":0,"updated":0,`},
		{"not a report", importing, "Two roads diverged in a wood", `"code":"INVALID"`},
		{"nothing", importing, "", `"message":"content: report.txt: the file is empty"`},
		{"merge", merging, "", `{"data":{"mergePeople":{"person":{"id":"person:feng-gao","spellings":["Feng Gao","Feng Zhang"],"texts":{"totalCount":5}}}}}`},
		{"split", splitting, "", `{"data":{"splitPerson":{"kept":{"id":"person:feng-gao","spellings":["Feng Gao"]},"split":{"id":"person:feng-zhang","spellings":["Feng Zhang"]}}}}`},
		{"split again", splitting, "", `"code":"INVALID"`},
	} {
		got := mutate(t, s, adminToken, c.query, map[string]any{"content": c.content, "dry": strings.HasPrefix(c.name, "dry")})
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	records, err := g.Audits.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, r := range records {
		what = append(what, r.By+": "+r.What)
		if r.At.IsZero() || r.After == nil {
			t.Errorf("a record without time or outcome: %+v", r)
		}
	}
	want := []string{
		"a test: import of report:17:2019-08-27", "administrator, by token: import of report:17:2019-08-27",
		"administrator, by token: merge of [person:feng-zhang] into person:feng-gao", `administrator, by token: split of ["Feng Zhang"] from person:feng-gao`,
	}
	if strings.Join(what, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded:\n%s", strings.Join(what, "\n"))
	}
}
