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
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/standards"
)

// The media types of answers, by the specification of GraphQL over HTTP.
const (
	jsonType    = "application/json"
	graphQLType = "application/graphql-response+json"
)

// methods are those of /graphql.
const methods = "GET, HEAD, POST, OPTIONS"

// transport is GraphQL over HTTP: POST with JSON, GET for queries. gqlgen's own transports choose the media type and
// the status otherwise than the specification says.
type transport struct{ server *Server }

// Supports takes every request, so that what cannot be answered is refused in one place.
func (t transport) Supports(*http.Request) bool { return true }

// refusal is why a request is not executed.
type refusal struct {
	status int
	err    *standards.Error
}

func refuse(status int, code standards.Code, format string, args ...any) *refusal {
	return &refusal{status, standards.Errorf(code, format, args...)}
}

// Do answers one request.
func (t transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	a := answer{server: t.server, w: w, media: negotiate(r.Header.Values("Accept"))}
	if a.media == "" {
		a.media = jsonType
		a.refuse(r, refuse(http.StatusNotAcceptable, standards.Invalid, "Accept: %q allows neither %s nor %s", r.Header.Get("Accept"), graphQLType, jsonType))
		return
	}
	var params *graphql.RawParams
	var no *refusal
	start := graphql.Now()
	switch r.Method {
	case http.MethodPost:
		params, no = posted(w, r)
	case http.MethodGet, http.MethodHead:
		params, no = gotten(r)
	case http.MethodOptions:
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.Header().Set("Allow", methods)
		no = refuse(http.StatusMethodNotAllowed, standards.Invalid, "%s is not a method of GraphQL: use GET or POST", r.Method)
	}
	if no == nil && params.Query == "" && params.Extensions["persistedQuery"] == nil {
		no = refuse(http.StatusBadRequest, standards.Invalid, "query is missing")
	}
	if no != nil {
		a.refuse(r, no)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	ctx := r.Context()
	oc, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil {
		a.send(exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs), requestError)
		return
	}
	if r.Method != http.MethodPost && oc.Operation.Operation != ast.Query {
		w.Header().Set("Allow", "POST")
		a.refuse(r, refuse(http.StatusMethodNotAllowed, standards.Invalid, "a %s must be sent with POST", oc.Operation.Operation))
		return
	}
	responses, _ := exec.DispatchOperation(ctx, oc)
	if ctx.Err() != nil { // the client has gone, and nobody would read the answer
		return
	}
	a.send(responses(ctx), executed)
}

// negotiate is the media type of the answer: the one the client likes best; empty where it takes none that there is. A
// client that does not say, or takes anything, gets application/json.
func negotiate(accept []string) string {
	if len(accept) == 0 || strings.TrimSpace(strings.Join(accept, "")) == "" {
		return jsonType
	}
	best, most := "", 0.0
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		media, parameters, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		q := 1.0
		if given, ok := parameters["q"]; ok {
			if q, err = strconv.ParseFloat(given, 64); err != nil {
				continue
			}
		}
		if c, ok := parameters["charset"]; ok && !strings.EqualFold(c, "utf-8") {
			continue
		}
		switch media {
		case graphQLType:
		case jsonType, "*/*", "application/*":
			media = jsonType
		default:
			continue
		}
		if q > most {
			best, most = media, q
		}
	}
	return best
}

// posted reads the request of a POST. Only JSON is taken: a page of another site can send anything else without asking
// first.
func posted(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *refusal) {
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := parameters["charset"]; err != nil || media != jsonType || charset != "" && !strings.EqualFold(charset, "utf-8") {
		w.Header().Set("Accept-Post", jsonType)
		return nil, refuse(http.StatusUnsupportedMediaType, standards.Invalid, "Content-Type is %q; it must be %s", r.Header.Get("Content-Type"), jsonType)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, refuse(http.StatusUnsupportedMediaType, standards.Invalid, "Content-Encoding is %q; bodies must not be encoded", e)
	}
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse(http.StatusRequestEntityTooLarge, standards.Limit, "the body has more than %d bytes", large.Limit)
	case err != nil:
		return nil, refuse(http.StatusBadRequest, standards.Invalid, "the body could not be read")
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")):
		return nil, refuse(http.StatusBadRequest, standards.Invalid, "the body is a list; send one operation at a time")
	}
	var fields map[string]json.RawMessage // encoding/json would take "QUERY" for query
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return nil, refuse(http.StatusBadRequest, standards.Invalid, "the body is not a JSON object")
	}
	p := &graphql.RawParams{}
	for name, into := range map[string]any{"query": &p.Query, "operationName": &p.OperationName, "variables": &p.Variables, "extensions": &p.Extensions} {
		if field, ok := fields[name]; ok {
			if err := decode(field, into); err != nil {
				return nil, refuse(http.StatusBadRequest, standards.Invalid, "%s has the wrong type", name)
			}
		}
	}
	return p, nil
}

// gotten reads the request of a GET. What a page of another site makes a browser get in passing, as an image or a link,
// is refused; what its code fetches is a matter of CORS.
func gotten(r *http.Request) (*graphql.RawParams, *refusal) {
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "cors" {
		return nil, refuse(http.StatusForbidden, standards.Forbidden, "a page of another site may ask with fetch alone")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, standards.Invalid, "the query of the address cannot be read")
	}
	p := &graphql.RawParams{Query: query.Get("query"), OperationName: query.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		if field := query.Get(name); field != "" {
			if err := decode([]byte(field), into); err != nil {
				return nil, refuse(http.StatusBadRequest, standards.Invalid, "%s is not a JSON object", name)
			}
		}
	}
	return p, nil
}

// decode keeps numbers as they are written.
func decode(from []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(from))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}
