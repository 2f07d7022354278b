package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
)

// Named is the person that a name stands for.
type Named struct {
	Person *standards.Person // nil where nobody has such a name
	Match  *standards.Match  // nil where the name was found as it is written
}

// PersonNamed finds the person of a name, of which argument is where it was given. A spelling that somebody was printed
// with comes before any other reading; see MatchKind for their order. A reading that several people have is an
// AMBIGUOUS error that lists their ids, names and numbers of texts. It costs one find where the name was printed so,
// and at most three.
func (s *Store) PersonNamed(ctx context.Context, argument, name string) (Named, error) {
	people, how, err := s.printedAs(ctx, name)
	if err == nil && people == nil {
		people, how, err = s.loosely(ctx, name)
	}
	switch {
	case err != nil || len(people) == 0:
		return Named{}, err
	case len(people) > 1:
		return Named{}, severalPeople(name, how, people)
	case how == standards.ExactMatch:
		return Named{Person: people[0]}, nil
	}
	p := people[0]
	if p.Keys == nil { // only some of its fields were read
		found, err := s.People.Get(ctx, []standards.PersonID{p.ID})
		if err != nil || found[p.ID] == nil {
			return Named{}, err
		}
		p = found[p.ID]
	}
	return Named{p, &standards.Match{Argument: argument, Given: name, ID: string(p.ID), Name: p.Name, How: how}}, nil
}

func severalPeople(name string, how standards.MatchKind, people []*standards.Person) error {
	matches := make([]map[string]any, len(people))
	var ids []string
	for i, p := range people {
		matches[i] = map[string]any{"id": p.ID, "name": p.Name, "texts": p.TextCount}
		if ids = append(ids, string(p.ID)); i == maxNear {
			ids[i] = "..."
		}
	}
	err := standards.Errorf(standards.Ambiguous, "%q may stand for %d people: %s", name, len(people), strings.Join(ids[:min(len(ids), maxNear+1)], ", "))
	err.Extensions = map[string]any{"matches": matches}
	if how != standards.ExactMatch {
		err.Extensions["how"] = how
	}
	return err
}

// printedAs reads the people with the likeliest reading of a name that anyone has, with one find.
func (s *Store) printedAs(ctx context.Context, name string) ([]*standards.Person, standards.MatchKind, error) {
	readings := standards.NameReadings(name)
	keys := make([]string, len(readings))
	for i, r := range readings {
		keys[i] = r.Key
	}
	found, err := s.People.find(ctx, among("keys", keys), reading{limit: maxMatches})
	if err != nil {
		return nil, "", err
	}
	for _, p := range found {
		if slices.Contains(p.Spellings, name) { // after a split, another person may have this key
			return []*standards.Person{p}, standards.ExactMatch, nil
		}
	}
	for _, r := range readings {
		var best []*standards.Person
		for _, p := range found {
			if slices.Contains(p.Keys, r.Key) {
				best = append(best, p)
			}
		}
		if best != nil {
			return best, r.How, nil
		}
	}
	return nil, "", nil
}

// looseness is the order in which readings are preferred.
var looseness = []standards.MatchKind{standards.WordDivision, standards.OrderOfNames, standards.Initials, standards.PartOfName, standards.Letters}

// loosely reads the people whom a name that nobody was printed with may stand for, with one find: of each the id, the
// name and the number of texts. Where more than maxCandidates share enough with it, nobody is chosen.
func (s *Store) loosely(ctx context.Context, name string) ([]*standards.Person, standards.MatchKind, error) {
	loose := standards.NewLooseName(name)
	if len(loose.Words) == 0 || len(loose.Words) > standards.MaxWords {
		return nil, "", nil
	}
	found, err := s.People.find(ctx, bson.D{{Key: "$or", Value: alternatives(loose)}}, reading{limit: maxCandidates, fields: []string{"name", "spellings", "textCount"}})
	if err != nil || len(found) == maxCandidates {
		return nil, "", err
	}
	by := map[standards.MatchKind][]*standards.Person{}
	for _, p := range found {
		best := len(looseness)
		for _, spelling := range p.Spellings {
			if err := budget.Steps(ctx, comparing(name, spelling)); err != nil {
				return nil, "", err
			}
			if i := slices.Index(looseness, loose.Compare(spelling, misspelt)); i >= 0 {
				best = min(best, i)
			}
		}
		if best < len(looseness) {
			by[looseness[best]] = append(by[looseness[best]], p)
		}
	}
	for _, how := range looseness {
		if people := by[how]; people != nil {
			return people[:min(len(people), maxMatches)], how, nil
		}
	}
	return nil, "", nil
}

// alternatives match the people who may be meant: with the same letters; with every word or an initial of it; with
// every word but one, which begins alike.
func alternatives(n standards.LooseName) bson.A {
	all := bson.A{among("terms", n.Identifiers())}
	initials := make([]bson.D, len(n.Words))
	whole := 0
	for i, w := range n.Words {
		first, size := utf8.DecodeRuneInString(w)
		if size == len(w) {
			initials[i] = beginning("terms", w)
			continue
		}
		whole++
		initials[i] = among("terms", []string{w, string(first)})
	}
	if whole > 0 {
		all = append(all, and(initials...))
	}
	if len(n.Words) < 2 {
		return all
	}
	for i, w := range n.Words {
		if mayMisspell(w) == 0 {
			continue
		}
		others := slices.Delete(slices.Clone(n.Words), i, i+1)
		first, _ := utf8.DecodeRuneInString(w)
		all = append(all, bson.D{{Key: "$and", Value: bson.A{
			is("terms", bson.D{{Key: "$all", Value: others}}), beginning("terms", string(first)),
		}}})
	}
	return all
}

// editorNamed asks that a person of this name edits the text. A name that nobody has matches nothing.
func (c *compilation) editorNamed(ctx context.Context, name *string) {
	if name == nil || c.err != nil {
		return
	}
	var found Named
	if found, c.err = c.store.PersonNamed(ctx, "editorName", strings.TrimSpace(*name)); c.err != nil {
		return
	}
	people := []standards.PersonID{}
	if found.Person != nil {
		people = append(people, found.Person.ID)
	}
	if found.Match != nil {
		c.matches = append(c.matches, found.Match)
	}
	c.add(among("editors", people))
}
