package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/agnivade/levenshtein"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"golang.org/x/sync/errgroup"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
)

// The bounds of a search for words that are spelt otherwise.
const (
	maxRespelt  = 3   // words of a query
	maxVaried   = 30  // letters of a word of which all variants are looked up
	seenNodes   = 50  // nodes of a kind that one look reads
	manyNodes   = 200 // where only the beginning of the word is known
	begunLetter = 3   // letters that are taken for right, at least
)

// spelling finds the words of nodes of some kinds that a word with typing errors may stand for.
type spelling struct {
	store       *Store
	collections []string
}

// Respelt replaces the words of a query that no node of these collections has by the most similar ones that nodes have, and
// says which. A word may have one wrong letter from four letters on, and two from eight on; one with digits is left alone. Of
// queries with more than three such words, nothing is guessed. It costs one find for each collection, and one to three
// more for each such word, each limited: those of all collections and words are sent at once.
func (s *Store) Respelt(ctx context.Context, q standards.Query, collections []string) (standards.Query, []*standards.Match, error) {
	p := spelling{s, collections}
	unknown, err := p.unknown(ctx, q)
	if err != nil || len(unknown) == 0 || len(unknown) > maxRespelt {
		return q, nil, err
	}
	likest := make([]string, len(unknown))
	looks, looking := errgroup.WithContext(ctx)
	for n, i := range unknown {
		looks.Go(func() (err error) {
			likest[n], err = p.most(looking, q.Words[i])
			return err
		})
	}
	if err := looks.Wait(); err != nil || slices.Contains(likest, "") { // all words must match
		return q, nil, err
	}
	words := slices.Clone(q.Words)
	var matches []*standards.Match
	for n, i := range unknown {
		if word := likest[n]; word != words[i] {
			matches = append(matches, &standards.Match{Argument: "query", Given: words[i], Name: word, How: standards.Letters})
			words[i] = word
		}
	}
	return standards.ParseQuery(strings.Join(words, " ")), matches, nil
}

// unknown are the places of the words in a query that may be misspelt and that were not met among the first nodes with any
// of its words.
func (p spelling) unknown(ctx context.Context, q standards.Query) ([]int, error) {
	begun := q.Words[len(q.Words)-1]
	seen, err := p.terms(ctx, bson.D{{Key: "$or", Value: bson.A{among("terms", q.Words), beginning("terms", begun)}}}, seenNodes)
	if err != nil {
		return nil, err
	}
	var unknown []int
	for i, w := range q.Words {
		if seen[w] == 0 && mayMisspell(w) > 0 && !strings.ContainsFunc(w, unicode.IsDigit) {
			unknown = append(unknown, i)
		}
	}
	for term := range seen {
		if n := len(unknown); n > 0 && unknown[n-1] == len(q.Words)-1 && strings.HasPrefix(term, begun) {
			unknown = unknown[:n-1]
		}
	}
	return unknown, nil
}

// most is the word that is most like another and that some node has: the word itself where one has it, "" where there is none.
// Among words with as many wrong letters it is the one that most of the nodes read have, then the first.
func (p spelling) most(ctx context.Context, word string) (string, error) {
	letters := []rune(word)
	var looks []bson.D
	if len(letters) <= maxVaried {
		looks = append(looks, among("terms", variants(letters)))
	}
	if mayMisspell(word) > 1 || len(looks) == 0 {
		looks = append(looks, beginning("terms", string(letters[:len(letters)/2])), beginning("terms", string(letters[:begunLetter])))
	}
	for i, look := range looks {
		limit := seenNodes
		if i > 0 {
			limit = manyNodes
		}
		seen, err := p.terms(ctx, look, limit)
		if err != nil {
			return "", err
		}
		letters := 0
		for term := range seen {
			letters += comparing(word, term)
		}
		if err := budget.Steps(ctx, letters); err != nil {
			return "", err
		}
		maps.DeleteFunc(seen, func(term string, _ int) bool { return term != word && !misspelt(word, term) })
		if len(seen) > 0 {
			return slices.MinFunc(slices.Collect(maps.Keys(seen)), func(a, b string) int {
				return cmp.Or(cmp.Compare(errorsIn(a, word), errorsIn(b, word)), cmp.Compare(seen[b], seen[a]), cmp.Compare(a, b))
			}), nil
		}
	}
	return "", nil
}

// errorsIn is how many typing errors lead from one word to the other.
func errorsIn(a, b string) int {
	if swapped([]rune(a), []rune(b)) {
		return 1
	}
	return levenshtein.ComputeDistance(a, b)
}

// variants are a word, and all that differ from it in one letter from a to z or in the order of two neighbours.
func variants(word []rune) []string {
	all := map[string]bool{string(word): true}
	for i := range len(word) + 1 {
		before, after := string(word[:i]), word[i:]
		if len(after) > 0 {
			all[before+string(after[1:])] = true
		}
		if len(after) > 1 {
			all[before+string([]rune{after[1], after[0]})+string(after[2:])] = true
		}
		for c := 'a'; c <= 'z'; c++ {
			all[before+string(c)+string(after)] = true
			if len(after) > 0 {
				all[before+string(c)+string(after[1:])] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// terms are the terms of the first nodes that match, of each collection at most so many, and how many of those have them.
func (p spelling) terms(ctx context.Context, condition bson.D, limit int) (map[string]int, error) {
	found := make([][]struct{ Terms []string }, len(p.collections))
	reads, reading := errgroup.WithContext(ctx)
	for i, name := range p.collections {
		reads.Go(func() (err error) {
			found[i], err = p.termsOf(reading, name, condition, limit)
			return err
		})
	}
	if err := reads.Wait(); err != nil {
		return nil, err
	}
	seen := map[string]int{}
	for _, nodes := range found {
		for _, n := range nodes {
			if err := budget.Steps(ctx, len(n.Terms)); err != nil {
				return nil, err
			}
			for _, term := range n.Terms {
				seen[term]++
			}
		}
	}
	return seen, nil
}

func (p spelling) termsOf(ctx context.Context, name string, condition bson.D, limit int) ([]struct{ Terms []string }, error) {
	cursor, err := p.store.db.Collection(name).Find(ctx, condition, options.Find().SetLimit(int64(limit)).SetBatchSize(int32(limit)).
		SetComment(Unsorted).SetProjection(bson.D{{Key: "_id", Value: 0}, {Key: "terms", Value: 1}}))
	if err != nil {
		return nil, fmt.Errorf("find words in %s: %w", name, err)
	}
	var nodes []struct{ Terms []string }
	if err := cursor.All(ctx, &nodes); err != nil {
		return nil, fmt.Errorf("read words of %s: %w", name, err)
	}
	return nodes, budget.Documents(ctx, len(nodes))
}
