package ingest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// decision is what tells decisions about one text apart. A document that lists the text more than once under one kind of
// decision reports several of them; the first of each document are one, and so on.
type decision struct {
	meeting standards.MeetingID
	kind    standards.ActionKind
	nth     int
}

// decide groups the statements of one text, which are in order, by the decision they report, and derives the actions.
func (c *change) decide(statements []*standards.Statement) []*standards.Action {
	reported := map[decision][]*standards.Statement{}
	listed := map[standards.ReportID]map[decision]int{}
	var order []decision
	for _, s := range statements {
		of := decision{s.Said.MeetingID, s.Said.Kind, 0}
		if listed[s.ReportID] == nil {
			listed[s.ReportID] = map[decision]int{}
		}
		n := listed[s.ReportID][of]
		listed[s.ReportID][of]++
		of.nth = n
		if reported[of] == nil {
			order = append(order, of)
		}
		reported[of] = append(reported[of], s)
	}
	var actions []*standards.Action
	numbers := map[standards.ActionID]int{} // the last that was given to an id
	for _, of := range order {
		a := decided(reported[of])
		id := a.ID
		for n := max(2, numbers[id]+1); c.actions[a.ID] != nil; n++ {
			a.ID = standards.ActionID(fmt.Sprintf("%s:%d", id, n))
			numbers[id] = n
		}
		for _, s := range reported[of] {
			s.ActionID, a.TextID = a.ID, s.TextID
		}
		c.people.assign(a)
		c.actions[a.ID] = a
		actions = append(actions, a)
	}
	standards.Timeline(actions)
	return actions
}

// decided is the action that some statements, the fullest document's first, report: each field as the first that has it
// says it, editors, Questions, equivalents and relations as all say together.
func decided(statements []*standards.Statement) *standards.Action {
	a := statements[0].Said
	a.EditorLinks = editors(statements)
	for _, s := range statements[1:] {
		said := s.Said
		if a.DocumentID != "" && a.DocumentID != said.DocumentID { // of another document
			said.Revision, said.DocumentRole = nil, ""
		}
		if a.Acronym != nil || a.ProvisionalName != nil {
			said.Acronym, said.ProvisionalName = nil, nil
		}
		a.QuestionIDs = union(a.QuestionIDs, said.QuestionIDs)
		a.EquivalentIDs = union(a.EquivalentIDs, said.EquivalentIDs)
		a.Relations = union(a.Relations, said.Relations)
		a.OtherSources = append(a.OtherSources, &said.Source)
		complete(&a, &said)
	}
	a.ID = standards.NewActionID(a.MeetingID, a.Kind, keyOf(statements[0]))
	return &a
}

// editors are all names of people that the statements print. A person may be among them with several names.
func editors(statements []*standards.Statement) []*standards.ActionEditor {
	var links []*standards.ActionEditor
	printed := map[string]bool{}
	for i, s := range statements {
		for _, e := range s.Said.EditorLinks {
			if i == 0 || !printed[e.Name] {
				printed[e.Name] = true
				links = append(links, &standards.ActionEditor{Name: e.Name})
			}
		}
	}
	return links
}

// keyOf is what tells the text of a statement apart in the id of the action it reports: a name, or the title or, where
// the row lost both, its number in its document.
func keyOf(s *standards.Statement) string {
	document := strings.TrimPrefix(strings.TrimPrefix(string(s.ReportID), "report:"), strings.TrimPrefix(string(s.Said.MeetingID), "meeting:"))
	key := textKey(&s.Said)
	if document == "" || len(namesOf(&s.Said)) > 0 || s.Said.Title != nil {
		return key
	}
	return strings.TrimPrefix(document, ":") + ":" + key
}

// complete fills the fields that say nothing with what another says of the same.
func complete[T any](into, from *T) {
	v, other := reflect.ValueOf(into).Elem(), reflect.ValueOf(from).Elem()
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			v.Field(i).Set(other.Field(i))
		}
	}
}

func union[T comparable](list, more []T) []T {
	list = slices.Clone(list)
	for _, v := range more {
		add(&list, v)
	}
	return list
}
