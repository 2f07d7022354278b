package embedded

import (
	"maps"
	"slices"
	"strings"
)

// state is one snapshot of everything stored. It is published as a whole and never changed after that.
type state struct {
	collections map[string]*collection // by database.collection
}

// collection is the collection with this name, an empty one when there is none.
func (s *state) collection(ns string) *collection {
	if c, ok := s.collections[ns]; ok {
		return c
	}
	return newCollection(ns)
}

// names lists the collections' full names, those of one database or, with "", all.
func (s *state) names(db string) []string {
	names := slices.Sorted(maps.Keys(s.collections))
	if db == "" {
		return names
	}
	return slices.DeleteFunc(names, func(ns string) bool { return !strings.HasPrefix(ns, db+".") })
}

func (s *state) documents() int {
	n := 0
	for _, c := range s.collections {
		n += c.len()
	}
	return n
}
