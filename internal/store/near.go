package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
)

// The bounds of a search for near names.
const (
	maxNear       = 5
	maxCandidates = 1000
	nearBegin     = 3   // letters that a word of a near name begins with, at least
	nearEnough    = 0.5 // of the letters may be wrong
)

// PeopleNear reads the people whose names are most like a name that nobody has, the likest first, with one find:
// they share a word with it, or the beginning of one. Of each the id, the name and the number of texts are read.
func (s *Store) PeopleNear(ctx context.Context, name string) ([]*standards.Person, error) {
	words := standards.Words(name)
	if len(words) == 0 || len(words) > 16 {
		return nil, nil
	}
	alike := bson.A{among("terms", words)}
	for _, w := range words {
		if letters := []rune(w); len(letters) > nearBegin {
			begin := string(letters[:nearBegin])
			alike = append(alike, beginning("terms", begin))
		}
	}
	found, err := s.People.find(ctx, bson.D{{Key: "$or", Value: alike}}, reading{limit: maxCandidates, fields: []string{"name", "keys", "textCount"}})
	if err != nil {
		return nil, err
	}
	distance := map[*standards.Person]float64{}
	for _, p := range found {
		distance[p] = 1
		for _, key := range p.Keys {
			if err := budget.Steps(ctx, comparing(name, key)); err != nil {
				return nil, err
			}
			distance[p] = min(distance[p], nameDistance(words, strings.Split(key, "-")))
		}
	}
	found = slices.DeleteFunc(found, func(p *standards.Person) bool { return distance[p] > nearEnough })
	slices.SortStableFunc(found, func(a, b *standards.Person) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(b.TextCount, a.TextCount))
	})
	return found[:min(maxNear, len(found))], nil
}

// nameDistance is the part of an asked name that is wrong in another, between 0 and 1: as a whole, which bears with
// words that are parted otherwise, or word for word, which bears with another order and with initials.
func nameDistance(asked, other []string) float64 {
	whole := wordDistance(strings.Join(asked, ""), strings.Join(other, ""))
	sum := 0.0
	for _, a := range asked {
		best := 1.0
		for _, o := range other {
			best = min(best, wordDistance(a, o))
		}
		sum += best
	}
	return min(whole, sum/float64(len(asked)))
}

// wordDistance is the part of the letters that must change; an initial is a quarter wrong.
func wordDistance(a, b string) float64 {
	n, m := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	if a != b && min(n, m) == 1 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
		return 0.25
	}
	return float64(levenshtein.ComputeDistance(a, b)) / float64(max(n, m, 1))
}
