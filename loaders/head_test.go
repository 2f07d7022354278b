package loaders_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// hubs opens a store with a meeting of this many texts of one Question, by two editors, in one document, one in ten of
// another Question, and with as many meetings that the same person missed as are given.
func hubs(t *testing.T, texts, missed int) *graphtest.Graph {
	t.Helper()
	g := graphtest.Open(t)
	r := graphtest.SyntheticReport(texts)
	for i := range r.Statements {
		r.Statements[i].Questions = []source.Question{{Group: 17, Number: 1}}
		r.Statements[i].Editors = []string{"Ann Always", fmt.Sprintf("Tom %s", strings.Repeat("m", 1+i%5))}
		r.Statements[i].Document = source.TD{Number: "TD1"}
		if i%10 == 0 {
			r.Statements[i].Questions = append(r.Statements[i].Questions, source.Question{Group: 17, Number: 2})
			r.Statements[i].Document = source.TD{Number: "TD2"}
		}
	}
	graphtest.Add(t, g, r)
	for i := range missed {
		graphtest.Add(t, g, &source.Facts{Title: "Short", Format: standards.TextFormat, Meeting: &source.Meeting{
			StudyGroup: 17, Name: "Short", Start: standards.PartialDate(fmt.Sprintf("20%02d-%02d-01", 1+i/12, 1+i%12)),
			Statistics: &standards.Statistics{Absentees: []*standards.Role{{Name: "Ada Absent", Title: "Vice-chairman"}}},
		}})
	}
	return g
}

// textsOfQuestions is the relation of texts to Questions, with what Questions keep of it.
func textsOfQuestions(questions []*standards.Question) loaders.Relation[standards.TextID, standards.Text] {
	r := loaders.Relation[standards.TextID, standards.Text]{
		Field: "questions", Of: func(t *standards.Text) []string { return loaders.Strings(t.QuestionIDs) },
	}
	for _, q := range questions {
		r.Parents = append(r.Parents, string(q.ID))
		r.Kept = append(r.Kept, loaders.Head[standards.TextID]{IDs: q.TextIDs, Count: q.TextCount})
	}
	return r
}

// Whatever page is asked for, within the head of a list, across its end or beyond it, it is what the index gives.
func TestPagesFromHeadsAreThoseOfTheIndex(t *testing.T) {
	t.Parallel()
	g := hubs(t, 250, 0)
	questions, err := g.Questions.All(t.Context())
	if err != nil || len(questions) != 2 || len(questions[0].TextIDs) != standards.HeadSize || questions[0].TextCount != 250 {
		t.Fatal(questions, err)
	}
	all, err := g.Texts.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	order := store.TextOrder(nil)
	slices.SortFunc(all, func(a, b *standards.Text) int {
		return order.Compare(a, string(a.ID), ptr(order.Position(b, string(b.ID))))
	})
	cursor := func(i int) *string { return ptr(order.Position(all[i], string(all[i].ID)).Cursor()) }
	var windows []store.PageArgs
	for _, size := range []int{0, 1, 20, 99, 100} {
		for _, at := range []int{0, 5, 80, 98, 99, 100, 180, 249} {
			windows = append(windows, store.PageArgs{First: &size, After: cursor(at)}, store.PageArgs{First: &size, Before: cursor(at)},
				store.PageArgs{Last: &size, After: cursor(at)}, store.PageArgs{Last: &size, Before: cursor(at)},
				store.PageArgs{First: &size, After: cursor(5), Before: cursor(at)}, store.PageArgs{Last: &size, After: cursor(5), Before: cursor(at)})
		}
		windows = append(windows, store.PageArgs{First: &size}, store.PageArgs{Last: &size})
	}
	for _, parents := range [][]*standards.Question{questions[:1], questions} {
		for _, args := range windows {
			kept := textsOfQuestions(parents)
			index := kept
			index.Kept = nil
			got, want := pages(t, g, kept, args), pages(t, g, index, args)
			if got != want {
				t.Fatalf("%d parents, %s:\n got %s\nwant %s", len(parents), describe(args), got, want)
			}
		}
	}
}

// pages describes pages whole: nodes, whether there are others, and how many.
func pages(t *testing.T, g *graphtest.Graph, r loaders.Relation[standards.TextID, standards.Text], args store.PageArgs) string {
	t.Helper()
	found, err := loaders.New(g.Store, nil).TextPages(t.Context(), r, nil, nil, args)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range found {
		total, err := p.TotalCount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&b, total, p.HasNext, p.HasPrevious)
		for _, n := range p.Nodes {
			b.WriteString(" " + string(n.ID))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func describe(a store.PageArgs) string {
	s := ""
	if a.First != nil {
		s += fmt.Sprint(" first ", *a.First)
	}
	if a.Last != nil {
		s += fmt.Sprint(" last ", *a.Last)
	}
	return s + fmt.Sprintf(" after %t before %t", a.After != nil, a.Before != nil)
}

func ptr[T any](v T) *T { return &v }

// Lists without pages are whole, however long, and only those that are longer than what nodes keep cost a find.
func TestListsWithoutPagesAreWhole(t *testing.T) {
	t.Parallel()
	g := hubs(t, 250, standards.HeadSize+5)
	documents, err := g.Documents.All(t.Context())
	if err != nil || len(documents) != 2 {
		t.Fatal(documents, err)
	}
	people, err := g.People.Get(t.Context(), []standards.PersonID{"person:ada-absent", "person:ann-always", "person:tom-m"})
	if err != nil || len(people) != 3 {
		t.Fatal(people, err)
	}
	ada, ann, tom := people["person:ada-absent"], people["person:ann-always"], people["person:tom-m"]
	for name, c := range map[string]struct {
		read     func(*loaders.Loaders) (int, error)
		length   int
		commands int
	}{
		"a document of 225 texts": {func(l *loaders.Loaders) (int, error) { return length(l.DocumentTexts(t.Context(), documents[:1])) }, 225, 1},
		"a document of 25 texts":  {func(l *loaders.Loaders) (int, error) { return length(l.DocumentTexts(t.Context(), documents[1:])) }, 25, 0},
		"both":                    {func(l *loaders.Loaders) (int, error) { return length(l.DocumentTexts(t.Context(), documents)) }, 250, 1},
		"roles of 105 meetings": {func(l *loaders.Loaders) (int, error) {
			return length(l.Roles(t.Context(), []*standards.Person{ada, ann}))
		}, 105, 1},
		"no roles": {func(l *loaders.Loaders) (int, error) { return length(l.Roles(t.Context(), []*standards.Person{ann})) }, 0, 0},
		"co-editors of an editor of 250 texts and of one of 50": {func(l *loaders.Loaders) (int, error) {
			found, err := l.CoEditors(t.Context(), []*standards.Person{ann, tom}, store.PageArgs{})
			if err != nil {
				return 0, err
			}
			n := 0
			for i, want := range []int{5, 1} {
				if found[i].Total != want {
					return 0, fmt.Errorf("%d co-editors, want %d", found[i].Total, want)
				}
				for _, e := range found[i].Edges() {
					n += e.SharedTexts
				}
			}
			return n, nil
		}, 300, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var n int
			commands := g.Commands(func() {
				var err error
				if n, err = c.read(loaders.New(g.Store, nil)); err != nil {
					t.Fatal(err)
				}
			})
			if n != c.length || len(commands) != c.commands {
				t.Errorf("%d entries and %v, want %d and %d commands", n, commands, c.length, c.commands)
			}
		})
	}
	whole, err := loaders.New(g.Store, nil).DocumentTexts(t.Context(), documents[:1])
	if err != nil {
		t.Fatal(err)
	}
	for i, kept := range documents[0].TextLinks {
		if *kept != *whole[0][i] {
			t.Fatalf("entry %d is %v and was kept as %v", i, whole[0][i], kept)
		}
	}
}

func length[T any](lists [][]T, err error) (n int, _ error) {
	for _, l := range lists {
		n += len(l)
	}
	return n, err
}
