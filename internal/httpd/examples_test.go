package httpd

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// TestTheExamplesOfThePlayground asks every example of the playground: the sample answers it with something.
func TestTheExamplesOfThePlayground(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Keys: []Key{AdminKey(adminToken)}})
	before, err := g.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../tools/web/examples/*.graphql")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		query, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := mutate(t, s, adminToken, string(query), nil)
		if strings.Contains(got, `"errors"`) || strings.Contains(got, "null}") || strings.Contains(got, `"totalCount":0`) || strings.Contains(got, `"total":0`) {
			t.Errorf("%s is answered %s", filepath.Base(file), clip([]byte(got)))
		}
	}
	if after, err := g.Revision(t.Context()); err != nil || after != before {
		t.Errorf("an example changed the graph: revision %d, %d before, %v", after, before, err)
	}
}
