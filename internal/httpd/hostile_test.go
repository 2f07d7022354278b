package httpd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
)

// hostile is one input that a server on the internet meets.
type hostile struct {
	kind, what string
	method     string // POST unless said
	target     string // /graphql unless said
	header     map[string]string
	body       string
	status     int
	code       string // of the first error; "" for an answer without errors
	again      int    // times the request is sent before
}

// query is a body of JSON with an operation.
func query(document string, variables ...any) string {
	request := map[string]any{"query": document}
	if len(variables) > 0 {
		request["variables"] = variables[0]
	}
	b, err := json.Marshal(request)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// nest is a field of itself, so deep.
func nest(open, inner string, depth int) string {
	return strings.Repeat(open+"{", depth) + inner + strings.Repeat("}", depth)
}

// bomb are fragments that each spread the next one twice: 2 to the power of n fields.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{ texts { nodes { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Text { ...F%d ... { ...F%d } }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Text { id title }", n)
	return b.String()
}

// chain are fragments that each go one text deeper.
func chain(n int) string {
	var b strings.Builder
	b.WriteString("{ texts { nodes { ...F0 } } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Text { relations { text { ...F%d } } }", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Text { id }", n)
	return b.String()
}

func each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func hostiles() []hostile {
	asJSON := func(kind, what, body string, status int, code string) hostile {
		return hostile{kind: kind, what: what, body: body, status: status, code: code}
	}
	get := func(kind, what, target string, status int, code string) hostile {
		return hostile{kind: kind, what: what, method: http.MethodGet, target: target, status: status, code: code}
	}
	with := func(kind, what string, header map[string]string, status int, code string) hostile {
		return hostile{kind: kind, what: what, header: header, body: query("{ __typename }"), status: status, code: code}
	}
	return []hostile{
		asJSON("aliases", "31 aliases of one field", query("{"+each(31, " a%d: __typename")+"}"), 200, "LIMIT"),
		asJSON("aliases", "400 aliases below a list", query("{ texts { nodes {"+each(400, " a%d: title")+"} } }"), 200, "LIMIT"),
		asJSON("aliases", "1,900 times the same field", query("{ texts { nodes {"+strings.Repeat(" title", 1900)+"} } }"), 200, "LIMIT"),
		asJSON("aliases", "one alias for two fields", query("{ texts { nodes { a: title a: id } } }"), 200, "INVALID"),

		asJSON("fragments", "a fragment that spreads itself", query("{ texts { nodes { ...F } } } fragment F on Text { ...F }"), 200, "INVALID"),
		asJSON("fragments", "two fragments that spread each other", query("{ texts { nodes { ...F } } } fragment F on Text { ...G } fragment G on Text { ...F }"), 200, "INVALID"),
		asJSON("fragments", "a cycle through a field", query("{ texts { nodes { ...F } } } fragment F on Text { relations { text { ...F } } }"), 200, "INVALID"),
		asJSON("fragments", "a bomb of 2 to the power of 40 fields", query(bomb(40)), 200, "LIMIT"),
		asJSON("fragments", "a bomb of 2 to the power of 100 fields", query(bomb(100)), 200, "LIMIT"),
		asJSON("fragments", "a bomb that no operation spreads", query("{ __typename } "+strings.TrimPrefix(bomb(40), "{ texts { nodes { ...F0 } } }")), 200, "LIMIT"),
		asJSON("fragments", "depth hidden in 20 fragments", query(chain(20)), 200, "LIMIT"),
		asJSON("fragments", "a fragment that does not exist", query("{ ...Nothing }"), 200, "INVALID"),
		asJSON("fragments", "200 fragments that nothing spreads", query("{ __typename }"+each(200, " fragment F%d on Text { id }")), 200, "INVALID"),
		asJSON("fragments", "400 inline fragments", query("{ texts { nodes {"+strings.Repeat(" ... { id }", 400)+"} } }"), 200, ""),

		asJSON("fragments", "270 inline fragments of one field with a selection", query("{ texts { nodes {"+strings.Repeat(" ... { studyGroup { id } }", 270)+"} } }"), 200, ""),
		asJSON("fragments", "90 fragments of one field with selections, spread side by side", query("{ texts { nodes {"+each(90, " ...F%d")+"} } }"+each(90, " fragment F%d on Text { studyGroup { id } }")), 200, ""),

		asJSON("directives", "21 directives on one field", query("{ __typename"+strings.Repeat(" @include(if: true)", 21)+" }"), 200, "LIMIT"),
		asJSON("directives", "600 unknown directives", query("{ __typename"+each(600, " @d%d")+" }"), 200, "LIMIT"),
		asJSON("directives", "an unknown directive", query("{ __typename @deny }"), 200, "INVALID"),
		asJSON("directives", "@include without a condition", query("{ __typename @include }"), 200, "INVALID"),
		asJSON("directives", "directives of an operation", query("query"+strings.Repeat(" @a", 30)+"{ __typename }"), 200, "LIMIT"),

		asJSON("introspection", "types of fields of types, three rounds", query("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"), 200, "INVALID"),
		asJSON("introspection", "ofType 40 levels deep", query("{ __schema { types { "+nest("ofType", "name", 40)+" } } }"), 200, "LIMIT"),
		asJSON("introspection", "30 times the schema", query("{"+each(30, " s%d: __schema { types { name } }")+"}"), 200, "LIMIT"),
		asJSON("introspection", "a type that does not exist", query(`{ __type(name: "Password") { name } }`), 200, ""),

		asJSON("size", "300 levels of fields", query("{"+nest("texts", "a", 300)+"}"), 200, "LIMIT"),
		asJSON("size", "16 levels that exist", query("{ texts { nodes { "+nest("relations { text ", "id", 14)+strings.Repeat("}", 14)+" } } }"), 200, "LIMIT"),
		asJSON("size", "10,000 tokens", query("{"+strings.Repeat(" a", 10_000)+"}"), 200, "LIMIT"),
		asJSON("size", "100,000 braces", query(strings.Repeat("{", 100_000)), 200, "INVALID"),
		asJSON("size", "21 root fields", query("{"+strings.Repeat(" ... { __typename }", 21)+" }"), 200, "LIMIT"),
		asJSON("size", "400 operations", query(each(400, " query Q%d { a }")), 200, "INVALID"),
		asJSON("size", "400 operations of one name", query(strings.Repeat(" query Q { __typename }", 390)), 200, "INVALID"),
		asJSON("size", "1,900 fields that do not exist", query("{ texts { nodes {"+each(1900, " a%d")+"} } }"), 200, "INVALID"),
		asJSON("size", "a name of 200,000 letters", query("{ "+strings.Repeat("a", 200_000)+" }"), 200, "INVALID"),
		asJSON("size", "a string of 200,000 letters", query(`{ text(acronym: "`+strings.Repeat("a", 200_000)+`") { id } }`), 200, "LIMIT"),
		asJSON("size", "comments of 200,000 letters", query("{ __typename } #"+strings.Repeat("a", 200_000)), 200, ""),
		asJSON("size", "400 pairs of fields with selections", query("{ texts { nodes {"+strings.Repeat(" studyGroup { id }", 400)+"} } }"), 200, "LIMIT"),

		asJSON("lists", "100 texts of 100 people of 100 texts", query("{ editors(first: 100) { nodes { texts(first: 100) { nodes { editors { texts(first: 100) { nodes { id } } } } } } } }"), 200, "LIMIT"),
		asJSON("lists", "the same in variables", query("query($n: Int) { editors(first: $n) { nodes { texts(first: $n) { nodes { editors { texts(first: $n) { nodes { id } } } } } } } }", map[string]int{"n": 100}), 200, "LIMIT"),
		asJSON("lists", "unpaged lists in each other", query("{ texts(first: 100) { nodes { editors { questions { studyGroup { texts(first: 100) { nodes { editors { questions { id } } } } } } } } } }"), 200, "LIMIT"),
		asJSON("lists", "a page of a million", query("{ texts(first: 1000000) { nodes { id } } }"), 200, "LIMIT"),
		asJSON("lists", "a page of minus one", query("{ texts(first: -1) { nodes { id } } }"), 200, "INVALID"),
		asJSON("lists", "a page larger than any integer", query("{ texts(first: 99999999999999999999) { nodes { id } } }"), 200, "INVALID"),
		asJSON("lists", "a list of 20,000 ids", query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", map[string]any{"ids": strings.Split(strings.Repeat("x,", 20_000), ",")}), 400, "LIMIT"),
		asJSON("lists", "a list of 1,000 ids", query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", map[string]any{"ids": strings.Split(strings.Repeat("x,", 999), ",")}), 200, "INVALID"),
		asJSON("lists", "a cursor that is none", query(`{ texts(after: "AAAA") { totalCount } }`), 200, "INVALID"),
		asJSON("lists", "a walk of depth 1,000", query(`{ neighbors(id: "text:17:x.509", depth: 1000) { nodes { id } } }`), 200, "INVALID"),

		asJSON("variables", "a list 5,000 levels deep", `{"query":"query($a: [ID!]!) { nodes(ids: $a) { id } }","variables":{"a":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`}}`, 400, "LIMIT"),
		asJSON("variables", "a list 45 levels deep", `{"query":"query($a: [ID!]!) { nodes(ids: $a) { id } }","variables":{"a":`+strings.Repeat("[", 45)+strings.Repeat("]", 45)+`}}`, 200, "INVALID"),
		asJSON("variables", "JSON 20,000 levels deep", `{"query":"{ __typename }","variables":`+strings.Repeat(`{"a":`, 20_000)+"1"+strings.Repeat("}", 20_000)+`}`, 400, "LIMIT"),
		asJSON("variables", "an object for a number", query("query($n: Int) { texts(first: $n) { totalCount } }", map[string]any{"n": map[string]any{"$gt": 0}}), 200, "INVALID"),
		asJSON("variables", "an operator of MongoDB for a name", query("query($a: String!) { text(acronym: $a) { id } }", map[string]any{"a": map[string]any{"$ne": nil}}), 200, "INVALID"),
		asJSON("variables", "a regular expression in a search", query(`{ search(query: "(a+)+$") { totalCount } }`), 200, ""),
		asJSON("variables", "a null byte in a name", query("query($a: String!) { text(acronym: $a) { id } }", map[string]any{"a": "X\x00.509"}), 200, ""),
		asJSON("variables", "a variable that is missing", query("query($a: String!) { text(acronym: $a) { id } }"), 200, "INVALID"),
		asJSON("variables", "5,000 variables that nobody declared", query("{ __typename }", strings.Split(strings.Repeat("a,", 5000), ",")), 400, "INVALID"),

		asJSON("bodies", "nothing", "", 400, "INVALID"),
		asJSON("bodies", "half an object", `{"query":"{ __type`, 400, "INVALID"),
		asJSON("bodies", "null", "null", 400, "INVALID"),
		asJSON("bodies", "a batch of 100 operations", "["+strings.TrimSuffix(strings.Repeat(query("{ __typename }")+",", 100), ",")+"]", 400, "INVALID"),
		asJSON("bodies", "300 kB", query("{ __typename }"+strings.Repeat(" ", 300_000)), 413, "LIMIT"),
		asJSON("bodies", "two objects", query("{ __typename }")+query("{ __typename }"), 400, "INVALID"),
		asJSON("bodies", "QUERY for query", `{"QUERY":"{ __typename }"}`, 400, "INVALID"),
		asJSON("bodies", "a name twice", `{"query":"{ __typename }","query":"{ texts { totalCount } }"}`, 400, "INVALID"),
		asJSON("bodies", "binary", "\x00\x01\xff\xfe{}", 400, "INVALID"),
		asJSON("bodies", "a number for the query", `{"query":7}`, 400, "INVALID"),
		asJSON("bodies", "a change by nobody", query(`mutation { mergePeople(input: {into: "a", from: ["b"]}) { person { id } } }`), 401, "UNAUTHENTICATED"),
		asJSON("bodies", "a subscription", query("subscription { texts { totalCount } }"), 200, "INVALID"),

		with("content types", "none", map[string]string{"Content-Type": ""}, 415, "INVALID"),
		with("content types", "text/plain, which needs no preflight", map[string]string{"Content-Type": "text/plain"}, 415, "INVALID"),
		with("content types", "a form", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 415, "INVALID"),
		with("content types", "a form with files", map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, 415, "INVALID"),
		with("content types", "JSON in UTF-16", map[string]string{"Content-Type": "application/json; charset=utf-16"}, 415, "INVALID"),
		with("content types", "application/graphql", map[string]string{"Content-Type": "application/graphql"}, 415, "INVALID"),
		with("encodings", "a body that says it is gzip", map[string]string{"Content-Encoding": "gzip"}, 415, "INVALID"),
		with("encodings", "an answer in an unknown coding", map[string]string{"Accept-Encoding": "rot13"}, 200, ""),
		with("headers", "Accept of an image", map[string]string{"Accept": "image/png"}, 406, "INVALID"),
		with("headers", "Accept of 1,000 types", map[string]string{"Accept": strings.Repeat("a/b;q=0.1,", 1000)}, 406, "INVALID"),
		with("headers", "JSON with a q of 0", map[string]string{"Accept": "application/json;q=0"}, 406, "INVALID"),
		with("headers", "a token that is wrong", map[string]string{"Authorization": "Bearer letmein"}, 401, "UNAUTHENTICATED"),
		with("headers", "a password", map[string]string{"Authorization": "Basic cm9vdDpyb290"}, 401, "UNAUTHENTICATED"),
		with("headers", "40 kB of them", map[string]string{"X-Padding": strings.Repeat("a", 40<<10)}, 431, "-"),

		get("methods", "a change by GET", "/graphql?query=mutation%7BmergePeople(input%3A%7Binto%3A%22a%22%2Cfrom%3A%5B%22b%22%5D%7D)%7Bperson%7Bid%7D%7D%7D", 405, "INVALID"),
		{kind: "methods", what: "PUT", method: http.MethodPut, body: query("{ __typename }"), status: 405, code: "INVALID"},
		{kind: "methods", what: "DELETE", method: http.MethodDelete, status: 405, code: "INVALID"},
		{kind: "methods", what: "TRACE", method: http.MethodTrace, status: 405, code: "INVALID"},
		{kind: "methods", what: "one that does not exist", method: "BREW", status: 405, code: "INVALID"},
		get("addresses", "a GET without a query", "/graphql", 400, "INVALID"),
		get("addresses", "two queries", "/graphql?query=%7Ba%7D&query=%7Bb%7D", 400, "INVALID"),
		get("addresses", "a broken escape", "/graphql?query=%zz", 400, "INVALID"),
		get("addresses", "variables that are no JSON", "/graphql?query=%7B__typename%7D&variables=%7B", 400, "INVALID"),
		get("addresses", "a path out of the folder", "/../../etc/passwd", 307, "-"), // to /etc/passwd, which is not there,
		{
			kind: "other sites", what: "an image whose address is a query", method: http.MethodGet, target: "/graphql?query=%7B__typename%7D",
			header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, status: 403, code: "FORBIDDEN",
		},
		{
			kind: "other sites", what: "a link that is a query", method: http.MethodGet, target: "/graphql?query=%7B__typename%7D",
			header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, status: 403, code: "FORBIDDEN",
		},
		asJSON("persisted queries", "a hash nobody sent", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("0", 64)+`"}}}`, 200, "PERSISTED_QUERY_NOT_FOUND"),
		asJSON("persisted queries", "a hash of another query", `{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("0", 64)+`"}}}`, 200, "INVALID"),
		asJSON("persisted queries", "a hash that is none", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../../etc/passwd"}}}`, 200, "INVALID"),
		asJSON("persisted queries", "a version of the future", `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"00"}}}`, 400, "INVALID"),
		{kind: "rate", what: "the 201st request at once", body: query("{ __typename }"), again: 200, status: 429, code: "LIMIT"},
	}
}

// Every hostile input is answered as the table of docs/security.md says; -update writes the table anew, with the times
// it took.
func TestHostileInputs(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	l := DefaultLimits()
	l.Rate = 0
	calm := liveServer(t, g, l)
	l.Rate, l.Burst = 0.001, 200 // however slow the machine is, no second request is earned meanwhile
	var table strings.Builder
	cases := hostiles()
	kinds := map[string]bool{}
	for _, c := range cases {
		kinds[c.kind] = true
		server := calm
		if c.again > 0 {
			server = liveServer(t, g, l)
		}
		for range c.again {
			send(t, server, c)
		}
		took := time.Hour
		var status int
		var code string
		for range 5 { // the shortest time says what it costs, the others what else the machine had to do
			start := time.Now()
			status, code = send(t, server, c)
			took = min(took, time.Since(start))
			if c.again > 0 || status != c.status {
				break
			}
		}
		if c.code == "-" {
			code = "-"
		}
		if status != c.status || code != c.code {
			t.Errorf("%s: %s: %d %q, want %d %q", c.kind, c.what, status, code, c.status, c.code)
		}
		answer := fmt.Sprintf("%d", status)
		if code != "" && code != "-" {
			answer += " " + code
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %.1f |\n", c.kind, c.what, answer, float64(took.Microseconds())/1000)
	}
	if len(cases) < 50 || len(kinds) < 10 {
		t.Errorf("%d inputs of %d kinds", len(cases), len(kinds))
	}
	checkTable(t, table.String())
}

// checkTable compares the table with that of the guide, times aside.
func checkTable(t *testing.T, table string) {
	t.Helper()
	const name, begin = "../../docs/security.md", "|---|---|---|--:|\n"
	guide, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(guide), begin)
	if !ok {
		t.Fatalf("%s has no table", name)
	}
	end := strings.Index(after, "\n\n")
	if end < 0 {
		end = len(after) - 1
	}
	if *update {
		if err := os.WriteFile(name, []byte(before+begin+table+after[end+1:]), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	untimed := func(rows string) string {
		var b strings.Builder
		for row := range strings.Lines(rows) {
			b.WriteString(row[:strings.LastIndex(strings.TrimRight(row, " |\n"), "|")] + "\n")
		}
		return b.String()
	}
	if got, want := untimed(after[:end+1]), untimed(table); got != want {
		t.Errorf("the table of %s is another one: go test ./internal/httpd -run HostileInputs -update", name)
	}
}

func liveServer(t testing.TB, g *graphtest.Graph, l Limits) *httptest.Server {
	t.Helper()
	s := New(Options{Store: g.Store, Log: discard, Limits: l, Keys: []Key{AdminKey(adminToken)}})
	live := httptest.NewUnstartedServer(s)
	live.Config = s.httpServer()
	live.Start()
	t.Cleanup(live.Close)
	return live
}

// send sends one input, and returns the status and the first code of the answer.
func send(t *testing.T, live *httptest.Server, c hostile) (int, string) {
	t.Helper()
	method, target := c.method, c.target
	if method == "" {
		method = http.MethodPost
	}
	if target == "" {
		target = "/graphql"
	}
	// Written by hand: a client of the standard library would not send some of these.
	var request bytes.Buffer
	fmt.Fprintf(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n", method, target, len(c.body))
	if _, ok := c.header["Content-Type"]; !ok && method == http.MethodPost {
		request.WriteString("Content-Type: application/json\r\n")
	}
	for name, value := range c.header {
		if value != "" {
			fmt.Fprintf(&request, "%s: %s\r\n", name, value)
		}
	}
	request.WriteString("\r\n" + c.body)
	conn := dial(t, live)
	defer conn.Close()
	go func() { _, _ = conn.Write(request.Bytes()) }() // the server may answer, and hang up, before it has read all
	answer, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s: %s: %v", c.kind, c.what, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("%s: %s: %v", c.kind, c.what, err)
	}
	var shown struct {
		Data   any
		Errors []struct {
			Message    string
			Extensions struct{ Code, RequestID string }
		}
	}
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "application/") {
		if err := json.Unmarshal(body, &shown); err != nil {
			t.Errorf("%s: %s: %v: %.200s", c.kind, c.what, err, body)
		}
	}
	if len(shown.Errors) == 0 {
		return answer.StatusCode, ""
	}
	if first := shown.Errors[0]; first.Extensions.RequestID == "" || len(first.Message) > 1000 || len(shown.Errors) > 6 {
		t.Errorf("%s: %s: %.300s", c.kind, c.what, body)
	}
	return answer.StatusCode, shown.Errors[0].Extensions.Code
}
