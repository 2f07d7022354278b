package ingest_test

import (
	"errors"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
)

const (
	andersen = standards.PersonID("person:erik-andersen")
	anderson = standards.PersonID("person:erik-anderson")
)

// three opens a store with the reports of three meetings, at which Erik Andersen was once printed as Anderson.
func three(t *testing.T) *graphtest.Graph {
	t.Helper()
	g := graphtest.Open(t)
	for name, content := range reports(t) {
		g.Import(t, content, name)
	}
	return g
}

func person(t *testing.T, g *graphtest.Graph, id standards.PersonID) *standards.Person {
	t.Helper()
	found, err := g.People.Get(t.Context(), []standards.PersonID{id})
	if err != nil || found[id] == nil {
		t.Fatalf("%s: %v", id, err)
	}
	return found[id]
}

func sound(t *testing.T, g *graphtest.Graph) {
	t.Helper()
	findings, err := graphtest.Verify(t.Context(), g.Store)
	if err != nil || len(findings) > 0 {
		t.Errorf("verify: %v %v", findings, err)
	}
}

func TestAMergeKeepsBothIdsAndASplitUndoesIt(t *testing.T) {
	t.Parallel()
	g := three(t)
	before := dump(t, g)
	texts := person(t, g, andersen).TextCount
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", andersen, []standards.PersonID{anderson}); err != nil {
		t.Fatal(err)
	}
	sound(t, g)
	p := person(t, g, andersen)
	if other := person(t, g, anderson); other.ID != andersen {
		t.Errorf("%s leads to %s", anderson, other.ID)
	}
	if !slices.Contains(p.Spellings, "Erik Anderson") || p.Name != "Erik Andersen" || p.TextCount != texts || len(p.PossibleDuplicateIDs) != 0 {
		t.Errorf("merged: %+v", p)
	}
	current, err := g.People.Current(t.Context(), "ids", []standards.PersonID{anderson, andersen, "person:nobody"})
	if err != nil || !slices.Equal(current, []standards.PersonID{andersen, andersen, "person:nobody"}) {
		t.Errorf("resolved: %v %v", current, err)
	}
	found, err := g.PersonNamed(t.Context(), "name", "ANDERSON, Erik")
	if err != nil || found.Person == nil || found.Person.ID != andersen || found.Match != nil {
		t.Errorf("by the other spelling: %v %v", found, err)
	}
	merged := dump(t, g)
	for name, content := range reports(t) { // a later import respects the merge
		if r := g.Import(t, content, name); r.Updated+r.Created+r.Deleted > 0 {
			t.Errorf("importing %s again changed %+v", name, r)
		}
	}
	differ(t, "imported after the merge", dump(t, g), merged)
	_, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", andersen, []string{"Erik Anderson"})
	if err != nil || split != anderson {
		t.Fatal(split, err)
	}
	sound(t, g)
	differ(t, "split", dump(t, g), before)
}

func TestAMergeBeforeTheOtherReportsGivesTheSameGraph(t *testing.T) {
	t.Parallel()
	all := reports(t)
	g, want := graphtest.Open(t), three(t)
	g.Import(t, all["sg17-2019-01.txt"], "sg17-2019-01.txt")
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", andersen, []standards.PersonID{anderson}); err != nil {
		t.Fatal(err)
	}
	g.Import(t, all["sg17-2020-03.txt"], "sg17-2020-03.txt")
	g.Import(t, sample.Report, sample.Name)
	if err := ingest.MergePeople(t.Context(), want.Store, "a test", andersen, []standards.PersonID{anderson}); err != nil {
		t.Fatal(err)
	}
	sound(t, g)
	differ(t, "merged first", dump(t, g), dump(t, want))
}

func TestASplitOfSpellingsThatFoldAlikeGivesANewPerson(t *testing.T) {
	t.Parallel()
	g := three(t)
	const id = standards.PersonID("person:jae-hoon-nah")
	_, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", id, []string{"Jae Hoon Nah"})
	if err != nil || split != "person:jae-hoon-nah:2" {
		t.Fatal(split, err)
	}
	sound(t, g)
	if a, b := person(t, g, id), person(t, g, split); a.TextCount != 1 || b.TextCount != 1 || b.Name != "Jae Hoon Nah" {
		t.Errorf("%+v\n%+v", a, b)
	}
	var several *standards.Error
	if _, err := g.PersonNamed(t.Context(), "name", "jae hoon nah"); !errors.As(err, &several) || several.Code != standards.Ambiguous {
		t.Errorf("two people have that name, and the error is %v", err)
	}
	g.Import(t, sample.Report, sample.Name)
	if b := person(t, g, split); b.TextCount != 1 {
		t.Errorf("after an import: %+v", b)
	}
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", id, []standards.PersonID{split}); err != nil {
		t.Fatal(err)
	}
	sound(t, g)
	if p := person(t, g, split); p.ID != id || p.TextCount != 2 {
		t.Errorf("merged again: %+v", p)
	}
}

func TestCorrectionsOfWhatIsNotThereAreRefused(t *testing.T) {
	t.Parallel()
	g := three(t)
	before := dump(t, g)
	var e *standards.Error
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", andersen, []standards.PersonID{"person:nobody"}); !errors.As(err, &e) || e.Code != standards.NotFound {
		t.Error(err)
	}
	for _, spellings := range [][]string{nil, {"Nobody"}, {"Erik Andersen"}} {
		if _, _, err := ingest.SplitPerson(t.Context(), g.Store, "a test", andersen, spellings); !errors.As(err, &e) || e.Code != standards.Invalid {
			t.Error(spellings, err)
		}
	}
	differ(t, "refused", dump(t, g), before)
}

// The chain of corrections on the sample that once lost a person.
func TestAMergeLeavesEarlierMergesAlone(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for _, pair := range [][2]standards.PersonID{{"person:changoh-kim", "person:ikkyun-kim"}, {"person:koji-nakao", "person:rick-reed"}} {
		if err := ingest.MergePeople(t.Context(), g.Store, "a test", pair[0], []standards.PersonID{pair[1]}); err != nil {
			t.Fatal(err)
		}
	}
	sound(t, g)
	if p := person(t, g, "person:ikkyun-kim"); p.ID != "person:changoh-kim" || !slices.Contains(p.Spellings, "Ikkyun Kim") {
		t.Errorf("%+v", p)
	}
	found, err := g.PersonNamed(t.Context(), "name", "Ikkyun Kim")
	if err != nil || found.Person == nil || found.Person.ID != "person:changoh-kim" {
		t.Errorf("by name: %v %v", found, err)
	}
	kept, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", "person:changoh-kim", []string{"Ikkyun Kim"})
	if err != nil || kept != "person:changoh-kim" || split != "person:ikkyun-kim" {
		t.Error(kept, split, err)
	}
	sound(t, g)
}

func TestASplitLeavesEarlierSplitsAlone(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	before := dump(t, g)
	three := []standards.PersonID{"person:koji-nakao", "person:rick-reed", "person:ikkyun-kim"}
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", three[0], three[1:]); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"Rick Reed", "Ikkyun Kim"} {
		kept, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", three[0], []string{name})
		if err != nil || kept != three[0] || split != three[i+1] {
			t.Error(kept, split, err)
		}
		sound(t, g)
	}
	differ(t, "split twice", dump(t, g), before)
}

func TestASplitOfThePersonsOwnNameLeavesTheOthersTheirs(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	before := dump(t, g)
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:koji-nakao", []standards.PersonID{"person:rick-reed"}); err != nil {
		t.Fatal(err)
	}
	kept, split, err := ingest.SplitPerson(t.Context(), g.Store, "a test", "person:rick-reed", []string{"Koji Nakao"})
	if err != nil || kept != "person:rick-reed" || split != "person:koji-nakao" {
		t.Error(kept, split, err)
	}
	sound(t, g)
	differ(t, "split", dump(t, g), before)
}
