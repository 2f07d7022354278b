package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"

	"github.com/spf13/cobra"

	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
)

func newServe(io IO, s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the graph over GraphQL (also without a command)",
		Args:  noArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return serve(c.Context(), io, s) },
	}
	s.bindServe(c.Flags(), io.Getenv)
	return c
}

func serve(ctx context.Context, io IO, s *settings) (err error) {
	log := logger(io)
	for _, origin := range s.corsOrigins {
		if u, err := url.Parse(origin); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" || u.RawQuery != "" {
			return usageError{fmt.Errorf("--cors-origin: %q is not an origin like https://example.org", origin)}
		}
	}
	token, err := s.adminToken()
	if err != nil {
		return err
	}
	documents, err := s.documents()
	if err != nil {
		return err
	}
	g, err := s.open(ctx, log)
	if err != nil {
		return err
	}
	defer g.close(context.WithoutCancel(ctx), &err)
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return fmt.Errorf("serve at %s: %w", s.addr, err)
	}
	if err := s.sample(ctx, g, io); err != nil {
		return errors.Join(err, l.Close())
	}
	var watching sync.WaitGroup
	defer watching.Wait()
	watched, stop := context.WithCancel(context.WithoutCancel(ctx)) // requests are answered until the last
	defer stop()
	watching.Go(func() { g.Watch(watched, log) })
	log.Info("serving GraphQL", "url", "http://"+l.Addr().String()+"/graphql")
	err = httpd.New(httpd.Options{Store: g.Store, CORSOrigins: s.corsOrigins, AdminToken: token, Documents: documents, Limits: s.limits, Log: log}).Serve(ctx, l)
	if err == nil {
		log.Info("stopped: every accepted request was answered")
	}
	return err
}

// sample imports the bundled sample into an embedded store that is empty.
func (s *settings) sample(ctx context.Context, g *graph, io IO) error {
	if g.engine == nil || s.noSample {
		return nil
	}
	if empty, err := g.Empty(ctx); err != nil || !empty {
		return err
	}
	facts, err := ingest.Read(sample.Report, sample.Name)
	if err != nil {
		return fmt.Errorf("read the bundled sample: %w", err)
	}
	if _, err := ingest.Import(ctx, g.Store, facts, "the bundled sample", false); err != nil {
		return fmt.Errorf("import the bundled sample: %w", err)
	}
	logger(io).Info("imported the bundled sample; --no-sample leaves an empty store empty", "file", sample.Name)
	return nil
}
