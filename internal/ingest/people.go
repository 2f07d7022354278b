package ingest

import (
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// registry tells which person a printed name stands for.
type registry struct {
	attested  map[string]bool               // keys that someone was printed with without a comma
	corrected map[string]standards.PersonID // by the id of the correction
}

// attest takes note of a printed name.
func (r *registry) attest(name string) {
	if c := standards.NameCandidates(name); len(c) == 1 {
		r.attested[c[0]] = true
	}
}

// key is the key of the person a name stands for: of its readings the likeliest that someone was printed with
// without a comma, else the likeliest.
func (r *registry) key(name string) string {
	candidates := standards.NameCandidates(name)
	for _, c := range candidates {
		if r.attested[c] {
			return c
		}
	}
	return candidates[0]
}

// person is whom a name stands for: by a correction of this very spelling or of its key, else by the key.
func (r *registry) person(name string) standards.PersonID {
	if id, ok := r.corrected[store.CorrectedName(name)]; ok {
		return id
	}
	key := r.key(name)
	if id, ok := r.corrected[store.CorrectedKey(key)]; ok {
		return id
	}
	return standards.NewPersonID(key)
}

// spelling is one way a person was printed, and how often.
type spelling struct {
	name  string
	count int
	first string // where it was printed first
}

// spellings orders the ways a person was printed, the one to show first: without a comma, most often, not
// shouted, earliest.
func spellings(printed map[string]*spelling) []string {
	all := make([]*spelling, 0, len(printed))
	for _, s := range printed {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		if ca, cb := strings.Contains(a.name, ","), strings.Contains(b.name, ","); ca != cb {
			return cb
		}
		if a.count != b.count {
			return a.count > b.count
		}
		if sa, sb := shouted(a.name), shouted(b.name); sa != sb {
			return sb
		}
		if a.first != b.first {
			return a.first < b.first
		}
		return a.name < b.name
	})
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.name
	}
	return names
}

// shouted says whether a part of a name is in capitals, as surnames sometimes are.
func shouted(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return len(w) > 2 && w == strings.ToUpper(w) && w != strings.ToLower(w)
	})
}
