package store

import (
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// mayMisspell is how many letters of a word may be wrong: none below 4 letters, 1 below 8, else 2. Two neighbours that
// have changed places are one error.
func mayMisspell(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// pairsPerStep is how many pairs of letters are compared in a step.
const pairsPerStep = 32

// comparing is how many steps it takes to compare two names letter by letter.
func comparing(a, b string) int { return 1 + len(a)*len(b)/pairsPerStep }

// misspelt says whether a word may be another one with typing errors.
func misspelt(given, word string) bool {
	may := mayMisspell(given)
	return may > 0 && (levenshtein.ComputeDistance(given, word) <= may || swapped([]rune(given), []rune(word)))
}

// swapped says whether two words differ in two neighbours that have changed places.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) - 1 {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && string(a[i+2:]) == string(b[i+2:])
		}
	}
	return false
}
