package standards

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"rapporteur/internal/raced"
)

// named returns people of these keys, one each.
func named(keys []string) []*Person {
	slices.Sort(keys)
	people := []*Person{}
	for _, key := range slices.Compact(keys) {
		people = append(people, &Person{ID: NewPersonID(key), Keys: []string{key}})
	}
	return people
}

// word returns letters that differ by number.
func word(number, letters int) string {
	w := make([]byte, letters)
	for i := range w {
		w[i], number = "abcdefghijklmnopqrst"[number%20], number/20
	}
	return string(w)
}

// Possible duplicates are bounded for each person, and comparisons grow as the number of people does, whatever their names.
func TestDuplicatesAreLinearAndBounded(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]func(int) string{
		"various names":                     func(i int) string { return word(i*7919, 5) + "-" + word(i*104_729, 6) },
		"one surname":                       func(i int) string { return word(i, 4) + "-kim" },
		"one surname, letters side by side": func(i int) string { return word(i, 3) + "aaa-kim" },
		"one surname and initials": func(i int) string {
			if i%2 == 0 {
				return "j-h" + word(i, 3) + "-kim"
			}
			return "j" + word(i, 3) + "-h-kim"
		},
		"initials of all":       func(i int) string { return "j" + word(i, 4)[:4*min(i, 1)] + "-kim" },
		"a word more than one":  func(i int) string { return "jae-" + word(i, 4)[:min(i, 4)] + "-kim" },
		"letters of any script": func(i int) string { return "田中田中太" + string(rune('一'+i)) },
	} {
		compared := map[int]int{}
		for _, size := range []int{1000, 2000, raced.Some(10_000, 3000)} {
			keys := make([]string, size)
			for i := range keys {
				keys[i] = key(i)
			}
			n := NewNeighbourhood(named(keys))
			for _, p := range named(keys) {
				if found := n.Of(p); len(found) > MaxDuplicates {
					t.Fatalf("%s: %d proposals for %s", name, len(found), p.ID)
				}
			}
			compared[size] = n.Compared
		}
		for size, pairs := range compared {
			if pairs > 120*size {
				t.Errorf("%s: %d comparisons for %d names", name, pairs, size)
			}
		}
	}
}

// Those proposed are the likeliest of all who are alike, as a comparison of each with all finds them.
func TestDuplicatesAreTheLikeliestOfAll(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 11))
	parts := []string{"a", "b", "ab", "abc", "abd", "ada", "adas", "quay"}
	keys := []string{}
	for range 400 {
		key := parts[random.IntN(len(parts))]
		for range 1 + random.IntN(3) {
			key += "-" + parts[random.IntN(len(parts))]
		}
		if random.IntN(2) == 0 {
			key += "-quay"
		}
		keys = append(keys, key)
	}
	people := named(keys)
	n, most := NewNeighbourhood(people), 0
	for _, p := range people {
		var want []Alike
		for _, other := range people {
			if how := alikeness(p.Keys, other.Keys); how != 0 {
				want = append(want, Alike{other.ID, how})
			}
		}
		slices.SortFunc(want, func(a, b Alike) int { return cmp.Or(cmp.Compare(a.How, b.How), cmp.Compare(a.ID, b.ID)) })
		most = max(most, len(want))
		want = want[:min(len(want), MaxDuplicates)]
		if got := n.Of(p); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", p.ID, got, want)
		}
	}
	if most <= MaxDuplicates+5 {
		t.Errorf("nobody has more than %d alike", most)
	}
}
