package httpd

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/graph"
	"rapporteur/internal/budget"
	"rapporteur/internal/graphtest"
)

func TestTheCostOfAnOperation(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	for name, c := range map[string]struct {
		document  string
		variables string
		cost      int
	}{
		"a leaf":                       {`{ __typename }`, `{}`, 1},
		"one object":                   {`{ text(acronym: "x") { id } }`, `{}`, 6},                                             // 5.1
		"a page unless said":           {`{ texts { nodes { id } } }`, `{}`, 222},                                              // 200 + 20 * 1.1
		"a page of ten":                {`{ texts(first: 10) { nodes { id } } }`, `{}`, 211},                                   // 200 + 10 * 1.1
		"a page of ten by variable":    {`query($n: Int) { texts(first: $n) { nodes { id } } }`, `{"n": 10}`, 211},             //
		"the last three":               {`{ texts(last: 3) { edges { node { id } } } }`, `{}`, 207},                            // 200 + 3 * 2.1
		"leaves beside the list":       {`{ texts(first: 10) { totalCount pageInfo { hasNextPage } } }`, `{}`, 202},            // 200 + 0.1 + 1.1
		"a filter":                     {`{ texts(first: 10, filter: {search: "x"}) { nodes { id } } }`, `{}`, 2211},           // 2,000 + 211
		"no filter":                    {`query($f: TextFilter) { texts(first: 10, filter: $f) { nodes { id } } }`, `{}`, 211}, //
		"a list without pages":         {`{ texts(first: 10) { nodes { editors { id } } } }`, `{}`, 243},                       // 200 + 10 * (1 + 3 * 1.1)
		"ids":                          {`{ nodes(ids: ["a", "b"]) { id } }`, `{}`, 11},                                        // 2 * 5.1
		"ids by variable":              {`query($i: [ID!]!) { nodes(ids: $i) { id } }`, `{"i": ["a","b","c","d"]}`, 21},        // 4 * 5.1
		"a fragment on two pages":      {`{ a: texts(first: 2) { ...F } b: texts(first: 5) { ...F } } fragment F on TextConnection { nodes { id } }`, `{}`, 408},
		"facets, of which many values": {`{ facets { byEditor { value count } } }`, `{}`, 10060}, // 10,000 + 50 * 1.2
	} {
		_, a := post(t, s, nil, `{"query":`+quoted(c.document)+`,"variables":`+c.variables+`,"extensions":{"cost":true}}`)
		if a.Extensions.Cost.Requested != c.cost || a.Extensions.Cost.Limit != 50_000 {
			t.Errorf("%s: cost %+v, want %d; errors %v", name, a.Extensions.Cost, c.cost, a.Errors)
		}
	}
	if _, a := post(t, s, nil, query(`{ __typename }`)); a.Extensions.Cost.Limit != 0 {
		t.Error("the cost is in an answer although nobody asked")
	}
}

func TestIntrospectionAsToolsSendItIsWithinTheCost(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Open(t))
	_, a := post(t, s, nil, `{"query":`+quoted(introspection)+`,"extensions":{"cost":true}}`)
	if n := a.Extensions.Cost.Requested; n < 5_000 || n > 40_000 || len(a.Errors) > 0 {
		t.Errorf("cost %d, errors %v", n, a.Errors)
	}
}

// Every list of the schema says how long it is, and every weight is a number.
func TestTheSchemaHasTheSizeOfEachList(t *testing.T) {
	t.Parallel()
	schema := graph.NewBreadthSchema(graph.Config{}).Schema()
	for _, typ := range schema.Types {
		for _, f := range typ.Fields {
			where := typ.Name + "." + f.Name
			for _, d := range weightsOf(f) {
				if n, err := strconv.ParseFloat(d.Arguments.ForName("weight").Value.Raw, 64); err != nil || n < 0 {
					t.Errorf("%s: the weight is %s", where, d.Arguments.ForName("weight").Value)
				}
			}
			if typ.BuiltIn || strings.HasPrefix(f.Name, "__") || typ.Kind == "INPUT_OBJECT" {
				continue
			}
			connection := strings.HasSuffix(f.Type.Name(), "Connection")
			list := f.Type.Elem != nil && !strings.HasSuffix(typ.Name, "Connection") && typ.Name != "Neighborhood"
			size := f.Directives.ForName("listSize")
			if (connection || list) != (size != nil) && where != "Query.neighbors" {
				t.Errorf("%s: %s, @listSize %t", where, f.Type, size != nil)
			}
			if connection && size != nil && (size.Arguments.ForName("sizedFields") == nil || size.Arguments.ForName("slicingArguments") == nil) {
				t.Errorf("%s: @listSize of a connection needs sizedFields and slicingArguments", where)
			}
		}
	}
}

func TestAnOperationEndsWhenABudgetIsSpent(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	const wide = `{ texts(first: 100) { nodes { title editors { name texts { nodes { title } } } } } }`
	for name, c := range map[string]struct {
		set  func(*Limits)
		flag string
	}{
		"answer":    {func(l *Limits) { l.Answer = 10_000 }, "--max-answer"},
		"steps":     {func(l *Limits) { l.Budget = budget.Limits{Steps: 120} }, "--max-steps"},
		"documents": {func(l *Limits) { l.Budget = budget.Limits{Documents: 120} }, "--max-documents"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := unpaced()
			if _, a := post(t, New(Options{Store: g.Store, Log: discard, Limits: l}), nil, query(wide)); len(a.Errors) > 0 {
				t.Fatalf("within the budgets: %v", a.Errors)
			}
			c.set(&l)
			r, a := post(t, New(Options{Store: g.Store, Log: discard, Limits: l}), nil, query(wide))
			if r.StatusCode != http.StatusBadRequest || a.Data != nil || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "LIMIT" || !strings.Contains(a.Errors[0].Message, c.flag) {
				t.Errorf("%d %s %+v", r.StatusCode, a.Data, a.Errors)
			}
		})
	}
}

// weightsOf are the @cost of a field and of its arguments.
func weightsOf(f *ast.FieldDefinition) (all ast.DirectiveList) {
	all = append(all, f.Directives.ForNames("cost")...)
	for _, a := range f.Arguments {
		all = append(all, a.Directives.ForNames("cost")...)
	}
	return all
}
