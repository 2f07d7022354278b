package httpd

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"rapporteur/internal/standards"
)

// refused is a request that is not even looked into.
type refused struct {
	status int
	error
}

func (r refused) Unwrap() error { return r.error }

func refusef(status int, code standards.Code, format string, args ...any) error {
	return refused{status, standards.Errorf(code, format, args...)}
}

// request is what a client sent, before its document is looked into.
type request struct {
	graphql.RawParams
	persisted persisted
	wantsCost bool
}

// parameters are those of a request. Their names are matched exactly, and each may be there once.
type parameters struct {
	Query         string         `json:"query"`
	DocumentID    string         `json:"documentId"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
	Extensions    map[string]any `json:"extensions"`
}

// shapes says of each parameter what it must be.
var shapes = map[string]string{"query": "a string", "documentId": "a string", "operationName": "a string", "variables": "an object", "extensions": "an object"}

// deepest is how many levels of objects and lists a request may have. No argument has more than four.
const deepest = 50

var errTooDeep = standards.Errorf(standards.Limit, "the request has more than %d levels of objects and lists", deepest)

// exactly keeps numbers as they are written: a float has no room for large integers. It reads no deeper than it may.
var exactly = json.WithUnmarshalers(json.UnmarshalFromFunc(func(d *jsontext.Decoder, to *any) error {
	if d.StackDepth() > deepest {
		return errTooDeep
	}
	if d.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	number, err := d.ReadValue()
	*to = stdjson.Number(number)
	return err
}))

// readRequest reads the parameters of a request, from the address or from a body of at most so many bytes.
func readRequest(w http.ResponseWriter, r *http.Request, most int64) (*request, error) {
	read := func() (parameters, error) { return fromBody(w, r, most) }
	if r.Method == http.MethodGet {
		read = func() (parameters, error) { return fromAddress(r.URL) }
	}
	p, err := read()
	if err != nil {
		return nil, err
	}
	q := &request{RawParams: graphql.RawParams{
		Query: p.Query, OperationName: p.OperationName, Variables: p.Variables, Extensions: p.Extensions, Headers: r.Header,
	}}
	q.persisted.id = p.DocumentID
	if n := longest(q.Variables); n > longestList {
		return nil, refusef(http.StatusBadRequest, standards.Limit, "a list in the variables has %d elements; it may have %d", n, longestList)
	}
	if err := q.extensions(); err != nil {
		return nil, err
	}
	if q.Query == "" && q.persisted == (persisted{}) {
		return nil, refusef(http.StatusBadRequest, standards.Invalid, "the request has no query")
	}
	return q, nil
}

// longestList is how many elements a list in the variables may have. No argument takes more than a few hundred, and each
// is looked at several times.
const longestList = 1000

// longest is the length of the longest list in a value of JSON.
func longest(value any) (n int) {
	switch v := value.(type) {
	case map[string]any:
		for _, field := range v {
			n = max(n, longest(field))
		}
	case []any:
		n = len(v)
		for _, element := range v {
			n = max(n, longest(element))
		}
	}
	return n
}

// extensions reads those of a request that this server knows.
func (q *request) extensions() error {
	q.wantsCost = q.Extensions["cost"] == true
	p, ok := q.Extensions["persistedQuery"]
	if !ok || p == nil {
		return nil
	}
	fields, _ := p.(map[string]any)
	hash, _ := fields["sha256Hash"].(string)
	if version, ok := fields["version"].(stdjson.Number); hash == "" || ok && version != "1" {
		return refusef(http.StatusBadRequest, standards.Invalid, `extensions.persistedQuery must be like {"version": 1, "sha256Hash": "..."}`)
	}
	q.persisted.hash = hash
	return nil
}

// fromAddress are the parameters of a GET request.
func fromAddress(u *url.URL) (p parameters, err error) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return p, refusef(http.StatusBadRequest, standards.Invalid, "the query of the address cannot be read: %s", err)
	}
	for name, v := range values {
		if len(v) > 1 {
			return p, refusef(http.StatusBadRequest, standards.Invalid, "the address has %.40q %d times", name, len(v))
		}
	}
	p = parameters{Query: values.Get("query"), DocumentID: values.Get("documentId"), OperationName: values.Get("operationName")}
	for name, to := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		text := values.Get(name)
		if text == "" {
			continue
		}
		switch err := json.Unmarshal([]byte(text), to, exactly); {
		case errors.Is(err, errTooDeep):
			return p, unreadable(err)
		case err != nil:
			return p, refusef(http.StatusBadRequest, standards.Invalid, "%s must be a JSON object", name)
		}
	}
	return p, nil
}

// fromBody are the parameters of a POST request.
func fromBody(w http.ResponseWriter, r *http.Request, most int64) (p parameters, err error) {
	name, of, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || name != typeJSON || !utf8Charset(of) {
		return p, refusef(http.StatusUnsupportedMediaType, standards.Invalid, "a POST request needs Content-Type: application/json, in UTF-8")
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return p, refusef(http.StatusUnsupportedMediaType, standards.Invalid, "the body of a request must not be compressed")
	}
	if r.ContentLength > most {
		return p, tooLarge(most)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			return p, tooLarge(most)
		}
		if errors.Is(err, errMemory) {
			return p, errMemory
		}
		return p, refusef(http.StatusBadRequest, standards.Invalid, "the body of the request did not arrive")
	}
	switch trimmed := bytes.TrimLeft(body, " \t\r\n"); {
	case len(trimmed) > 0 && trimmed[0] == '[':
		return p, refusef(http.StatusBadRequest, standards.Invalid, "send one operation a request: batches are not taken")
	case len(trimmed) == 0 || trimmed[0] != '{':
		return p, refusef(http.StatusBadRequest, standards.Invalid, "the body must be a JSON object")
	}
	if err := json.Unmarshal(body, &p, exactly); err != nil {
		return p, unreadable(err)
	}
	return p, nil
}

// unreadable is the error of a body that is no JSON, or not what it must be.
func unreadable(err error) error {
	if errors.Is(err, errTooDeep) {
		return refused{http.StatusBadRequest, errTooDeep}
	}
	if wrong, ok := errors.AsType[*json.SemanticError](err); ok {
		name, _, _ := strings.Cut(strings.TrimPrefix(string(wrong.JSONPointer), "/"), "/")
		if shape, known := shapes[name]; known {
			return refusef(http.StatusBadRequest, standards.Invalid, "%s must be %s", name, shape)
		}
	}
	where := ""
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		where = fmt.Sprintf("; at byte %d: %s", syntax.ByteOffset, syntax.Err)
	}
	return refusef(http.StatusBadRequest, standards.Invalid, "the body must be a JSON object%s", where)
}

func tooLarge(most int64) error {
	return refusef(http.StatusRequestEntityTooLarge, standards.Limit, "the body of this request may have %d bytes", most)
}
