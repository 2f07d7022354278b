package httpd

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"rapporteur/internal/budget"
	"rapporteur/internal/export"
	"rapporteur/internal/standards"
)

// exportBuffer is how much of an export is known to be right before its first byte goes out.
const exportBuffer = 64 << 10

// mountExports offers every format at its place, behind a guard; a server of trusted documents offers those that are opened by name.
func (s *Server) mountExports(mux *http.ServeMux, guard func(http.Handler) http.Handler) {
	places := newPlaces("exports", s.limits.ExportLimit, s.limits.ClientExports, s.limits.Turn, s.usage)
	for _, f := range export.Formats() {
		if s.options.Documents != nil && !slices.Contains(s.options.Exports, f.Name) {
			mux.Handle("GET "+f.Location(), guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				s.refuse(w, r, standards.Errorf(standards.Forbidden, "this server serves trusted documents alone, and not %s", f.Name))
			})))
			continue
		}
		mux.Handle("GET "+f.Location(), guard(exportPlaces(s, places, func(w http.ResponseWriter, r *http.Request) { s.export(w, r, &f) })))
	}
}

// exportPlaces lets in as many requests as there are places.
func exportPlaces(s *Server, places *places, h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		client := s.sharer(r)
		if err := places.take(r.Context(), client); err != nil {
			w.Header().Set("Retry-After", "5")
			s.refuse(w, r, err)
			return
		}
		defer places.give(client)
		h(w, r)
	})
}

// export answers with one export. What is wrong before the first byte is an error as of /graphql with a status;
// what goes wrong later breaks the connection, so that half a file is not taken for a whole one.
func (s *Server) export(w http.ResponseWriter, r *http.Request, f *export.Format) {
	ctx, cancel := context.WithTimeout(r.Context(), s.limits.ExportTime)
	defer cancel()
	place, err := admit(ctx, s.expensive, s.expensive, s.sharer(r))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer place.leave()
	ctx, release := budget.With(ctx, budget.Limits{}, place.pause) // it may have any length, but takes turns
	defer release()
	r = r.WithContext(ctx)
	parameters, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		s.refuse(w, r, standards.Errorf(standards.Invalid, "the query of the address cannot be read: %s", err))
		return
	}
	e, err := f.Open(ctx, s.options.Store, parameters, export.Place{Base: s.options.PublicURL, Path: r.URL.RequestURI()})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.sendExport(w, r, f, e, place)
}

func (s *Server) sendExport(w http.ResponseWriter, r *http.Request, f *export.Format, e *export.Export, place *admission) {
	disposition := "attachment"
	if f.Inline {
		disposition = "inline"
	}
	body := &exportBody{w: w, ctx: r.Context(), place: place, pause: s.limits.WriteTime, control: http.NewResponseController(w), header: http.Header{
		"Content-Type":        {f.Type},
		"Content-Disposition": {disposition + `; filename="` + f.Name + `"`},
		"Cache-Control":       {"no-cache"},
	}}
	if len(e.Matches) > 0 {
		body.header["Matched-By"] = []string{asciiJSON(e.Matches)}
	}
	if r.Method == http.MethodHead {
		body.begin()
		return
	}
	// The limit on reading a request would end the context in the middle of a long answer.
	_ = body.control.SetReadDeadline(time.Now().Add(s.limits.ExportTime)) // a writer without deadlines has none to extend
	buffer := bufio.NewWriterSize(body, exportBuffer)
	err := e.Write(r.Context(), buffer)
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

// asciiJSON is a value as JSON that a header can hold: other characters are escaped.
func asciiJSON(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil { // structs of strings always marshal
		panic(err)
	}
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(string(encoded))) {
		if unit < utf8.RuneSelf {
			b.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// exportBody sends the headers with the first bytes, and gives the client so long for each piece.
type exportBody struct {
	w       http.ResponseWriter
	ctx     context.Context //nolint:containedctx // of the one request, which Write cannot be given
	place   *admission      // given back while a piece is sent
	control *http.ResponseController
	header  http.Header
	pause   time.Duration
	begun   bool
}

func (b *exportBody) begin() {
	b.begun = true
	for name, values := range b.header {
		b.w.Header()[name] = values
	}
	b.w.WriteHeader(http.StatusOK)
}

// Write sends one piece. A client that reads slowly keeps no place meanwhile. Each byte is charged as a step.
func (b *exportBody) Write(p []byte) (n int, err error) {
	b.place.leave()
	defer func() { err = errors.Join(err, b.place.move(b.ctx)) }()
	b.place.expensive.used.charge(b.place.client, len(p))
	_ = b.control.SetWriteDeadline(time.Now().Add(b.pause)) // a writer without deadlines has none to extend
	if !b.begun {
		b.begin()
	}
	return b.w.Write(p)
}
