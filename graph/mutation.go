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
	by, err := administrator(ctx)
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
	by, err := administrator(ctx)
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
	by, err := administrator(ctx)
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

// Access is what a request may do.
type Access struct {
	Administrator string // who asks, for the record; empty where nobody is known to be an administrator
	Closed        bool   // no administrator is configured
}

type accessKey struct{}

// WithAccess gives the context of a request its access.
func WithAccess(ctx context.Context, a Access) context.Context {
	return context.WithValue(ctx, accessKey{}, a)
}

// AccessOf is what a request may do.
func AccessOf(ctx context.Context) Access {
	a, ok := ctx.Value(accessKey{}).(Access)
	return Access{Administrator: a.Administrator, Closed: !ok || a.Closed}
}

// administrator is who makes the change. FORBIDDEN where the server has no administrators, UNAUTHENTICATED where the
// request does not show that it comes from one.
func administrator(ctx context.Context) (string, error) {
	switch a := AccessOf(ctx); {
	case a.Closed:
		return "", standards.Errorf(standards.Forbidden, "this server takes no changes: it was started without --admin-token-file")
	case a.Administrator == "":
		return "", standards.Errorf(standards.Unauthenticated, "changes need the administrator's bearer token")
	default:
		return a.Administrator, nil
	}
}
