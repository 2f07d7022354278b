package ingest

import (
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// clusters groups the statements of one study group by the text they are about. Two statements are about one text
// when they share a name of it, directly or through others. A statement without a name is about the one text that
// has its title, where there is just one, else about a text known by that title alone.
//
// The grouping depends on the set of statements alone, never on the order in which documents were imported.
type clusters struct {
	parent map[string]string // of a name, towards the name that stands for its cluster
	titles map[string][]string
}

func newClusters(statements []*standards.Statement) *clusters {
	c := &clusters{parent: map[string]string{}, titles: map[string][]string{}}
	for _, s := range statements {
		names := namesOf(&s.Said)
		for _, n := range names {
			c.union(names[0], n)
		}
	}
	for _, s := range statements {
		if names := namesOf(&s.Said); len(names) > 0 && s.Said.Title != nil {
			root, title := c.find(names[0]), titleName(*s.Said.Title)
			if !slices.Contains(c.titles[title], root) {
				c.titles[title] = append(c.titles[title], root)
			}
		}
	}
	return c
}

func (c *clusters) find(name string) string {
	p, ok := c.parent[name]
	if !ok {
		c.parent[name] = name
		return name
	}
	if p != name {
		p = c.find(p)
		c.parent[name] = p
	}
	return p
}

func (c *clusters) union(a, b string) {
	a, b = c.find(a), c.find(b)
	if earlier(b, a) {
		a, b = b, a
	}
	c.parent[b] = a
}

// earlier says which of two names of one text came first in its life: a provisional one before a formal one,
// and, for want of anything better, by the alphabet.
func earlier(a, b string) bool {
	if fa, fb := formal(a), formal(b); fa != fb {
		return fb
	}
	return a < b
}

func formal(nameKey string) bool {
	return standards.IsFormalName(strings.ToUpper(nameKey[:1]) + nameKey[1:])
}

// of is the name that stands for the text a statement is about, and whether it was found by its title.
func (c *clusters) of(s *standards.Statement) (name string, byTitle bool) {
	if names := namesOf(&s.Said); len(names) > 0 {
		return c.find(names[0]), false
	}
	if s.Said.Title == nil {
		return strings.TrimPrefix(string(s.ID), "statement:"), false
	}
	title := titleName(*s.Said.Title)
	if roots := c.titles[title]; len(roots) == 1 {
		return roots[0], true
	}
	return title, false
}
