package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// name is a name of a text in the group that works on it: two groups may use one name for two texts.
type name struct {
	group standards.StudyGroupID
	key   string
}

// clusters groups statements by the text they are about. Two statements are about one text when they share a name of it in
// one group, directly or through others. A statement without a name is about the one text of its group that has its title,
// where there is just one, else about a text known by that title alone.
//
// Reports say which group works on a text. A page or a record joins the text of that name, whichever group it is of: see home.
//
// The grouping depends on the set of statements alone, never on the order in which documents were imported.
type clusters struct {
	parent map[name]name // of a name, towards the name that stands for its cluster
	titles map[name][]name
	homes  map[standards.StatementID]standards.StudyGroupID // of what pages say
	unsure map[name][]string                                // editions that a part named without one may be of, by part
}

func newClusters(statements []*standards.Statement) *clusters {
	c := &clusters{parent: map[name]name{}, titles: map[name][]name{}, unsure: map[name][]string{}}
	c.homes = homes(statements)
	for _, s := range statements {
		names := c.names(s)
		for _, n := range names {
			c.union(names[0], n)
		}
	}
	c.joinParts(statements)
	for _, s := range statements {
		if names := c.names(s); len(names) > 0 && s.Said.Title != nil {
			root, title := c.find(names[0]), name{names[0].group, titleName(*s.Said.Title)}
			if !slices.Contains(c.titles[title], root) {
				c.titles[title] = append(c.titles[title], root)
			}
		}
	}
	return c
}

// group is the group whose text a statement is about.
func (c *clusters) group(s *standards.Statement) standards.StudyGroupID {
	if s.Page != nil {
		return c.homes[s.ID]
	}
	return s.Said.StudyGroupID
}

func (c *clusters) names(s *standards.Statement) []name {
	var names []name
	for _, key := range namesSaid(s) {
		names = append(names, name{c.group(s), key})
	}
	return names
}

func (c *clusters) find(n name) name {
	p, ok := c.parent[n]
	if !ok {
		c.parent[n] = n
		return n
	}
	if p != n {
		p = c.find(p)
		c.parent[n] = p
	}
	return p
}

func (c *clusters) union(a, b name) {
	a, b = c.find(a), c.find(b)
	if earlier(b.key, a.key) {
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
func (c *clusters) of(s *standards.Statement) (root name, byTitle bool) {
	if names := c.names(s); len(names) > 0 {
		return c.find(names[0]), false
	}
	if s.Said.Title == nil {
		return name{c.group(s), strings.TrimPrefix(string(s.ID), "statement:")}, false
	}
	title := name{c.group(s), titleName(*s.Said.Title)}
	if roots := c.titles[title]; len(roots) == 1 {
		return roots[0], true
	}
	return title, false
}

// homes finds the group for each statement of a page. Pages that share names are about one text. It is the text of the
// group whose reports have one of the names; of the group that the page says where reports of several have. Where no
// report has, the newest page that says a group decides, and the text has none where no page says one.
func homes(statements []*standards.Statement) map[standards.StatementID]standards.StudyGroupID {
	reported := map[string]map[standards.StudyGroupID]bool{} // by name
	for _, s := range statements {
		if s.Page == nil {
			for _, key := range homeNames(s) {
				if reported[key] == nil {
					reported[key] = map[standards.StudyGroupID]bool{}
				}
				reported[key][s.Said.StudyGroupID] = true
			}
		}
	}
	pages := &clusters{parent: map[name]name{}} // by name alone
	together := map[name][]*standards.Statement{}
	for _, s := range statements {
		names := pageHomeNames(s)
		for _, key := range names {
			pages.union(name{key: names[0]}, name{key: key})
		}
	}
	found := map[standards.StatementID]standards.StudyGroupID{}
	for _, s := range statements {
		if names := pageHomeNames(s); names != nil {
			root := pages.find(name{key: names[0]})
			together[root] = append(together[root], s)
		} else if s.Page != nil {
			found[s.ID] = s.Said.StudyGroupID
		}
	}
	for _, about := range together {
		candidates := map[standards.StudyGroupID]bool{}
		for _, s := range about {
			for _, key := range homeNames(s) {
				maps.Copy(candidates, reported[key])
			}
		}
		newest := newestGroup(about)
		for _, s := range about {
			found[s.ID] = home(s, candidates, reported, newest)
		}
	}
	return found
}

// homeNames are the names by which the group of a text is found: those of its parts whatever edition they are of.
func homeNames(s *standards.Statement) []string {
	names := namesSaid(s)
	for i, n := range names {
		if part, _ := partOf(n); part != "" {
			names[i] = part
		}
	}
	return names
}

// pageHomeNames are those of what a page says; none for a statement of a report.
func pageHomeNames(s *standards.Statement) []string {
	if s.Page == nil {
		return nil
	}
	return homeNames(s)
}

// newestGroup is the group that the newest of some pages says; empty where none says any.
func newestGroup(pages []*standards.Statement) (group standards.StudyGroupID) {
	var newest *standards.Statement
	for _, s := range pages {
		if s.Said.StudyGroupID != "" && (newest == nil || cmp.Or(cmp.Compare(s.Said.Date, newest.Said.Date), cmp.Compare(newest.ID, s.ID)) > 0) {
			newest, group = s, s.Said.StudyGroupID
		}
	}
	return group
}

// home chooses among the groups whose reports name the text.
func home(s *standards.Statement, candidates map[standards.StudyGroupID]bool, reported map[string]map[standards.StudyGroupID]bool,
	newest standards.StudyGroupID,
) standards.StudyGroupID {
	if len(candidates) == 0 {
		return newest
	}
	if own := s.Said.StudyGroupID; candidates[own] {
		return own
	}
	if candidates[newest] {
		return newest
	}
	for _, of := range append(homeNames(s), "") {
		groups := reported[of]
		if of == "" {
			groups = candidates
		}
		if len(groups) == 1 {
			return slices.Collect(maps.Keys(groups))[0]
		}
	}
	return newest
}
