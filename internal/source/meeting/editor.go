package meeting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/standards"
)

// nameParticles are words of a name that are not capitalised.
var nameParticles = map[string]bool{
	"de": true, "da": true, "del": true, "della": true, "di": true, "dos": true, "du": true, "la": true, "le": true, "van": true, "von": true,
	"der": true, "den": true, "el": true, "al": true, "bin": true, "ben": true, "ibn": true, "y": true, "e": true, "ten": true, "ter": true,
}

// splitEditors reads a list of names: commas, semicolons, line breaks and "and" part them. A comma between two
// single words is taken as part of one name.
func splitEditors(cell string) (names []string, doubts []*standards.Doubt) {
	if nothing.MatchString(clean(cell)) {
		return nil, nil
	}
	seen := map[string]bool{}
	pending := "" // a single word that the next part may belong to
	add := func(name string) {
		if key := standards.FoldName(name); key != "" && !seen[key] {
			seen[key] = true
			names = append(names, name)
		}
	}
	single := func(name string) {
		doubts = append(doubts, newDoubt("editors", "a name of one word: part of it may be lost", name))
		add(name)
	}
	for line := range strings.SplitSeq(cell, "\n") {
		for _, part := range splitOutside(line) {
			name := editorName(part)
			switch words := len(strings.Fields(name)); {
			case words == 0:
			case words > 1:
				if pending != "" {
					single(pending)
					pending = ""
				}
				add(name)
			case pending != "":
				joined := pending + ", " + name
				doubts = append(doubts, newDoubt("editors", "two single words with a comma between them are taken for one name", joined))
				add(joined)
				pending = ""
			default:
				pending = name
			}
		}
	}
	if pending != "" {
		single(pending)
	}
	return names, doubts
}

func newDoubt(field, reason, from string) *standards.Doubt {
	return &standards.Doubt{Field: field, Reason: reason, InferredFrom: &from}
}

// splitOutside parts a line at commas, semicolons, ampersands and "and" outside brackets.
func splitOutside(line string) []string {
	line = strings.ReplaceAll(line, " and ", ",")
	depth := 0
	return strings.FieldsFunc(line, func(r rune) bool {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(depth-1, 0)
		}
		return depth == 0 && (r == ',' || r == ';' || r == '&' || r == '/' || r == '\t')
	})
}

// editorName is a printed name without an affiliation in brackets.
func editorName(part string) string {
	name := clean(part)
	if at := strings.IndexAny(name, "(["); at > 0 {
		name = strings.TrimSpace(name[:at])
	}
	name = strings.Trim(name, " .:*–-")
	if letters := strings.IndexFunc(name, unicode.IsLetter); letters < 0 {
		return ""
	}
	return name
}

// partNames splits names that nothing parts: "Dong-Hi SIM Matthieu Legré". Names that other rows print alone show
// where the others end, as does a family name in capitals; else names of two words are assumed.
func partNames(name string, known map[string]bool) (names []string, how string) {
	words, glued := strings.Fields(name), false
	if split := splitGlued(words); split != nil {
		words, glued = split, true
	}
	if len(words) < 4 || len(words) > 20 || hasParticle(words) || strings.Contains(name, ".") {
		return nil, ""
	}
	names, withKnown, withCapitals := cheapestParts(words, known)
	switch {
	case len(names) < 2:
		return nil, ""
	case withKnown:
		return names, "other rows print one of the names alone"
	case glued:
		return nil, ""
	case withCapitals:
		return names, "a family name in capitals ends a name"
	case len(words)%2 == 0:
		return names, "they are taken for names of two words each"
	}
	return nil, ""
}

func hasParticle(words []string) bool {
	for _, word := range words {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) || nameParticles[strings.ToLower(word)] {
			return true
		}
	}
	return false
}

// cheapestParts parts words into names of two or three: a known name costs nothing, a name that ends in capitals
// little, one with capitals before its end much.
func cheapestParts(words []string, known map[string]bool) (names []string, withKnown, withCapitals bool) {
	const never = 1 << 20
	type part struct{ cost, from int }
	best := make([]part, len(words)+1)
	cost := func(from, end int) int {
		switch {
		case known[standards.FoldName(strings.Join(words[from:end], " "))]:
			return 0
		case slices.ContainsFunc(words[from:end-1], isCapitals):
			return 10
		case isCapitals(words[end-1]):
			return 1
		}
		return end - from
	}
	for end := 1; end <= len(words); end++ {
		best[end] = part{cost: never}
		for size := 2; size <= min(3, end); size++ {
			from := end - size
			if c := best[from].cost + cost(from, end); c < best[end].cost {
				best[end] = part{c, from}
			}
		}
	}
	if best[len(words)].cost >= never {
		return nil, false, false
	}
	for end := len(words); end > 0; end = best[end].from {
		from := best[end].from
		names = append([]string{strings.Join(words[from:end], " ")}, names...)
		withKnown = withKnown || cost(from, end) == 0
		withCapitals = withCapitals || cost(from, end) == 1
	}
	return names, withKnown, withCapitals
}

func isCapitals(word string) bool {
	return utf8.RuneCountInString(word) > 1 && strings.ToUpper(word) == word && strings.IndexFunc(word, unicode.IsLetter) >= 0
}

// splitGlued parts a word that ends one name and begins the next: "Chen ZhangNan Meng".
func splitGlued(words []string) []string {
	if len(words) < 3 {
		return nil
	}
	for i := 1; i < len(words)-1; i++ {
		runes := []rune(words[i])
		for k := 2; k < len(runes)-1; k++ {
			prefix := string(runes[:k])
			if unicode.IsLower(runes[k-1]) && unicode.IsUpper(runes[k]) && unicode.IsLower(runes[k+1]) && prefix != "Mc" && prefix != "Mac" && prefix != "De" && prefix != "Le" && prefix != "La" {
				parted := append([]string{}, words[:i]...)
				return append(append(parted, prefix, string(runes[k:])), words[i+1:]...)
			}
		}
	}
	return nil
}
