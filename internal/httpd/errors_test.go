package httpd

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"rapporteur/internal/breadth"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
)

// panicking is an observer that panics: Imported is called in a resolver, InFlight beside it.
type panicking struct {
	told
	inFlight bool
}

func (p *panicking) InFlight(n int) {
	if p.inFlight && n > 0 {
		panic("secret")
	}
}

func (p *panicking) Imported(string, int) { panic(errors.New("secret")) }

// What goes wrong inside is logged once, under the id that the client gets, and its text never reaches the client; what did not
// fail is answered all the same.
func TestFailuresInsideAreMaskedAndLoggedOnce(t *testing.T) {
	t.Parallel()
	imports := map[string]any{"query": `mutation($c: String!) { importReport(input: {content: $c, filename: "secret.txt"}) { created } }`, "variables": map[string]any{"c": string(sample.Report)}}
	for name, c := range map[string]struct {
		damage   bool // texts whose titles are numbers
		observer Observer
		body     map[string]any
		status   int
		data     string // that is answered beside the error
		logged   string // message of the line of the log
		private  string // what the log has and the client must not see
	}{
		"documents that cannot be decoded": {true, nil, map[string]any{"query": `{ editors(first: 3) { nodes { name } } a: text(acronym: "X.1332") { title } b: text(acronym: "X.1332") { id } }`}, 200,
			`"editors":{"nodes":[{"name":`, "a field failed", "BSON"},
		"a panic in a resolver":   {false, &panicking{}, imports, 200, "null", "a resolver panicked", "secret"},
		"a panic outside of them": {false, &panicking{inFlight: true}, map[string]any{"query": "{ __typename }"}, 500, "", "a resolver panicked", "secret"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Sample(t)
			if c.damage {
				g.Damage(t, "texts", "title", 7)
			}
			var log bytes.Buffer
			s := New(Options{Store: g.Store, Log: slog.New(slog.NewJSONHandler(&log, nil)), Limits: unpaced(), Observer: c.observer, Keys: []Key{AdminKey(adminToken)}}, breadth.WithConcurrency(0))
			body, err := json.Marshal(c.body)
			if err != nil {
				t.Fatal(err)
			}
			r, a := post(t, s, map[string]string{"Authorization": "Bearer " + adminToken}, string(body))
			id := r.Header.Get(requestIDHeader)
			if r.StatusCode != c.status || len(a.Errors) == 0 || !strings.Contains(string(a.Data), c.data) {
				t.Errorf("%d %s %v", r.StatusCode, a.Data, a.Errors)
			}
			for _, e := range a.Errors {
				if e.Extensions["code"] != "INTERNAL" || e.Extensions["requestId"] != id || e.Message != "something went wrong; the log has more under this request id" && !strings.Contains(e.Message, "errors more") {
					t.Errorf("%+v", e)
				}
			}
			lines := 0
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, `"msg":"`+c.logged+`"`) {
					lines++
					if !strings.Contains(line, c.private) || !strings.Contains(line, id) {
						t.Errorf("the log has %s", line)
					}
				}
			}
			if lines != 1 || id == "" {
				t.Errorf("%q is logged %d times: %s", c.logged, lines, log.String())
			}
		})
	}
}
