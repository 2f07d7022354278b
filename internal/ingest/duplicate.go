package ingest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"rapporteur/internal/standards"
)

// Proposal is two people who may be one, and what speaks for it.
type Proposal struct {
	Person, Other standards.PersonID
	Evidence      string
}

// deriveDuplicates proposes, for the people that are new, gone or printed otherwise than before, who else may be the
// same person: their names are alike but do not fold alike. It is for a person to confirm; nothing is merged by it. Both
// sides name each other, so a person who is like one that changed changes too.
func (d *derivation) deriveDuplicates(ctx context.Context) error {
	stored, err := d.store.People.Where(ctx, "_id", slices.Collect(maps.Keys(d.persons)), "keys", "possibleDuplicates")
	if err != nil {
		return err
	}
	before := byID(stored, d.store.People.ID)
	changed := map[standards.PersonID]*standards.Person{}
	for id, p := range d.persons {
		old := before[id]
		switch {
		case p == nil && old == nil:
		case p == nil || old == nil || !slices.Equal(p.Keys, old.Keys):
			changed[id] = p
		default:
			p.PossibleDuplicateIDs = old.PossibleDuplicateIDs
		}
	}
	if len(changed) == 0 {
		return nil
	}
	all, err := d.store.People.All(ctx, "keys", "possibleDuplicates")
	if err != nil {
		return err
	}
	near := newNeighbourhood(changed)
	var touched []standards.PersonID
	proposals := map[standards.PersonID][]standards.PersonID{}
	for _, other := range all {
		if _, ok := changed[other.ID]; ok {
			continue
		}
		now := slices.DeleteFunc(slices.Clone(other.PossibleDuplicateIDs), func(id standards.PersonID) bool {
			_, ok := changed[id]
			return ok
		})
		for p, evidence := range near.of(other) {
			now = append(now, p.ID)
			p.PossibleDuplicateIDs = append(p.PossibleDuplicateIDs, other.ID)
			if !slices.Contains(other.PossibleDuplicateIDs, p.ID) {
				d.proposals = append(d.proposals, Proposal{p.ID, other.ID, evidence})
			}
		}
		slices.Sort(now)
		if slices.Equal(now, other.PossibleDuplicateIDs) {
			continue
		}
		proposals[other.ID] = now
		if d.persons[other.ID] == nil {
			touched = append(touched, other.ID)
		}
	}
	for _, p := range changed {
		if p == nil {
			continue
		}
		for other, evidence := range near.of(p) {
			p.PossibleDuplicateIDs = append(p.PossibleDuplicateIDs, other.ID)
			if p.ID < other.ID {
				d.proposals = append(d.proposals, Proposal{p.ID, other.ID, evidence})
			}
		}
	}
	for _, p := range changed {
		if p != nil {
			slices.Sort(p.PossibleDuplicateIDs)
		}
	}
	whole, err := d.store.People.Where(ctx, "_id", touched)
	for _, p := range whole {
		d.persons[p.ID] = p
	}
	for id, now := range proposals {
		if p := d.persons[id]; p != nil {
			p.PossibleDuplicateIDs = now
		}
	}
	return err
}

// neighbourhood finds people with alike names without comparing each with each: names that are alike share a
// signature.
type neighbourhood map[string][]*standards.Person

func newNeighbourhood(people map[standards.PersonID]*standards.Person) neighbourhood {
	n := neighbourhood{}
	for _, p := range people {
		if p == nil {
			continue
		}
		for _, key := range p.Keys {
			for _, s := range signatures(key) {
				n[s] = append(n[s], p)
			}
		}
	}
	return n
}

// of are the other people whose names are alike, and what makes them so.
func (n neighbourhood) of(p *standards.Person) map[*standards.Person]string {
	found := map[*standards.Person]string{}
	for _, key := range p.Keys {
		for _, s := range signatures(key) {
			for _, other := range n[s] {
				if _, seen := found[other]; seen || other.ID == p.ID {
					continue
				}
				if evidence := alike(p, other); evidence != "" {
					found[other] = evidence
				}
			}
		}
	}
	return found
}

// signatures of a name: itself, itself without each letter (two names one letter apart share one of these), its words in
// alphabetical order, without each word, and its last word with the initials of the others.
func signatures(key string) []string {
	all := []string{"=" + key}
	for i := range key {
		all = append(all, "="+key[:i]+key[i+1:])
	}
	words := strings.Split(key, "-")
	if len(words) < 2 {
		return all
	}
	initials := words[len(words)-1]
	for _, w := range words[:len(words)-1] {
		if w != "" {
			initials += "." + w[:1]
		}
	}
	all = append(all, "."+initials, "-"+key)
	for i := range words {
		if len(words) > 2 { // a name of one word is like none
			all = append(all, "-"+strings.Join(slices.Delete(slices.Clone(words), i, i+1), "-"))
		}
	}
	slices.Sort(words)
	return append(all, "~"+strings.Join(words, "-"))
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
