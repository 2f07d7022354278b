package httpd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/standards"
)

// answer writes the answer of an operation. Its data is JSON already, and large: it is written as it is, where
// encoding/json would read through it once more.
func (s *Server) answer(w http.ResponseWriter, mediaType string, status int, resp *graphql.Response) {
	var head, tail []byte
	if resp.Data != nil { // not of an error of the whole request
		head = append(head, `{"data":`...)
	} else {
		head = append(head, '{')
	}
	if len(resp.Errors) > 0 {
		tail = s.appendPart(tail, "errors", capped(resp.Errors, s.limits.Errors))
	}
	if len(resp.Extensions) > 0 {
		tail = s.appendPart(tail, "extensions", resp.Extensions)
	}
	if resp.Data == nil && len(tail) > 0 {
		tail = tail[1:] // the comma
	}
	tail = append(tail, '}')
	h := w.Header()
	h.Set("Content-Type", mediaType+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(head)+len(resp.Data)+len(tail)))
	w.WriteHeader(status)
	for _, part := range [][]byte{head, resp.Data, tail} {
		if _, err := w.Write(part); err != nil {
			return // the client is gone
		}
	}
}

// appendPart adds a part of an answer, with a comma before it.
func (s *Server) appendPart(tail []byte, name string, part any) []byte {
	encoded, err := json.Marshal(part)
	if err != nil { // an extension of an error that is no JSON
		s.options.Log.Error("a part of an answer cannot be written", "part", name, "error", err)
		return tail
	}
	return append(append(append(append(tail, `,"`...), name...), `":`...), encoded...)
}

// capped are the first errors of a list, and one that says how many more there are.
func capped(errs gqlerror.List, most int) gqlerror.List {
	if len(errs) <= most {
		return errs
	}
	return append(errs[:most:most], &gqlerror.Error{
		Message:    fmt.Sprintf("there are %d errors more", len(errs)-most),
		Extensions: map[string]any{"code": standards.Limit},
	})
}

// refuse answers with an error alone. The status is that of a refused request, else that of the error's code.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	mediaType := negotiate(r.Header)
	if mediaType == "" {
		mediaType = typeJSON
	}
	shown := s.present(r.Context(), err)
	status := statusOf(shown)
	var early refused
	if errors.As(err, &early) {
		status = early.status
	}
	s.tellRefused(status, err)
	switch status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", "Bearer")
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		if w.Header().Get("Retry-After") == "" {
			w.Header().Set("Retry-After", "1")
		}
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.limits.WriteTime)) // it may have taken long to get here; a writer without deadlines has none to extend
	s.answer(w, mediaType, status, &graphql.Response{Errors: gqlerror.List{shown}})
}

// statusOf is the status of an answer that is this error alone.
func statusOf(e *gqlerror.Error) int {
	code, _ := e.Extensions["code"].(standards.Code)
	switch code {
	case standards.Invalid, standards.Ambiguous, standards.Limit:
		return http.StatusBadRequest
	case standards.Unauthenticated:
		return http.StatusUnauthorized
	case standards.Forbidden:
		return http.StatusForbidden
	case standards.NotFound:
		return http.StatusNotFound
	case standards.Unavailable:
		return http.StatusServiceUnavailable
	case standards.Timeout:
		return http.StatusGatewayTimeout
	}
	return http.StatusInternalServerError
}

// ended is the error of a context that ended before the answer was there.
func ended(ctx context.Context) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return context.Canceled
}
