package stock

import (
	"context"

	"rapporteur/bench/dataset"
)

type resolver struct{ x *dataset.Index }

type (
	queryResolver        struct{ *resolver }
	questionResolver     struct{ *resolver }
	personResolver       struct{ *resolver }
	textResolver         struct{ *resolver }
	textDocumentResolver struct{ *resolver }
)

func (r *resolver) Query() QueryResolver               { return queryResolver{r} }
func (r *resolver) Question() QuestionResolver         { return questionResolver{r} }
func (r *resolver) Person() PersonResolver             { return personResolver{r} }
func (r *resolver) Text() TextResolver                 { return textResolver{r} }
func (r *resolver) TextDocument() TextDocumentResolver { return textDocumentResolver{r} }

func (r queryResolver) Text(_ context.Context, acronym string) (*dataset.Text, error) {
	return r.x.ByAcronym[acronym], nil
}

func (r queryResolver) Question(_ context.Context, label string) (*dataset.Question, error) {
	return r.x.ByLabel[label], nil
}

func (r queryResolver) Editor(_ context.Context, name string) (*dataset.Person, error) {
	return r.x.ByName[name], nil
}

func (questionResolver) Texts(ctx context.Context, q *dataset.Question, first *int) (*TextConnection, error) {
	return page(ctx, q.ID, first)
}

func (personResolver) Texts(ctx context.Context, p *dataset.Person, first *int) (*TextConnection, error) {
	return page(ctx, p.ID, first)
}

func page(ctx context.Context, parent string, first *int) (*TextConnection, error) {
	texts, err := of(ctx).textsOf.Load(ctx, parent)
	if err != nil {
		return nil, err
	}
	size := 20
	if first != nil {
		size = *first
	}
	return &TextConnection{Nodes: texts[:min(size, len(texts))], TotalCount: len(texts)}, nil
}

func (textResolver) Questions(ctx context.Context, t *dataset.Text) ([]*dataset.Question, error) {
	return of(ctx).questions.LoadAll(ctx, t.Questions)
}

func (textResolver) Editors(ctx context.Context, t *dataset.Text) ([]*dataset.Person, error) {
	return of(ctx).people.LoadAll(ctx, t.Editors)
}

func (textResolver) Equivalents(ctx context.Context, t *dataset.Text) ([]*dataset.Specification, error) {
	return of(ctx).specifications.LoadAll(ctx, t.Equivalents)
}

func (textDocumentResolver) Document(ctx context.Context, d *dataset.TextDocument) (*dataset.Document, error) {
	return of(ctx).documents.Load(ctx, d.Document)
}
