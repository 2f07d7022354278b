package breadth_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/breadth/testschema"
)

// oddBooks gives one book made for a case.
type oddBooks struct {
	*testschema.Resolver
	book *testschema.Book
}

func (o oddBooks) Query() testschema.QueryResolver { return oddQuery{o.Resolver.Query(), o.book} }

type oddQuery struct {
	testschema.QueryResolver
	book *testschema.Book
}

func (q oddQuery) Book(context.Context, string) (*testschema.Book, error) { return q.book, nil }

// Here gqlgen departs from the specification, or writes what is not JSON, and this executor does not.
func TestWhereGqlgenDepartsFromTheSpecification(t *testing.T) {
	t.Parallel()
	world := &testschema.World{Calm: true}
	text, half := "x", testschema.Secret("half")
	for name, c := range map[string]struct {
		query  string
		book   testschema.Book
		gqlgen answer
		want   answer
	}{
		"a null element of a list of scalars has its index": {
			query:  `{ book(id: "b") { oddLabels } }`,
			book:   testschema.Book{OddLabels: []*string{&text, nil}},
			gqlgen: answer{`{"book":{"oddLabels":null}}`, []string{"book.oddLabels: cannot return null for non-null field Book.oddLabels (String!): the model struct field was nil and the field has no resolver"}},
			want:   answer{`{"book":{"oddLabels":null}}`, []string{"book.oddLabels[1]: cannot return null for non-null element of field Book.oddLabels (String!): the list element was nil"}},
		},
		"a marshaler that writes null in a non-null position": {
			query:  `{ book(id: "b") { oddDate } }`,
			gqlgen: answer{`{"book":{"oddDate":null}}`, nil},
			want:   answer{`{"book":null}`, []string{"book.oddDate: cannot return null for non-null field Book.oddDate (Date!): the marshaler returned null for a non-nil value"}},
		},
		"a marshaler that fails in a non-null position": {
			query:  `{ book(id: "b") { oddSecret } }`,
			book:   testschema.Book{OddSecret: "bad"},
			gqlgen: answer{`{"book":{"oddSecret":null}}`, []string{"book.oddSecret: secret is bad"}},
			want:   answer{`{"book":null}`, []string{"book.oddSecret: secret is bad"}},
		},
		"a marshaler that fails halfway": {
			query:  `{ book(id: "b") { secret } }`,
			book:   testschema.Book{Secret: &half},
			gqlgen: answer{`{"book":{"secret":"halfnull}}`, []string{"book.secret: secret is bad"}},
			want:   answer{`{"book":{"secret":null}}`, []string{"book.secret: secret is bad"}},
		},
		"a typed nil behind an interface in a non-null position": {
			query:  `{ book(id: "b") { oddNode { id } } }`,
			gqlgen: answer{`{"book":null}`, nil},
			want:   answer{`{"book":null}`, []string{"book.oddNode: cannot return null for non-null field Book.oddNode (Node!): the resolver returned nil"}},
		},
		"one response key through two unrelated interfaces": {
			query:  `{ book(id: "b") { ...on Titled { size { width } } ...on Sized { size { height depth } } } }`,
			book:   testschema.Book{Size: testschema.Size{Width: 1, Height: new(int), Depth: new(int)}},
			gqlgen: answer{`{"book":{"size":{"width":1}}}`, nil},
			want:   answer{`{"book":{"size":{"width":1,"height":0,"depth":0}}}`, nil},
		},
		"the default of an argument through an interface": {
			query:  `{ book(id: "b") { ...on Titled { greeting } } }`,
			gqlgen: answer{`{"book":{"greeting":"Hi"}}`, nil},
			want:   answer{`{"book":{"greeting":"Hello"}}`, nil},
		},
		"a string that is not UTF-8": {
			query:  `{ book(id: "b") { tags } }`,
			book:   testschema.Book{Tags: []string{"a\xffb"}},
			gqlgen: answer{"{\"book\":{\"tags\":[\"a\xffb\"]}}", nil},
			want:   answer{`{"book":{"tags":["a` + "\ufffd" + `b"]}}`, nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPair()
			c.book.World = world
			cfg := testschema.Config{Resolvers: oddBooks{&testschema.Resolver{World: world}, &c.book}}
			oracle := run(t, p.executor(testschema.NewExecutableSchema(cfg)), request{query: c.query})
			if oracle.data != c.gqlgen.data || !slices.Equal(oracle.errors, c.gqlgen.errors) {
				t.Errorf("gqlgen does otherwise by now: %q", oracle)
			}
			got := run(t, p.executor(testschema.NewBreadthSchema(cfg)), request{query: c.query})
			if got.data != c.want.data || !slices.Equal(got.errors, c.want.errors) {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSomethingUnknownBehindAnInterfaceIsAnError(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	a, _ := p.compare(t, request{query: `{ book(id: "b1") { id oddNodes { id } } }`})
	if a.data != `{"book":{"id":"b1","oddNodes":null}}` || len(a.errors) != 1 {
		t.Errorf("got %v", a)
	}
}

func TestStringsAreEscapedAsGqlgenDoes(t *testing.T) {
	t.Parallel()
	var every strings.Builder
	for r := rune(0); r < 0x180; r++ {
		every.WriteRune(r)
	}
	every.WriteString("\u2028\u2029\ufeff𝄞")
	text := every.String()
	p := newPair()
	cfg := testschema.Config{Resolvers: oddBooks{&testschema.Resolver{World: p.world}, &testschema.Book{Tags: []string{text, ""}}}}
	req := request{query: `{ book(id: "b") { tags } }`}
	want := run(t, p.executor(testschema.NewExecutableSchema(cfg)), req)
	if got := run(t, p.executor(testschema.NewBreadthSchema(cfg)), req); got.data != want.data {
		t.Errorf("\n got %q\nwant %q", got.data, want.data)
	}
}

func TestIntrospectionIsGqlgens(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	for _, query := range []string{
		`{ s: __schema { queryType { name fields { name type { kind name ofType { name } } } } } number __typename }`,
		`query($n: String!) { __type(name: $n) { name kind interfaces { name } fields(includeDeprecated: true) { args { name defaultValue } } } }`,
		`{ __type(name: "Nothing") { name } ... on Query { t: __type(name: "Genre") { enumValues { name } } } }`,
	} {
		p.compare(t, request{query, map[string]any{"n": "Book"}})
	}
}

func TestAFieldThroughAnInterfaceIsTheObjectsOwn(t *testing.T) {
	t.Parallel()
	p := newPair()
	for p.world.Seed = 0; p.world.Seed < 200; p.world.Seed++ {
		// Priced.mainAuthor is nullable, Book.mainAuthor is not.
		a, _ := p.compare(t, request{query: `{ node(id: "b1") { ...on Priced { mainAuthor { id } } } }`})
		if a.data == `{"node":null}` && len(a.errors) == 1 && strings.Contains(a.errors[0], "Book.mainAuthor") {
			return
		}
	}
	t.Error("no world where the author is missing")
}
