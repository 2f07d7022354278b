package ingest_test

import (
	"fmt"
	"slices"
	"strings"
)

// model says who is who in the plainest way: it keeps the names that reports print now and every merge and split ever
// made, and works everything out from the beginning each time it is asked. Its rules are those in the comment of
// standards.Registry; it shares no code with it.
type model struct {
	prints map[string][]string // the names in a report, by report
	said   []said
}

// said is a merge or a split as it was meant when it was made.
type said struct {
	merged []string // ids, of a merge
	left   []string // ids, of a split
	names  []string // spellings, of a split, which got newID
	newID  string
}

// modelled is a person of the model.
type modelled struct {
	id     string
	names  []string
	listed []string // all ids that mean the person by the person's list, the person's own first
}

// foldings are what names in these tests are written with beside plain letters.
var foldings = strings.NewReplacer("é", "e", "í", "i", "ü", "u", "ö", "o", "ç", "c", "ã", "a", "ô", "o", "'", "", "’", "", "-", " ", ".", " ")

func plainWords(s string) string {
	return strings.Join(strings.Fields(foldings.Replace(strings.ToLower(s))), "-")
}

// readings are how a name can be read, the likeliest first.
func readings(name string) []string {
	before, after, comma := strings.Cut(name, ",")
	if !comma {
		return []string{plainWords(name)}
	}
	return []string{plainWords(after + " " + before), plainWords(before + " " + after)}
}

// state is what all that was said makes of the names that are printed now.
type state struct {
	said    []said
	names   []string
	read    map[string][]string  // the readings of each name
	holds   map[string]string    // the one of them that holds
	meant   map[string]string    // by an id: itself where a name is read so, else the id of a name that can be
	lists   [][]string           // of ids: each is a person
	given   map[string]string    // a spelling's own id, by a split
	persons map[string]*modelled // once they are asked for
}

func (m *model) state() *state {
	s := &state{said: m.said, read: map[string][]string{}, holds: map[string]string{}, meant: map[string]string{}, given: map[string]string{}}
	for _, names := range m.prints {
		s.names = append(s.names, names...)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	for _, name := range s.names {
		s.read[name] = readings(name)
	}
	s.readNames()
	for _, what := range m.said {
		if what.merged != nil {
			s.join(what.merged)
		} else {
			s.part(what)
		}
	}
	return s
}

func (s *state) readNames() {
	attested := map[string]bool{}
	for _, all := range s.read {
		if len(all) == 1 {
			attested[all[0]] = true
		}
	}
	for name, all := range s.read {
		s.holds[name] = all[0]
		if !attested[all[0]] && len(all) > 1 && attested[all[1]] {
			s.holds[name] = all[1]
		}
	}
	for _, name := range s.names {
		id := "person:" + s.holds[name]
		for _, r := range s.read[name] {
			if other := s.meant["person:"+r]; other == "" || id < other {
				s.meant["person:"+r] = id
			}
		}
	}
	for _, name := range s.names {
		s.meant["person:"+s.holds[name]] = "person:" + s.holds[name]
	}
}

func (s *state) join(ids []string) {
	var joined []string
	for _, id := range ids {
		for _, other := range s.take(id) {
			if !slices.Contains(joined, other) {
				joined = append(joined, other)
			}
		}
	}
	s.lists = append(s.lists, joined)
}

func (s *state) part(what said) {
	var leaving, left []string
	for _, id := range what.left {
		leaving = append(leaving, s.mean(id))
	}
	for _, id := range what.left {
		var stay []string
		for _, other := range s.take(id) {
			switch {
			case !slices.Contains(leaving, other):
				stay = append(stay, other)
			case !slices.Contains(left, other):
				left = append(left, other)
			}
		}
		if stay != nil {
			s.lists = append(s.lists, stay)
		}
	}
	for _, name := range what.names {
		s.given[name] = what.newID
	}
	if what.newID != "" {
		left = append(left, what.newID)
	}
	s.lists = append(s.lists, left)
}

func (s *state) mean(id string) string {
	if meant := s.meant[id]; meant != "" {
		return meant
	}
	return id
}

// take removes the list an id is on, and returns it.
func (s *state) take(id string) []string {
	id = s.mean(id)
	for i, list := range s.lists {
		if slices.Contains(list, id) {
			s.lists = slices.Delete(s.lists, i, i+1)
			return list
		}
	}
	return []string{id}
}

// listOf is the person of an id, by lists.
func (s *state) listOf(id string) string {
	id = s.mean(id)
	for _, list := range s.lists {
		if slices.Contains(list, id) {
			return list[0]
		}
	}
	return id
}

// own is the id of a spelling itself.
func (s *state) own(name string) string {
	if id := s.given[name]; id != "" {
		return id
	}
	return "person:" + s.holds[name]
}

// people are all people, by id.
func (s *state) people() map[string]*modelled {
	if s.persons != nil {
		return s.persons
	}
	people := map[string]*modelled{}
	s.persons = people
	for _, name := range s.names {
		id := s.listOf(s.own(name))
		if people[id] == nil {
			people[id] = &modelled{id: id}
		}
		people[id].names = append(people[id].names, name)
	}
	for id, p := range people {
		p.listed = []string{id}
	}
	for _, id := range s.ids() {
		if p := people[s.listOf(id)]; p != nil && id != p.id {
			p.listed = append(p.listed, id)
		}
	}
	return people
}

// ids are all ids that anyone can have been given: those that were ever said, and those of all readings of names.
func (s *state) ids() []string {
	var ids []string
	for _, name := range s.names {
		for _, r := range readings(name) {
			ids = append(ids, "person:"+r)
		}
	}
	for _, what := range s.said {
		ids = append(append(append(ids, what.merged...), what.left...), what.newID)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

// lead is the id of the person whom an id stands for, empty for nobody.
func (s *state) lead(id string) string {
	people := s.people()
	if p := people[s.listOf(id)]; p != nil {
		return p.id
	}
	var readers []string
	for _, name := range s.names {
		if slices.Contains(s.read[name], strings.TrimPrefix(id, "person:")) {
			readers = append(readers, s.listOf(s.own(name)))
		}
	}
	if readers == nil {
		return ""
	}
	return slices.Min(readers)
}

// named are the people whom a name finds: who was printed just so, else those of the likeliest reading that is anyone's.
func (s *state) named(name string) []string {
	if slices.Contains(s.names, name) {
		return []string{s.listOf(s.own(name))}
	}
	for _, r := range readings(name) {
		var found []string
		for _, other := range s.names {
			if s.holds[other] == r {
				found = append(found, s.listOf(s.own(other)))
			}
		}
		if found != nil {
			slices.Sort(found)
			return slices.Compact(found)
		}
	}
	return nil
}

// merge says that people are one; it says nothing where they are. Each of the ids is somebody's.
func (m *model) merge(ids []string) {
	s := m.state()
	people := s.people()
	var merged, persons []string
	for _, id := range ids {
		p := people[s.lead(id)]
		if !slices.Contains(persons, p.id) {
			persons = append(persons, p.id)
			merged = append(merged, p.listed...)
		}
	}
	if len(persons) > 1 {
		m.said = append(m.said, said{merged: merged})
	}
}

// split says that some names of a person, and not all, are another's.
func (m *model) split(id string, names []string) {
	s := m.state()
	p := s.people()[s.lead(id)]
	var what said
	stays := func(own string) bool {
		return slices.ContainsFunc(p.names, func(n string) bool { return s.own(n) == own && !slices.Contains(names, n) })
	}
	for _, name := range names {
		if stays(s.own(name)) {
			what.names = append(what.names, name)
		}
	}
	for _, id := range p.listed {
		if slices.ContainsFunc(names, func(n string) bool { return s.own(n) == s.mean(id) && !stays(s.own(n)) }) {
			what.left = append(what.left, id)
		}
	}
	if what.names != nil {
		n := 2
		for slices.ContainsFunc(m.said, func(w said) bool { return w.newID == fmt.Sprintf("person:%s:%d", s.holds[what.names[0]], n) }) {
			n++
		}
		what.newID = fmt.Sprintf("person:%s:%d", s.holds[what.names[0]], n)
	}
	m.said = append(m.said, what)
}
