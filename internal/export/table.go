package export

import (
	"context"
	"io"
	"strings"

	"rapporteur/internal/standards"
)

// table takes rows, whose cells are strings and ints. At its end it writes what is left of them, unless filling it
// failed.
type table interface {
	row(cells []any) error
	end(failed error) error
}

// column is a column of a table.
type column struct {
	name  string
	width float64 // in characters, where it can be set
}

type newTable func(io.Writer, []column) (table, error)

// write makes a table of the rows that fill appends.
func (create newTable) write(w io.Writer, columns []column, fill func(table) error) error {
	t, err := create(w, columns)
	if err != nil {
		return err
	}
	return t.end(fill(t))
}

func textColumns() []column {
	return []column{
		{"Acronym", 16}, {"Provisional name", 16}, {"Other names", 16}, {"Title", 60}, {"Kind", 16}, {"Status", 14}, {"Novelty", 9},
		{"Questions", 12}, {"Editors", 40}, {"TDs", 16}, {"Equivalents", 24}, {"Start of work", 12}, {"Target", 12}, {"Target action", 14},
		{"Study Group", 12}, {"Id", 28},
	}
}

func textTable(create newTable) func(context.Context, *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
		each, err := s.texts(ctx)
		return func(ctx context.Context, w io.Writer) error {
			return create.write(w, textColumns(), func(t table) error {
				return each(ctx, func(page []*standards.Text) error { return s.textRows(ctx, page, t) })
			})
		}, err
	}
}

func (s *source) textRows(ctx context.Context, page []*standards.Text, into table) error {
	var r references
	for _, t := range page {
		r.text(t)
	}
	n, err := s.names(ctx, &r)
	if err != nil {
		return err
	}
	for _, t := range page {
		if err := into.row([]any{
			deref(t.Acronym), deref(t.ProvisionalName), strings.Join(t.OtherNames, "; "), deref(t.Title), words(t.Kind), words(t.Status), words(t.Novelty),
			list(t.QuestionIDs, n.questions), list(t.EditorIDs, n.people), list(documents(t), n.documents), list(t.EquivalentIDs, n.specifications),
			string(t.StartOfWork), string(t.Target), words(t.TargetAction), n.groups[t.StudyGroupID], string(t.ID),
		}); err != nil {
			return err
		}
	}
	return nil
}

func actionColumns() []column {
	return []column{
		{"Acronym", 16}, {"Provisional name", 16}, {"Other names", 16}, {"Title", 60}, {"Kind", 16},
		{"Meeting", 40}, {"Date", 12}, {"Action", 14}, {"Novelty", 9}, {"Questions", 12}, {"Editors", 40}, {"TD", 14}, {"Equivalents", 24},
		{"Start of work", 12}, {"Target", 12}, {"Target action", 14}, {"Study Group", 12},
		{"Section", 30}, {"First line", 10}, {"Last line", 10}, {"Text id", 28}, {"Id", 40},
	}
}

func actionTable(create newTable) func(context.Context, *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
		each, err := s.texts(ctx)
		return func(ctx context.Context, w io.Writer) error {
			return create.write(w, actionColumns(), func(t table) error {
				return each(ctx, func(page []*standards.Text) error { return s.actionRows(ctx, page, t) })
			})
		}, err
	}
}

// actionRows are the timelines of a page of texts, oldest action first: all of it, or the decisions that the selection is of.
func (s *source) actionRows(ctx context.Context, page []*standards.Text, into table) error {
	var ids []standards.ActionID
	for _, t := range page {
		ids = append(ids, t.ActionIDs...)
	}
	actions, err := s.Actions.Get(ctx, ids)
	if err != nil {
		return err
	}
	var r references
	for _, a := range actions {
		r.action(a)
	}
	n, err := s.names(ctx, &r)
	if err != nil {
		return err
	}
	for _, t := range page {
		for _, id := range t.ActionIDs {
			if a := actions[id]; a != nil && s.decided.Selects(a.Decision()) {
				if err := into.row(actionRow(t, a, n)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func actionRow(t *standards.Text, a *standards.Action, n *names) []any {
	return []any{
		deref(t.Acronym), deref(t.ProvisionalName), strings.Join(t.OtherNames, "; "), deref(t.Title), words(t.Kind),
		n.meetings[a.MeetingID], string(a.Date), words(a.Kind), words(a.Novelty), list(a.QuestionIDs, n.questions), printed(a), carrier(a, n),
		list(a.EquivalentIDs, n.specifications), string(a.StartOfWork), string(a.Target), words(a.TargetAction), n.groups[a.StudyGroupID],
		a.Source.Section, a.Source.FirstLine, a.Source.LastLine, string(t.ID), string(a.ID),
	}
}

// printed are the editors as the row lists them, each once.
func printed(a *standards.Action) string {
	var out []string
	seen := map[standards.PersonID]bool{}
	for _, e := range a.EditorLinks {
		if !seen[e.PersonID] {
			seen[e.PersonID] = true
			out = append(out, e.Name)
		}
	}
	return strings.Join(out, "; ")
}
