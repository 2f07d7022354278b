package dataset

import (
	"fmt"
	"slices"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Report is the report of one made-up meeting with this many texts: of 14 Questions, with one to five of n/5 editors, a
// temporary document each and, every fifth, a second one that justified its beginning, and every third a twin
// specification. The same n gives the same report.
func Report(n int) *source.Facts {
	r := graphtest.SyntheticReport(n)
	for i := 0; i < n; i += 5 {
		row := r.Statements[i]
		row.Kind, row.Number = standards.NewWorkItem, len(r.Statements)+1
		row.Document, row.DocumentRole = source.TD{Number: fmt.Sprintf("TD%d", len(r.Statements)+1)}, standards.A1Justification
		r.Statements = append(r.Statements, row)
	}
	return r
}

// Meetings are the report in parts of about so many rows, each of a meeting of its own: what one meeting decided is kept
// with it, in one document. All rows of a text are in one part, so that the graph stays the same.
func Meetings(r *source.Facts, rows int) []*source.Facts {
	of := map[string]int{}
	var parts []*source.Facts
	day, err := time.Parse(time.DateOnly, string(r.Meeting.Start))
	if err != nil {
		panic(err) // it is written above
	}
	for _, row := range r.Statements {
		i, ok := of[row.Acronym]
		if !ok {
			if i = len(parts) - 1; i < 0 || len(parts[i].Statements) >= rows {
				part := *r
				part.Statements = nil
				i++
				part.Meeting.Start = standards.PartialDate(day.AddDate(0, 0, -i).Format(time.DateOnly))
				parts = append(parts, &part)
			}
			of[row.Acronym] = i
		}
		parts[i].Statements = append(parts[i].Statements, row)
	}
	return parts
}

// New is the graph that the report states, told without the help of Rapporteur's own import: what both make of the
// report is compared before anything is timed.
func New(r *source.Facts) *Graph {
	g := &Graph{}
	period, group := standards.StudyPeriod(r.Meeting.Start), standards.NewStudyGroupID(r.Meeting.StudyGroup)
	texts := map[string]*Text{}
	first := once()
	for i := range r.Statements {
		row := &r.Statements[i]
		t := texts[row.Acronym]
		if t == nil {
			t = &Text{
				ID: string(standards.NewTextID(group, standards.NameKey(row.Acronym))), Acronym: row.Acronym, Title: row.Title, Equivalents: []string{},
			}
			texts[row.Acronym] = t
			g.Texts = append(g.Texts, t)
		}
		for _, q := range row.Questions {
			id := string(standards.NewQuestionID(q.Group, period, q.Number))
			add(&t.Questions, id)
			if first(id) {
				g.Questions = append(g.Questions, &Question{ID: id, Label: fmt.Sprintf("Q%d/%d", q.Number, q.Group)})
			}
		}
		for _, name := range row.Editors {
			id := string(standards.NewPersonID(standards.FoldName(name)))
			add(&t.Editors, id)
			if first(id) {
				g.People = append(g.People, &Person{ID: id, Name: name})
			}
		}
		for _, s := range row.Equivalents {
			id := string(standards.NewSpecificationID(s))
			add(&t.Equivalents, id)
			if first(id) {
				g.Specifications = append(g.Specifications, &Specification{ID: id, Identifier: s.String()})
			}
		}
		d := string(standards.NewDocumentID(group, period, row.Document.Number))
		t.carriedBy(row, d)
		if first(d) {
			g.Documents = append(g.Documents, &Document{ID: d, Number: row.Document.Number})
		}
	}
	return g
}

// once says of an id whether it is asked about for the first time.
func once() func(id string) bool {
	seen := map[string]bool{}
	return func(id string) bool {
		known := seen[id]
		seen[id] = true
		return !known
	}
}

// carriedBy adds a document: the justification of a new work item comes before the text in its life.
func (t *Text) carriedBy(row *source.Statement, document string) {
	at := len(t.Documents)
	if row.Kind == standards.NewWorkItem {
		at = 0
	}
	t.Documents = slices.Insert(t.Documents, at, TextDocument{Role: string(row.DocumentRole), Document: document})
}

func add(list *[]string, id string) {
	if !slices.Contains(*list, id) {
		*list = append(*list, id)
	}
}
