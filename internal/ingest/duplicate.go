package ingest

import (
	"context"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"rapporteur/internal/standards"
)

// deriveDuplicates proposes, for the people that may have changed, who else may be the same person: their names
// are alike but do not fold alike. It is for a person to confirm; nothing is merged by it. Both sides name each
// other, so a person who is like one that changed changes too.
func (d *derivation) deriveDuplicates(ctx context.Context) error {
	all, err := d.store.People.All(ctx, "keys", "possibleDuplicates")
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(all, func(p *standards.Person) bool {
		_, changed := d.persons[p.ID]
		return changed
	})
	var respelled []standards.PersonID
	for _, other := range others {
		var proposals []standards.PersonID
		for _, id := range other.PossibleDuplicateIDs {
			if _, changed := d.persons[id]; !changed {
				proposals = append(proposals, id)
			}
		}
		for id, p := range d.persons {
			if p != nil && alike(p, other) != "" {
				proposals = append(proposals, id)
				p.PossibleDuplicateIDs = append(p.PossibleDuplicateIDs, other.ID)
			}
		}
		slices.Sort(proposals)
		if !slices.Equal(proposals, other.PossibleDuplicateIDs) {
			respelled = append(respelled, other.ID)
			other.PossibleDuplicateIDs = proposals
		}
	}
	for id, p := range d.persons {
		for otherID, other := range d.persons {
			if p != nil && other != nil && id != otherID && alike(p, other) != "" {
				p.PossibleDuplicateIDs = append(p.PossibleDuplicateIDs, otherID)
			}
		}
	}
	for _, p := range d.persons {
		if p != nil {
			slices.Sort(p.PossibleDuplicateIDs)
		}
	}
	whole, err := d.store.People.Where(ctx, "_id", respelled)
	proposals := byID(others, d.store.People.ID)
	for _, p := range whole {
		p.PossibleDuplicateIDs = proposals[p.ID].PossibleDuplicateIDs
		d.persons[p.ID] = p
	}
	return err
}

// alike tells what makes two people's names alike, empty where nothing does.
func alike(a, b *standards.Person) string {
	for _, x := range a.Keys {
		for _, y := range b.Keys {
			if evidence := alikeNames(x, y); evidence != "" {
				return evidence
			}
		}
	}
	return ""
}

func alikeNames(a, b string) string {
	if len(a) > len(b) {
		a, b = b, a
	}
	if a == b {
		return ""
	}
	if len(b)-len(a) <= 1 && len(a) >= 6 && levenshtein.ComputeDistance(a, b) == 1 {
		return "one letter apart"
	}
	x, y := strings.Split(a, "-"), strings.Split(b, "-")
	if len(x) < 2 {
		return ""
	}
	if len(x) == len(y) {
		if initials(x, y) {
			return "initials"
		}
		slices.Sort(x)
		slices.Sort(y)
		if slices.Equal(x, y) {
			return "other order of names"
		}
		return ""
	}
	if len(x)+1 == len(y) && subsequence(x, y) {
		return "a word more"
	}
	return ""
}

// initials says whether two names differ only where one has an initial of what the other has, and share the last
// part.
func initials(x, y []string) bool {
	if x[len(x)-1] != y[len(y)-1] {
		return false
	}
	for i := range x {
		if x[i] != y[i] && !(len(x[i]) == 1 && strings.HasPrefix(y[i], x[i])) && !(len(y[i]) == 1 && strings.HasPrefix(x[i], y[i])) {
			return false
		}
	}
	return true
}

// subsequence says whether the shorter name is the longer one without one word.
func subsequence(short, long []string) bool {
	i := 0
	for _, w := range long {
		if i < len(short) && short[i] == w {
			i++
		}
	}
	return i == len(short)
}
