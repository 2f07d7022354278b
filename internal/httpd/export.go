package httpd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"rapporteur/internal/export"
	"rapporteur/internal/standards"
)

const (
	// exportTimeout is how long one export may take, however large it is.
	exportTimeout = 5 * time.Minute
	// exportsAtOnce is how many exports are written at a time; others are told to come again.
	exportsAtOnce = 4
	// exportBuffer is how much of an export is known to be right before its first byte goes out.
	exportBuffer = 64 << 10
)

// mountExports offers every format at its place.
func (s *Server) mountExports(mux *http.ServeMux) {
	places := make(chan struct{}, exportsAtOnce)
	for _, f := range export.Formats() {
		mux.Handle("GET "+f.Location(), exportPlaces(s, places, func(w http.ResponseWriter, r *http.Request) { s.export(w, r, &f) }))
	}
}

// exportPlaces lets in as many requests as there are places.
func exportPlaces(s *Server, places chan struct{}, h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
			h(w, r)
		default:
			w.Header().Set("Retry-After", "5")
			s.refuse(w, r, standards.Errorf(standards.Unavailable, "%d exports are being written; try again soon", cap(places)))
		}
	})
}

// export answers with one export. What is wrong before the first byte is an error as of /graphql with a status;
// what goes wrong later breaks the connection, so that half a file is not taken for a whole one.
func (s *Server) export(w http.ResponseWriter, r *http.Request, f *export.Format) {
	ctx, cancel := context.WithTimeout(r.Context(), exportTimeout)
	defer cancel()
	parameters, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		s.refuse(w, r, standards.Errorf(standards.Invalid, "the query of the address cannot be read: %s", err))
		return
	}
	write, err := f.Open(ctx, s.options.Store, parameters, address(r))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.sendExport(w, r.WithContext(ctx), f, write)
}

func (s *Server) sendExport(w http.ResponseWriter, r *http.Request, f *export.Format, write func(context.Context, io.Writer) error) {
	disposition := "attachment"
	if f.Inline {
		disposition = "inline"
	}
	body := &exportBody{w: w, timeout: s.options.Limits.Write, control: http.NewResponseController(w), header: http.Header{
		"Content-Type":        {f.Type},
		"Content-Disposition": {disposition + `; filename="` + f.Name + `"`},
		"Cache-Control":       {"no-cache"},
	}}
	if r.Method == http.MethodHead {
		body.begin()
		return
	}
	// The limit on reading a request would end the context in the middle of a long answer.
	_ = body.control.SetReadDeadline(time.Now().Add(exportTimeout)) // a writer without deadlines has none to extend
	buffer := bufio.NewWriterSize(body, exportBuffer)
	err := write(r.Context(), buffer)
	if err == nil {
		err = buffer.Flush()
	}
	switch {
	case err == nil:
	case !body.begun:
		s.refuse(w, r, err)
	default:
		if !errors.Is(r.Context().Err(), context.Canceled) { // by a client that has gone
			s.options.Log.ErrorContext(r.Context(), "an export broke off", "request_id", requestID(r.Context()), "format", f.Name, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// exportBody sends the headers with the first bytes, and gives the client some time for each piece.
type exportBody struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration
	header  http.Header
	begun   bool
}

func (b *exportBody) begin() {
	b.begun = true
	for name, values := range b.header {
		b.w.Header()[name] = values
	}
	b.w.WriteHeader(http.StatusOK)
}

// Write sends one piece.
func (b *exportBody) Write(p []byte) (int, error) {
	_ = b.control.SetWriteDeadline(time.Now().Add(b.timeout)) // a writer without deadlines has none to extend
	if !b.begun {
		b.begin()
	}
	return b.w.Write(p)
}

// address is where the client found the export.
func address(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery}).String()
}

// refuse answers with an error alone, in the form of errors of /graphql.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	shown := s.present(r.Context(), err)
	status := http.StatusInternalServerError
	switch shown.Extensions["code"] {
	case standards.Invalid, standards.Ambiguous, standards.Limit:
		status = http.StatusBadRequest
	case standards.NotFound:
		status = http.StatusNotFound
	case standards.Unavailable:
		status = http.StatusServiceUnavailable
	case standards.Timeout:
		status = http.StatusGatewayTimeout
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.options.Limits.Write)) // it may have taken long to get here
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{ // the client may be gone
		"message": shown.Message, "extensions": shown.Extensions,
	}}})
}
