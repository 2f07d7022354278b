package httpd

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"rapporteur/internal/graphtest"
)

// What it costs to refuse, or to take in, a document that was not met before.
func BenchmarkDocument(b *testing.B) {
	d := newGraphQLOf(b).documents
	for name, document := range map[string]string{
		"2^100 fields in fragments":      graphtest.Bomb(100),
		"400 aliases":                    "{ texts { nodes {" + graphtest.Each(400, " a%d: title") + "} } }",
		"1,900 repeated fields":          "{ texts { nodes {" + strings.Repeat(" title", 1900) + "} } }",
		"1,900 unknown fields":           "{ texts { nodes {" + graphtest.Each(1900, " a%d") + "} } }",
		"100,000 braces":                 strings.Repeat("{", 100_000),
		"270 inline fragments, valid":    "{ texts { nodes {" + strings.Repeat(" ... { studyGroup { id } }", 270) + "} } }",
		"90 fragments in a row, valid":   "{ texts { nodes {" + graphtest.Each(90, " ...F%d") + "} } }" + graphtest.Each(90, " fragment F%d on Text { studyGroup { id } }"),
		"400 inline fragments, conflict": "{ texts { nodes {" + strings.Repeat(" ... { id: title } ... { id }", 180) + "} } }",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = d.read(document)
			}
		})
	}
}

func BenchmarkCost(b *testing.B) {
	g := newGraphQLOf(b)
	doc, errs := g.documents.read("{ question(label: \"1/17\") { texts(first: 100) { nodes { editors { name texts(first: 10) { totalCount nodes { acronym questions { label } } } } } } } }")
	if errs != nil {
		b.Fatal(errs)
	}
	oc := &graphql.OperationContext{Doc: doc.parsed, Operation: doc.parsed.Operations[0]}
	b.ReportAllocs()
	for b.Loop() {
		g.costs.cost(oc)
	}
}

// The way from the executor's bytes to the connection, beside what encoding/json makes of the same answer.
func BenchmarkAnswer(b *testing.B) {
	s := newServer(graphtest.Open(b))
	data := append(append([]byte(`{"texts":"`), strings.Repeat("an answer of 200 kB ", 10_000)...), `"}`...)
	resp := &graphql.Response{Data: data}
	w := &nowhere{header: http.Header{}}
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.answer(w, typeJSON, http.StatusOK, resp)
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			encoded, err := json.Marshal(resp)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = w.Write(encoded)
		}
	})
}

// A whole request of about 190 objects.
func BenchmarkRequest(b *testing.B) {
	s := newServer(graphtest.Sample(b))
	body := query("{ texts(first: 95) { nodes { acronym title kind status editors { name } } } }")
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := &nowhere{header: http.Header{}}
		s.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			b.Fatal(w.status)
		}
	}
}

type nowhere struct {
	header http.Header
	status int
}

func (w *nowhere) Header() http.Header         { return w.header }
func (w *nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (w *nowhere) WriteHeader(status int)      { w.status = status }
