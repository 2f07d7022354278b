package ingest

import (
	"maps"
	"slices"

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

// NodeChange is a node or an action that an import changes.
type NodeChange struct {
	ID      string
	Outcome Outcome
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
	Outcome                         Outcome // of its action
}

// Changes are the nodes and actions that came into being, changed, or are gone, by id.
func (r *Result) Changes() []*NodeChange {
	var changes []*NodeChange
	for _, id := range slices.Sorted(maps.Keys(r.outcomes)) {
		if outcome := r.outcomes[id]; outcome != Unchanged {
			changes = append(changes, &NodeChange{ID: id, Outcome: outcome})
		}
	}
	return changes
}

// Rows are the rows of the report in its order.
func (r *Result) Rows() []*Row {
	rows := make([]*Row, 0, len(r.facts.Parsed.Statements))
	for i := range r.facts.Parsed.Statements {
		row := newRow(&r.facts.Parsed.Statements[i])
		row.Outcome = r.outcomes[string(r.decisions[r.facts.statements[i].ID])]
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
