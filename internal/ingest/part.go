package ingest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// partName is the key of a name of an amendment or a corrigendum, with or without the edition of its Recommendation:
// "x.694-cor.1", "x.694-(2015)-cor.-1", "y.2122amd1".
var partName = regexp.MustCompile(`^([a-z]{1,4}\.\d[\w./-]*?)-*(?:\((?:\d{1,2}/)?((?:19|20)\d\d)\))?-*(amd|amend(?:ment)?|corr?|corrigendum)\.?-*(\d+)$`)

// partOf is the key that all names of one amendment or corrigendum share, and the edition that the name says; empty for
// any other name.
func partOf(nameKey string) (part, edition string) {
	m := partName.FindStringSubmatch(nameKey)
	if m == nil {
		return "", ""
	}
	return "part:" + m[1] + "-" + m[3][:1] + "-" + m[4], m[2]
}

// withParts adds to names the keys that their spellings share.
func withParts(names map[string]bool) map[string]bool {
	for _, n := range slices.Collect(maps.Keys(names)) {
		if part, _ := partOf(n); part != "" {
			names[part] = true
		}
	}
	return names
}

// joinParts joins the spellings of one amendment or corrigendum. A name that says no edition joins those of the only
// edition that fits; where several fit it stays a text of its own, with a doubt.
func (c *clusters) joinParts(statements []*standards.Statement) {
	parts := map[name]map[string]name{} // by part, by edition, one of its names
	for _, s := range statements {
		for _, n := range c.names(s) {
			key, edition := partOf(n.key)
			if key == "" {
				continue
			}
			part := name{n.group, key}
			if parts[part] == nil {
				parts[part] = map[string]name{}
			}
			if first, ok := parts[part][edition]; ok {
				c.union(first, n)
			}
			parts[part][edition] = n
		}
	}
	for part, editions := range parts {
		unsaid, ok := editions[""]
		if !ok || len(editions) == 1 {
			continue
		}
		delete(editions, "")
		if len(editions) > 1 {
			c.unsure[part] = slices.Sorted(maps.Keys(editions))
			continue
		}
		for _, n := range editions {
			c.union(unsaid, n)
		}
	}
}

// doubts are those about which text a statement speaks of.
func (c *clusters) doubts(s *standards.Statement, byTitle bool) []*standards.Doubt {
	if byTitle {
		return []*standards.Doubt{{Field: "text", Reason: standards.TitleDoubt, InferredFrom: s.Said.Title}}
	}
	for _, n := range c.names(s) {
		part, edition := partOf(n.key)
		if editions := c.unsure[name{n.group, part}]; edition == "" && part != "" && editions != nil {
			return []*standards.Doubt{{Field: "text", Reason: fmt.Sprintf("the edition is not printed; those of %s have such a part", strings.Join(editions, " and "))}}
		}
	}
	return nil
}
