// Package twin answers the queries of the benchmark as a handler written by hand for each of them would: plain net/http,
// encoding/json and structs, over the data in memory, linked by pointers. It knows no GraphQL: it goes by the name of the operation.
package twin

import (
	"encoding/json"
	"io"
	"net/http"

	"rapporteur/bench/dataset"
)

type question struct {
	id, label string
	texts     []*text
}

type text struct {
	id, acronym, title string
	questions          []*question
	editors            []*person
	documents          []document
	equivalents        []*dataset.Specification
}

type person struct {
	id, name string
	texts    []*text
}

type document struct {
	role     string
	document *dataset.Document
}

// Twin answers the three queries.
type Twin struct {
	questions map[string]*question // by label
	texts     map[string]*text     // by acronym
	people    map[string]*person   // by name
}

// New links the graph by pointers.
func New(g *dataset.Graph) *Twin {
	w := &Twin{questions: map[string]*question{}, texts: map[string]*text{}, people: map[string]*person{}}
	questions, people := map[string]*question{}, map[string]*person{}
	documents, specifications := map[string]*dataset.Document{}, map[string]*dataset.Specification{}
	for _, q := range g.Questions {
		questions[q.ID] = &question{id: q.ID, label: q.Label}
		w.questions[q.Label] = questions[q.ID]
	}
	for _, p := range g.People {
		people[p.ID] = &person{id: p.ID, name: p.Name}
		w.people[p.Name] = people[p.ID]
	}
	for _, d := range g.Documents {
		documents[d.ID] = d
	}
	for _, s := range g.Specifications {
		specifications[s.ID] = s
	}
	for _, from := range g.Texts {
		t := &text{id: from.ID, acronym: from.Acronym, title: from.Title}
		w.texts[t.acronym] = t
		for _, id := range from.Questions {
			t.questions = append(t.questions, questions[id])
			questions[id].texts = append(questions[id].texts, t)
		}
		for _, id := range from.Editors {
			t.editors = append(t.editors, people[id])
			people[id].texts = append(people[id].texts, t)
		}
		for _, d := range from.Documents {
			t.documents = append(t.documents, document{d.Role, documents[d.Document]})
		}
		for _, id := range from.Equivalents {
			t.equivalents = append(t.equivalents, specifications[id])
		}
	}
	return w
}

// ServeHTTP answers a POST of one operation.
func (w *Twin) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	var request struct {
		OperationName string
		Variables     struct{ Name string }
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, r.Body, 256<<10))
	if err == nil {
		err = json.Unmarshal(body, &request)
	}
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	var data any
	switch request.OperationName {
	case "Q1":
		data = w.text(request.Variables.Name)
	case "Q2":
		data = w.question(request.Variables.Name)
	case "Q3":
		data = w.editor(request.Variables.Name)
	default:
		http.Error(out, "no operation "+request.OperationName, http.StatusBadRequest)
		return
	}
	answer, err := json.Marshal(struct {
		Data any `json:"data"`
	}{data})
	if err != nil {
		http.Error(out, err.Error(), http.StatusInternalServerError)
		return
	}
	out.Header().Set("Content-Type", "application/json")
	_, _ = out.Write(answer) // the client may be gone
}
