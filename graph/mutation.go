package graph

import (
	"context"
	"errors"

	"rapporteur/internal/ingest"
	"rapporteur/internal/report"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

type mutationResolver struct{ store *store.Store }

// Mutation are the resolvers of changes.
func (r *Resolver) Mutation() MutationResolver { return mutationResolver{r.Store} }

func (r mutationResolver) ImportReport(ctx context.Context, input ingest.ImportInput) (*ingest.Result, error) {
	by, err := editor(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := ingest.Read([]byte(input.Content), input.Filename)
	if err != nil {
		return nil, unreadable(err)
	}
	result, err := ingest.Import(ctx, r.store, facts, by, input.DryRun != nil && *input.DryRun)
	loaders.For(ctx).Forget()
	return result, err
}

func (r mutationResolver) MergePeople(ctx context.Context, input ingest.MergeInput) (*MergePeoplePayload, error) {
	by, err := editor(ctx)
	if err != nil {
		return nil, err
	}
	if err := ingest.MergePeople(ctx, r.store, by, input.Into, input.From); err != nil {
		return nil, err
	}
	loaders.For(ctx).Forget()
	person, err := loaders.For(ctx).People.One(ctx, input.Into)
	return &MergePeoplePayload{Person: person}, err
}

func (r mutationResolver) SplitPerson(ctx context.Context, input ingest.SplitInput) (*SplitPersonPayload, error) {
	by, err := editor(ctx)
	if err != nil {
		return nil, err
	}
	split, err := ingest.SplitPerson(ctx, r.store, by, input.ID, input.Spellings)
	if err != nil {
		return nil, err
	}
	loaders.For(ctx).Forget()
	people, err := required(loaders.For(ctx).People.Each(ctx, []standards.PersonID{input.ID, split}))
	if err != nil {
		return nil, err
	}
	return &SplitPersonPayload{Kept: people[0], Split: people[1]}, nil
}

// unreadable makes an error of reading a report fit for a client.
func unreadable(err error) error {
	for _, known := range []error{report.ErrEmpty, report.ErrTooLarge, report.ErrBinary, report.ErrNotRecognised} {
		if errors.Is(err, known) {
			return standards.Errorf(standards.Invalid, "%v", err)
		}
	}
	var own *standards.Error
	if errors.As(err, &own) {
		return standards.Errorf(own.Code, "%v", err)
	}
	return err
}
