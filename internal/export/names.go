package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// names are what the nodes that a page refers to are called.
type names struct {
	people         map[standards.PersonID]string
	questions      map[standards.QuestionID]string
	documents      map[standards.DocumentID]string
	specifications map[standards.SpecificationID]string
	groups         map[standards.StudyGroupID]string
	meetings       map[standards.MeetingID]string
}

// references collects the ids that a page refers to.
type references struct {
	people         []standards.PersonID
	questions      []standards.QuestionID
	documents      []standards.DocumentID
	specifications []standards.SpecificationID
	groups         []standards.StudyGroupID
	meetings       []standards.MeetingID
}

func (r *references) text(t *standards.Text) {
	r.people = append(r.people, t.EditorIDs...)
	r.questions = append(r.questions, t.QuestionIDs...)
	r.specifications = append(r.specifications, t.EquivalentIDs...)
	r.groups = append(r.groups, t.StudyGroupID)
	for _, d := range t.Documents {
		r.documents = append(r.documents, d.DocumentID)
	}
}

func (r *references) action(a *standards.Action) {
	r.questions = append(r.questions, a.QuestionIDs...)
	r.specifications = append(r.specifications, a.EquivalentIDs...)
	r.groups = append(r.groups, a.StudyGroupID)
	r.meetings = append(r.meetings, a.MeetingID)
	if a.DocumentID != "" {
		r.documents = append(r.documents, a.DocumentID)
	}
}

// names reads what the references are called, with one find for each kind of node.
func (s *source) names(ctx context.Context, r *references) (n *names, err error) {
	n = &names{}
	if n.people, err = called(ctx, s.People, r.people, func(p *standards.Person) string { return p.Name }, "name"); err != nil {
		return nil, err
	}
	if n.questions, err = called(ctx, s.Questions, r.questions, func(q *standards.Question) string { return q.Label }, "label"); err != nil {
		return nil, err
	}
	if n.documents, err = called(ctx, s.Documents, r.documents, func(d *standards.Document) string { return d.Number }, "number"); err != nil {
		return nil, err
	}
	if n.specifications, err = called(ctx, s.Specifications, r.specifications, func(s *standards.Specification) string { return s.Identifier }, "identifier"); err != nil {
		return nil, err
	}
	if n.groups, err = called(ctx, s.StudyGroups, r.groups, func(g *standards.StudyGroup) string { return g.Name }, "name"); err != nil {
		return nil, err
	}
	n.meetings, err = called(ctx, s.Meetings, r.meetings, func(m *standards.Meeting) string { return m.Name }, "name")
	return n, err
}

func called[ID ~string, T any](ctx context.Context, c store.Collection[ID, T], ids []ID, name func(*T) string, field string) (map[ID]string, error) {
	slices.Sort(ids)
	nodes, err := c.Where(ctx, "_id", slices.Compact(ids), field)
	found := make(map[ID]string, len(nodes))
	for _, n := range nodes {
		found[c.ID(n)] = name(n)
	}
	return found, err
}

// list names ids, each once, parted by semicolons. One that leads nowhere is left out.
func list[ID ~string](ids []ID, names map[ID]string) string {
	var out []string
	for _, id := range ids {
		if n := names[id]; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return strings.Join(out, "; ")
}

func documents(t *standards.Text) []standards.DocumentID {
	ids := make([]standards.DocumentID, len(t.Documents))
	for i, d := range t.Documents {
		ids[i] = d.DocumentID
	}
	return ids
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// words are how people write a value of an enumeration: NEW_WORK_ITEM is "New work item".
func words[T ~string](value T) string {
	if value == "" {
		return ""
	}
	return string(value[0]) + strings.ToLower(strings.ReplaceAll(string(value[1:]), "_", " "))
}

// carrier is the number of the document of an action, with its revision.
func carrier(a *standards.Action, n *names) string {
	number := n.documents[a.DocumentID]
	if number != "" && a.Revision != nil && *a.Revision > 0 {
		number += fmt.Sprintf(" Rev.%d", *a.Revision)
	}
	return number
}

// shown is the name a text goes by: its acronym, its provisional name, or its title.
func shown(t *standards.Text) string {
	for _, s := range []*string{t.Acronym, t.ProvisionalName, t.Title} {
		if s != nil {
			return *s
		}
	}
	return string(t.ID)
}
