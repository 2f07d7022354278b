// Package queries holds the three queries of the benchmark and what they are asked about.
package queries

import (
	"embed"
	"encoding/json"
	"strings"

	"rapporteur/bench/dataset"
)

//go:embed *.graphql postgraphile/*.graphql
var files embed.FS

// Query is one query with the names it is asked about, each in turn.
type Query struct {
	Name      string // Q2
	Says      string // what it asks, for readers
	Arguments []string
	text      string
	relations string // the same question in PostGraphile's schema
}

// Over are the queries over a data set.
func Over(g *dataset.Graph) []Query {
	q := []Query{
		{Name: "Q1", Says: "one text with its editors"},
		{Name: "Q2", Says: "a Question's first 50 texts, each with its temporary documents, equivalents and editors, each editor with their first 10 texts"},
		{Name: "Q3", Says: "all texts of an editor, with their Questions and co-editors"},
	}
	for i := range q {
		q[i].text, q[i].relations = read(q[i].Name), read("postgraphile/"+q[i].Name)
	}
	for i := range spread {
		q[0].Arguments = append(q[0].Arguments, g.Texts[i*len(g.Texts)/spread].Acronym)
		q[2].Arguments = append(q[2].Arguments, g.People[i*len(g.People)/spread].Name)
	}
	for _, question := range g.Questions {
		q[1].Arguments = append(q[1].Arguments, question.Label)
	}
	return q
}

// spread is how many texts and editors are asked about: enough that no server answers the same question over and over.
const spread = 200

func read(name string) string {
	text, err := files.ReadFile(strings.ToLower(name) + ".graphql")
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// Bodies are the bodies of requests, one for each argument.
func (q Query) Bodies(relational bool) [][]byte {
	text := q.text
	if relational {
		text = q.relations
	}
	bodies := make([][]byte, len(q.Arguments))
	for i, name := range q.Arguments {
		body, err := json.Marshal(map[string]any{"operationName": q.Name, "query": text, "variables": map[string]any{"name": name}})
		if err != nil {
			panic(err) // strings are never refused
		}
		bodies[i] = body
	}
	return bodies
}
