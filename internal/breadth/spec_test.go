package breadth_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/breadth/oracle"
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
		gqlgen oracle.Answer
		want   oracle.Answer
	}{
		"a null element of a list of scalars has its index": {
			query:  `{ book(id: "b") { oddLabels } }`,
			book:   testschema.Book{OddLabels: []*string{&text, nil}},
			gqlgen: oracle.Answer{Data: `{"book":{"oddLabels":null}}`, Errors: []string{"book.oddLabels: cannot return null for non-null field Book.oddLabels (String!): the model struct field was nil and the field has no resolver"}},
			want:   oracle.Answer{Data: `{"book":{"oddLabels":null}}`, Errors: []string{"book.oddLabels[1]: cannot return null for non-null element of field Book.oddLabels (String!): the list element was nil"}},
		},
		"a marshaler that writes null in a non-null position": {
			query:  `{ book(id: "b") { oddDate } }`,
			gqlgen: oracle.Answer{Data: `{"book":{"oddDate":null}}`},
			want:   oracle.Answer{Data: `{"book":null}`, Errors: []string{"book.oddDate: cannot return null for non-null field Book.oddDate (Date!): the marshaler returned null for a non-nil value"}},
		},
		"a marshaler that fails in a non-null position": {
			query:  `{ book(id: "b") { oddSecret } }`,
			book:   testschema.Book{OddSecret: "bad"},
			gqlgen: oracle.Answer{Data: `{"book":{"oddSecret":null}}`, Errors: []string{"book.oddSecret: secret is bad"}},
			want:   oracle.Answer{Data: `{"book":null}`, Errors: []string{"book.oddSecret: secret is bad"}},
		},
		"a marshaler that fails halfway": {
			query:  `{ book(id: "b") { secret } }`,
			book:   testschema.Book{Secret: &half},
			gqlgen: oracle.Answer{Data: `{"book":{"secret":"halfnull}}`, Errors: []string{"book.secret: secret is bad"}},
			want:   oracle.Answer{Data: `{"book":{"secret":null}}`, Errors: []string{"book.secret: secret is bad"}},
		},
		"a typed nil behind an interface in a non-null position": {
			query:  `{ book(id: "b") { oddNode { id } } }`,
			gqlgen: oracle.Answer{Data: `{"book":null}`},
			want:   oracle.Answer{Data: `{"book":null}`, Errors: []string{"book.oddNode: cannot return null for non-null field Book.oddNode (Node!): the resolver returned nil"}},
		},
		"one response key through two unrelated interfaces": {
			query:  `{ book(id: "b") { ...on Titled { size { width } } ...on Sized { size { height depth } } } }`,
			book:   testschema.Book{Size: testschema.Size{Width: 1, Height: new(int), Depth: new(int)}},
			gqlgen: oracle.Answer{Data: `{"book":{"size":{"width":1}}}`},
			want:   oracle.Answer{Data: `{"book":{"size":{"width":1,"height":0,"depth":0}}}`},
		},
		"the default of an argument through an interface": {
			query:  `{ book(id: "b") { ...on Titled { greeting } } }`,
			gqlgen: oracle.Answer{Data: `{"book":{"greeting":"Hi"}}`},
			want:   oracle.Answer{Data: `{"book":{"greeting":"Hello"}}`},
		},
		"a string that is not UTF-8": {
			query:  `{ book(id: "b") { tags } }`,
			book:   testschema.Book{Tags: []string{"a\xffb"}},
			gqlgen: oracle.Answer{Data: "{\"book\":{\"tags\":[\"a\xffb\"]}}"},
			want:   oracle.Answer{Data: `{"book":{"tags":["a` + "\ufffd" + `b"]}}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPair()
			c.book.World = world
			cfg := testschema.Config{Resolvers: oddBooks{&testschema.Resolver{World: world}, &c.book}}
			theirs := run(t, p.executor(testschema.NewExecutableSchema(cfg)), request{Query: c.query})
			if theirs.Data != c.gqlgen.Data || !slices.Equal(theirs.Errors, c.gqlgen.Errors) {
				t.Errorf("gqlgen does otherwise by now: %q", theirs)
			}
			got := run(t, p.executor(testschema.NewBreadthSchema(cfg)), request{Query: c.query})
			if got.Data != c.want.Data || !slices.Equal(got.Errors, c.want.Errors) {
				t.Errorf("\n got %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSomethingUnknownBehindAnInterfaceIsAnError(t *testing.T) {
	t.Parallel()
	p := newPair()
	p.world.Calm = true
	a, _ := p.compare(t, request{Query: `{ book(id: "b1") { id oddNodes { id } } }`})
	if a.Data != `{"book":{"id":"b1","oddNodes":null}}` || len(a.Errors) != 1 {
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
	req := request{Query: `{ book(id: "b") { tags } }`}
	want := run(t, p.executor(testschema.NewExecutableSchema(cfg)), req)
	if got := run(t, p.executor(testschema.NewBreadthSchema(cfg)), req); got.Data != want.Data {
		t.Errorf("\n got %q\nwant %q", got.Data, want.Data)
	}
}

func TestAFieldThroughAnInterfaceIsTheObjectsOwn(t *testing.T) {
	t.Parallel()
	p := newPair()
	for p.world.Seed = 0; p.world.Seed < 200; p.world.Seed++ {
		// Priced.mainAuthor is nullable, Book.mainAuthor is not.
		a, _ := p.compare(t, request{Query: `{ node(id: "b1") { ...on Priced { mainAuthor { id } } } }`})
		if a.Data == `{"node":null}` && len(a.Errors) == 1 && strings.Contains(a.Errors[0], "Book.mainAuthor") {
			return
		}
	}
	t.Error("no world where the author is missing")
}
