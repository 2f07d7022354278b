package httpd

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/breadth"
	"rapporteur/internal/graphtest"
)

var update = flag.Bool("update", false, "write the results of queries instead of comparing them")

// newServer serves a graph to a test, one relation after the other: where two relations of a level want the same
// nodes at once, both may read them, and the commands could not be counted exactly.
func newServer(g *graphtest.Graph) *Server {
	return New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()}, breadth.WithConcurrency(0))
}

// unpaced are the default limits for tests that ask much in little time.
func unpaced() Limits {
	l := DefaultLimits()
	l.Rate = 0
	l.Operation = 2 * time.Minute // others may keep the machine busy
	return l
}

// ask answers one query, as its bytes.
func ask(t testing.TB, s http.Handler, query string, variables map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	answer, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// pretty lays an answer out for reading; request ids differ from run to run and are left out.
func pretty(t testing.TB, answer []byte) []byte {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(answer, &v); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	if errs, ok := v["errors"].([]any); ok {
		for _, e := range errs {
			if extensions, ok := e.(map[string]any)["extensions"].(map[string]any); ok {
				delete(extensions, "requestId")
			}
		}
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// Each folder of testdata/queries is a query to the sample, its answer, and the database commands it costs.
func TestQueriesOfTheSample(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	s := newServer(g)
	folders, err := filepath.Glob("testdata/queries/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no queries", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			query, err := os.ReadFile(filepath.Join(folder, "query.graphql"))
			if err != nil {
				t.Fatal(err)
			}
			var answer []byte
			commands := g.Commands(func() { answer = pretty(t, ask(t, s, string(query), nil)) })
			compare(t, filepath.Join(folder, "result.json"), answer)
			compare(t, filepath.Join(folder, "commands.txt"), []byte(fmt.Sprintf("%d\n", len(commands))))
		})
	}
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs: got\n%s\nwant\n%s", file, clip(got), clip(want))
	}
}

func clip(b []byte) string {
	if len(b) > 4000 {
		return string(b[:4000]) + "..."
	}
	return strings.TrimSpace(string(b))
}
