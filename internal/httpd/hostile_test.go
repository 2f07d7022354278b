package httpd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
)

// query is a body of JSON with an operation.
func query(document string, variables ...any) string { return graphtest.Query(document, variables...) }

// Every hostile input is answered as the table of docs/security.md says; -update writes the table anew, with the times
// it took.
func TestHostileInputs(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	l := DefaultLimits()
	l.Rate = 0
	calm := liveServer(t, g, l)
	l.Rate, l.Burst = 0.001, 200 // however slow the machine is, no second request is earned meanwhile
	var table strings.Builder
	cases := graphtest.Hostiles()
	kinds := map[string]bool{}
	for _, c := range cases {
		kinds[c.Kind] = true
		server := calm
		if c.Again > 0 {
			server = liveServer(t, g, l)
		}
		for range c.Again {
			send(t, server, c)
		}
		took := time.Hour
		var status int
		var code string
		for range 5 { // the shortest time says what it costs, the others what else the machine had to do
			start := time.Now()
			status, code = send(t, server, c)
			took = min(took, time.Since(start))
			if c.Again > 0 || status != c.Status {
				break
			}
		}
		if c.Code == "-" {
			code = "-"
		}
		if status != c.Status || code != c.Code {
			t.Errorf("%s: %s: %d %q, want %d %q", c.Kind, c.What, status, code, c.Status, c.Code)
		}
		answer := fmt.Sprintf("%d", status)
		if code != "" && code != "-" {
			answer += " " + code
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %.1f |\n", c.Kind, c.What, answer, float64(took.Microseconds())/1000)
	}
	if len(cases) < 50 || len(kinds) < 10 {
		t.Errorf("%d inputs of %d kinds", len(cases), len(kinds))
	}
	checkTable(t, table.String())
}

// checkTable compares the table with that of the guide, times aside.
func checkTable(t *testing.T, table string) {
	t.Helper()
	const name, begin = "../../docs/security.md", "|---|---|---|--:|\n"
	guide, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(guide), begin)
	if !ok {
		t.Fatalf("%s has no table", name)
	}
	end := strings.Index(after, "\n\n")
	if end < 0 {
		end = len(after) - 1
	}
	if *update {
		if err := os.WriteFile(name, []byte(before+begin+table+after[end+1:]), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	untimed := func(rows string) string {
		var b strings.Builder
		for row := range strings.Lines(rows) {
			b.WriteString(row[:strings.LastIndex(strings.TrimRight(row, " |\n"), "|")] + "\n")
		}
		return b.String()
	}
	if got, want := untimed(after[:end+1]), untimed(table); got != want {
		t.Errorf("the table of %s is another one: go test ./internal/httpd -run HostileInputs -update", name)
	}
}

func liveServer(t testing.TB, g *graphtest.Graph, l Limits) *httptest.Server {
	t.Helper()
	s := New(Options{Store: g.Store, Log: discard, Limits: l, Keys: []Key{AdminKey(adminToken)}})
	live := httptest.NewUnstartedServer(s)
	live.Config = s.httpServer()
	live.Start()
	t.Cleanup(live.Close)
	return live
}

// send sends one input, and returns the status and the first code of the answer.
func send(t *testing.T, live *httptest.Server, c graphtest.Hostile) (int, string) {
	t.Helper()
	conn := dial(t, live)
	defer conn.Close()
	go func() { _, _ = conn.Write(c.Bytes()) }() // the server may answer, and hang up, before it has read all
	answer, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: c.Method})
	if err != nil {
		t.Fatalf("%s: %s: %v", c.Kind, c.What, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s: %s: %v", c.Kind, c.What, err)
	}
	var shown struct {
		Data   any
		Errors []struct {
			Message    string
			Extensions struct{ Code, RequestID string }
		}
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/") {
		if err := json.Unmarshal(body, &shown); err != nil {
			t.Errorf("%s: %s: %v: %.200s", c.Kind, c.What, err, body)
		}
	}
	if len(shown.Errors) == 0 {
		return answer.StatusCode, ""
	}
	if first := shown.Errors[0]; first.Extensions.RequestID == "" || len(first.Message) > 1000 || len(shown.Errors) > 6 {
		t.Errorf("%s: %s: %.300s", c.Kind, c.What, body)
	}
	return answer.StatusCode, shown.Errors[0].Extensions.Code
}
