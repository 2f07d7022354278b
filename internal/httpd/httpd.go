// Package httpd serves the graph over HTTP: GraphQL at /graphql, files at /export/ and subscriptions at
// /calendar.ics and /feed.atom, signs of life at /livez and /readyz. It holds the limits, CORS and the presentation of errors; it must not know how a field is resolved.
package httpd

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"go.opentelemetry.io/otel/trace"

	"rapporteur/internal/breadth"
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// Options are what a server needs.
type Options struct {
	Store  *store.Store
	Limits Limits // DefaultLimits where there are none
	Log    *slog.Logger

	PublicURL       string     // at which readers find the server, https://sg17.example.org; empty where links are relative
	CORSOrigins     []string   // exactly these; none means no access from other origins
	ClientHeader    string     // in which a proxy tells the address of a client; empty where there is no proxy
	NoIntrospection bool       // the schema is not told, nor are names suggested
	Documents       *Documents // the only ones that are served; nil for any
	Exports         []string   // names of the export formats that are served beside Documents; without Documents all are

	Keys    []Key   // of those who may ask, or change the graph
	Issuer  *Issuer // whose tokens are taken; nil for none
	Private bool    // those without a token may not even ask

	Observer   Observer      // is told what the server does; nil for nobody
	Operations []string      // that the observer is told of by name, beside those of Documents
	Tracer     trace.Tracer  // of operations; nil for none
	Slow       time.Duration // an operation that takes as long is logged; 0 for none
}

// Server answers requests.
type Server struct {
	options  Options
	limits   Limits
	handler  http.Handler
	draining atomic.Bool
	known    map[string]bool // operations that are told by name
	keys     atomic.Pointer[keyring]
	imports  *ingest.Queue

	usage     *usage
	expensive *places // of operations and exports that are expensive
}

// New is a server that is ready to serve. Options of the executor come before its defaults.
func New(o Options, executor ...breadth.Option) *Server {
	s := &Server{options: o, limits: o.Limits}
	if s.limits == (Limits{}) {
		s.limits = DefaultLimits()
	}
	s.known, s.imports = s.knownOperations(), ingest.NewQueue(s.limits.Imports)
	s.usage = newUsage()
	s.expensive = newExpensive(s.limits, s.usage)
	s.SetKeys(o.Keys)
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.paced(s.authenticated(s.sameSite(compressed(s.newGraphQL(executor))))))
	s.mountExports(mux, func(h http.Handler) http.Handler { return s.paced(s.authenticated(h)) })
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { sign(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	web.Mount(mux)
	s.handler = allowOrigins(o.CORSOrigins, mux)
	return s
}

// compressed answers with gzip where the client takes it and the answer is long enough for it to pay.
func compressed(h http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.EnableZstd(false))
	if err != nil {
		panic(err) // the options are constant
	}
	return wrap(h)
}

const requestIDHeader = "X-Request-Id"

// requestState is what is known of a request while it is answered.
type requestState struct {
	id string

	mu     sync.Mutex
	logged map[string]bool // errors that are in the log already

	seen seen
}

type requestKey struct{}

// ServeHTTP answers one request, under an id that its answer, its errors and the log share.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	state := &requestState{id: rand.Text()[:12]}
	h := w.Header()
	h.Set(requestIDHeader, state.id)
	secure(h, r.TLS != nil)
	if s.draining.Load() {
		h.Set("Connection", "close") // so that clients go elsewhere before this server is gone
	}
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, state))
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p) // an answer that broke off, which is told already
			}
			s.refuse(w, r, s.recovered(r.Context(), p))
		}
	}()
	s.handler.ServeHTTP(w, r)
}

func requestID(ctx context.Context) string {
	if state, ok := ctx.Value(requestKey{}).(*requestState); ok {
		return state.id
	}
	return ""
}

// ready says whether the server can answer: it is not shutting down and the database answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		sign(w, http.StatusServiceUnavailable, "shutting down")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.options.Store.Ping(ctx); err != nil {
		s.options.Log.WarnContext(ctx, "the database does not answer", "error", err)
		sign(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	sign(w, http.StatusOK, "ok")
}

func sign(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"status": text}) // the client may be gone
}

// httpServer is a server of the standard library with the limits of time and size.
func (s *Server) httpServer() *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.limits.HeaderTime,
		ReadTimeout:       s.limits.ReadTime,
		WriteTimeout:      s.limits.WriteTime,
		IdleTimeout:       s.limits.IdleTime,
		MaxHeaderBytes:    s.limits.Header,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelWarn),
	}
}

// Serve answers on the listener until the context ends. It then says that it is not ready, answers for DrainDelay as before,
// takes no new connections, answers what it has accepted, and returns; requests that take longer than DrainTime are cut.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := s.httpServer()
	drained, failed := make(chan error, 1), make(chan struct{})
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		<-serving.Done()
		s.draining.Store(true)
		select {
		case <-time.After(s.limits.DrainDelay):
		case <-failed:
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.DrainTime)
		defer cancel()
		err := h.Shutdown(ctx)
		if err != nil {
			err = errors.Join(fmt.Errorf("requests were cut that took longer than %s: %w", s.limits.DrainTime, err), h.Close())
		}
		drained <- err
	}()
	err := h.Serve(l)
	close(failed) // or it was told to stop
	stop()
	if !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, <-drained)
	}
	return <-drained
}
