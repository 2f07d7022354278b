package httpd

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// documented is a query in a document, and the answer that follows it.
var documented = regexp.MustCompile("(?s)```graphql\n(.*?)```\n(.*?)```json\n(.*?)```")

// Every query of the documents is answered by the sample as they say; -update writes the answers anew.
func TestQueriesOfTheDocuments(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for file, least := range map[string]int{"../../docs/queries.md": 20} {
		t.Run(file, func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			found := documented.FindAllSubmatch(content, -1)
			if n := bytes.Count(content, []byte("```graphql\n")); len(found) != n || n < least {
				t.Fatalf("%d queries, of which %d are followed by an answer; want at least %d", n, len(found), least)
			}
			for _, f := range found {
				query, between, want := string(f[1]), string(f[2]), string(f[3])
				if strings.Contains(between, "```") {
					t.Errorf("no answer follows\n%s", query)
					continue
				}
				got := string(pretty(t, ask(t, s, query, nil)))
				if strings.Contains(got, `"errors"`) {
					t.Errorf("%s\nfails: %s", query, got)
				}
				if *update {
					whole := strings.Replace(string(f[0]), "```json\n"+want+"```", "```json\n"+got+"```", 1)
					content = bytes.Replace(content, f[0], []byte(whole), 1)
				} else if tidy(t, want) != got {
					t.Errorf("%s\nis answered\n%s\nthe document says\n%s", query, got, want)
				}
			}
			if *update {
				if err := os.WriteFile(file, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// tidy lays out an answer as written in a document.
func tidy(t *testing.T, answer string) string {
	t.Helper()
	return string(pretty(t, []byte(answer)))
}
