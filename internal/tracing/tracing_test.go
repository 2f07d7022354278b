package tracing

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"rapporteur/internal/store"
)

func TestACommandIsASpanBelowItsOperation(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewInMemoryExporter()
	tr := New(sdk.WithSyncer(spans), "1.2.3")
	tr.Command(t.Context(), store.Command{Name: "find", Collection: "meta"}) // of no operation
	ctx, operation := tr.Start(t.Context(), "query")
	tr.Command(ctx, store.Command{Name: "find", Collection: "texts", Documents: 20, Duration: time.Second})
	tr.Command(ctx, store.Command{Name: "find", Collection: "people", Err: errors.New("no {name: \"Koji\"}")})
	operation.End()
	got := spans.GetSpans()
	if len(got) != 3 || got[0].Name != "find texts" || got[0].Parent.SpanID() != operation.SpanContext().SpanID() || got[0].EndTime.Sub(got[0].StartTime) != time.Second {
		t.Fatalf("%+v", got)
	}
	if s := got[1].Status; s.Code != codes.Error || strings.Contains(s.Description, "Koji") {
		t.Errorf("%+v", s)
	}
	if err := tr.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSpansReachACollector(t *testing.T) {
	t.Parallel()
	received := make(chan []string, 10)
	live := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body io.Reader = r.Body
		if r.Header.Get("Content-Encoding") == "gzip" {
			body, _ = gzip.NewReader(r.Body)
		}
		content, _ := io.ReadAll(body)
		var request collector.ExportTraceServiceRequest
		if err := proto.Unmarshal(content, &request); err != nil {
			t.Error(err)
		}
		names := []string{r.URL.Path}
		for _, rs := range request.ResourceSpans {
			for _, ss := range rs.ScopeSpans {
				for _, s := range ss.Spans {
					names = append(names, s.Name)
				}
			}
		}
		received <- names
	}))
	defer live.Close()
	tr, err := Open(t.Context(), live.URL, "1.2.3", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, operation := tr.Start(t.Context(), "query Editor")
	tr.Command(ctx, store.Command{Name: "find", Collection: "texts"})
	operation.End()
	if err := tr.Close(context.WithoutCancel(ctx)); err != nil { // sends what is left
		t.Fatal(err)
	}
	if names := <-received; !slices.Equal(names, []string{"/v1/traces", "find texts", "query Editor"}) {
		t.Errorf("%v", names)
	}
}

func TestAWrongEndpointIsRefused(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{"localhost:4318", "ftp://x", "http://", "%"} {
		if _, err := Open(t.Context(), endpoint, "", slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%q is taken", endpoint)
		}
	}
}
