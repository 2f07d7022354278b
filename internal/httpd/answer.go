package httpd

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/standards"
)

// outcome says whether an operation was executed: if not, there is no data, and the status says so to those who accept
// GraphQL's own media type.
type outcome bool

const (
	executed     outcome = true
	requestError outcome = false
)

// answer is the answer to one request.
type answer struct {
	server *Server
	w      http.ResponseWriter
	media  string
}

// refuse answers a request that is not executed.
func (a answer) refuse(r *http.Request, no *refusal) {
	a.write(no.status, nil, a.server.tail(gqlerror.List{a.server.present(r.Context(), no.err)}, nil))
}

// send answers with what was executed, or with why it was not.
func (a answer) send(resp *graphql.Response, o outcome) {
	status := http.StatusOK
	data := resp.Data
	if o == requestError {
		data = nil
		if a.media == graphQLType {
			status = http.StatusBadRequest
		}
	} else if data == nil {
		data = []byte("null")
	}
	a.write(status, data, a.server.tail(resp.Errors, resp.Extensions))
	if o == executed {
		a.server.release(resp.Data)
	}
}

// write sends data, which is JSON already and is not looked at again, and what comes after it.
func (a answer) write(status int, data, tail []byte) {
	head := `{"data":`
	if data == nil {
		head = "{"
		tail = tail[1:] // the comma
	}
	h := a.w.Header()
	h.Set("Content-Type", a.media+"; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept")
	h.Set("Content-Length", strconv.Itoa(len(head)+len(data)+len(tail)))
	a.w.WriteHeader(status)
	for _, part := range [][]byte{[]byte(head), data, tail} {
		if _, err := a.w.Write(part); err != nil { // the client has gone
			return
		}
	}
}

// tail is what comes after the data: errors and extensions, and the end.
func (s *Server) tail(errors gqlerror.List, extensions map[string]any) []byte {
	if len(errors) == 0 && len(extensions) == 0 {
		return []byte("}")
	}
	var tail []byte
	if len(errors) > 0 {
		tail = append(append(tail, `,"errors":`...), s.encode(s.firstErrors(errors))...)
	}
	if len(extensions) > 0 {
		tail = append(append(tail, `,"extensions":`...), s.encode(extensions)...)
	}
	return append(tail, '}')
}

func (s *Server) encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		s.options.Log.Error("a part of an answer could not be encoded", "error", err)
		return []byte("null")
	}
	return b
}

// firstErrors are as many as an answer has: one cause may show at every node of a list.
func (s *Server) firstErrors(errors gqlerror.List) gqlerror.List {
	most := s.options.Limits.Errors
	if len(errors) <= most {
		return errors
	}
	more := gqlerror.Errorf("%d more errors are left out", len(errors)-most)
	more.Extensions = map[string]any{"code": standards.Limit}
	return append(errors[:most:most], more)
}
