package graph

import (
	"context"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

func (textResolver) Statements(ctx context.Context, texts []*standards.Text) ([][]*standards.Statement, error) {
	of, err := loaders.For(ctx).StatementsOf(ctx, pick(texts, func(t *standards.Text) standards.TextID { return t.ID }))
	return pick(texts, func(t *standards.Text) []*standards.Statement { return of[t.ID] }), err
}

func (equivalenceResolver) Specification(ctx context.Context, all []*standards.Equivalence) ([]*standards.Specification, error) {
	return required(loaders.For(ctx).Specifications.Each(ctx, pick(all, func(e *standards.Equivalence) standards.SpecificationID { return e.SpecificationID })))
}

func (targetChangeResolver) Report(ctx context.Context, changes []*standards.TargetChange) ([]*standards.Report, error) {
	return required(loaders.For(ctx).Reports.Each(ctx, pick(changes, func(c *standards.TargetChange) standards.ReportID { return c.ReportID })))
}

func (statementResolver) Report(ctx context.Context, statements []*standards.Statement) ([]*standards.Report, error) {
	return required(loaders.For(ctx).Reports.Each(ctx, pick(statements, func(s *standards.Statement) standards.ReportID { return s.ReportID })))
}

func (statementResolver) Questions(ctx context.Context, statements []*standards.Statement) ([][]*standards.Question, error) {
	return loaders.For(ctx).Questions.Lists(ctx, pick(statements, func(s *standards.Statement) []standards.QuestionID { return s.Said.QuestionIDs }))
}

// Editors are the people whom the printed names stand for, each once.
func (statementResolver) Editors(ctx context.Context, statements []*standards.Statement) ([][]*standards.Person, error) {
	var names []string
	for _, s := range statements {
		for _, e := range s.Said.EditorLinks {
			names = append(names, e.Name)
		}
	}
	printed, err := loaders.For(ctx).PeoplePrinted(ctx, names)
	return pick(statements, func(s *standards.Statement) []*standards.Person {
		people := []*standards.Person{}
		seen := map[standards.PersonID]bool{}
		for _, e := range s.Said.EditorLinks {
			if p := printed[e.Name]; p != nil && !seen[p.ID] {
				seen[p.ID] = true
				people = append(people, p)
			}
		}
		return people
	}), err
}
