package standards

import (
	"slices"
	"testing"
)

func TestSearchRanksIdentifiersThenTheirBeginningsThenWords(t *testing.T) {
	t.Parallel()
	name, provisional, title := "X.1332", "X.sgsec-3", "Security guidelines for smart metering service in smart grids"
	text := (&Text{Acronym: &name, ProvisionalName: &provisional, Title: &title}).FoundBy()
	person := (&Person{Spellings: []string{"José Núñez-Cañete"}}).FoundBy()
	for query, c := range map[string]struct {
		fields    []Field
		score     float64
		highlight string
	}{
		"X.1332":          {text, 100, "**X.1332**"},
		"x1332":           {text, 100, "**X.1332**"},
		"XSGSEC3":         {text, 100, "**X.sgsec-3**"},
		"x.13":            {text, 74, "**X.1332**"},
		"smart met":       {text, 13.33, "Security guidelines for **smart** **metering** service in **smart** grids"},
		"guidelines":      {text, 13.11, "Security **guidelines** for smart metering service in smart grids"},
		"nunez":           {person, 15.33, "José **Núñez**-Cañete"},
		"jose nunez cane": {person, 84.67, "**José Núñez-Cañete**"},
		"zebra":           {text, 0, ""},
	} {
		q := ParseQuery(query)
		if got := q.Score(c.fields); got != c.score {
			t.Errorf("%q scores %v, want %v", query, got, c.score)
		}
		if got := q.Highlights(c.fields); c.highlight != "" && !slices.Contains(got, c.highlight) {
			t.Errorf("%q highlights %q, want %q", query, got, c.highlight)
		}
	}
}

func TestTermsHoldWordsAndWholeIdentifiers(t *testing.T) {
	t.Parallel()
	got := Terms([]Field{{"X.sgsec-3", true}, {"Smart grids", false}})
	if want := []string{"3", "=xsgsec3", "grids", "sgsec", "smart", "x", "xsgsec3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSearchMarksWordsWhereTheyStand(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                     "",
		"...":                  "...",
		"Smart-grid smartness": "**Smart**-grid **smartness**",
		"(smart)":              "(**smart**)",
		"un-smart.":            "un-**smart**.",
		"Sma\u0301rt grids":    "**Sma\u0301rt** grids",
	} {
		q := ParseQuery("smart")
		if got := q.mark(in); got != want {
			t.Errorf("%q is marked %q, want %q", in, got, want)
		}
	}
}
