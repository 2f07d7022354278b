package standards

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxDuplicates is how many people at most are named as possible duplicates of one.
const MaxDuplicates = 10

// shortest is how many letters a name has at least where one of them may be wrong.
const shortest = 6

// maxShortened is how many full names before the last may be initials in any combination; of more, one at a time or all.
const maxShortened = 4

// Likeness is what makes two names alike.
type Likeness int

// The kinds of likeness, the likeliest to mean one person first.
const (
	OtherOrder Likeness = 1 + iota
	OneLetter
	InitialsOf
	WordMore
)

var likenesses = map[Likeness]string{OtherOrder: "other order of names", OneLetter: "one letter apart", InitialsOf: "initials", WordMore: "a word more"}

func (l Likeness) String() string { return likenesses[l] }

// What likeness keys begin with. A block is all names that have such a key; those alike to a name share a block with it, so
// that no name is compared with all others.
const (
	wholeName   = "=" // the name
	lessLetter  = "-" // the name without a letter
	lessWord    = "<" // the name without a word
	abbreviated = "." // the name with initials for some words
	anyOrder    = "~" // the words of the name in alphabetical order
)

// LikenessKeys are what a person of these keys (FoldName) is found by among those with names alike; in order.
func LikenessKeys(keys []string) []string {
	all := map[string]bool{}
	for _, key := range keys {
		all[wholeName+key] = true
		for _, s := range withoutLetter(key) {
			all[lessLetter+s] = true
		}
		for _, s := range withoutWord(key) {
			all[lessWord+s] = true
		}
		for _, s := range abbreviations(key) {
			all[abbreviated+s] = true
		}
		if s := inAnyOrder(key); s != "" {
			all[anyOrder+s] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// LikenessAsked are the LikenessKeys one of which everybody has whose name is alike to one of these keys.
func LikenessAsked(keys []string) []string {
	var all []string
	for _, key := range keys {
		if s := inAnyOrder(key); s != "" {
			all = append(all, anyOrder+s)
		}
		all = append(all, lessLetter+key)
		for _, s := range withoutLetter(key) {
			all = append(all, lessLetter+s, wholeName+s)
		}
		all = append(all, abbreviated+key, lessWord+key)
		for _, s := range slices.Concat(abbreviations(key), withoutWord(key)) {
			all = append(all, wholeName+s)
		}
	}
	return all
}

// withoutLetter is a name without each of its letters.
func withoutLetter(key string) []string {
	if utf8.RuneCountInString(key) < shortest {
		return nil
	}
	var all []string
	for i, r := range key {
		all = append(all, key[:i]+key[i+utf8.RuneLen(r):])
	}
	return all
}

// withoutWord is a name of three words or more without each of them: a name of one word is like none.
func withoutWord(key string) []string {
	words := strings.Split(key, "-")
	if len(words) < 3 {
		return nil
	}
	var all []string
	for i := range words {
		all = append(all, strings.Join(slices.Delete(slices.Clone(words), i, i+1), "-"))
	}
	return all
}

// abbreviations are a name with initials for some of the words before the last.
func abbreviations(key string) []string {
	words := strings.Split(key, "-")
	var full []int
	for i, w := range words[:len(words)-1] {
		if utf8.RuneCountInString(w) > 1 {
			full = append(full, i)
		}
	}
	var all []string
	add := func(shortened func(int) bool) {
		short := slices.Clone(words)
		for n, i := range full {
			if shortened(n) {
				_, size := utf8.DecodeRuneInString(words[i])
				short[i] = words[i][:size]
			}
		}
		all = append(all, strings.Join(short, "-"))
	}
	if len(full) > maxShortened {
		for i := range full {
			add(func(n int) bool { return n == i })
		}
		add(func(int) bool { return true })
		return all
	}
	for some := 1; some < 1<<len(full); some++ {
		add(func(n int) bool { return some&(1<<n) != 0 })
	}
	return all
}

// inAnyOrder is a name of several words with its words in alphabetical order.
func inAnyOrder(key string) string {
	words := strings.Split(key, "-")
	if len(words) < 2 {
		return ""
	}
	slices.Sort(words)
	return strings.Join(words, "-")
}

// Alike is a person whose name is alike to another's, and what makes it so.
type Alike struct {
	ID  PersonID
	How Likeness
}

// Neighbourhood finds, among some people, those with names alike. Of each person it needs ID and Keys.
type Neighbourhood struct {
	blocks   map[string][]*Person // by LikenessKeys, in the order of ids
	Compared int                  // pairs of people compared so far
}

// NewNeighbourhood is the neighbourhood of these people. None may be in it twice.
func NewNeighbourhood(people []*Person) *Neighbourhood {
	n := &Neighbourhood{blocks: map[string][]*Person{}}
	people = slices.SortedFunc(slices.Values(people), func(a, b *Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range people {
		for _, key := range LikenessKeys(p.Keys) {
			n.blocks[key] = append(n.blocks[key], p)
		}
	}
	return n
}

// Of are the others with names alike, at most MaxDuplicates: the likeliest kind first, then by id. Which they are is a
// function of the names and ids of all people alone.
func (n *Neighbourhood) Of(p *Person) []Alike {
	var found []Alike
	seen := map[*Person]bool{}
	for _, key := range LikenessAsked(p.Keys) {
		more := 0 // who comes later in a block is less likely than all before
		for _, other := range n.blocks[key] {
			if other.ID == p.ID || seen[other] {
				continue
			}
			n.Compared++
			if how := alikeness(p.Keys, other.Keys); how != 0 {
				seen[other] = true
				found = append(found, Alike{other.ID, how})
				if more++; more == MaxDuplicates {
					break
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Alike) int { return cmp.Or(cmp.Compare(a.How, b.How), cmp.Compare(a.ID, b.ID)) })
	return found[:min(len(found), MaxDuplicates)]
}

// alikeness is the likeliest kind of likeness between names of two people, 0 where there is none.
func alikeness(some, others []string) Likeness {
	best := Likeness(0)
	for _, a := range some {
		for _, b := range others {
			if how := namesAlike(a, b); how != 0 && (best == 0 || how < best) {
				best = how
			}
		}
	}
	return best
}

func namesAlike(a, b string) Likeness {
	if a == b {
		return 0
	}
	if s := inAnyOrder(a); s != "" && s == inAnyOrder(b) {
		return OtherOrder
	}
	if oneLetter([]rune(a), []rune(b)) {
		return OneLetter
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case slices.Contains(abbreviations(b), a):
		return InitialsOf
	case slices.Contains(withoutWord(b), a):
		return WordMore
	}
	return 0
}

// oneLetter says whether two names differ in one letter that is another, or that one of them lacks.
func oneLetter(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < shortest || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return slices.Equal(a[i:], b[i+1:]) || len(a) == len(b) && slices.Equal(a[i+1:], b[i+1:])
}
