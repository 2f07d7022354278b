package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// edited returns the facts of a meeting on a day at which each of these people edits a text of their own.
func edited(t *testing.T, day string, people ...string) *ingest.Facts {
	t.Helper()
	return editedIn(t, 1, "X.", day, people...)
}

// editedIn is edited for texts of this Question whose names begin so.
func editedIn(t *testing.T, question int, series, day string, people ...string) *ingest.Facts {
	t.Helper()
	r := &source.Facts{Title: "A meeting", Format: standards.TextFormat, LineCount: len(people), Meeting: &source.Meeting{StudyGroup: 17, Name: "A meeting", Start: standards.PartialDate(day), End: standards.PartialDate(day)}}
	for i, name := range people {
		r.Statements = append(r.Statements, source.Statement{
			Kind: standards.Consented, Section: "consented", Number: i + 1, FirstLine: i + 1, LastLine: i + 1, Raw: name,
			Acronym: series + strings.Repeat("a", i+1), Title: "A text " + series, TextKind: standards.Recommendation, Novelty: standards.New,
			Questions: []source.Question{{Group: 17, Number: question}}, DocumentRole: standards.LocationOfText, Editors: []string{name},
		})
	}
	facts, err := ingest.New(r, day)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// proposals imports facts and returns the pairs that may be one person, each with its evidence.
func proposals(t *testing.T, g *graphtest.Graph, facts *ingest.Facts) []string {
	t.Helper()
	result, err := ingest.Import(t.Context(), g.Store, facts, "a test", false)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range result.Proposals {
		pair := []string{strings.TrimPrefix(string(p.Person), "person:"), strings.TrimPrefix(string(p.Other), "person:")}
		slices.Sort(pair)
		all = append(all, strings.Join(pair, " = ")+": "+p.Evidence)
	}
	slices.Sort(all)
	return all
}

// Each kind of likeness is proposed with its evidence, whether the two are met in one report or in one after the other, in either order;
// names that are merely near each other are not.
func TestWhoMayBeOnePersonAndWhy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ a, b, want string }{
		"one letter other":                {"Erik Andersen", "Erik Anderson", "erik-andersen = erik-anderson: one letter apart"},
		"one letter more":                 {"Ada Quaye", "Ada Quayle", "ada-quaye = ada-quayle: one letter apart"},
		"one letter of a short name":      {"Bo Yu", "Bo Yi", ""},
		"two letters":                     {"Erik Andersen", "Erik Amdarsen", ""},
		"an initial":                      {"Ada Quay", "A Quay", "a-quay = ada-quay: initials"},
		"an initial with a dot":           {"Ada Quay", "A. Quay", "a-quay = ada-quay: initials"},
		"two initials":                    {"Ada Maria Quay", "A. M. Quay", "a-m-quay = ada-maria-quay: initials"},
		"an initial of another name":      {"Ada Quay", "B. Quay", ""},
		"an initial, another family":      {"Ada Quay", "A. Strand", ""},
		"the family name first":           {"Ada Quay", "Quay Ada", "ada-quay = quay-ada: other order of names"},
		"three names in another order":    {"Ada Maria Quay", "Quay Ada Maria", "ada-maria-quay = quay-ada-maria: other order of names"},
		"a middle name more":              {"Ada Quay", "Ada Maria Quay", "ada-maria-quay = ada-quay: a word more"},
		"two names more":                  {"Ada Quay", "Ada Maria Luise Quay", ""},
		"a middle name in another place":  {"Ada Quay", "Quay Maria Ada", ""},
		"a family name shared":            {"Ada Quay", "Bo Quay", ""},
		"a given name shared":             {"Ada Quay", "Ada Strand", ""},
		"nothing in common but the start": {"Ada Quay", "Ada Quist", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			if got := proposals(t, graphtest.Open(t), edited(t, "2019-08-27", c.a, c.b)); !slices.Equal(got, want) {
				t.Errorf("in one report: %q, want %q", got, want)
			}
			for _, order := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
				g := graphtest.Open(t)
				proposals(t, g, edited(t, "2019-08-27", order[0]))
				second := edited(t, "2020-03-17", order[1])
				if got := proposals(t, g, second); !slices.Equal(got, want) {
					t.Errorf("%s after %s: %q, want %q", order[1], order[0], got, want)
				}
				if again := proposals(t, g, second); len(again) != 0 {
					t.Errorf("proposed again without a change: %q", again)
				}
				for _, person := range everybody(t, g) {
					if len(person.PossibleDuplicateIDs) != len(want) {
						t.Errorf("%s has %v", person.ID, person.PossibleDuplicateIDs)
					}
				}
			}
		})
	}
}

// Those who are gone are proposed to nobody.
func TestAPersonWhoIsGoneIsNobodysDuplicate(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	proposals(t, g, edited(t, "2019-08-27", "Ada Quay", "Bo Strand"))
	if got := proposals(t, g, edited(t, "2020-03-17", "A. Quay")); len(got) != 1 {
		t.Fatal(got)
	}
	proposals(t, g, edited(t, "2020-03-17", "Cy Young"))
	for _, person := range everybody(t, g) {
		if len(person.PossibleDuplicateIDs) != 0 {
			t.Errorf("%s may be %v", person.ID, person.PossibleDuplicateIDs)
		}
	}
}

func everybody(t *testing.T, g *graphtest.Graph) []*standards.Person {
	t.Helper()
	all, err := g.People.All(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	return all
}
