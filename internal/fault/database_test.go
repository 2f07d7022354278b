package fault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
)

var discard = slog.New(slog.DiscardHandler)

// atCommand has do called once, before the nth command from when it is armed.
type atCommand struct {
	left atomic.Int64
	do   func()
}

func (a *atCommand) started(context.Context, string) {
	if a.left.Add(-1) == 0 {
		a.do()
	}
}

// An import whose connections break, at any of its commands, is there in full or not at all once the database can be
// reached, and there in full when it is made again.
func TestAnImportWhoseConnectionsBreakIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	want := undisturbed(t)
	commands := 0
	for _, refused := range []bool{false, true} {
		every := 13
		if refused {
			every = 37
		}
		for n := 1; commands == 0 || n <= commands; n += every {
			if commands == 0 {
				commands = commandsOfAnImport(t)
			}
			t.Run(fmt.Sprintf("refused %v, at command %d of %d", refused, n, commands), func(t *testing.T) {
				t.Parallel()
				net := newLink(t)
				at := &atCommand{do: net.cut}
				if refused {
					at.do = net.down
				}
				s := net.connect(t, func(o *store.Options) { o.Observer.Started = at.started })
				facts, err := ingest.Read(t.Context(), sample.Report, sample.Name)
				if err != nil {
					t.Fatal(err)
				}
				at.left.Store(int64(n))
				_, err = ingest.Import(t.Context(), s, facts, "a test", false)
				disturbed := at.left.Load() <= 0 // the number of commands varies a little
				if !disturbed && err != nil {
					t.Fatalf("nothing broke, but %v", err)
				}
				if disturbed && refused {
					net.up(t)
				}
				after(t, s, err == nil, want)
			})
		}
	}
}

// commandsOfAnImport is how many commands an undisturbed import takes.
func commandsOfAnImport(t *testing.T) int {
	t.Helper()
	var n atomic.Int64
	s := newLink(t).connect(t, func(o *store.Options) { o.Observer.Started = func(context.Context, string) { n.Add(1) } })
	facts, err := ingest.Read(t.Context(), sample.Report, sample.Name)
	if err != nil {
		t.Fatal(err)
	}
	n.Store(0)
	if _, err := ingest.Import(t.Context(), s, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
	return int(n.Load())
}

// after checks a store whose import was disturbed, and imports again.
func after(t *testing.T, s *store.Store, acknowledged bool, want map[string]any) {
	t.Helper()
	eventually(t, func(ctx context.Context) error { return s.Recover(ctx) })
	got := everything(t, s)
	if len(got) > 0 && !reflect.DeepEqual(got, want) || len(got) == 0 && acknowledged {
		t.Errorf("acknowledged: %v; %d nodes of %d", acknowledged, len(got), len(want))
	}
	facts, err := ingest.Read(t.Context(), sample.Report, sample.Name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Import(t.Context(), s, facts, "a test", false); err != nil {
		t.Error(err)
	}
	if got := everything(t, s); !reflect.DeepEqual(got, want) {
		t.Errorf("made again: %d nodes of %d", len(got), len(want))
	}
	if findings, err := graphtest.Verify(t.Context(), s); err != nil || len(findings) > 0 {
		t.Error(findings, err)
	}
}

// eventually does something until it works.
func eventually(t *testing.T, do func(context.Context) error) {
	t.Helper()
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	for guard := time.After(time.Minute); ; {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		err := do(ctx)
		cancel()
		if err == nil {
			return
		}
		select {
		case <-ticks.C:
		case <-guard:
			t.Fatal(err)
		}
	}
}

// server serves a store over HTTP.
func server(t testing.TB, s *store.Store, change ...func(*httpd.Limits)) *httptest.Server {
	t.Helper()
	l := httpd.DefaultLimits()
	l.Rate = 0
	for _, c := range change {
		c(&l)
	}
	live := httptest.NewServer(httpd.New(httpd.Options{Store: s, Log: discard, Limits: l}))
	t.Cleanup(live.Close)
	return live
}

// answer is an answer of GraphQL.
type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// ask asks once; an error is one of the connection, or an answer that is not whole.
func ask(ctx context.Context, c *http.Client, url, query string) (answer, error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return answer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	got, err := c.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	content, err := io.ReadAll(got.Body)
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(content, &a); err != nil {
		return a, fmt.Errorf("%w: %.200s", err, content)
	}
	return a, nil
}

func mustAsk(t *testing.T, url, query string) answer {
	t.Helper()
	a, err := ask(t.Context(), http.DefaultClient, url, query)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const textsOfEditors = `{ texts(first: 20) { totalCount nodes { id editors { name texts(first: 5) { nodes { id } } } } } }`

// A query whose connections are cut is answered in full, for reads are sent again, or with UNAVAILABLE.
func TestAQueryWhoseConnectionIsCutIsWholeOrUnavailable(t *testing.T) {
	t.Parallel()
	net := newLink(t)
	at := &atCommand{do: net.cut}
	s := net.connect(t, func(o *store.Options) { o.Observer.Started = at.started })
	imported(t, s)
	live := server(t, s)
	want := mustAsk(t, live.URL, textsOfEditors)
	if want.code() != "" {
		t.Fatal(want.Errors)
	}
	for n := range int64(6) {
		at.left.Store(n + 1)
		if got := mustAsk(t, live.URL, textsOfEditors); got.code() != "UNAVAILABLE" && (got.code() != "" || !bytes.Equal(got.Data, want.Data)) {
			t.Errorf("cut at command %d: %v %.200s", n, got.Errors, got.Data)
		}
		at.left.Store(0)
		if got := mustAsk(t, live.URL, textsOfEditors); got.code() != "" && got.code() != "UNAVAILABLE" {
			t.Errorf("after it: %v", got.Errors)
		}
	}
}

func imported(t testing.TB, s *store.Store) {
	t.Helper()
	facts, err := ingest.Read(t.Context(), sample.Report, sample.Name)
	if err == nil {
		_, err = ingest.Import(t.Context(), s, facts, "a test", false)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A database that does not answer in time is TIMEOUT, and answers again when it does.
func TestASlowDatabaseIsATimeout(t *testing.T) {
	t.Parallel()
	net := newLink(t)
	s := net.connect(t)
	imported(t, s)
	live := server(t, s, func(l *httpd.Limits) { l.Operation = 300 * time.Millisecond })
	patient := server(t, s)
	net.hold()
	for range 3 {
		if got := mustAsk(t, live.URL, textsOfEditors); got.code() != "TIMEOUT" {
			t.Errorf("%v", got.Errors)
		}
	}
	if r, err := http.Get(live.URL + "/readyz"); err != nil || r.StatusCode != http.StatusServiceUnavailable || r.Body.Close() != nil {
		t.Error("ready", err)
	}
	net.pass()
	eventually(t, func(ctx context.Context) error {
		got, err := ask(ctx, http.DefaultClient, patient.URL, textsOfEditors)
		if err == nil && got.code() != "" {
			err = fmt.Errorf("%v", got.Errors)
		}
		return err
	})
}

// While the database is gone queries are UNAVAILABLE, even those the cache could answer; when it is back they are answered
// without a new start.
func TestADatabaseThatComesBackIsFoundAgain(t *testing.T) {
	t.Parallel()
	for name, bytes := range map[string]int64{"cache": 16 << 20, "no cache": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			net := newLink(t)
			s := net.connect(t, func(o *store.Options) { o.CacheBytes = bytes })
			imported(t, s)
			live := server(t, s)
			if got := mustAsk(t, live.URL, textsOfEditors); got.code() != "" {
				t.Fatal(got.Errors)
			}
			net.down()
			for range 2 {
				eventually(t, func(ctx context.Context) error { // what is known of the revision holds for some milliseconds
					got, err := ask(ctx, http.DefaultClient, live.URL, textsOfEditors)
					if err == nil && got.code() != "UNAVAILABLE" {
						err = fmt.Errorf("%q", got.code())
					}
					return err
				})
			}
			if r, err := http.Get(live.URL + "/readyz"); err != nil || r.StatusCode != http.StatusServiceUnavailable || r.Body.Close() != nil {
				t.Error("ready", err)
			}
			if r, err := http.Get(live.URL + "/livez"); err != nil || r.StatusCode != http.StatusOK || r.Body.Close() != nil {
				t.Error("not alive", err)
			}
			net.up(t)
			eventually(t, func(ctx context.Context) error {
				got, err := ask(ctx, http.DefaultClient, live.URL, textsOfEditors)
				if err == nil && got.code() != "" {
					err = fmt.Errorf("%v", got.Errors)
				}
				return err
			})
		})
	}
}
