package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
)

// Any spelling finds a person, a guess says how, and no spelling costs more than three finds.
func TestPersonNamed(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	oconnor := strings.NewReplacer("Gunhee Lee", "Patrick O'Connor", "Junji Shikata", "Koji Nakazawa")
	g.Import(t, []byte(oconnor.Replace(string(sample.Report))), "report.txt")
	for _, c := range []struct {
		given, want string
		how         standards.MatchKind
		finds       int
	}{
		{"Koji NAKAO", "person:koji-nakao", "", 1},
		{"Nakao, Koji", "person:koji-nakao", "", 1},
		{"patrick oconnor", "person:patrick-oconnor", "", 1},
		{"Patrick O’Connor", "person:patrick-oconnor", "", 1},
		{"Mr Koji Nakao", "person:koji-nakao", standards.TitleRemoved, 1},
		{"Prof. Dr Heung Youl Youm", "person:heung-youl-youm", standards.TitleRemoved, 1},
		{"NAKAO Koji", "person:koji-nakao", standards.OrderOfNames, 1},
		{"Youm Heung Youl", "person:heung-youl-youm", standards.OrderOfNames, 1},
		{"Ms. Youm Heung-Youl", "person:heung-youl-youm", standards.OrderOfNames, 1},
		{"oconnor patrick", "person:patrick-oconnor", standards.OrderOfNames, 1},
		{"patrick o connor", "person:patrick-oconnor", standards.WordDivision, 3},
		{"Heungyoul Youm", "person:heung-youl-youm", standards.WordDivision, 3},
		{"K. Nakao", "person:koji-nakao", standards.Initials, 3},
		{"Mr Nakao K", "person:koji-nakao", standards.Initials, 3},
		{"H Y Youm", "person:heung-youl-youm", standards.Initials, 3},
		{"Youm", "person:heung-youl-youm", standards.PartOfName, 3},
		{"Koji Nakoa", "person:koji-nakao", standards.Letters, 3},
		{"Kojj Nakao", "person:koji-nakao", standards.Letters, 3},
		{"Heung Youl Yuom", "person:heung-youl-youm", standards.Letters, 3},
		{"Koji Nakazxwa", "person:koji-nakazawa", standards.Letters, 3}, // two letters of nine
		{"Koji Nokoa", "", "", 2},                                       // two letters of five
		{"Kojk Nakoa", "", "", 2},                                       // two words
		{"Wolfgang Mozart", "", "", 2},
		{"K. N.", "", "", 2},
		{"?", "", "", 1},
	} {
		commands := g.Commands(func() {
			found, err := g.PersonNamed(t.Context(), "name", c.given)
			if err != nil {
				t.Errorf("%s: %v", c.given, err)
				return
			}
			var id string
			var how standards.MatchKind
			if found.Person != nil {
				id = string(found.Person.ID)
			}
			if m := found.Match; m != nil {
				if how = m.How; m.Given != c.given || m.ID != id || m.Name != found.Person.Name || m.Argument != "name" || found.Person.TextCount == 0 || found.Person.Keys == nil {
					t.Errorf("%s: %+v of %+v", c.given, m, found.Person)
				}
			}
			if id != c.want || how != c.how {
				t.Errorf("%s: %q %q, want %q %q", c.given, id, how, c.want, c.how)
			}
		})
		if len(commands) != c.finds {
			t.Errorf("%s: %v, want %d", c.given, commands, c.finds)
		}
	}
}

// A name that several people may have is an error that lists them; a better reading that one person has comes first.
func TestPersonNamedAmbiguously(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for given, want := range map[string][]string{
		"Feng":   {"person:feng-gao", "person:feng-zhang", "person:yunbo-feng"},
		"F. Gao": nil,
	} {
		_, err := g.PersonNamed(t.Context(), "name", given)
		var several *standards.Error
		if want == nil {
			if err != nil {
				t.Errorf("%s: %v", given, err)
			}
			continue
		}
		if !errors.As(err, &several) || several.Code != standards.Ambiguous {
			t.Fatalf("%s: %v", given, err)
		}
		matches, _ := several.Extensions["matches"].([]map[string]any)
		var ids []string
		for _, m := range matches {
			ids = append(ids, string(m["id"].(standards.PersonID)))
			if m["name"] == "" || m["texts"].(int) == 0 {
				t.Errorf("%s: %v", given, m)
			}
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", given, ids, want)
		}
	}
}

// A search for a name ends with the request that asks for it.
func TestPersonNamedEndsWithItsContext(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := g.PersonNamed(ctx, "name", "K. Nakao"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
