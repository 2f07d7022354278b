package standards

import (
	"slices"
	"sort"
	"strings"
)

// Printings are the spellings of one person, each with how often and where it was printed.
type Printings map[string]*printing

type printing struct {
	count int
	first string // the place where it was printed first
}

// Add takes note that a name was printed at a place, which orders by time.
func (p Printings) Add(name, place string) {
	if p[name] == nil {
		p[name] = &printing{first: place}
	}
	p[name].count++
	p[name].first = min(p[name].first, place)
}

// Spellings are the names in the order in which a person is shown by them: without a comma, most often, not shouted,
// earliest.
func (p Printings) Spellings() []string {
	names := make([]string, 0, len(p))
	for name := range p {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		x, y := names[i], names[j]
		a, b := p[x], p[y]
		if ca, cb := strings.Contains(x, ","), strings.Contains(y, ","); ca != cb {
			return cb
		}
		if a.count != b.count {
			return a.count > b.count
		}
		if sa, sb := shouted(x), shouted(y); sa != sb {
			return sb
		}
		if a.first != b.first {
			return a.first < b.first
		}
		return x < y
	})
	return names
}

// shouted says whether a part of a name is in capitals, as surnames sometimes are.
func shouted(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return len(w) > 2 && w == strings.ToUpper(w) && w != strings.ToLower(w)
	})
}
