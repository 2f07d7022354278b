// Package dataset is the graph that all servers of the benchmark serve: texts of Questions with their editors, temporary
// documents and twin specifications. It is kept as a file of JSON lines, one node a line, which every server reads.
package dataset

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// Question is a Question; its texts are those that name it.
type Question struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Person is an editor; their texts are those that name them.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Document is a temporary document.
type Document struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

// Specification is the twin of a text at another organization.
type Specification struct {
	ID         string `json:"id"`
	Identifier string `json:"identifier"`
}

// Text is a text with the ids of what it leads to.
type Text struct {
	ID          string         `json:"id"`
	Acronym     string         `json:"acronym"`
	Title       string         `json:"title"`
	Questions   []string       `json:"questions"`
	Editors     []string       `json:"editors"`
	Documents   []TextDocument `json:"documents"`
	Equivalents []string       `json:"equivalents"`
}

// TextDocument is what a temporary document holds of a text.
type TextDocument struct {
	Role     string `json:"role"`
	Document string `json:"document"`
}

// Graph is the whole data set. Texts are in the order of their acronyms, which is the order of every list of texts.
type Graph struct {
	Questions      []*Question
	People         []*Person
	Documents      []*Document
	Specifications []*Specification
	Texts          []*Text
}

// line is one node of the file: one of its fields is set.
type line struct {
	Question      *Question      `json:"question,omitempty"`
	Person        *Person        `json:"person,omitempty"`
	Document      *Document      `json:"document,omitempty"`
	Specification *Specification `json:"specification,omitempty"`
	Text          *Text          `json:"text,omitempty"`
}

// Write writes the graph, nodes before what leads to them.
func (g *Graph) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	var err error
	put := func(l line) {
		if err == nil {
			err = e.Encode(l)
		}
	}
	for _, q := range g.Questions {
		put(line{Question: q})
	}
	for _, p := range g.People {
		put(line{Person: p})
	}
	for _, d := range g.Documents {
		put(line{Document: d})
	}
	for _, s := range g.Specifications {
		put(line{Specification: s})
	}
	for _, t := range g.Texts {
		put(line{Text: t})
	}
	if err != nil {
		return err
	}
	return b.Flush()
}

// Read reads a graph from a file.
func Read(name string) (*Graph, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g := &Graph{}
	d := json.NewDecoder(bufio.NewReader(f))
	for n := 1; ; n++ {
		var l line
		switch err := d.Decode(&l); {
		case err == io.EOF:
			return g, nil
		case err != nil:
			return nil, fmt.Errorf("%s: node %d: %w", name, n, err)
		case l.Question != nil:
			g.Questions = append(g.Questions, l.Question)
		case l.Person != nil:
			g.People = append(g.People, l.Person)
		case l.Document != nil:
			g.Documents = append(g.Documents, l.Document)
		case l.Specification != nil:
			g.Specifications = append(g.Specifications, l.Specification)
		case l.Text != nil:
			g.Texts = append(g.Texts, l.Text)
		default:
			return nil, fmt.Errorf("%s: node %d is of no known kind", name, n)
		}
	}
}
