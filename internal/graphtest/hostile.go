package graphtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Hostile is one input that a server on the internet meets.
type Hostile struct {
	Kind, What string
	Method     string // POST unless said
	Target     string // /graphql unless said
	Header     map[string]string
	Body       string
	Status     int
	Code       string // of the first error; "" for an answer without errors
	Again      int    // times the request is sent before
}

// Bytes is the request, on a connection that is closed after it. It is written by hand: a client of the standard library would not
// send some of these.
func (h Hostile) Bytes() []byte {
	method, target := cmp.Or(h.Method, http.MethodPost), cmp.Or(h.Target, "/graphql")
	var request bytes.Buffer
	fmt.Fprintf(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n", method, target, len(h.Body))
	if _, ok := h.Header["Content-Type"]; !ok && method == http.MethodPost {
		request.WriteString("Content-Type: application/json\r\n")
	}
	for name, value := range h.Header {
		if value != "" {
			fmt.Fprintf(&request, "%s: %s\r\n", name, value)
		}
	}
	request.WriteString("\r\n" + h.Body)
	return request.Bytes()
}

// Query is a body of JSON with an operation.
func Query(document string, variables ...any) string {
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

// Bomb are fragments that each spread the next one twice: 2 to the power of n fields.
func Bomb(n int) string {
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

// Each is a format with the numbers from 0 to n-1, one after the other.
func Each(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// Hostiles are inputs that a server on the internet meets, with the answers it gives with default limits.
func Hostiles() []Hostile {
	asJSON := func(kind, what, body string, status int, code string) Hostile {
		return Hostile{Kind: kind, What: what, Body: body, Status: status, Code: code}
	}
	get := func(kind, what, target string, status int, code string) Hostile {
		return Hostile{Kind: kind, What: what, Method: http.MethodGet, Target: target, Status: status, Code: code}
	}
	with := func(kind, what string, header map[string]string, status int, code string) Hostile {
		return Hostile{Kind: kind, What: what, Header: header, Body: Query("{ __typename }"), Status: status, Code: code}
	}
	return []Hostile{
		asJSON("aliases", "31 aliases of one field", Query("{"+Each(31, " a%d: __typename")+"}"), 200, "LIMIT"),
		asJSON("aliases", "400 aliases below a list", Query("{ texts { nodes {"+Each(400, " a%d: title")+"} } }"), 200, "LIMIT"),
		asJSON("aliases", "1,900 times the same field", Query("{ texts { nodes {"+strings.Repeat(" title", 1900)+"} } }"), 200, "LIMIT"),
		asJSON("aliases", "one alias for two fields", Query("{ texts { nodes { a: title a: id } } }"), 200, "INVALID"),

		asJSON("fragments", "a fragment that spreads itself", Query("{ texts { nodes { ...F } } } fragment F on Text { ...F }"), 200, "INVALID"),
		asJSON("fragments", "two fragments that spread each other", Query("{ texts { nodes { ...F } } } fragment F on Text { ...G } fragment G on Text { ...F }"), 200, "INVALID"),
		asJSON("fragments", "a cycle through a field", Query("{ texts { nodes { ...F } } } fragment F on Text { relations { text { ...F } } }"), 200, "INVALID"),
		asJSON("fragments", "a bomb of 2 to the power of 40 fields", Query(Bomb(40)), 200, "LIMIT"),
		asJSON("fragments", "a bomb of 2 to the power of 100 fields", Query(Bomb(100)), 200, "LIMIT"),
		asJSON("fragments", "a bomb that no operation spreads", Query("{ __typename } "+strings.TrimPrefix(Bomb(40), "{ texts { nodes { ...F0 } } }")), 200, "LIMIT"),
		asJSON("fragments", "depth hidden in 20 fragments", Query(chain(20)), 200, "LIMIT"),
		asJSON("fragments", "a fragment that does not exist", Query("{ ...Nothing }"), 200, "INVALID"),
		asJSON("fragments", "200 fragments that nothing spreads", Query("{ __typename }"+Each(200, " fragment F%d on Text { id }")), 200, "INVALID"),
		asJSON("fragments", "400 inline fragments", Query("{ texts { nodes {"+strings.Repeat(" ... { id }", 400)+"} } }"), 200, ""),

		asJSON("fragments", "270 inline fragments of one field with a selection", Query("{ texts { nodes {"+strings.Repeat(" ... { studyGroup { id } }", 270)+"} } }"), 200, ""),
		asJSON("fragments", "90 fragments of one field with selections, spread side by side", Query("{ texts { nodes {"+Each(90, " ...F%d")+"} } }"+Each(90, " fragment F%d on Text { studyGroup { id } }")), 200, ""),

		asJSON("directives", "21 directives on one field", Query("{ __typename"+strings.Repeat(" @include(if: true)", 21)+" }"), 200, "LIMIT"),
		asJSON("directives", "600 unknown directives", Query("{ __typename"+Each(600, " @d%d")+" }"), 200, "LIMIT"),
		asJSON("directives", "an unknown directive", Query("{ __typename @deny }"), 200, "INVALID"),
		asJSON("directives", "@include without a condition", Query("{ __typename @include }"), 200, "INVALID"),
		asJSON("directives", "directives of an operation", Query("query"+strings.Repeat(" @a", 30)+"{ __typename }"), 200, "LIMIT"),

		asJSON("introspection", "types of fields of types, three rounds", Query("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"), 200, "INVALID"),
		asJSON("introspection", "ofType 40 levels deep", Query("{ __schema { types { "+nest("ofType", "name", 40)+" } } }"), 200, "LIMIT"),
		asJSON("introspection", "30 times the schema", Query("{"+Each(30, " s%d: __schema { types { name } }")+"}"), 200, "LIMIT"),
		asJSON("introspection", "a type that does not exist", Query(`{ __type(name: "Password") { name } }`), 200, ""),

		asJSON("size", "300 levels of fields", Query("{"+nest("texts", "a", 300)+"}"), 200, "LIMIT"),
		asJSON("size", "16 levels that exist", Query("{ texts { nodes { "+nest("relations { text ", "id", 14)+strings.Repeat("}", 14)+" } } }"), 200, "LIMIT"),
		asJSON("size", "10,000 tokens", Query("{"+strings.Repeat(" a", 10_000)+"}"), 200, "LIMIT"),
		asJSON("size", "100,000 braces", Query(strings.Repeat("{", 100_000)), 200, "INVALID"),
		asJSON("size", "21 root fields", Query("{"+strings.Repeat(" ... { __typename }", 21)+" }"), 200, "LIMIT"),
		asJSON("size", "400 operations", Query(Each(400, " query Q%d { a }")), 200, "INVALID"),
		asJSON("size", "400 operations of one name", Query(strings.Repeat(" query Q { __typename }", 390)), 200, "INVALID"),
		asJSON("size", "1,900 fields that do not exist", Query("{ texts { nodes {"+Each(1900, " a%d")+"} } }"), 200, "INVALID"),
		asJSON("size", "a name of 200,000 letters", Query("{ "+strings.Repeat("a", 200_000)+" }"), 200, "INVALID"),
		asJSON("size", "a string of 200,000 letters", Query(`{ text(acronym: "`+strings.Repeat("a", 200_000)+`") { id } }`), 200, "LIMIT"),
		asJSON("size", "comments of 200,000 letters", Query("{ __typename } #"+strings.Repeat("a", 200_000)), 200, ""),
		asJSON("size", "400 pairs of fields with selections", Query("{ texts { nodes {"+strings.Repeat(" studyGroup { id }", 400)+"} } }"), 200, "LIMIT"),

		asJSON("lists", "100 texts of 100 people of 100 texts", Query("{ editors(first: 100) { nodes { texts(first: 100) { nodes { editors { texts(first: 100) { nodes { id } } } } } } } }"), 200, "LIMIT"),
		asJSON("lists", "the same in variables", Query("query($n: Int) { editors(first: $n) { nodes { texts(first: $n) { nodes { editors { texts(first: $n) { nodes { id } } } } } } } }", map[string]int{"n": 100}), 200, "LIMIT"),
		asJSON("lists", "unpaged lists in each other", Query("{ texts(first: 100) { nodes { editors { questions { studyGroup { texts(first: 100) { nodes { editors { questions { id } } } } } } } } } }"), 200, "LIMIT"),
		asJSON("lists", "a page of a million", Query("{ texts(first: 1000000) { nodes { id } } }"), 200, "LIMIT"),
		asJSON("lists", "a page of minus one", Query("{ texts(first: -1) { nodes { id } } }"), 200, "INVALID"),
		asJSON("lists", "a page larger than any integer", Query("{ texts(first: 99999999999999999999) { nodes { id } } }"), 200, "INVALID"),
		asJSON("lists", "a list of 20,000 ids", Query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", map[string]any{"ids": strings.Split(strings.Repeat("x,", 20_000), ",")}), 400, "LIMIT"),
		asJSON("lists", "a list of 1,000 ids", Query("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", map[string]any{"ids": strings.Split(strings.Repeat("x,", 999), ",")}), 200, "INVALID"),
		asJSON("lists", "a cursor that is none", Query(`{ texts(after: "AAAA") { totalCount } }`), 200, "INVALID"),
		asJSON("lists", "a walk of depth 1,000", Query(`{ neighbors(id: "text:17:x.509", depth: 1000) { nodes { id } } }`), 200, "INVALID"),

		asJSON("variables", "a list 5,000 levels deep", `{"query":"query($a: [ID!]!) { nodes(ids: $a) { id } }","variables":{"a":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`}}`, 400, "LIMIT"),
		asJSON("variables", "a list 45 levels deep", `{"query":"query($a: [ID!]!) { nodes(ids: $a) { id } }","variables":{"a":`+strings.Repeat("[", 45)+strings.Repeat("]", 45)+`}}`, 200, "INVALID"),
		asJSON("variables", "JSON 20,000 levels deep", `{"query":"{ __typename }","variables":`+strings.Repeat(`{"a":`, 20_000)+"1"+strings.Repeat("}", 20_000)+`}`, 400, "LIMIT"),
		asJSON("variables", "an object for a number", Query("query($n: Int) { texts(first: $n) { totalCount } }", map[string]any{"n": map[string]any{"$gt": 0}}), 200, "INVALID"),
		asJSON("variables", "an operator of MongoDB for a name", Query("query($a: String!) { text(acronym: $a) { id } }", map[string]any{"a": map[string]any{"$ne": nil}}), 200, "INVALID"),
		asJSON("variables", "a regular expression in a search", Query(`{ search(query: "(a+)+$") { totalCount } }`), 200, ""),
		asJSON("variables", "a null byte in a name", Query("query($a: String!) { text(acronym: $a) { id } }", map[string]any{"a": "X\x00.509"}), 200, ""),
		asJSON("variables", "a variable that is missing", Query("query($a: String!) { text(acronym: $a) { id } }"), 200, "INVALID"),
		asJSON("variables", "5,000 variables that nobody declared", Query("{ __typename }", strings.Split(strings.Repeat("a,", 5000), ",")), 400, "INVALID"),

		asJSON("bodies", "nothing", "", 400, "INVALID"),
		asJSON("bodies", "half an object", `{"query":"{ __type`, 400, "INVALID"),
		asJSON("bodies", "null", "null", 400, "INVALID"),
		asJSON("bodies", "a batch of 100 operations", "["+strings.TrimSuffix(strings.Repeat(Query("{ __typename }")+",", 100), ",")+"]", 400, "INVALID"),
		asJSON("bodies", "300 kB", Query("{ __typename }"+strings.Repeat(" ", 300_000)), 413, "LIMIT"),
		asJSON("bodies", "two objects", Query("{ __typename }")+Query("{ __typename }"), 400, "INVALID"),
		asJSON("bodies", "QUERY for query", `{"QUERY":"{ __typename }"}`, 400, "INVALID"),
		asJSON("bodies", "a name twice", `{"query":"{ __typename }","query":"{ texts { totalCount } }"}`, 400, "INVALID"),
		asJSON("bodies", "binary", "\x00\x01\xff\xfe{}", 400, "INVALID"),
		asJSON("bodies", "a number for the query", `{"query":7}`, 400, "INVALID"),
		asJSON("bodies", "a change by nobody", Query(`mutation { mergePeople(input: {into: "a", from: ["b"]}) { person { id } } }`), 401, "UNAUTHENTICATED"),
		asJSON("bodies", "a subscription", Query("subscription { texts { totalCount } }"), 200, "INVALID"),

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
		{Kind: "methods", What: "PUT", Method: http.MethodPut, Body: Query("{ __typename }"), Status: 405, Code: "INVALID"},
		{Kind: "methods", What: "DELETE", Method: http.MethodDelete, Status: 405, Code: "INVALID"},
		{Kind: "methods", What: "TRACE", Method: http.MethodTrace, Status: 405, Code: "INVALID"},
		{Kind: "methods", What: "one that does not exist", Method: "BREW", Status: 405, Code: "INVALID"},
		get("addresses", "a GET without a query", "/graphql", 400, "INVALID"),
		get("addresses", "two queries", "/graphql?query=%7Ba%7D&query=%7Bb%7D", 400, "INVALID"),
		get("addresses", "a broken escape", "/graphql?query=%zz", 400, "INVALID"),
		get("addresses", "variables that are no JSON", "/graphql?query=%7B__typename%7D&variables=%7B", 400, "INVALID"),
		get("addresses", "a path out of the folder", "/../../etc/passwd", 307, "-"), // to /etc/passwd, which is not there,
		{
			Kind: "other sites", What: "an image whose address is a query", Method: http.MethodGet, Target: "/graphql?query=%7B__typename%7D",
			Header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, Status: 403, Code: "FORBIDDEN",
		},
		{
			Kind: "other sites", What: "a link that is a query", Method: http.MethodGet, Target: "/graphql?query=%7B__typename%7D",
			Header: map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, Status: 403, Code: "FORBIDDEN",
		},
		asJSON("persisted queries", "a hash nobody sent", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("0", 64)+`"}}}`, 200, "PERSISTED_QUERY_NOT_FOUND"),
		asJSON("persisted queries", "a hash of another query", `{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("0", 64)+`"}}}`, 200, "INVALID"),
		asJSON("persisted queries", "a hash that is none", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../../etc/passwd"}}}`, 200, "INVALID"),
		asJSON("persisted queries", "a version of the future", `{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"00"}}}`, 400, "INVALID"),
		{Kind: "rate", What: "the 201st request at once", Body: Query("{ __typename }"), Again: 200, Status: 429, Code: "LIMIT"},
	}
}
