package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
)

func newServe(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve the graph over GraphQL (also without a command)",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return serve(c.Context(), io, s) },
	}
}

// garbage is about how much memory may wait to be collected. What a request allocates lives for short, so collecting less
// often saves much time; but not more than four times what lives waits, and less in a large process, see memoryLimit.
const garbage = 1 << 30

// memoryLimit is GOMEMLIMIT for a process of which so many bytes live, with what its cache may hold: the more lives, the less
// garbage may wait, and a quarter at least.
func memoryLimit(live int64) int64 { return live + max(garbage-live/2, garbage/4) }

// mostGarbage is GOGC while garbage is not reached.
const mostGarbage = 400

// collectLess lets up to four times what lives wait to be collected, within the memoryLimit of what lives now and what the cache may
// hold, unless the environment sets GOGC or GOMEMLIMIT. It looks again at what lives every minute, until the function it returns
// is called, which sets all back.
func collectLess(io IO, cacheBytes int64) func() {
	debug.FreeOSMemory() // what reading the store left behind
	var undo []func()
	if io.Getenv("GOGC") == "" {
		before := debug.SetGCPercent(mostGarbage)
		undo = append(undo, func() { debug.SetGCPercent(before) })
	}
	if io.Getenv("GOMEMLIMIT") == "" {
		before, least := debug.SetMemoryLimit(-1), lives()+cacheBytes
		debug.SetMemoryLimit(memoryLimit(least))
		ended := every(time.Minute, func() { debug.SetMemoryLimit(memoryLimit(max(least, lives()))) })
		undo = append(undo, ended, func() { debug.SetMemoryLimit(before) })
	}
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

// lives is how many bytes were live when the garbage was last collected.
func lives() int64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return int64(live[0].Value.Uint64()) //nolint:gosec // less than a machine has
}

// every calls f again and again until the function it returns is called.
func every(pause time.Duration, f func()) (end func()) {
	var running sync.WaitGroup
	t, ended := time.NewTicker(pause), make(chan struct{})
	running.Go(func() {
		defer t.Stop()
		for {
			select {
			case <-t.C:
				f()
			case <-ended:
				return
			}
		}
	})
	return func() { close(ended); running.Wait() }
}

func serve(ctx context.Context, io IO, s *settings) (err error) {
	log := s.log
	o, err := s.options(ctx, log)
	if err != nil {
		return err
	}
	told, err := s.observers(ctx, log)
	if err != nil {
		return err
	}
	defer told.close(context.WithoutCancel(ctx), log)
	g, err := s.openObserved(ctx, told.store())
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	l, err := s.listener(ctx)
	if err != nil {
		return err
	}
	if err := s.sample(ctx, g); err != nil {
		return errors.Join(err, l.Close())
	}
	defer collectLess(io, int64(s.cacheMB)<<20)()
	var watching sync.WaitGroup
	defer watching.Wait()
	watched, stop := context.WithCancel(context.WithoutCancel(ctx)) // requests are answered until the last
	defer stop()
	watching.Go(func() { g.Watch(watched, log) })
	o.Store = g.Store
	told.apply(&o)
	stopMetrics, err := s.serveMetrics(ctx, told, log)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer stopMetrics()
	log.Info("serving GraphQL", "url", s.scheme()+"://"+l.Addr().String()+"/graphql")
	server := httpd.New(o)
	watching.Go(func() { s.watchKeys(watched, server, o.Keys, log) })
	err = server.Serve(ctx, l)
	if err == nil {
		log.Info("stopped: every accepted request was answered")
	}
	return err
}

// options are those of the server but for its store. Files and limits are looked at before anything is opened.
func (s *settings) options(ctx context.Context, log *slog.Logger) (httpd.Options, error) {
	o := httpd.Options{
		CORSOrigins: s.corsOrigins, PublicURL: s.publicURL, Log: log, Limits: s.limits, Exports: s.exports, NoIntrospection: !s.introspection, ClientHeader: s.clientHeader,
		Operations: s.operations, Slow: s.slow,
	}
	if err := s.checkPermissions(log); err != nil {
		return o, err
	}
	if s.documents != "" {
		content, err := readFile(s.documents)
		if err != nil {
			return o, err
		}
		if o.Documents, err = httpd.ReadDocuments(content, s.limits); err != nil {
			return o, plain(s.documents, err)
		}
	}
	err := s.access.apply(ctx, &o)
	return o, err
}

// listener listens at the address, over TLS where there is a certificate.
func (s *settings) listener(ctx context.Context) (net.Listener, error) {
	var pair tls.Certificate
	if (s.cert == "") != (s.key == "") {
		return nil, usageError{errors.New("--tls-cert and --tls-key go together")}
	}
	if s.cert != "" {
		var err error
		if pair, err = tls.LoadX509KeyPair(s.cert, s.key); err != nil {
			return nil, fmt.Errorf("--tls-cert %s, --tls-key %s: %w", shown(s.cert), shown(s.key), err)
		}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return nil, fmt.Errorf("serve at %s: %w", s.addr, err)
	}
	each := s.limits.ClientConnections
	if s.clientHeader != "" { // all connections are the proxy's
		each = 0
	}
	l = httpd.LimitConnections(l, s.limits.Connections, each)
	if s.cert != "" {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	}
	return l, nil
}

func (s *settings) scheme() string {
	if s.cert != "" {
		return "https"
	}
	return "http"
}

// sample imports the bundled sample into an embedded store that is empty.
func (s *settings) sample(ctx context.Context, g *graph) error {
	if g.engine == nil || s.noSample {
		return nil
	}
	if empty, err := g.Empty(ctx); err != nil || !empty {
		return err
	}
	if failed, err := g.RestoreFailed(ctx); err != nil || failed {
		if failed {
			s.log.Warn("the last restore failed and the store is empty; the bundled sample is not imported")
		}
		return err
	}
	facts, err := ingest.Read(ctx, sample.Report, sample.Name)
	if err != nil {
		return fmt.Errorf("read the bundled sample: %w", err)
	}
	if _, err := ingest.Import(ctx, g.Store, facts, "the bundled sample", false); err != nil {
		return fmt.Errorf("import the bundled sample: %w", err)
	}
	s.log.Info("imported the bundled sample; --no-sample leaves an empty store empty", "file", sample.Name)
	return nil
}
