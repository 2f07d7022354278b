package standards

import (
	"slices"
	"testing"
)

func TestNameReadings(t *testing.T) {
	t.Parallel()
	for given, want := range map[string][]NameReading{
		"Koji Nakao":        {{"koji-nakao", ExactMatch}, {"nakao-koji", OrderOfNames}},
		"Nakao, Koji":       {{"koji-nakao", ExactMatch}, {"nakao-koji", ExactMatch}},
		"Mr Koji Nakao":     {{"mr-koji-nakao", ExactMatch}, {"koji-nakao", TitleRemoved}, {"nakao-koji", OrderOfNames}},
		"Dr. Nakao, Koji":   {{"koji-dr-nakao", ExactMatch}, {"dr-nakao-koji", ExactMatch}, {"koji-nakao", TitleRemoved}, {"nakao-koji", TitleRemoved}},
		"Youm Heung Youl":   {{"youm-heung-youl", ExactMatch}, {"heung-youl-youm", OrderOfNames}, {"youl-youm-heung", OrderOfNames}},
		"Patrick O'Connor":  {{"patrick-oconnor", ExactMatch}, {"oconnor-patrick", OrderOfNames}},
		"Mr":                {{"mr", ExactMatch}},
		"a b c d e f g h i": {{"a-b-c-d-e-f-g-h-i", ExactMatch}}, // too many words to turn
		"":                  nil,
	} {
		if got := NameReadings(given); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", given, got, want)
		}
	}
}

func TestLooseNamesCompare(t *testing.T) {
	t.Parallel()
	nothing := func(string, string) bool { return false }
	for _, c := range []struct {
		given, spelling string
		want            MatchKind
	}{
		{"Heungyoul Youm", "Heung Youl Youm", WordDivision},
		{"o connor patrick", "Patrick O'Connor", OrderOfNames},
		{"patrick o connor", "Patrick O'Connor", WordDivision},
		{"Youl Heung Youm", "Heung Youl Youm", OrderOfNames},
		{"K. Nakao", "Koji Nakao", Initials},
		{"Koji Nakao", "K. Nakao", Initials},
		{"H. Y. Youm", "Heung Youl Youm", Initials},
		{"Prof. H. Youm", "Heung Youl Youm", Initials},
		{"Youm", "Heung Youl Youm", PartOfName},
		{"K. N.", "Koji Nakao", ExactMatch}, // initials alone are no name
		{"J. Nakao", "Koji Nakao", ExactMatch},
		{"Koji Nakao Nakao", "Koji Nakao", ExactMatch},
	} {
		if got := NewLooseName(c.given).Compare(c.spelling, nothing); got != c.want {
			t.Errorf("%q for %q: %q, want %q", c.given, c.spelling, got, c.want)
		}
	}
}
