package ingest

import (
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// entry is the node of an id that may change, made when it is first named; nil for any other id.
func entry[ID comparable, T any](nodes map[ID]*T, id ID, create func(ID) *T) *T {
	n, ok := nodes[id]
	if ok && n == nil {
		n = create(id)
		nodes[id] = n
	}
	return n
}

// newQuestion reads a Question off its id, question:17:2017-2020:6.
func newQuestion(id standards.QuestionID) *standards.Question {
	parts := strings.Split(string(id), ":")
	group, _ := strconv.Atoi(parts[1])
	number, _ := strconv.Atoi(parts[3])
	q := &standards.Question{
		ID: id, Label: standards.QuestionLabel(number, group), Number: number, StudyPeriod: parts[2],
		StudyGroupID: standards.NewStudyGroupID(group),
		SortKey:      strings.Join([]string{standards.SortKey(parts[1]), newestFirst(standards.PartialDate(parts[2])), standards.SortKey(parts[3])}, ":"),
	}
	q.Terms = standards.Terms(q.FoundBy())
	return q
}

func (d *derivation) deriveDocuments() {
	seen := map[standards.DocumentID]standards.PartialDate{}
	see := func(id standards.DocumentID, meeting standards.MeetingID, date standards.PartialDate) *standards.Document {
		doc := entry(d.documents, id, newDocument)
		if doc != nil && date >= seen[id] {
			seen[id], doc.MeetingID = date, meeting
		}
		return doc
	}
	for _, m := range d.gathering {
		for _, e := range m.Events {
			for _, id := range e.DocumentIDs {
				if doc := see(id, m.ID, max(m.Start, m.End)); doc != nil {
					add(&doc.Roles, standards.Tutorial)
				}
			}
		}
	}
	for _, a := range d.mentions {
		if doc := see(a.DocumentID, a.MeetingID, a.Date); doc != nil {
			if a.Revision != nil {
				doc.Revision = a.Revision
			}
			add(&doc.Roles, a.DocumentRole)
			if doc.TextCount++; doc.TextCount <= standards.HeadSize {
				doc.TextLinks = append(doc.TextLinks, &standards.DocumentText{Role: a.DocumentRole, TextID: a.TextID, ActionID: a.ID})
			}
		}
	}
}

// newDocument reads a temporary document off its id, document:17:2017-2020:td2442.
func newDocument(id standards.DocumentID) *standards.Document {
	parts := strings.Split(string(id), ":")
	doc := &standards.Document{
		ID: id, Number: strings.ToUpper(parts[3]), StudyGroupID: standards.NamedGroupID(parts[1]),
		SortKey: strings.Join([]string{standards.SortKey(parts[1]), newestFirst(standards.PartialDate(parts[2])), standards.SortKey(parts[3])}, ":"),
	}
	if parts[2] != "unknown" {
		doc.StudyPeriod = &parts[2]
	}
	doc.Terms = standards.Terms(doc.FoundBy())
	return doc
}

func newSpecification(id standards.SpecificationID) *standards.Specification {
	n := id.Name()
	s := &standards.Specification{
		ID: id, Identifier: n.String(), Organizations: n.Organizations, OrganizationKeys: lowered(n.Organizations),
		Series: optional(n.Series), Number: n.Number, Part: optional(n.Part), SortKey: standards.SortKey(n.String()),
	}
	s.Terms = standards.Terms(s.FoundBy())
	return s
}

func lowered(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.ToLower(n)
	}
	return out
}

func (d *derivation) derivePeople() {
	printed := map[standards.PersonID]standards.Printings{}
	see := func(name, place string) *standards.Person {
		id, _ := d.people.now.Person(name) // all names of the people who may change were read
		p := entry(d.persons, id, func(id standards.PersonID) *standards.Person {
			printed[id] = standards.Printings{}
			return &standards.Person{ID: id, SortKey: strings.TrimPrefix(string(id), "person:")}
		})
		if p != nil {
			printed[id].Add(name, place)
		}
		return p
	}
	for _, a := range d.mentions {
		for _, e := range a.EditorLinks {
			see(e.Name, string(a.Date)+a.SortKey)
		}
	}
	for _, s := range d.pages {
		for _, e := range s.Said.EditorLinks {
			see(e.Name, string(s.Said.Date)+s.Said.SortKey)
		}
	}
	for _, m := range d.gathering {
		if m.Statistics == nil {
			continue
		}
		for _, role := range m.Statistics.Absentees {
			if p := see(role.Name, string(m.End)); p != nil {
				d.addRole(m, role, p)
			}
		}
	}
	for id, p := range d.persons {
		if p != nil {
			finishPerson(p, printed[id].Spellings(), d.people.now.People()[id])
		}
	}
}

// addRole adds to a person a role that a meeting names, and the person to the role.
func (d *derivation) addRole(m *standards.Meeting, role *standards.Role, p *standards.Person) {
	if role.PersonID != p.ID {
		role.PersonID = p.ID
		d.meetings[m.ID] = m
	}
	if p.RoleCount++; p.RoleCount <= standards.HeadSize {
		p.RoleLinks = append(p.RoleLinks, role)
	}
	add(&p.RoleKeys, standards.TitleKey(role.Title))
}

// finishPerson derives what a person is shown as and looked up by.
func finishPerson(p *standards.Person, printed []string, who *standards.Identity) {
	p.Name, p.Spellings = printed[0], printed
	p.IDs, p.Keys, p.NameWords = who.IDs, who.Keys, who.NameWords
	p.Likeness = standards.LikenessKeys(p.Keys)
	p.Terms = standards.Terms(p.FoundBy())
}
