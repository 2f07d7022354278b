package standards

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxText is how many characters clients may give for a string where nothing else is said.
const MaxText = 1000

// expansion is how many characters one byte can become when it is normalised: the three of U+FDFA become eighteen.
const expansion = 6

// LongerThan says whether a string has more than so many characters, as written or normalised (NFKC). It reads no more of the string
// than it must.
func LongerThan(s string, most int) bool {
	switch {
	case len(s) <= most/expansion:
		return false
	case len(s) > most*utf8.UTFMax:
		return true
	}
	n := 0
	for range s {
		if n++; n > most {
			return true
		}
	}
	n = 0
	var it norm.Iter
	for it.InitString(norm.NFKC, s); !it.Done(); {
		if n += utf8.RuneCount(it.Next()); n > most {
			return true
		}
	}
	return false
}
