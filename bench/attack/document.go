package attack

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/graphtest"
)

// answered are the inputs that the tests of the server send, by their kinds.
func answered() []kind {
	var all []kind
	for _, h := range graphtest.Hostiles() {
		if i := slices.IndexFunc(all, func(k kind) bool { return k.name == h.Kind }); i >= 0 {
			all[i].tries = append(all[i].tries, input(h))
		} else {
			all = append(all, kind{name: h.Kind, tries: []try{input(h)}})
		}
	}
	return all
}

// growing are documents made of a part that is repeated.
var growing = []struct {
	what, before, part, after string
}{
	{"aliases of __typename", "{", " a%d: __typename", "}"},
	{"aliases of a search", "{", ` a%d: search(query: "synthetic") { totalCount }`, "}"},
	{"aliases of facets", "{", " a%d: facets { total }", "}"},
	{"aliases of the schema", "{", " a%d: __schema { types { name description } }", "}"},
	{"fields below a list", "{ texts(first: 100) { nodes {", " a%d: title", "} } }"},
	{"lists below a list", "{ texts(first: 100) { nodes {", " a%d: relations { text { title } }", "} } }"},
	{"inline fragments", "{ texts { nodes {", " ... on Text { a%d: id }", "} } }"},
	{"fragments that are not spread", "{ __typename }", " fragment F%d on Text { id }", ""},
	{"directives", "{ __typename", " @include(if: true) @skip(if: false) # %d\n", "}"},
	{"variables", "query(", " $v%d: String", ") { __typename }"},
	{"arguments that do not exist", "{ texts(", " a%d: 1", ") { totalCount } }"},
	{"ids", "{ nodes(ids: [", ` "text:17:x.%d"`, "]) { id } }"},
	{"values of an enumeration", "{ texts(filter: {kind: [", " SUPPLEMENT # %d\n", "]}) { totalCount } }"},
	{"operations", "", " query Q%d { __typename }", ""},
	{"comments", "{ __typename }", "# %d\n", ""},
}

// nested are documents made of a part that holds itself.
var nested = []struct {
	what, before, open, inside, close, after string
}{
	{"fields", "{ texts { nodes {", " relations { text {", "id", "} }", "} } }"},
	{"cycles of people and texts", "{ editors(first: 1) { nodes {", " texts(first: 1) { nodes { editors {", "id", "} } }", "} } }"},
	{"inline fragments in each other", "{", " ... {", "__typename", "}", "}"},
	{"introspection", "{ __schema { types { fields { type {", " ofType {", "name", "}", "} } } } }"},
	{"lists as an argument", "{ nodes(ids: ", "[", `"a"`, "]", ") { id } }"},
	{"objects as an argument", "{ texts(filter: ", "{search: ", `"a"`, "}", ") { totalCount } }"},
	{"types of a variable", "query($v: ", "[", "ID", "]", ") { nodes(ids: $v) { id } }"},
}

// documents are GraphQL documents of growing size.
func documents() kind {
	k := kind{name: "documents"}
	for _, g := range growing {
		for _, n := range []int{20, 300, 2000, 8000} {
			k.tries = append(k.tries, operation(fmt.Sprintf("%d %s", n, g.what), g.before+graphtest.Each(n, g.part)+g.after))
		}
	}
	for _, d := range nested {
		for _, n := range []int{5, 15, 200, 20_000} {
			k.tries = append(k.tries, operation(fmt.Sprintf("%d levels of %s", n, d.what), d.before+strings.Repeat(d.open, n)+d.inside+strings.Repeat(d.close, n)+d.after))
		}
	}
	for _, n := range []int{5, 10, 20, 60, 200} {
		k.tries = append(k.tries, operation(fmt.Sprintf("a bomb of %d fragments", n), graphtest.Bomb(n)))
	}
	return k
}

// places are arguments that take a string of a client.
var places = []struct{ what, document string }{
	{"search", "query($v: String!) { search(query: $v) { totalCount } }"},
	{"20 searches", "query($v: String!) {" + graphtest.Each(20, " a%d: search(query: $v) { totalCount }") + "}"},
	{"an editor", "query($v: String!) { editor(name: $v) { id } }"},
	{"20 editors", "query($v: String!) {" + graphtest.Each(20, " a%d: editor(name: $v) { id }") + "}"},
	{"a text", "query($v: String!) { text(acronym: $v) { id } }"},
	{"a document", "query($v: String!) { document(number: $v) { id } }"},
	{"a specification", "query($v: String!) { specification(identifier: $v) { id } }"},
	{"a filter of texts", "query($v: String!) { texts(filter: {search: $v, editorName: $v}) { totalCount } }"},
	{"a filter of people", "query($v: String!) { editors(filter: {search: $v}) { totalCount } }"},
	{"an id", "query($v: ID!) { node(id: $v) { id } }"},
	{"a walk", "query($v: ID!) { neighbors(id: $v, depth: 3) { nodes { id } } }"},
}

// arguments are strings that are dear to read, in every place.
func arguments() kind {
	values := []struct{ what, value string }{
		{"250,000 digits", strings.Repeat("7", 240_000)},
		{"1,000 digits", strings.Repeat("7", 1000)},
		{"16 words of 15,000 letters", strings.Repeat(strings.Repeat("a", 14_900)+" ", 16)},
		{"16 words of 60 letters", strings.Repeat(strings.Repeat("a", 60)+" ", 16)},
		{"500 words of a letter", strings.Repeat("a ", 500)},
		{"U+FDFA 80,000 times", strings.Repeat("\ufdfa", 80_000)},
		{"U+FDFA 55 times", strings.Repeat("\ufdfa", 55)},
		{"marks above one letter", "a" + strings.Repeat("\u0301", 999)},
		{"expressions", strings.Repeat("(a+)+.*", 140) + "$"},
		{"letters that every name has", "given"},
	}
	k := kind{name: "arguments"}
	for _, p := range places {
		for _, v := range values {
			k.tries = append(k.tries, operation(v.what+" as "+p.what, p.document, map[string]string{"v": v.value}))
		}
	}
	return k
}

// dear are operations of every root field that are dear for their cost, once and as often as one request may have fields.
func dear() kind {
	k := kind{name: "dear fields"}
	for _, field := range slices.Sorted(maps.Keys(graphtest.DearOperations)) {
		for _, o := range graphtest.DearOperations[field] {
			for _, n := range []int{1, 4, 20} {
				var fields strings.Builder
				for i := range n {
					fmt.Fprintf(&fields, " f%d: %s", i, strings.ReplaceAll(o, "#", fmt.Sprint(30+i)))
				}
				k.tries = append(k.tries, operation(fmt.Sprintf("%d times %.80s", n, o), "{"+fields.String()+" }"))
			}
		}
	}
	return k
}
