package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"rapporteur/internal/httpd"
	"rapporteur/internal/metrics"
	"rapporteur/internal/store"
	"rapporteur/internal/tracing"
)

// observation are the flags of what a server tells of itself, beside its log.
type observation struct {
	metricsAddr  string
	operations   []string
	otlpEndpoint string
	slow         time.Duration
}

// observers are those who are told what a server does.
type observers struct {
	metrics *metrics.Metrics // nil for none
	tracing *tracing.Tracing // nil for none
}

// observers opens what the flags ask for.
func (o *observation) observers(ctx context.Context, log *slog.Logger) (*observers, error) {
	all := &observers{}
	if o.metricsAddr != "" {
		all.metrics = metrics.New(Version)
	}
	if o.otlpEndpoint != "" {
		var err error
		if all.tracing, err = tracing.Open(ctx, o.otlpEndpoint, Version, log); err != nil {
			return nil, usageError{fmt.Errorf("--otlp-endpoint: %w", err)}
		}
	}
	return all, nil
}

// store is what the store tells them of.
func (all *observers) store() store.Observer {
	observer := store.Observer{Started: func(ctx context.Context, _ string) { httpd.CountCommand(ctx) }}
	m, t := all.metrics, all.tracing
	switch {
	case m != nil && t != nil:
		observer.Ended = func(ctx context.Context, c store.Command) { m.Command(ctx, c); t.Command(ctx, c) }
	case m != nil:
		observer.Ended = m.Command
	case t != nil:
		observer.Ended = t.Command
	}
	return observer
}

// apply tells the server of them.
func (all *observers) apply(o *httpd.Options) {
	if all.metrics != nil {
		o.Observer = all.metrics
		all.metrics.Cache(o.Store.CacheStats)
	}
	if all.tracing != nil {
		o.Tracer = all.tracing
	}
}

// serveMetrics serves metrics in the background, if anywhere, until the function it returns is called.
func (o *observation) serveMetrics(ctx context.Context, all *observers, log *slog.Logger) (stop func(), err error) {
	if all.metrics == nil {
		return func() {}, nil
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.metricsAddr)
	if err != nil {
		return nil, fmt.Errorf("serve metrics at %s: %w", o.metricsAddr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", all.metrics.Handler())
	h := &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are served no more", "error", err)
		}
	})
	log.Info("serving metrics", "url", "http://"+l.Addr().String()+"/metrics")
	return func() {
		_ = h.Close() // of connections that are open no more
		serving.Wait()
	}, nil
}

// close sends what is still to be sent.
func (all *observers) close(ctx context.Context, log *slog.Logger) {
	if all.tracing == nil {
		return
	}
	if err := all.tracing.Close(ctx); err != nil {
		log.WarnContext(ctx, "the last traces were not sent", "error", err)
	}
}
