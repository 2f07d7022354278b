package loaders

import (
	"cmp"
	"slices"
	"sync"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// matches are the names and labels of a request that were not found as they were written.
type matches struct {
	mu  sync.Mutex
	all []*standards.Match
}

func (m *matches) add(found ...*standards.Match) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, found...)
}

// Matches say how the names and labels in the arguments of the request were understood, where that was not certain:
// each once, in the order of arguments and of what was given.
func (l *Loaders) Matches() []*standards.Match {
	l.matches.mu.Lock()
	defer l.matches.mu.Unlock()
	slices.SortFunc(l.matches.all, func(a, b *standards.Match) int {
		return cmp.Or(cmp.Compare(a.Argument, b.Argument), cmp.Compare(a.Given, b.Given))
	})
	return slices.CompactFunc(slices.Clone(l.matches.all), func(a, b *standards.Match) bool { return *a == *b })
}

// reported keeps how the names and labels in a filter were understood, and passes the filter on.
func (l *Loaders) reported(f store.Filter, err error) (store.Filter, error) {
	l.matches.add(f.Matches...)
	return f, err
}
