package browser

import (
	"crypto/sha256"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"rapporteur/graph"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
)

const (
	adminToken  = "a-token-of-the-administrator"
	readerToken = "a-token-of-a-reader"
)

// site is a server of a test's own.
type site struct {
	*httptest.Server
	broken atomic.Bool // whether operations are answered with an error, as by a server that stops
}

// serve serves the graph on the loopback until the test ends. Readers have no limit of rate: all tests are one client.
func serve(t testing.TB, g *graphtest.Graph, limit ...httpd.Limits) *site {
	t.Helper()
	limits := httpd.DefaultLimits()
	if len(limit) > 0 {
		limits = limit[0]
	}
	limits.Rate = 0
	h := httpd.New(httpd.Options{Store: g.Store, Limits: limits, Log: slog.New(slog.DiscardHandler), Keys: []httpd.Key{
		httpd.AdminKey(adminToken), {Name: "reader", Role: graph.Reader, SHA256: sha256.Sum256([]byte(readerToken))},
	}})
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.broken.Load() && strings.HasPrefix(r.URL.Path, "/graphql") {
			http.Error(w, "gone", http.StatusInternalServerError)
			return
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// sampleSite serves the bundled sample.
func sampleSite(t testing.TB) *site {
	t.Helper()
	return serve(t, graphtest.Sample(t))
}
