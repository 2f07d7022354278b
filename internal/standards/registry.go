package standards

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Registry says which person a printed name, and an id, stands for. It is a function of the names that facts print and of
// the corrections in their order, and of nothing else, so it does not matter when a report was imported. These are its rules:
//
//   - A printed name has the id that is made of its key: of its readings (NameCandidates) the likeliest with which someone
//     was printed without a comma, else the likeliest. An id made of another reading stands for that id, unless some name
//     has it.
//   - Corrections are replayed in their order. A person is a list of ids and has the first as their own. A merge joins the
//     lists, that of the person who stays first. A split takes ids out of a list, and both parts keep their order: so a
//     split of all that came by a merge undoes it, whatever was merged or split between. Spellings that leave an id which
//     others keep get a new id, which no other spelling has.
//   - So an id stands, for ever, for the person on whose list it is. Ids without a printed name stay on their list.
//   - Where no name is printed any more that leads to that person, the id stands for the person with a spelling that can be
//     read so, the first by id; where there is none, for nobody.
//
// Names influence each other only where they have the same words (NameWords) or where corrections name both. A registry of
// some names is right for those whose words, and all corrections and names with these words, it was made of.
type Registry struct {
	corrections []*Correction
	key         map[string]string       // of each printed name
	alias       map[PersonID]PersonID   // of an id of another reading, the id of the name
	pinned      map[string]PersonID     // of a spelling, the id that a split gave it
	list        map[PersonID][]PersonID // the ids of a person, by the first, where there are several
	first       map[PersonID]PersonID   // of the list an id is on

	people map[PersonID]*Identity
	leads  map[PersonID]PersonID
}

// Identity is who a person is: under which ids and which spellings, in alphabetical order.
type Identity struct {
	ID        PersonID
	IDs       []PersonID // all that lead to the person, their own first
	Spellings []string
	Keys      []string // of the spellings
	NameWords []string // of the spellings
}

// NewRegistry is the registry of these printed names and of these corrections, in their order.
func NewRegistry(names []string, corrections []*Correction) *Registry {
	r := &Registry{
		corrections: corrections, key: make(map[string]string, len(names)), alias: map[PersonID]PersonID{}, pinned: map[string]PersonID{},
		list: map[PersonID][]PersonID{}, first: map[PersonID]PersonID{}, people: map[PersonID]*Identity{}, leads: map[PersonID]PersonID{},
	}
	r.read(names)
	for _, c := range corrections {
		switch c.Kind {
		case Merge:
			r.join(c.PersonIDs)
		case Split:
			r.part(c)
		}
	}
	r.settle()
	return r
}

// read finds the key of each name, and what other readings stand for.
func (r *Registry) read(names []string) {
	attested, used := map[string]bool{}, map[PersonID]bool{}
	for _, name := range names {
		if c := NameCandidates(name); len(c) == 1 {
			attested[c[0]] = true
		}
	}
	for _, name := range names {
		candidates := NameCandidates(name)
		key := candidates[0]
		if i := slices.IndexFunc(candidates, func(c string) bool { return attested[c] }); i >= 0 {
			key = candidates[i]
		}
		r.key[name] = key
		used[NewPersonID(key)] = true
	}
	for name, key := range r.key {
		id := NewPersonID(key)
		for _, c := range NameCandidates(name) {
			other := NewPersonID(c)
			if was, ok := r.alias[other]; !used[other] && (!ok || id < was) {
				r.alias[other] = id
			}
		}
	}
}

// known is the id that an id stands for by names alone.
func (r *Registry) known(id PersonID) PersonID { return cmp.Or(r.alias[id], id) }

// home is the id of a printed name, wherever it leads.
func (r *Registry) home(name string) PersonID {
	return cmp.Or(r.pinned[name], NewPersonID(r.key[name]))
}

// head is the first id of the list that an id is on.
func (r *Registry) head(id PersonID) PersonID {
	id = r.known(id)
	return cmp.Or(r.first[id], id)
}

// ids are the list of a person.
func (r *Registry) ids(head PersonID) []PersonID {
	if list := r.list[head]; list != nil {
		return list
	}
	return []PersonID{head}
}

// keep makes ids the list of one person.
func (r *Registry) keep(ids []PersonID) {
	if len(ids) == 0 {
		return
	}
	r.list[ids[0]] = ids
	for _, id := range ids {
		r.first[id] = ids[0]
	}
}

func (r *Registry) join(ids []PersonID) {
	var all []PersonID
	joined := map[PersonID]bool{}
	for _, id := range ids {
		if head := r.head(id); !joined[head] {
			joined[head] = true
			all = append(all, r.ids(head)...)
			delete(r.list, head)
		}
	}
	r.keep(all)
}

func (r *Registry) part(c *Correction) {
	leaves, lists := map[PersonID]bool{}, []PersonID{}
	for _, id := range c.PersonIDs {
		leaves[r.known(id)] = true
		if head := r.head(id); !slices.Contains(lists, head) {
			lists = append(lists, head)
		}
	}
	var left []PersonID
	for _, head := range lists {
		var stay []PersonID
		for _, id := range r.ids(head) {
			if leaves[id] {
				left = append(left, id)
			} else {
				stay = append(stay, id)
			}
		}
		delete(r.list, head)
		r.keep(stay)
	}
	for _, name := range c.Spellings {
		r.pinned[name] = c.NewID
	}
	if c.NewID != "" {
		left = append(left, c.NewID)
	}
	r.keep(left)
}

// settle collects the people that names stand for, and where each id leads.
func (r *Registry) settle() {
	readers := map[PersonID]PersonID{}
	ids := map[PersonID]bool{}
	for _, name := range slices.Sorted(maps.Keys(r.key)) {
		id := r.head(r.home(name))
		p := r.people[id]
		if p == nil {
			p = &Identity{ID: id}
			r.people[id] = p
		}
		p.Spellings = append(p.Spellings, name)
		insert(&p.Keys, r.key[name])
		insert(&p.NameWords, NameWords(name))
		for _, c := range NameCandidates(name) {
			reading := NewPersonID(c)
			ids[reading] = true
			if was, ok := readers[reading]; !ok || id < was {
				readers[reading] = id
			}
		}
	}
	for _, c := range r.corrections {
		for _, id := range c.ids() {
			ids[id] = true
		}
	}
	for id := range r.people {
		ids[id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		leads := r.head(id)
		if r.people[leads] == nil {
			leads = readers[id]
		}
		if p := r.people[leads]; p != nil {
			r.leads[id] = leads
			if id != leads {
				p.IDs = append(p.IDs, id)
			}
		}
	}
	for id, p := range r.people {
		p.IDs = append([]PersonID{id}, p.IDs...)
	}
}

// Person is whom a printed name stands for; false for a name that the registry was not made of.
func (r *Registry) Person(name string) (PersonID, bool) {
	if _, ok := r.key[name]; !ok {
		return "", false
	}
	return r.head(r.home(name)), true
}

// Of is who has or had an id, nil where nobody does.
func (r *Registry) Of(id PersonID) *Identity { return r.people[r.leads[id]] }

// People are all people, by id.
func (r *Registry) People() map[PersonID]*Identity { return r.people }

// NameWords are the words of a name in alphabetical order: all readings of a name have the same.
func NameWords(name string) string { return wordsOf(FoldName(name)) }

// NameWords are the words of the name that an id is made of.
func (id PersonID) NameWords() string {
	key, _, _ := strings.Cut(strings.TrimPrefix(string(id), "person:"), ":")
	return wordsOf(key)
}

func wordsOf(key string) string {
	words := strings.Split(key, "-")
	slices.Sort(words)
	return strings.Join(words, "-")
}

// insert adds a value to a sorted list, once.
func insert(list *[]string, v string) {
	if i, found := slices.BinarySearch(*list, v); !found {
		*list = slices.Insert(*list, i, v)
	}
}
