package httpd

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// The requests of clients as they come from their packages, without any settings.
func TestClientsWorkUnconfigured(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	s := New(Options{Store: g.Store, Log: discard, Limits: unpaced(), CORSOrigins: []string{"https://app.example"}})
	const document = "query First { texts(first: 1) { totalCount __typename } }"
	hash := hexHash(document)
	apq := func(h string) string { return `{"persistedQuery":{"version":1,"sha256Hash":"` + h + `"}}` }
	address := func(parameters ...string) string {
		v := url.Values{}
		for i := 0; i < len(parameters); i += 2 {
			v.Set(parameters[i], parameters[i+1])
		}
		return "/graphql?" + v.Encode()
	}
	fetch := func(site string) map[string]string {
		return map[string]string{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Origin": "https://app.example"}
	}
	for _, c := range []struct {
		name, method, target string
		header               map[string]string
		body                 string
		status               int
		mediaType, says      string
	}{
		{
			"urql, a query by GET", "GET", address("query", document, "operationName", "First", "variables", "{}"),
			map[string]string{"Accept": "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"},
			"", 200, typeGraphQL, `"totalCount":95`,
		},
		{
			"urql, a query by POST", "POST", "/graphql", map[string]string{"Accept": "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", "Content-Type": "application/json"},
			`{"operationName":"First","query":"` + document + `","variables":{}}`, 200, typeGraphQL, `"totalCount":95`,
		},
		{
			"Apollo Client 3", "POST", "/graphql", map[string]string{"Accept": "*/*", "Content-Type": "application/json"},
			`{"operationName":"First","variables":{},"query":"` + document + `"}`, 200, typeJSON, `"totalCount":95`,
		},
		{
			"Apollo Client 4", "POST", "/graphql", map[string]string{"Accept": "application/graphql-response+json,application/json;q=0.9", "Content-Type": "application/json"},
			`{"operationName":"First","variables":{},"extensions":{"clientLibrary":{"name":"@apollo/client","version":"4.0.0"}},"query":"` + document + `"}`, 200, typeGraphQL, `"totalCount":95`,
		},
		{
			"Apollo Client, a persisted query that was never sent", "POST", "/graphql", map[string]string{"Accept": "application/graphql-response+json,application/json;q=0.9", "Content-Type": "application/json"},
			`{"operationName":"First","variables":{},"extensions":` + apq(strings.Repeat("0", 64)) + `}`, 400, typeGraphQL, `"message":"PersistedQueryNotFound"`,
		},
		{
			"Apollo Client, a persisted query with its text", "POST", "/graphql", map[string]string{"Accept": "*/*", "Content-Type": "application/json"},
			`{"operationName":"First","variables":{},"extensions":` + apq(hash) + `,"query":"` + document + `"}`, 200, typeJSON, `"totalCount":95`,
		},
		{
			"Apollo Client, a persisted query by GET", "GET", address("operationName", "First", "variables", "{}", "extensions", apq(hash)),
			map[string]string{"Accept": "*/*", "Content-Type": "application/json", "Apollo-Require-Preflight": "true"}, "", 200, typeJSON, `"totalCount":95`,
		},
		{
			"Relay's network layer", "POST", "/graphql", map[string]string{"Accept": "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", "Content-Type": "application/json"},
			`{"query":"query First($count: Int!) { texts(first: $count) { totalCount __typename } }","variables":{"count":1}}`, 200, typeGraphQL, `"totalCount":95`,
		},
		{"a browser's address line", "GET", address("query", document), map[string]string{"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, "", 200, typeJSON, `"totalCount":95`},
		{"a page of an allowed origin, by GET", "GET", address("query", document), fetch("cross-site"), "", 200, typeJSON, `"totalCount":95`},
		{"a page of this server", "GET", address("query", document), fetch("same-origin"), "", 200, typeJSON, `"totalCount":95`},
		{"the older media type preferred", "POST", "/graphql", map[string]string{"Accept": "application/graphql-response+json;q=0.5, application/json", "Content-Type": "application/json"}, query("{ nothing }"), 200, typeJSON, `"code":"INVALID"`},
		{"the newer one preferred", "POST", "/graphql", map[string]string{"Accept": "application/json;q=0.5, application/graphql-response+json", "Content-Type": "application/json"}, query("{ nothing }"), 400, typeGraphQL, `"code":"INVALID"`},
		{"the newer one alone, by a range", "POST", "/graphql", map[string]string{"Accept": "application/json;q=0, application/*", "Content-Type": "application/json"}, query("{ nothing }"), 400, typeGraphQL, `"code":"INVALID"`},
	} {
		r := do(t, s, c.method, c.target, c.header, c.body)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if r.StatusCode != c.status || r.Header.Get("Content-Type") != c.mediaType+"; charset=utf-8" || !strings.Contains(string(body), c.says) || !json.Valid(body) {
			t.Errorf("%s: %d %s: %.300s", c.name, r.StatusCode, r.Header.Get("Content-Type"), body)
		}
		if c.header["Origin"] != "" && r.Header.Get("Access-Control-Allow-Origin") != c.header["Origin"] {
			t.Errorf("%s: %v", c.name, r.Header)
		}
	}
	for _, asked := range []string{"content-type", "apollo-require-preflight,content-type", "accept,authorization,content-type", "graphql-require-preflight"} {
		r := do(t, s, http.MethodOptions, "/graphql", map[string]string{"Origin": "https://app.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": asked}, "")
		if r.Header.Get("Access-Control-Allow-Headers") != asked || r.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("a preflight for %s: %v", asked, r.Header)
		}
	}
}

func TestTrustedDocumentsAreServedAlone(t *testing.T) {
	t.Parallel()
	const one, two = "{ texts { totalCount } }", "query Two { __typename }"
	documents, err := ReadDocuments([]byte(`{"`+hexHash(one)+`": "`+one+`", "the-second": "`+two+`"}`), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Documents: documents})
	for name, c := range map[string]struct {
		body, code string
	}{
		"by hash":               {`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hexHash(one) + `"}}}`, ""},
		"by id":                 {`{"documentId":"the-second"}`, ""},
		"by the hash of an id":  {`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hexHash(two) + `"}}}`, ""},
		"by its text":           {query(one), ""},
		"another text":          {query("{ __typename }"), "FORBIDDEN"},
		"another id":            {`{"documentId":"the-third"}`, "FORBIDDEN"},
		"another hash":          {`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("0", 64) + `"}}}`, "FORBIDDEN"},
		"another text, by hash": {`{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hexHash(one) + `"}}}`, "FORBIDDEN"},
		"another text, by id":   {`{"query":"{ __typename }","documentId":"the-second"}`, "FORBIDDEN"},
	} {
		if _, a := post(t, s, nil, c.body); firstCode(a) != c.code || c.code == "" && a.Data == nil {
			t.Errorf("%s: %v", name, a.Errors)
		}
	}
}

// A document that nobody asks for is forgotten, whether there are too many or too large ones.
func TestDocumentsAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	d := newGraphQLOf(t).documents
	for i := range keptDocuments + 100 {
		if _, errs := d.find("{ a"+strings.Repeat("a", i)+": __typename }", persisted{}); errs != nil {
			t.Fatal(errs)
		}
	}
	if n := d.recent.Len(); n != keptDocuments || d.bytes > keptBytes {
		t.Errorf("%d documents of %d bytes are kept", n, d.bytes)
	}
	large := "{ texts { nodes {" + strings.Repeat(" ... { id }", 390) + "} } } #"
	for i := range 400 {
		if _, errs := d.find(large+strings.Repeat("x", i), persisted{}); errs != nil {
			t.Fatal(errs)
		}
	}
	if n := d.recent.Len(); n > 400 || d.bytes > keptBytes || d.bytes <= 0 {
		t.Errorf("%d documents of %d bytes are kept", n, d.bytes)
	}
	for d.recent.Len() > 0 {
		d.recent.RemoveOldest()
	}
	if d.bytes != 0 {
		t.Errorf("no document has %d bytes", d.bytes)
	}
}

func newGraphQLOf(t testing.TB) *graphQL {
	t.Helper()
	return newServer(graphtest.Open(t)).newGraphQL(nil)
}

func TestLongAnswersAreCompressedWhereTheClientTakesIt(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	plain := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json"}, query("{ texts(first: 100) { nodes { acronym title } } }"))
	want, err := io.ReadAll(plain.Body)
	if err != nil {
		t.Fatal(err)
	}
	if plain.ContentLength != int64(len(want)) || plain.Header.Get("Content-Encoding") != "" {
		t.Errorf("%d bytes of %d, %v", len(want), plain.ContentLength, plain.Header)
	}
	small := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "Accept-Encoding": "gzip"}, query("{ __typename }"))
	if small.Header.Get("Content-Encoding") != "" {
		t.Error("a short answer is compressed")
	}
	r := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "Accept-Encoding": "br, gzip"}, query("{ texts(first: 100) { nodes { acronym title } } }"))
	unzipped, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err, r.Header)
	}
	got, err := io.ReadAll(unzipped)
	if err != nil || string(got) != string(want) || r.Header.Get("Vary") == "" {
		t.Errorf("%v: %d bytes, %d without compression; %v", err, len(got), len(want), r.Header)
	}
}
