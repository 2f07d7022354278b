package httpd

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rapporteur/internal/breadth"
	"rapporteur/internal/graphtest"
)

// reply is what a test looks at in an answer.
type reply struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
	Extensions struct {
		Cost struct{ Requested, Limit int }
	}
}

func post(t *testing.T, h http.Handler, header map[string]string, body string) (*http.Response, reply) {
	t.Helper()
	all := map[string]string{"Content-Type": "application/json"}
	for name, value := range header {
		all[name] = value
	}
	r := do(t, h, http.MethodPost, "/graphql", all, body)
	var a reply
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return r, a
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// introspection is the query of graphql-js, which GraphiQL and code generators send.
const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
	types { ...FullType } directives { name description locations args { ...InputValue } } } }
	fragment FullType on __Type { kind name description
		fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
		inputFields { ...InputValue } interfaces { ...TypeRef }
		enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
	fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
	fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
		ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func TestTheIntrospectionSwitch(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	open, closed := newServer(g), New(Options{Store: g.Store, Log: discard, NoIntrospection: true})
	for _, document := range []string{introspection, `{ __type(name: "Text") { name } }`, `{ ... { ...F } } fragment F on Query { s: __schema { types { name } } }`} {
		if _, a := post(t, open, nil, query(document)); len(a.Errors) > 0 {
			t.Errorf("on: %v", a.Errors)
		}
		if _, a := post(t, closed, nil, query(document)); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" || a.Data != nil {
			t.Errorf("off: %v", a.Errors)
		}
	}
	for _, document := range []string{`{ text { id } }`, `{ texs { totalCount } }`, `{ texts(frist: 1) { totalCount } }`, `{ texts(filter: {kind: [RECOMENDATION]}) { totalCount } }`, `query($f: TextFilte) { texts(filter: $f) { totalCount } }`} {
		_, on := post(t, open, nil, query(document))
		_, off := post(t, closed, nil, query(document))
		if len(on.Errors) == 0 || len(off.Errors) == 0 || strings.Contains(off.Errors[0].Message, "Did you mean") {
			t.Errorf("%s: %v, %v", document, on.Errors, off.Errors)
		}
	}
	if _, on := post(t, open, nil, query(`{ texs { totalCount } }`)); !strings.Contains(on.Errors[0].Message, `"texts"`) {
		t.Errorf("nothing is suggested: %v", on.Errors)
	}
}

func TestAnAnswerTellsFiveErrorsAndHowManyMore(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	for name, document := range map[string]string{
		"of a document":   "{" + graphtest.Each(9, " a%d") + "}",
		"of an execution": "{" + graphtest.Each(9, ` a%d: texts(first: -1) { totalCount }`) + "}",
	} {
		_, a := post(t, s, nil, query(document))
		if len(a.Errors) != 6 || a.Errors[5].Message != "there are 4 errors more" {
			t.Errorf("%s: %v", name, a.Errors)
		}
	}
}

func TestOperationsOverTheLimitGetUnavailable(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	l := unpaced()
	l.InFlight, l.Turn = 1, time.Millisecond
	s := New(Options{Store: g.Store, Log: discard, Limits: l})
	entered, release := make(chan struct{}), make(chan struct{})
	g.Fail(0, func() { close(entered); <-release }) // before the first command
	var group sync.WaitGroup
	group.Go(func() { do(t, s, http.MethodGet, "/graphql?query={text(acronym:\"X.1332\"){id}}", nil, "") })
	<-entered
	r, a := post(t, s, nil, query("{ __typename }"))
	if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || a.Errors[0].Extensions["code"] != "UNAVAILABLE" {
		t.Errorf("%d %v %v", r.StatusCode, r.Header, a)
	}
	if r := do(t, s, http.MethodGet, "/livez", nil, ""); r.StatusCode != http.StatusOK {
		t.Errorf("the health probe: %d", r.StatusCode)
	}
	close(release)
	group.Wait()
	if r, a := post(t, s, nil, query("{ __typename }")); r.StatusCode != http.StatusOK {
		t.Errorf("afterwards: %d %v", r.StatusCode, a)
	}
}

// A client that does not read its answer holds no place.
func TestAnUnreadAnswerHoldsNoPlace(t *testing.T) {
	t.Parallel()
	l := unpaced()
	l.InFlight, l.Turn = 1, time.Millisecond
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Limits: l})
	entered, release := make(chan struct{}), make(chan struct{})
	held := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(query("{ __typename }")))
	held.Header.Set("Content-Type", "application/json")
	var group sync.WaitGroup
	group.Go(func() { s.ServeHTTP(&heldWriter{httptest.NewRecorder(), entered, release}, held) })
	<-entered
	if r, a := post(t, s, nil, query("{ __typename }")); r.StatusCode != http.StatusOK {
		t.Errorf("%d %v", r.StatusCode, a)
	}
	close(release)
	group.Wait()
}

// heldWriter holds an answer until it is released.
type heldWriter struct {
	*httptest.ResponseRecorder
	entered, release chan struct{}
}

func (w *heldWriter) WriteHeader(status int) {
	close(w.entered)
	<-w.release
	w.ResponseRecorder.WriteHeader(status)
}

func TestEachClientHasARateOfItsOwn(t *testing.T) {
	t.Parallel()
	l := DefaultLimits()
	l.Rate, l.Burst = 0.001, 2
	g := graphtest.Open(t)
	for name, c := range map[string]struct {
		header  string
		clients [][2]string // address, forwarded header
		allowed []bool
	}{
		"by address":             {"", [][2]string{{"192.0.2.1:1", ""}, {"192.0.2.1:2", ""}, {"192.0.2.1:3", ""}, {"192.0.2.2:1", ""}}, []bool{true, true, false, true}},
		"by network in IPv6":     {"", [][2]string{{"[2001:db8::1]:1", ""}, {"[2001:db8::2]:1", ""}, {"[2001:db8::3]:1", ""}, {"[2001:db8:0:1::1]:1", ""}}, []bool{true, true, false, true}},
		"a header nobody trusts": {"", [][2]string{{"192.0.2.1:1", "1.1.1.1"}, {"192.0.2.1:2", "2.2.2.2"}, {"192.0.2.1:3", "3.3.3.3"}}, []bool{true, true, false}},
		"behind a proxy":         {"X-Forwarded-For", [][2]string{{"10.0.0.1:1", "9.9.9.9, 1.1.1.1"}, {"10.0.0.1:1", "8.8.8.8, 1.1.1.1"}, {"10.0.0.1:1", "1.1.1.1"}, {"10.0.0.1:1", "2.2.2.2"}}, []bool{true, true, false, true}},
	} {
		s := New(Options{Store: g.Store, Log: discard, Limits: l, ClientHeader: c.header})
		for i, from := range c.clients {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/graphql?query={__typename}", nil)
			r.RemoteAddr = from[0]
			if from[1] != "" {
				r.Header.Set("X-Forwarded-For", from[1])
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if got := w.Code == http.StatusOK; got != c.allowed[i] || !got && (w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "") {
				t.Errorf("%s, request %d: %d, %v", name, i, w.Code, w.Header())
			}
		}
	}
}

// An operation ends with its deadline, and with the client that goes away: the database is asked no more.
func TestWorkEndsWithItsDeadlineAndWithItsClient(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	l := unpaced()
	l.Operation = time.Nanosecond
	r, a := post(t, New(Options{Store: g.Store, Log: discard, Limits: l}), nil, query("{ texts { totalCount } }"))
	if r.StatusCode != http.StatusGatewayTimeout || a.Errors[0].Extensions["code"] != "TIMEOUT" {
		t.Errorf("deadline: %d %v", r.StatusCode, a)
	}

	s := New(Options{Store: g.Store, Log: discard, Limits: unpaced()}, breadth.WithConcurrency(0))
	serving, served := make(chan context.Context, 1), make(chan struct{})
	graph := s.handler
	s.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(served)
		serving <- r.Context()
		graph.ServeHTTP(w, r)
	})
	live := httptest.NewServer(s)
	defer live.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, live.URL+"/graphql", strings.NewReader(query("{ texts { nodes { editors { texts { nodes { editors { name } } } } } } }")))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	sent := g.Commands(func() {
		g.Fail(0, func() { // at the first command
			leave()
			select {
			case <-(<-serving).Done():
			case <-time.After(time.Minute):
				t.Error("the server does not notice that its client has gone")
			}
		})
		if answer, err := live.Client().Do(request); err == nil {
			answer.Body.Close()
			t.Error("there is an answer although the client has gone")
		}
		<-served
	})
	if len(sent) != 1 {
		t.Errorf("%d commands were sent for a client that went at the first: %v", len(sent), sent)
	}
}
