package loaders

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rapporteur/internal/budget"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// least is how many steps those take, about: a loop that does not count falls short of it.
var least = map[string]int{
	"search": 7800, "correction": 9100, "name": 2650, "near names": 24_000, "co-editors": 14_500, "pages of many": 9600, "neighbours": 17_900,
	"path": 500, "facets": 3900,
}

// stepped are reads with loops over data or letters, of a synthetic graph.
var stepped = map[string]func(context.Context, *Loaders) error{
	"search": func(ctx context.Context, l *Loaders) error {
		_, err := l.Search(ctx, "synthetic text", nil, store.PageArgs{})
		return err
	},
	"correction": func(ctx context.Context, l *Loaders) error {
		_, err := l.Search(ctx, "syntetic txet", nil, store.PageArgs{})
		return err
	},
	"name": func(ctx context.Context, l *Loaders) error {
		people, err := l.store.People.All(ctx)
		if err == nil {
			_, err = l.PersonNamed(ctx, people[0].Name[:len("Given x")]+strings.Repeat("zx", 400))
		}
		return err
	},
	"near names": func(ctx context.Context, l *Loaders) error {
		_, _, err := l.PeopleNear(ctx, "Given "+strings.Repeat("zx", 400))
		return err
	},
	"co-editors": func(ctx context.Context, l *Loaders) error {
		people, err := l.store.People.All(ctx)
		if err == nil {
			_, err = l.CoEditors(ctx, people, store.PageArgs{})
		}
		return err
	},
	"pages of many": func(ctx context.Context, l *Loaders) error {
		people, err := l.store.People.All(ctx)
		if err != nil {
			return err
		}
		var ids []string
		for _, p := range people {
			ids = append(ids, string(p.ID))
		}
		of := func(t *standards.Text) []string { return Strings(t.EditorIDs) }
		_, err = l.TextPages(ctx, Relation[standards.TextID, standards.Text]{Field: "editors", Of: of, Parents: ids}, nil, nil, store.PageArgs{})
		return err
	},
	"neighbours": func(ctx context.Context, l *Loaders) error {
		depth, first := 3, 500
		_, err := l.Neighbors(ctx, "text:17:x.1100", nil, &depth, &first)
		return err
	},
	"path": func(ctx context.Context, l *Loaders) error {
		_, err := l.Path(ctx, "text:17:x.1100", "text:17:x.1200", []standards.EdgeKind{standards.EditedBy}, nil)
		return err
	},
	"facets": func(ctx context.Context, l *Loaders) error { _, err := l.TextFacets(ctx, nil); return err },
}

// Every loop counts its steps, the same each time, and ends where they are spent.
func TestLoopsEndWhenStepsAreSpent(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 300)
	run := func(read func(context.Context, *Loaders) error, most int) (steps int, err error) {
		ctx, release := budget.With(t.Context(), budget.Limits{Steps: most}, nil)
		defer release()
		err = read(ctx, New(g.Store, nil))
		_, steps = budget.Spent(ctx)
		return steps, err
	}
	for name, read := range stepped {
		all, err := run(read, 0)
		again, _ := run(read, 0)
		if err != nil || all < least[name] || all != again {
			t.Errorf("%s: %d steps, then %d: %v", name, all, again, err)
		}
		for _, most := range []int{1, all / 2, all - 1} {
			spent, err := run(read, most)
			var own *standards.Error
			if !errors.As(err, &own) || own.Code != standards.Limit || !strings.Contains(own.Message, "--max-steps") || spent > most+2500 {
				t.Errorf("%s: %d of %d steps: %v", name, spent, most, err)
			}
		}
		if spent, err := run(read, all); err != nil || spent != all {
			t.Errorf("%s: as many steps as it needs: %d, %v", name, spent, err)
		}
	}
}

// What the longest arguments cost does not grow with the graph beyond the candidates that are compared.
func TestTheLongestArgumentsTakeBoundedSteps(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 2000)
	for name, argument := range map[string]string{
		"words of a name": strings.Repeat(strings.Repeat("given", 13)+" ", 16)[:standards.MaxText],
		"digits":          strings.Repeat("7", standards.MaxText),
		"one that is 18":  strings.Repeat("\ufdfa", standards.MaxText/18),
	} {
		ctx, release := budget.With(t.Context(), budget.Limits{}, nil)
		l := New(g.Store, nil)
		_, err := l.Search(ctx, argument, nil, store.PageArgs{})
		if _, e := l.PersonNamed(ctx, argument); e != nil {
			err = e
		}
		if _, _, e := l.PeopleNear(ctx, argument); e != nil {
			err = e
		}
		if documents, steps := budget.Spent(ctx); err != nil || documents > 12_000 || steps > 3_000_000 {
			t.Errorf("%s: %d documents, %d steps: %v", name, documents, steps, err)
		}
		release()
	}
}
