package store

import (
	"context"

	"golang.org/x/sync/errgroup"

	"rapporteur/internal/standards"
)

// MaxCandidates is how many nodes of one kind a search reads by identifiers, and how many by words.
const MaxCandidates = 200

// Candidates reads the nodes that a search may mean, with two finds sent at once: those with an identifier that begins as the
// query does, an exact one first, and those whose fields hold all its words. They are not sorted: to sort all
// that hold a frequent word would cost more than the search, and the ranking is by score.
func (c Collection[ID, T]) Candidates(ctx context.Context, q standards.Query) ([]*T, error) {
	var named, worded []*T
	first := reading{limit: MaxCandidates, anyOrder: true}
	reads, reading := errgroup.WithContext(ctx)
	reads.Go(func() (err error) {
		named, err = c.find(reading, beginning("terms", q.Identifier()), first)
		return err
	})
	reads.Go(func() (err error) {
		worded, err = c.find(reading, allWords(q), first)
		return err
	})
	if err := reads.Wait(); err != nil {
		return nil, err
	}
	seen := make(map[ID]bool, len(named))
	for _, n := range named {
		seen[c.id(n)] = true
	}
	for _, n := range worded {
		if !seen[c.id(n)] {
			named = append(named, n)
		}
	}
	return named, nil
}
