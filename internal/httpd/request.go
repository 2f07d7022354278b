package httpd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/99designs/gqlgen/graphql"

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

// readRequest reads the parameters of a request, from the address or from a body of at most so many bytes.
func readRequest(w http.ResponseWriter, r *http.Request, most int64) (*request, error) {
	var given map[string]json.RawMessage
	var err error
	if r.Method == http.MethodGet {
		given, err = fromAddress(r.URL)
	} else {
		given, err = fromBody(w, r, most)
	}
	if err != nil {
		return nil, err
	}
	q := &request{RawParams: graphql.RawParams{Headers: r.Header}}
	for _, p := range []struct {
		name string
		to   any
		is   string
	}{
		{"query", &q.Query, "a string"},
		{"documentId", &q.persisted.id, "a string"},
		{"operationName", &q.OperationName, "a string"},
		{"variables", &q.Variables, "an object"},
		{"extensions", &q.Extensions, "an object"},
	} {
		if raw, ok := given[p.name]; ok {
			if err := decode(raw, p.to); err != nil {
				return nil, refusef(http.StatusBadRequest, standards.Invalid, "%s must be %s", p.name, p.is)
			}
		}
	}
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

// decode decodes one parameter. The numbers of an object are kept as they are written: a float has no room for large
// integers.
func decode(raw []byte, to any) error {
	if _, object := to.(*map[string]any); !object {
		return json.Unmarshal(raw, to)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return d.Decode(to)
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
	if version, ok := fields["version"].(json.Number); hash == "" || ok && version != "1" {
		return refusef(http.StatusBadRequest, standards.Invalid, `extensions.persistedQuery must be like {"version": 1, "sha256Hash": "..."}`)
	}
	q.persisted.hash = hash
	return nil
}

// fromAddress are the parameters of a GET request.
func fromAddress(u *url.URL) (map[string]json.RawMessage, error) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, refusef(http.StatusBadRequest, standards.Invalid, "the query of the address cannot be read: %s", err)
	}
	given := map[string]json.RawMessage{}
	for name, v := range values {
		switch {
		case len(v) > 1:
			return nil, refusef(http.StatusBadRequest, standards.Invalid, "the address has %.40q %d times", name, len(v))
		case name == "variables" || name == "extensions":
			if v[0] == "" {
				continue
			}
			if !json.Valid([]byte(v[0])) {
				return nil, refusef(http.StatusBadRequest, standards.Invalid, "%s must be a JSON object", name)
			}
			given[name] = json.RawMessage(v[0])
		default:
			given[name], _ = json.Marshal(v[0]) // a string
		}
	}
	return given, nil
}

// fromBody are the parameters of a POST request. Their names are matched exactly: encoding/json would take QUERY for
// query.
func fromBody(w http.ResponseWriter, r *http.Request, most int64) (map[string]json.RawMessage, error) {
	name, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || name != typeJSON || !utf8Charset(parameters) {
		return nil, refusef(http.StatusUnsupportedMediaType, standards.Invalid, "a POST request needs Content-Type: application/json, in UTF-8")
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, refusef(http.StatusUnsupportedMediaType, standards.Invalid, "the body of a request must not be compressed")
	}
	if r.ContentLength > most {
		return nil, tooLarge(most)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		if errors.As(err, new(*http.MaxBytesError)) {
			return nil, tooLarge(most)
		}
		return nil, refusef(http.StatusBadRequest, standards.Invalid, "the body of the request did not arrive")
	}
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		return nil, refusef(http.StatusBadRequest, standards.Invalid, "send one operation a request: batches are not taken")
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(body, &given); err != nil || given == nil {
		return nil, refusef(http.StatusBadRequest, standards.Invalid, "the body must be a JSON object%s", where(err))
	}
	return given, nil
}

func where(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("; at byte %d: %s", syntax.Offset, syntax)
	}
	return ""
}

func tooLarge(most int64) error {
	return refusef(http.StatusRequestEntityTooLarge, standards.Limit, "the body of this request may have %d bytes", most)
}
