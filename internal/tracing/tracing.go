// Package tracing sends spans of operations and of commands to the database to a collector, over OTLP. It must not know what
// the spans are about: no document, variable, filter or result ever gets here.
package tracing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"rapporteur/internal/store"
)

// flushTime bounds how long the last spans may take to be sent.
const flushTime = 5 * time.Second

// Tracing makes spans.
type Tracing struct {
	trace.Tracer
	provider *sdk.TracerProvider
}

// Open sends spans to the collector at an endpoint like http://localhost:4318, in the background.
func Open(ctx context.Context, endpoint, version string, log *slog.Logger) (*Tracing, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is not the address of a collector, like http://localhost:4318", endpoint)
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(u.JoinPath("v1", "traces").String()))
	if err != nil {
		return nil, fmt.Errorf("send traces to %s: %w", u.Redacted(), err)
	}
	return New(sdk.WithBatcher(logged{exporter, log}), version), nil
}

// New makes spans for a processor.
func New(processor sdk.TracerProviderOption, version string) *Tracing {
	about := resource.NewSchemaless(attribute.String("service.name", "rapporteur"), attribute.String("service.version", version))
	p := sdk.NewTracerProvider(processor, sdk.WithResource(about))
	return &Tracing{p.Tracer("rapporteur"), p}
}

// Close sends the last spans, unless that takes too long.
func (t *Tracing) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, flushTime)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		return fmt.Errorf("send the last traces: %w", err)
	}
	return nil
}

// Command makes a span of a command that has ended, below that of the operation it is of. Commands of none have no span.
func (t *Tracing) Command(ctx context.Context, c store.Command) {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return
	}
	now := time.Now()
	name := c.Name
	if c.Collection != "" {
		name += " " + c.Collection
	}
	_, span := t.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(now.Add(-c.Duration)), trace.WithAttributes(
		attribute.String("db.system.name", "mongodb"), attribute.String("db.operation.name", c.Name),
		attribute.String("db.collection.name", c.Collection), attribute.Int("db.response.returned_rows", c.Documents)))
	if c.Err != nil {
		span.SetStatus(codes.Error, "the command failed")
	}
	span.End(trace.WithTimestamp(now))
}

// logged is an exporter whose failures are in the log of the server, not in that of the library.
type logged struct {
	sdk.SpanExporter
	log *slog.Logger
}

// ExportSpans sends spans.
func (l logged) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if err := l.SpanExporter.ExportSpans(ctx, spans); err != nil && !errors.Is(err, context.Canceled) {
		l.log.WarnContext(ctx, "traces could not be sent", "spans", len(spans), "error", err)
	}
	return nil
}
