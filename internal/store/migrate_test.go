package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// hubs opens a store with lists that are longer than what nodes keep of them, and with the bundled sample.
func hubs(t *testing.T) *graphtest.Graph {
	t.Helper()
	g := graphtest.Sample(t)
	r := graphtest.SyntheticReport(330)
	r.Meeting.Start, r.Meeting.End = "2020-03-17", "2020-03-26"
	for i := range r.Statements {
		r.Statements[i].Questions = []source.Question{{Group: 17, Number: 1 + i%3}}
		r.Statements[i].Document = source.TD{Number: fmt.Sprintf("TD%d", 9000+i%2)}
	}
	graphtest.Add(t, g, r)
	return g
}

// nodes are all nodes, as they are written.
func nodes(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	collect(t, all, s.Questions)
	collect(t, all, s.Texts)
	collect(t, all, s.People)
	collect(t, all, s.Specifications)
	collect(t, all, s.Documents)
	collect(t, all, s.Meetings)
	return all
}

func collect[ID ~string, T any](t *testing.T, all map[string]string, c store.Collection[ID, T]) {
	t.Helper()
	found, err := c.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range found {
		raw, err := c.Encode(n)
		if err != nil {
			t.Fatal(err)
		}
		all[string(c.ID(n))] = store.JSON(raw)
	}
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for id, w := range want {
		if got[id] != w {
			t.Fatalf("%s: %s\n got %s\nwant %s", what, id, got[id], w)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d nodes, want %d", what, len(got), len(want))
	}
}

// aged is a store as schema 1 kept it, with its nodes as they were and should be again.
func aged(t *testing.T) (*graphtest.Graph, map[string]string) {
	t.Helper()
	g := hubs(t)
	want := nodes(t, g.Store)
	if err := g.Age(t.Context()); err != nil {
		t.Fatal(err)
	}
	const id = standards.QuestionID("question:17:2017-2020:1")
	found, err := g.Questions.Get(t.Context(), []standards.QuestionID{id})
	if q := found[id]; err != nil || len(q.TextIDs) <= standards.HeadSize || q.TextCount != 0 {
		t.Fatalf("%v: the Question is not as it was kept: %+v", err, q)
	}
	return g, want
}

func TestAStartMigratesWhatAnEarlierProgramWrote(t *testing.T) {
	t.Parallel()
	g, want := aged(t)
	other := g.Again(t, 0)
	same(t, "migrated", nodes(t, other), want)
	if findings, err := graphtest.Verify(t.Context(), other); err != nil || len(findings) > 0 {
		t.Error(findings, err)
	}
	before := revision(t, other)
	if again := g.Again(t, 0); revision(t, again) != before {
		t.Error("a second start changed documents again")
	}
}

// A migration that ends in between, at whatever command, leaves what the next one completes.
func TestAMigrationThatIsCutOffIsDoneAgain(t *testing.T) {
	t.Parallel()
	g, want := aged(t)
	commands := len(g.Commands(func() {
		if err := g.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}))
	for at := 0; at < commands; at += raced.Some(3, 30) {
		if err := g.Age(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		g.Fail(at, func() { cancel(errors.New("pulled the plug")) })
		err := g.Migrate(ctx)
		g.Fail(-1, nil)
		cancel(nil)
		if err == nil {
			continue // a change that was stored is completed
		}
		if err := g.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "cut off", nodes(t, g.Store), want)
	}
}

// Corrections said of each name or key whom it stands for. As merges and splits they give the same people.
func TestEarlierCorrectionsBecomeMergesAndSplits(t *testing.T) {
	t.Parallel()
	const koji, rick, ann = standards.PersonID("person:koji-nakao"), standards.PersonID("person:rick-reed"), standards.PersonID("person:ann-alike")
	g := graphtest.Sample(t)
	r := graphtest.SyntheticReport(4)
	r.Meeting.Start, r.Meeting.End = "2020-03-17", "2020-03-26"
	r.Statements[0].Editors = []string{"Ann Alike", "Rick Reed"}
	r.Statements[1].Editors = []string{"Ann ALIKE"}
	graphtest.Add(t, g, r)
	_, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", ann, []string{"Ann ALIKE"})
	if err == nil {
		err = ingest.MergePeople(t.Context(), g.Store, "a test", koji, []standards.PersonID{rick})
	}
	if err != nil {
		t.Fatal(err)
	}
	want := nodes(t, g.Store)
	if err := g.Age(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := g.AgeCorrections(t.Context(), map[string]string{"name:Ann ALIKE": string(split), "key:rick-reed": string(koji)}); err != nil {
		t.Fatal(err)
	}
	if err := g.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "migrated", nodes(t, g.Store), want)
	if findings, err := graphtest.Verify(t.Context(), g.Store); err != nil || len(findings) > 0 {
		t.Error(findings, err)
	}
}

func TestABackupOfAnEarlierProgramIsMigrated(t *testing.T) {
	t.Parallel()
	g, want := aged(t)
	var backup bytes.Buffer
	if _, err := g.Backup(t.Context(), &backup, nil); err != nil {
		t.Fatal(err)
	}
	other := graphtest.Open(t)
	if _, err := other.Restore(t.Context(), bytes.NewReader(backup.Bytes()), nil); err != nil {
		t.Fatal(err)
	}
	same(t, "restored", nodes(t, other.Store), want)
}

func TestADatabaseOfALaterProgramIsRefused(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	if err := g.SetSchema(t.Context(), 99); err != nil {
		t.Fatal(err)
	}
	if err := g.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "schema 99") {
		t.Error(err)
	}
}
