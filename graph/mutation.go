package graph

import (
	"context"
	"encoding/base64"
	"errors"
	"path"
	"strings"

	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

type mutationResolver struct {
	store    *store.Store
	imports  *ingest.Queue
	imported func(rows int, err error)
}

// Mutation are the resolvers of changes.
func (r *Resolver) Mutation() MutationResolver {
	return mutationResolver{r.Store, r.Imports, r.Imported}
}

func (r mutationResolver) ImportReport(ctx context.Context, input ingest.ImportInput) (result *ingest.Result, err error) {
	by, err := editor(ctx)
	if err != nil {
		return nil, err
	}
	dry, rows := input.DryRun != nil && *input.DryRun, 0
	if r.imported != nil && !dry {
		defer func() { r.imported(rows, err) }()
	}
	content, err := fileOf(input)
	if err != nil {
		return nil, err
	}
	put := ingest.Import
	if input.Replace != nil && *input.Replace {
		put = ingest.Replace
	}
	err = r.imports.Run(ctx, func() error {
		facts, err := ingest.ReadFor(ctx, r.store, content, input.Filename)
		if err != nil {
			return unreadable(ctx, err)
		}
		rows = len(facts.Parsed.Statements)
		result, err = put(ctx, r.store, facts, by, dry)
		return err
	})
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
	kept, split, err := ingest.SplitPerson(ctx, r.store, by, input.ID, input.Spellings)
	if err != nil {
		return nil, err
	}
	loaders.For(ctx).Forget()
	people, err := required(loaders.For(ctx).People.Each(ctx, []standards.PersonID{kept, split}))
	if err != nil {
		return nil, err
	}
	return &SplitPersonPayload{Kept: people[0], Split: people[1]}, nil
}

// fileOf is the file of a report: its text or, of a .docx file, what is encoded in base64, with or without line breaks.
func fileOf(input ingest.ImportInput) ([]byte, error) {
	if !strings.EqualFold(path.Ext(input.Filename), ".docx") {
		return []byte(input.Content), nil
	}
	content, err := base64.StdEncoding.DecodeString(input.Content)
	if err != nil {
		return nil, standards.Errorf(standards.Invalid, "%s: the content of a .docx file must be encoded in base64: %v", input.Filename, err)
	}
	return content, nil
}

// unreadable makes an error of reading a report fit for a client. Reading asks nobody, so unless the context ended it is the
// file that is wrong.
func unreadable(ctx context.Context, err error) error {
	if ended := context.Cause(ctx); ended != nil {
		return ended
	}
	code := standards.Invalid
	var own *standards.Error
	if errors.As(err, &own) {
		code = own.Code
	}
	return standards.Errorf(code, "content: %v", err)
}
