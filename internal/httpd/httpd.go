// Package httpd serves the graph over HTTP: GraphQL at /graphql, files at /export/ and subscriptions at
// /calendar.ics and /feed.atom, signs of life at /livez and /readyz. It holds the limits, CORS and the presentation of errors; it must not know how a field is resolved.
package httpd

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"rapporteur/graph"
	"rapporteur/internal/breadth"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/internal/web"
)

// drainTimeout is how long accepted requests may take when the server stops.
const drainTimeout = 30 * time.Second

// Options are what a server needs.
type Options struct {
	Store       *store.Store
	CORSOrigins []string  // exactly these; none means no access from other origins
	AdminToken  string    // of changes; none means that no changes are taken
	Documents   Documents // the only operations that are executed; nil for any
	Limits      Limits    // DefaultLimits where it is zero
	Log         *slog.Logger
}

// Server answers requests.
type Server struct {
	options  Options
	handler  http.Handler
	crowd    *crowd
	release  func(data []byte) // takes back the buffer of an answer that was sent
	draining atomic.Bool
}

// New is a server that is ready to serve. Options of the executor come before its defaults.
func New(o Options, executor ...breadth.Option) *Server {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	s := &Server{options: o, crowd: newCrowd(o.Limits)}
	mux := http.NewServeMux()
	mux.Handle("/graphql", s.admit(s.authenticated(s.bounded(gzhttp.GzipHandler(s.graphQL(executor))))))
	s.mountExports(mux)
	web.Mount(mux)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { sign(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	s.handler = mux
	if len(o.CORSOrigins) > 0 { // an empty list would mean every origin
		s.handler = cors.New(cors.Options{
			AllowedOrigins: o.CORSOrigins,
			AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: []string{"Content-Type", "Accept", "Authorization"},
			ExposedHeaders: []string{requestIDHeader, "Content-Disposition"},
			MaxAge:         600,
		}).Handler(mux)
	}
	return s
}

const requestIDHeader = "X-Request-Id"

type requestIDKey struct{}

// ServeHTTP answers one request, under an id that its answer, its errors and the log share.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := rand.Text()[:12]
	w.Header().Set(requestIDHeader, id)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.handler.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
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

// bounded refuses bodies that say they are too large, and cuts off those that do not say. Who may make changes may send
// larger ones, as a report is.
func (s *Server) bounded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := s.options.Limits.Body
		if graph.AccessOf(r.Context()).Administrator != "" {
			most = s.options.Limits.ImportBody
		}
		if r.ContentLength > most {
			answer{server: s, w: w, media: jsonType}.refuse(r, refuse(http.StatusRequestEntityTooLarge, standards.Limit, "the body has %d bytes; it may have %d", r.ContentLength, most))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		h.ServeHTTP(w, r)
	})
}

func sign(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"status": text}) // the client may be gone
}

// Serve answers on the listener until the context ends. It then takes no new connections, answers what it has
// accepted, and returns; requests that take longer than drainTimeout are cut.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.options.Limits.ReadHeader,
		ReadTimeout:       s.options.Limits.Read,
		WriteTimeout:      s.options.Limits.Write,
		IdleTimeout:       s.options.Limits.Idle,
		MaxHeaderBytes:    s.options.Limits.Header,
		ErrorLog:          slog.NewLogLogger(s.options.Log.Handler(), slog.LevelWarn),
	}
	drained := make(chan error, 1)
	serving, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		<-serving.Done()
		s.draining.Store(true)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
		defer cancel()
		drained <- h.Shutdown(ctx)
	}()
	err := h.Serve(l)
	stop()
	if !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, <-drained)
	}
	return <-drained
}
