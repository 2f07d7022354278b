package store_test

import (
	"fmt"
	"testing"

	"rapporteur/internal/graphtest"
)

func TestNearNamesOfANameThatNobodyHas(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for name, c := range map[string]struct{ asked, first string }{
		"a letter wrong":       {"Koji Nakoa", "Koji Nakao"},
		"the last name alone":  {"Nakao", "Koji Nakao"},
		"and misspelt":         {"Nakoa", "Koji Nakao"},
		"an initial":           {"K. Nakao", "Koji Nakao"},
		"parted otherwise":     {"KojiNakao", "Koji Nakao"},
		"the other way about":  {"Nakao Koji", "Koji Nakao"},
		"another first name":   {"Kazuo Nakao", "Koji Nakao"},
		"inverted, misspelt":   {"Nakoa, Koji", "Koji Nakao"},
		"nothing like it":      {"Wolfgang Amadeus Mozart", ""},
		"no letters":           {"?!", ""},
		"empty":                {"", ""},
		"more words than many": {"a b c d e f g h i j k l m n o p q", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			near, err := g.PeopleNear(t.Context(), c.asked)
			if err != nil || len(near) > 5 {
				t.Fatal(len(near), err)
			}
			first := ""
			for i, p := range near {
				if i == 0 {
					first = p.Name
				}
				if p.ID == "" || p.Name == "" {
					t.Errorf("%+v has no name or id", p)
				}
			}
			if first != c.first {
				t.Errorf("%q: %q comes first, want %q", c.asked, first, c.first)
			}
			t.Log(fmt.Sprint(len(near)), first)
		})
	}
}
