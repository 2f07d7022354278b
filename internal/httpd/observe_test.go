package httpd

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"rapporteur/internal/breadth"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
	"rapporteur/internal/store"
)

// told is an observer that remembers.
type told struct {
	mu       sync.Mutex
	inFlight int
	began    int             // operations that were in flight at some time
	took     []time.Duration // of those answered
	answered []Answered
	refused  []string
	efforts  []breadth.Effort
	imports  map[string]int
}

func (o *told) InFlight(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.inFlight += n
	o.began += max(n, 0)
}

func (o *told) Answered(a Answered) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.took = append(o.took, a.Took)
	a.Took = 0
	o.answered = append(o.answered, a)
}
func (o *told) Refused(r string) { o.mu.Lock(); defer o.mu.Unlock(); o.refused = append(o.refused, r) }
func (o *told) Resolved(e breadth.Effort) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.efforts = append(o.efforts, e)
}
func (o *told) Imported(outcome string, rows int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.imports == nil {
		o.imports = map[string]int{}
	}
	o.imports[outcome] += rows
}

func TestAnObserverIsToldOfOperationsByKnownNames(t *testing.T) {
	t.Parallel()
	o := &told{}
	s := New(Options{Store: graphtest.Sample(t).Store, Log: discard, Limits: unpaced(), Observer: o, Operations: []string{"Known"}})
	for _, query := range []string{
		"query Known { texts { totalCount } }", "query Made_up { texts { totalCount } }", "{ texts(first: 2) { nodes { editors { name texts(first: 1) { nodes { id } } } } } }",
		`{ editor(name: "nobody at all") { id } }`, "query Known { nodes(ids: [\"x\"]) { id } }",
	} {
		ask(t, s, query, nil)
	}
	want := []Answered{
		{"Known", "query", CodeOK, 0}, {OtherOperation, "query", CodeOK, 0}, {UnnamedOperation, "query", CodeOK, 0}, {UnnamedOperation, "query", CodeOK, 0}, {"Known", "query", CodeOK, 0},
	}
	if !slices.Equal(o.answered, want) {
		t.Errorf("%+v", o.answered)
	}
	if e := o.efforts[2]; e.Levels != 3 || e.Batches != 3 {
		t.Errorf("texts, their editors and the texts of these are resolved as %+v", e)
	}
	if o.began != len(want) || o.inFlight != 0 || len(o.refused) > 0 {
		t.Errorf("%d were in flight, %d are; refused: %v", o.began, o.inFlight, o.refused)
	}
	if len(o.took) != len(want) || slices.Min(o.took) <= 0 {
		t.Errorf("they took %v", o.took)
	}
}

func TestAnObserverIsToldWhyRequestsAreRefused(t *testing.T) {
	t.Parallel()
	o := &told{}
	g := graphtest.Open(t)
	l := DefaultLimits()
	l.Rate, l.Burst = 0.001, 14
	s := New(Options{Store: g.Store, Log: discard, Limits: l, Observer: o, Keys: []Key{AdminKey(adminToken)}})
	post := func(header map[string]string, body string) {
		do(t, s, http.MethodPost, "/graphql", header, body)
	}
	plain := map[string]string{"Content-Type": "application/json"}
	post(map[string]string{"Content-Type": "text/plain"}, "{}")
	post(map[string]string{"Content-Type": "application/json", "Accept": "image/png"}, "{}")
	post(plain, "[]")
	post(plain, strings.Repeat("x", int(l.Body)+1))
	post(map[string]string{"Content-Type": "application/json", "Authorization": "Bearer wrong"}, "{}")
	post(plain, query("mutation { mergePeople(input: {into: \"a\", from: [\"b\"]}) { person { id } } }"))
	post(plain, query("{ nothing }"))
	post(plain, query("{ a: __typename"+strings.Repeat(" __typename", 40)+" }"))
	post(plain, query("{ texts(first: 100) { nodes { editors { texts(first: 100) { nodes { editors { texts(first: 100) { nodes { id } } } } } } } } }"))
	post(plain, `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("a", 64)+`"}}}`)
	do(t, s, http.MethodPut, "/graphql", nil, "")
	do(t, s, http.MethodGet, "/graphql?query={__typename}", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, "")
	do(t, s, http.MethodGet, "/graphql?query="+"mutation{mergePeople(input:{into:%22a%22,from:[%22b%22]}){person{id}}}", nil, "")
	post(plain, "{}")
	post(plain, "{}")
	want := []string{
		"content_type", "accept", "malformed", "body", "unauthenticated", "unauthenticated", "invalid", "limit", "limit", "persisted_query_not_found",
		"method", "forbidden", "method", "malformed", "rate",
	}
	if !slices.Equal(o.refused, want) {
		t.Errorf("got  %v\nwant %v", o.refused, want)
	}
	for _, reason := range want {
		if !slices.Contains(Reasons(), reason) {
			t.Errorf("%s is not among the reasons told beforehand", reason)
		}
	}
	if len(o.answered) > 0 {
		t.Errorf("%+v", o.answered)
	}
}

func TestAnObserverIsToldOfImports(t *testing.T) {
	t.Parallel()
	o := &told{}
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Limits: unpaced(), Observer: o, Keys: []Key{AdminKey(adminToken)}})
	header := map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + adminToken}
	for _, content := range []string{string(sample.Report), "no report"} {
		body, _ := json.Marshal(map[string]any{"query": "mutation($c: String!) { importReport(input: {content: $c, filename: \"x.txt\"}) { created } }", "variables": map[string]any{"c": content}})
		do(t, s, http.MethodPost, "/graphql", header, string(body))
	}
	if rows, failed := o.imports["invalid"]; o.imports["done"] != 98 || !failed || rows != 0 || len(o.imports) != 2 {
		t.Errorf("%v", o.imports)
	}
}

func TestSpansTellOfAnOperationWithoutItsValues(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	provider := sdk.NewTracerProvider(sdk.WithSpanProcessor(recorder))
	s := New(Options{Store: graphtest.Sample(t).Store, Log: discard, Limits: unpaced(), Tracer: provider.Tracer("test")})
	body := `{"query":"query Editor($n: String!) { editor(name: $n) { name texts(first: 7) { totalCount } } }","variables":{"n":"Koji Nakao"}}`
	do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "Traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}, body)
	do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json"}, query("{ nothing }"))
	spans := recorder.Ended()
	if len(spans) != 2 {
		t.Fatalf("%d spans", len(spans))
	}
	span := spans[0]
	if span.Name() != "query Editor" || span.SpanContext().TraceID().String() != "0af7651916cd43dd8448eb211c80319c" || span.Parent().SpanID().String() != "b7ad6b7169203331" {
		t.Errorf("%s %v %v", span.Name(), span.SpanContext(), span.Parent())
	}
	about := attribute.NewSet(span.Attributes()...)
	if hash, _ := about.Value("graphql.document.sha256"); len(hash.AsString()) != 64 {
		t.Errorf("%v", span.Attributes())
	}
	for _, a := range span.Attributes() {
		if strings.Contains(a.Value.String(), "Nakao") || strings.Contains(a.Value.String(), "editor(") {
			t.Errorf("%v", a)
		}
	}
	refusal := attribute.NewSet(spans[1].Attributes()...)
	if code, _ := refusal.Value("error.type"); code.AsString() != "INVALID" {
		t.Errorf("%v", spans[1].Attributes())
	}
}

func TestASlowOperationIsLoggedWithoutItsValues(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	g := graphtest.Open(t, func(o *store.Options) { o.Observer.Started = func(ctx context.Context, _ string) { CountCommand(ctx) } })
	g.ImportSample(t)
	s := New(Options{Store: g.Store, Log: slog.New(slog.NewJSONHandler(&log, nil)), Limits: unpaced(), Slow: time.Nanosecond})
	ask(t, s, `query Q($n: String! = "default") { # private
		editor(name: "Koji Nakao") { name texts(first: 7, after: null) { totalCount } } editors(filter: {search: $n}) { totalCount } }`, map[string]any{"n": "secret"})
	var line struct {
		Msg, Operation, Type, Outcome, Document string
		Commands                                int
		RequestID                               string `json:"request_id"`
	}
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, log.String())
	}
	const want = `query Q ( $ n : String ! = ? ) { editor ( name : ? ) { name texts ( first : ? , after : null ) { totalCount } } editors ( filter : { search : $ n } ) { totalCount } }`
	if got := strings.ReplaceAll(want, " , ", " "); line.Document != got && line.Document != want {
		t.Errorf("%s", line.Document)
	}
	if line.Msg != "a slow operation" || line.Operation != "Q" || line.Type != "query" || line.Commands < 2 || line.RequestID == "" || strings.Contains(log.String(), "secret") {
		t.Errorf("%s", log.String())
	}
}

func TestTheShapeOfADocumentIsBounded(t *testing.T) {
	t.Parallel()
	if got := withoutValues("{" + strings.Repeat(` a(b: "private")`, 1000) + "}"); len(got) > longestShape+100 || strings.Contains(got, "private") {
		t.Error(len(got), got)
	}
}
