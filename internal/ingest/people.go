package ingest

import (
	"context"
	"maps"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// people are those whom a change may touch: as they are stored, and as the change makes them.
type people struct {
	store       *store.Store
	stored      map[standards.PersonID]*standards.Person // their ids and spellings
	corrections map[string]*standards.Correction
	printed     map[string]bool // true for names that the change prints, false for those that nobody prints after it
	read        map[string]bool // NameWords
	now         *standards.Registry
}

func newPeople(s *store.Store) *people {
	return &people{
		store: s, stored: map[standards.PersonID]*standards.Person{}, corrections: map[string]*standards.Correction{},
		printed: map[string]bool{}, read: map[string]bool{},
	}
}

// extend reads all that has a part in who has names of these words (standards.NameWords): the people with such names, the
// corrections that name such people, and so on for the other names in those. Each round is two finds; there are
// as many as corrections build upon each other between people of different names.
func (p *people) extend(ctx context.Context, words map[string]bool) error {
	for {
		var missing []string
		for w := range words {
			if !p.read[w] {
				p.read[w] = true
				missing = append(missing, w)
			}
		}
		if missing == nil {
			p.register()
			return nil
		}
		found, err := p.store.People.Where(ctx, "nameWords", missing, "spellings", "ids", "nameWords")
		if err != nil {
			return err
		}
		maps.Copy(p.stored, byID(found, p.store.People.ID))
		corrections, err := p.store.Corrections.Where(ctx, "nameWords", missing)
		if err != nil {
			return err
		}
		words = map[string]bool{}
		for _, c := range corrections {
			p.corrections[c.ID] = c
			for _, w := range c.NameWords {
				words[w] = true
			}
		}
	}
}

// register makes the registry of what was read, with what the change says.
func (p *people) register() {
	names := map[string]bool{}
	for _, person := range p.stored {
		for _, s := range person.Spellings {
			names[s] = true
		}
	}
	maps.Copy(names, p.printed)
	maps.DeleteFunc(names, func(_ string, printed bool) bool { return !printed })
	p.now = standards.NewRegistry(slices.Collect(maps.Keys(names)), p.inOrder())
}

func (p *people) inOrder() []*standards.Correction {
	ordered := make([]*standards.Correction, 0, len(p.corrections))
	for _, id := range slices.Sorted(maps.Keys(p.corrections)) {
		ordered = append(ordered, p.corrections[id])
	}
	return ordered
}

// ids are of all those people, before and after the change.
func (p *people) ids() []standards.PersonID {
	all := maps.Clone(p.now.People())
	for id := range p.stored {
		all[id] = nil
	}
	return slices.Collect(maps.Keys(all))
}

// moved are the stored people who lose a spelling to another person.
func (p *people) moved() []standards.PersonID {
	var ids []standards.PersonID
	for id, person := range p.stored {
		if slices.ContainsFunc(person.Spellings, func(s string) bool {
			whose, printed := p.now.Person(s)
			return printed && whose != id
		}) {
			ids = append(ids, id)
		}
	}
	return ids
}

// assign says of the editors of an action who they are. Names that were not read stay whose they are.
func (p *people) assign(a *standards.Action) {
	for _, e := range a.EditorLinks {
		if id, ok := p.now.Person(e.Name); ok {
			e.PersonID = id
		}
	}
}

// whose is the person whom an editor of an action is, see assign, or an editor that a page prints.
func (p *people) whose(e *standards.ActionEditor) standards.PersonID {
	if id, ok := p.now.Person(e.Name); ok {
		return id
	}
	return e.PersonID
}

// withdraw takes note that a report prints these names no more. Those that no other report prints are gone.
func (p *people) withdraw(ctx context.Context, by standards.ReportID, names map[string]bool) error {
	var holders []standards.PersonID
	for id, person := range p.stored {
		if slices.ContainsFunc(person.Spellings, func(s string) bool { return names[s] }) {
			holders = append(holders, id)
		}
	}
	if holders == nil {
		return nil
	}
	actions, err := p.store.Actions.Where(ctx, "editors.person", holders, "_id")
	if err != nil {
		return err
	}
	statements, err := p.store.Statements.Where(ctx, "action", ids(actions), "report", "said.editors")
	if err != nil {
		return err
	}
	pages, err := p.store.Statements.Where(ctx, "pageEditors", slices.Collect(maps.Keys(names)), "report", "said.editors")
	if err != nil {
		return err
	}
	meetings, err := p.store.Meetings.Where(ctx, "statistics.absentees.person", holders, "_id")
	if err != nil {
		return err
	}
	said, err := p.store.MeetingStatements.Where(ctx, "meeting", ids(meetings), "report", "said.statistics")
	if err != nil {
		return err
	}
	gone := maps.Clone(names)
	for _, s := range slices.Concat(statements, pages) {
		if s.ReportID != by {
			for _, e := range s.Said.EditorLinks {
				delete(gone, e.Name)
			}
		}
	}
	for _, s := range said {
		if s.ReportID != by {
			for _, role := range absentees(&s.Said) {
				delete(gone, role.Name)
			}
		}
	}
	for name := range gone {
		p.printed[name] = false
	}
	p.register()
	return nil
}

// ids are those of nodes.
func ids[N standards.Node](nodes []N) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = n.NodeID()
	}
	return out
}
