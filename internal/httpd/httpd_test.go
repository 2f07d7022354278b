package httpd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

func do(t *testing.T, h http.Handler, method, target string, header map[string]string, body string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestCORSGivesAccessToTheNamedOriginsAlone(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	closed := newServer(g)
	open := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), CORSOrigins: []string{"https://example.org"}})
	for name, c := range map[string]struct {
		server *Server
		origin string
		want   string
	}{
		"none named":    {closed, "https://example.org", ""},
		"the named one": {open, "https://example.org", "https://example.org"},
		"another":       {open, "https://example.com", ""},
		"a longer one":  {open, "https://example.org.evil.example", ""},
	} {
		t.Run(name, func(t *testing.T) {
			preflight := do(t, c.server, http.MethodOptions, "/graphql", map[string]string{"Origin": c.origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}, "")
			answer := do(t, c.server, http.MethodPost, "/graphql", map[string]string{"Origin": c.origin, "Content-Type": "application/json"}, `{"query":"{__typename}"}`)
			for what, r := range map[string]*http.Response{"preflight": preflight, "answer": answer} {
				if got := r.Header.Get("Access-Control-Allow-Origin"); got != c.want {
					t.Errorf("%s: allowed origin %q, want %q", what, got, c.want)
				}
			}
			if answer.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Error("credentials are allowed")
			}
		})
	}
}

func TestSignsOfLife(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	s := newServer(g)
	for _, path := range []string{"/livez", "/readyz"} {
		if r := do(t, s, http.MethodGet, path, nil, ""); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	s.draining.Store(true)
	if r := do(t, s, http.MethodGet, "/readyz", nil, ""); r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("draining: %d", r.StatusCode)
	}
	if r := do(t, s, http.MethodGet, "/livez", nil, ""); r.StatusCode != http.StatusOK {
		t.Errorf("draining, alive: %d", r.StatusCode)
	}
}

func TestErrorsTellTheClientNoMoreThanIsMeantForIt(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	for name, c := range map[string]struct {
		err     error
		code    standards.Code
		message string
	}{
		"own":      {standards.Errorf(standards.Ambiguous, "two"), standards.Ambiguous, "two"},
		"deadline": {context.DeadlineExceeded, standards.Timeout, "the operation took too long"},
		"internal": {errors.New("password is 1234"), standards.Internal, "something went wrong; the log has more under this request id"},
	} {
		got := s.present(t.Context(), c.err)
		if got.Message != c.message || got.Extensions["code"] != c.code {
			t.Errorf("%s: %s %v", name, got.Message, got.Extensions)
		}
	}
}

// A client that went away is no timeout, though the database cannot be reached in either case.
func TestTheEndOfAnOperationIsToldFromADatabaseThatIsGone(t *testing.T) {
	t.Parallel()
	left, leave := context.WithCancel(t.Context())
	leave()
	late, done := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer done()
	gone, broken := fmt.Errorf("find: %w", topology.ServerSelectionError{Wrapped: errors.New("no server")}), errors.New("broken")
	for name, c := range map[string]struct {
		ctx       context.Context
		err, want error
		code      standards.Code
	}{
		"gone":      {t.Context(), gone, gone, standards.Unavailable},
		"left":      {left, gone, context.Canceled, standards.Unavailable},
		"late":      {late, gone, context.DeadlineExceeded, standards.Timeout},
		"otherwise": {late, broken, broken, standards.Internal},
	} {
		err := endOf(c.ctx, c.err)
		if got := newServer(graphtest.Open(t)).present(t.Context(), err).Extensions["code"]; !errors.Is(err, c.want) || got != c.code {
			t.Errorf("%s: %v, %v", name, err, got)
		}
	}
}

func TestRequestsThatAreTooLargeOrWrong(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	for name, c := range map[string]struct{ query, code, message string }{
		"syntax":        {`{ texts`, "INVALID", "Expected Name"},
		"unknown field": {`{ tests { totalCount } }`, "INVALID", "tests"},
		"wrong enum":    {`{ texts(filter: {kind: [NOVEL]}) { totalCount } }`, "INVALID", "NOVEL"},
		"wrong date":    {`{ texts(filter: {targetFrom: "soon"}) { totalCount } }`, "INVALID", "soon"},
		"many tokens":   {"{" + strings.Repeat(" __typename", 2100) + "}", "LIMIT", "2000 tokens"},
		"many ids":      {`{ nodes(ids: [` + strings.Repeat(`"a",`, 101) + `]) { id } }`, "INVALID", "101"},
	} {
		var answer struct {
			Errors []struct {
				Message    string
				Extensions map[string]any
			}
		}
		raw := ask(t, s, c.query, nil)
		if err := json.Unmarshal(raw, &answer); err != nil || len(answer.Errors) == 0 {
			t.Errorf("%s: %v %s", name, err, clip(raw))
			continue
		}
		if e := answer.Errors[0]; !strings.Contains(e.Message, c.message) || e.Extensions["code"] != c.code || e.Extensions["requestId"] == nil {
			t.Errorf("%s: %s", name, clip(raw))
		}
	}
	if r := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json"}, `{"query":"{ __typename }","x":"`+strings.Repeat("x", int(DefaultLimits().Body))+`"}`); r.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over the limit: %d", r.StatusCode)
	}
}

// A request that was accepted is answered after the server was told to stop.
func TestStoppingAnswersWhatWasAccepted(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	entered, release := make(chan struct{}), make(chan struct{})
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		sign(w, http.StatusOK, "answered")
	})
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	answer := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + l.Addr().String() + "/")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		answer <- string(b)
	}()
	<-entered
	cancel()
	select {
	case err := <-ended:
		t.Fatalf("ended with a request unanswered: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	if got := <-answer; !strings.Contains(got, "answered") {
		t.Error(got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
