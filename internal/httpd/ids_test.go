package httpd

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
)

// idArguments has an operation for each argument and input field of type ID, with %s in the place of the id. A new one
// fails TestEveryArgumentTakesOldIDs until it is named here. The id is the first of renamed that begins as the kind does;
// of kinds whose ids never change, the test takes the second and requires that another kind of id is INVALID.
var idArguments = map[string]struct{ kind, operation string }{
	"Query.node(id)":          {"text", `{ node(id: %q) { id } }`},
	"Query.nodes(ids)":        {"person", `{ nodes(ids: [%q, "text:17:x.1332"]) { id } }`},
	"Query.meeting(id)":       {"meeting", `{ meeting(id: %q) { id } }`},
	"Query.report(id)":        {"report", `{ report(id: %q) { id } }`},
	"Query.neighbors(id)":     {"person", `{ neighbors(id: %q) { nodes { id } edges { kind from { id } to { id } } } }`},
	"Query.path(from)":        {"person", `{ path(from: %q, to: "person:koji-nakao") { length nodes { id } } }`},
	"Query.path(to)":          {"text", `{ path(from: "person:koji-nakao", to: %q) { length nodes { id } } }`},
	"TextFilter.editors":      {"person", `{ texts(filter: {editors: [%q]}) { totalCount nodes { id } } facets(filter: {editors: [%[1]q]}) { total } }`},
	"TextFilter.meetings":     {"meeting", `{ texts(filter: {meetings: [%q]}) { totalCount } facets(filter: {meetings: [%[1]q]}) { total } }`},
	"DecisionFilter.meetings": {"meeting", `{ texts(filter: {decided: {meetings: [%q]}}) { totalCount } facets(filter: {decided: {meetings: [%[1]q]}}) { total } }`},
	"DocumentFilter.meeting":  {"meeting", `{ documents(filter: {meeting: %q}) { totalCount } }`},
	"ActionFilter.meeting":    {"meeting", `{ actions(filter: {meeting: %q}) { totalCount } }`},
	"MergePeopleInput.into":   {"person", `mutation { mergePeople(input: {into: %q, from: ["person:feng-gao"]}) { person { id spellings } } }`},
	"MergePeopleInput.from":   {"person", `mutation { mergePeople(input: {into: "person:feng-gao", from: [%q]}) { person { id spellings } } }`},
	"SplitPersonInput.id":     {"person", `mutation { splitPerson(input: {id: %q, spellings: ["Ikkyun Kim"]}) { kept { id spellings } split { id spellings } } }`},
}

// renamed are old ids, and the ids by which their nodes go after renaming.
var renamed = []struct{ kind, old, current string }{
	{"person", "person:ikkyun-kim", "person:changoh-kim"},
	{"text", "text:17:x.677", "text:17:x.uav-oid"},
	{"meeting", "", "meeting:17:2019-08-27"},
	{"report", "", "report:17:2019-08-27"},
}

// renaming opens the sample with those ids.
func renaming(t *testing.T) (*graphtest.Graph, *Server) {
	g := graphtest.Sample(t)
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:changoh-kim", []standards.PersonID{"person:ikkyun-kim"}); err != nil {
		t.Fatal(err)
	}
	return g, New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced(), Keys: []Key{AdminKey(adminToken)}})
}

// An id that a node had before answers as its id of today does, in every argument of the schema.
func TestEveryArgumentTakesOldIDs(t *testing.T) {
	t.Parallel()
	all := idCoordinates(t)
	for name := range idArguments {
		if !slices.Contains(all, name) {
			t.Errorf("%s is not in the schema", name)
		}
	}
	_, reader := renaming(t)
	for _, name := range all {
		t.Run(name, func(t *testing.T) {
			c, ok := idArguments[name]
			if !ok {
				t.Fatal("name an operation in idArguments that shows that it takes old ids")
			}
			at := slices.IndexFunc(renamed, func(r struct{ kind, old, current string }) bool { return r.kind == c.kind })
			old, current := renamed[at].old, renamed[at].current
			answer := func(id string) string {
				s := reader
				if strings.HasPrefix(c.operation, "mutation") {
					_, s = renaming(t)
				}
				return mutate(t, s, adminToken, fmt.Sprintf(c.operation, id), nil)
			}
			want := answer(current)
			if strings.Contains(want, `"errors"`) || strings.Contains(want, "null") || strings.Contains(want, `:0`) {
				t.Fatalf("the id of today: %s", want)
			}
			if old == "" && strings.Contains(name, "Filter.") {
				if got := answer("person:koji-nakao"); !strings.Contains(got, `"code":"INVALID"`) {
					t.Errorf("an id of another kind: %s", got)
				}
			} else if old != "" {
				if got := answer(old); got != want {
					t.Errorf("the old id:      %s\nthe id of today: %s", got, want)
				}
			}
		})
	}
}

// idCoordinates are all arguments and input fields of type ID, or of lists of it.
func idCoordinates(t *testing.T) []string {
	var all []string
	for _, d := range definitions(ownSchema(t)) {
		for _, f := range d.Fields {
			if d.Kind == ast.InputObject && f.Type.Name() == "ID" {
				all = append(all, d.Name+"."+f.Name)
			}
			for _, a := range f.Arguments {
				if a.Type.Name() == "ID" && !strings.HasPrefix(f.Name, "__") {
					all = append(all, fmt.Sprintf("%s.%s(%s)", d.Name, f.Name, a.Name))
				}
			}
		}
	}
	if len(all) < 14 {
		t.Fatalf("only %v were found", all)
	}
	return all
}

// An id of nothing matches nothing in a filter, and is an error where a node is needed.
func TestIDsOfNothing(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for query, want := range map[string]string{
		`{ texts(filter: {editors: ["person:nobody"]}) { totalCount } }`:                      `{"data":{"texts":{"totalCount":0}}}`,
		`{ texts(filter: {editors: ["person:nobody", "person:koji-nakao"]}) { totalCount } }`: `{"data":{"texts":{"totalCount":4}}}`,
		`{ texts(filter: {meetings: ["meeting:17:1999-01-01"]}) { totalCount } }`:             `{"data":{"texts":{"totalCount":0}}}`,
		`{ actions(filter: {questions: ["question:17:2013-2016:6"]}) { totalCount } }`:        `{"data":{"actions":{"totalCount":0}}}`,
		`{ texts(filter: {questions: []}) { totalCount } }`:                                   `{"data":{"texts":{"totalCount":0}}}`,
		`{ node(id: "person:nobody") { id } meeting(id: "meeting:17:1999-01-01") { id } }`:    `{"data":{"meeting":null,"node":null}}`,
		`{ neighbors(id: "person:nobody") { truncated } }`:                                    `"code":"NOT_FOUND"`,
		`{ texts(filter: {editors: ["koji-nakao"]}) { totalCount } }`:                         `editors: \"koji-nakao\" is not an id that begins with person:`,
	} {
		var compact map[string]any
		if err := json.Unmarshal(ask(t, s, query, nil), &compact); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(compact)
		if err != nil || !strings.Contains(string(got), want) {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
