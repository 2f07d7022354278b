package standards

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// honorifics are the titles before a name that are no part of it, folded.
var honorifics = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "miss": true, "mx": true, "dr": true, "prof": true, "professor": true,
	"mme": true, "madam": true, "messrs": true,
}

// withoutHonorifics leaves titles out of a name, unless nothing else would be left.
func withoutHonorifics(name string) string {
	kept := slices.DeleteFunc(strings.Fields(name), func(w string) bool { return honorifics[strings.Join(Words(w), "")] })
	if len(kept) == 0 {
		return name
	}
	return strings.Join(kept, " ")
}

// maxNameWords is how many words of a name are read in other orders.
const maxNameWords = 8

// NameReading is the key that a name may stand for, and what had to be assumed.
type NameReading struct {
	Key string
	How MatchKind
}

// NameReadings are the keys that a name given by a client may stand for, the likeliest first: those of NameCandidates,
// then without its title, then with the words in another order.
func NameReadings(name string) []NameReading {
	var all []NameReading
	known := map[string]bool{"": true}
	add := func(key string, how MatchKind) {
		if !known[key] {
			known[key] = true
			all = append(all, NameReading{key, how})
		}
	}
	for _, key := range NameCandidates(name) {
		add(key, ExactMatch)
	}
	bare := withoutHonorifics(name)
	for _, key := range NameCandidates(bare) {
		add(key, TitleRemoved)
	}
	for _, words := range rotations(Words(apostrophes.Replace(bare))) {
		add(strings.Join(words, "-"), OrderOfNames)
	}
	return all
}

// rotations are all the ways to begin a list at another of its words and to go on with those before it.
func rotations(words []string) [][]string {
	var all [][]string
	for i := 1; i < len(words) && len(words) <= maxNameWords; i++ {
		all = append(all, slices.Concat(words[i:], words[:i]))
	}
	return all
}

// LooseName is a name that nobody has as it is written, to be compared with the names of people.
type LooseName struct {
	Words []string        // folded, without titles
	whole map[string]bool // the words without spaces, beginning at any of them
}

// NewLooseName reads a name.
func NewLooseName(name string) LooseName {
	n := LooseName{Words: Words(withoutHonorifics(name)), whole: map[string]bool{}}
	for _, words := range append(rotations(n.Words), n.Words) {
		n.whole[strings.Join(words, "")] = true
	}
	return n
}

// Identifiers are the terms of people with this name, however its words are divided.
func (n LooseName) Identifiers() []string {
	all := make([]string, 0, len(n.whole))
	for w := range n.whole {
		all = append(all, identifierMark+w)
	}
	slices.Sort(all)
	return all
}

// Compare says how the name may stand for a spelling; ExactMatch is no. A word in doubt is one that alike accepts.
func (n LooseName) Compare(spelling string, alike func(given, printed string) bool) MatchKind {
	printed := Words(spelling)
	if whole := strings.Join(printed, ""); whole == strings.Join(n.Words, "") {
		return WordDivision
	} else if n.whole[whole] {
		return OrderOfNames
	}
	given := n.Words
	given, printed = withoutCommon(given, printed)
	same := len(n.Words) - len(given)
	initials, others := withoutInitials(given, printed)
	switch {
	case same == 0:
		return ExactMatch
	case len(given) == 0 && len(printed) == 0:
		return OrderOfNames
	case len(given) == 0:
		return PartOfName
	case len(initials) == 0:
		return Initials
	case len(initials) == 1 && len(others) == 1 && alike(initials[0], others[0]):
		return Letters
	}
	return ExactMatch
}

// withoutCommon leaves out of two lists the words that both have.
func withoutCommon(a, b []string) (onlyA, onlyB []string) {
	b = slices.Clone(b)
	for _, w := range a {
		if i := slices.Index(b, w); i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			onlyA = append(onlyA, w)
		}
	}
	return onlyA, b
}

// withoutInitials leaves out of two lists the words of which one is the initial of the other.
func withoutInitials(a, b []string) (restA, restB []string) {
	b = slices.Clone(b)
	for _, w := range a {
		i := slices.IndexFunc(b, func(o string) bool { return initialOf(w, o) || initialOf(o, w) })
		if i >= 0 {
			b = slices.Delete(b, i, i+1)
		} else {
			restA = append(restA, w)
		}
	}
	return restA, b
}

func initialOf(a, b string) bool { return utf8.RuneCountInString(a) == 1 && strings.HasPrefix(b, a) }
