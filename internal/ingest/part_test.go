package ingest_test

import (
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// recorded is a record of a published text.
func recorded(name, title string, approved standards.PartialDate) *source.Facts {
	return page(source.BibliographicRecord, name, approved, source.Statement{
		Acronym: name, Title: title, TextKind: standards.ParseTextName(name).Kind, Catalogue: source.Catalogue{Group: 17, Approved: approved, Status: source.InForce},
	})
}

// listed is a table in which one text has more names.
func listed(name string, others ...string) *source.Facts {
	return page(source.Table, "names of "+name, "2021-01-01", source.Statement{Acronym: name, Catalogue: source.Catalogue{Group: 17, OtherNames: others}})
}

// textsOf are the texts that names stand for in study group 17, each once, by name.
func textsOf(t *testing.T, g *graphtest.Graph, names ...string) map[string]*standards.Text {
	t.Helper()
	found := map[string]*standards.Text{}
	for _, n := range names {
		id := standards.NewTextID("study-group:17", standards.NameKey(n))
		texts, err := g.Texts.Get(t.Context(), []standards.TextID{id})
		if err != nil || texts[id] == nil {
			t.Fatalf("%s: %v %v", n, texts[id], err)
		}
		found[n] = texts[id]
	}
	return found
}

// TestPartsOfOneEditionAreOneText joins the spellings of an amendment and of a corrigendum, whatever comes first.
func TestPartsOfOneEditionAreOneText(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{
		{"X.9694 Cor.1", "X.9694 (2015) Cor. 1", "X.9694 (08/2015) Cor.1"}, {"X.9694 (2015) Cor. 1", "X.9694 Corrigendum 1"}, {"Y.9122Amd1", "Y.9122 (2010) Amd. 1"},
	} {
		g := graphtest.Sample(t)
		for i, n := range names {
			importPage(t, g, recorded(n, "A part", standards.PartialDate([]string{"2017-05", "2018-06", "2019-07"}[i])))
		}
		texts := textsOf(t, g, names...)
		for _, n := range names {
			if texts[n].ID != texts[names[0]].ID {
				t.Errorf("%s is %s, %s is %s", n, texts[n].ID, names[0], texts[names[0]].ID)
			}
		}
	}
}

// TestPartOfAnyOfTwoEditions keeps a corrigendum that may be of two editions for itself, and says so.
func TestPartOfAnyOfTwoEditions(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for _, n := range []string{"X.9694 Cor.1", "X.9694 (2008) Cor.1", "X.9694 (2015) Cor. 1"} {
		importPage(t, g, recorded(n, "A part of "+n, "2017-05"))
	}
	texts := textsOf(t, g, "X.9694 Cor.1", "X.9694 (2008) Cor.1", "X.9694 (2015) Cor. 1")
	seen := map[standards.TextID]bool{}
	for n, text := range texts {
		seen[text.ID] = true
		said, err := g.Statements.Where(t.Context(), "text", []standards.TextID{text.ID})
		if err != nil || len(said) != 1 {
			t.Fatalf("%s: %d statements, %v", n, len(said), err)
		}
		doubted := slices.ContainsFunc(said[0].Said.Source.Doubts, func(d *standards.Doubt) bool { return d.Field == "text" })
		if doubted != (n == "X.9694 Cor.1") {
			t.Errorf("%s has a doubt: %v", n, doubted)
		}
	}
	if len(seen) != 3 {
		t.Errorf("%d texts", len(seen))
	}
}

// TestOtherNamesJoin holds that a name that a document lists beside another stands for the same text, whatever came first.
func TestOtherNamesJoin(t *testing.T) {
	t.Parallel()
	for name, documents := range map[string][]*source.Facts{
		"the list first": {listed("X.9332", "X.fog-9"), recorded("X.9332", "Fog", "2020-03"), recorded("X.fog-9", "Fog at sea", "2019-09")},
		"the list last":  {recorded("X.fog-9", "Fog at sea", "2019-09"), recorded("X.9332", "Fog", "2020-03"), listed("X.9332", "X.fog-9")},
	} {
		g := graphtest.Sample(t)
		for _, r := range documents {
			importPage(t, g, r)
		}
		texts := textsOf(t, g, "X.fog-9", "X.9332")
		if a, b := texts["X.fog-9"], texts["X.9332"]; a.ID != b.ID || a.Acronym == nil || *a.Acronym != "X.9332" {
			t.Errorf("%s: %+v, %+v", name, a.ID, b.ID)
		}
	}
}

// TestPageOfANamedGroup puts the text of a group without a number into that group.
func TestPageOfANamedGroup(t *testing.T) {
	t.Parallel()
	for _, group := range []string{"TSAG", "RevCom"} {
		g := graphtest.Sample(t)
		importPage(t, g, page(source.RecommendationPage, "A.99 (2020)", "2020-01-02", source.Statement{
			Acronym: "A.99", Title: "Meetings", Catalogue: source.Catalogue{GroupName: group, Approved: "2020-01-02"},
		}))
		of := standards.NamedGroupID(group)
		id := standards.NewTextID(of, "a.99")
		texts, err := g.Texts.Get(t.Context(), []standards.TextID{id})
		if err != nil || texts[id] == nil || texts[id].StudyGroupID != of {
			t.Errorf("%s: %+v %v", group, texts, err)
		}
	}
}
