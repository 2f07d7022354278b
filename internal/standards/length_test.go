package standards

import (
	"strings"
	"testing"
)

func TestLengthIsCountedInCharactersAsWrittenAndNormalised(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		s    string
		want bool
	}{
		"nothing":                                {"", false},
		"as many as allowed":                     {strings.Repeat("a", 1000), false},
		"one more":                               {strings.Repeat("a", 1001), true},
		"as many of four bytes":                  {strings.Repeat("𝒳", 1000), false},
		"one more of four bytes":                 {strings.Repeat("𝒳", 1001), true},
		"letters with accents that are composed": {strings.Repeat("e\u0301", 501), true},
		"ligatures of eighteen letters":          {strings.Repeat("\ufdfa", 56), true},
		"few ligatures":                          {strings.Repeat("\ufdfa", 55), false},
		"very many ligatures":                    {strings.Repeat("\ufdfa", 80_000), true},
		"not UTF-8":                              {strings.Repeat("\xff", 1001), true},
	} {
		if got := LongerThan(c.s, 1000); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A long string costs no more than the limit: nothing is allocated for it.
func TestLengthOfALongStringAllocatesNothing(t *testing.T) {
	long := strings.Repeat("\ufdfa", 80_000)
	if n := testing.AllocsPerRun(10, func() { LongerThan(long, MaxText) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
