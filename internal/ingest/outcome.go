package ingest

import (
	"cmp"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Outcome is what an import does to one node.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "CREATED"
	Updated   Outcome = "UPDATED"
	Deleted   Outcome = "DELETED"
	Unchanged Outcome = "UNCHANGED"
)

// NodeChange is something that an import makes say otherwise: a decision, a meeting, a group, or a text that comes or goes with
// its decisions.
type NodeChange struct {
	ID      string
	Label   string
	Outcome Outcome
	Fields  []*FieldChange
}

// FieldChange is a field of it that says something else: nil where it says nothing.
type FieldChange struct {
	Name          string // as in the store: "title", "source.section"
	Before, After *string
}

// Row is a row of a table of the report, as it was read. What the row lost is empty.
type Row struct {
	Kind                            standards.ActionKind
	Acronym, ProvisionalName, Title *string
	Novelty                         standards.Novelty
	Questions, Editors, Equivalents []string
	Document                        *string
	StartOfWork, Target             standards.PartialDate
	Section                         string
	Number, FirstLine, LastLine     int
	Raw                             string
	Doubts                          []*standards.Doubt
	Outcome                         Outcome // of its action, or of what the page says
}

// Changes are what comes into being, changes or is gone, in the order of Result.Created, Updated and Deleted: what new
// facts make of the graph, in the terms of documents. Lines that moved, rows that got other numbers, and nodes that only list
// others (Questions, people, temporary documents, equivalents) do not count.
func (r *Result) Changes() []*NodeChange { return r.changes }

// Rows are the rows of the report in its order.
func (r *Result) Rows() []*Row {
	rows := make([]*Row, 0, len(r.facts.Parsed.Statements))
	for i := range r.facts.Parsed.Statements {
		row, id := newRow(&r.facts.Parsed.Statements[i]), r.facts.statements[i].ID
		row.Outcome = cmp.Or(r.outcomes[string(r.decisions[id])], r.outcomes[string(id)], Unchanged)
		rows = append(rows, row)
	}
	return rows
}

func newRow(r *source.Statement) *Row {
	row := &Row{
		Kind: r.Kind, Acronym: optional(r.Acronym), ProvisionalName: optional(r.ProvisionalName), Title: optional(r.Title),
		Novelty: r.Novelty, Editors: r.Editors, Document: optional(r.Document.Number), StartOfWork: r.StartOfWork, Target: r.Target,
		Section: r.Section, Number: r.Number, FirstLine: r.FirstLine, LastLine: r.LastLine, Raw: r.Raw, Doubts: r.Doubts,
	}
	for _, q := range r.Questions {
		row.Questions = append(row.Questions, standards.QuestionLabel(q.Number, q.Group))
	}
	for _, e := range r.Equivalents {
		row.Equivalents = append(row.Equivalents, e.String())
	}
	return row
}
