package store

import (
	"cmp"
	"maps"
	"slices"

	"rapporteur/internal/standards"
)

// derivedLists are the lists that nodes keep the heads of, whole, as the nodes that record their edges make them.
type derivedLists struct {
	questionTexts      map[standards.QuestionID][]standards.TextID
	questionEditors    map[standards.QuestionID][]standards.PersonID
	personTexts        map[standards.PersonID][]standards.TextID
	personRoles        map[standards.PersonID][]standards.Role
	specificationTexts map[standards.SpecificationID][]standards.TextID
	documentTexts      map[standards.DocumentID][]standards.DocumentText
	meetingActions     map[standards.MeetingID][]standards.ActionID
}

// lists derives all lists from the texts, which are in order, and from the people, actions and meetings.
func (v *verifier) lists(people []*standards.Person, meetings []*standards.Meeting, counts *listCounts) *derivedLists {
	l := &derivedLists{
		map[standards.QuestionID][]standards.TextID{}, map[standards.QuestionID][]standards.PersonID{},
		map[standards.PersonID][]standards.TextID{}, map[standards.PersonID][]standards.Role{},
		map[standards.SpecificationID][]standards.TextID{}, map[standards.DocumentID][]standards.DocumentText{}, map[standards.MeetingID][]standards.ActionID{},
	}
	for _, t := range v.texts {
		l.addText(t)
		counts.add(t)
	}
	for _, p := range slices.SortedFunc(slices.Values(people), func(a, b *standards.Person) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	}) {
		for q := range counts.texts[p.ID] {
			l.questionEditors[q] = append(l.questionEditors[q], p.ID)
		}
	}
	actions := slices.SortedFunc(maps.Values(v.actions), func(a, b *standards.Action) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range actions {
		l.meetingActions[a.MeetingID] = append(l.meetingActions[a.MeetingID], a.ID)
	}
	standards.Timeline(actions)
	for _, a := range actions {
		if a.DocumentID != "" {
			l.documentTexts[a.DocumentID] = append(l.documentTexts[a.DocumentID], standards.DocumentText{Role: a.DocumentRole, TextID: a.TextID, ActionID: a.ID})
		}
	}
	for _, m := range slices.SortedFunc(slices.Values(meetings), func(a, b *standards.Meeting) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	}) {
		l.addMeeting(m)
		counts.addMeeting(m)
	}
	return l
}

func (l *derivedLists) addText(t *standards.Text) {
	for _, id := range t.QuestionIDs {
		l.questionTexts[id] = append(l.questionTexts[id], t.ID)
	}
	for _, id := range t.EditorIDs {
		l.personTexts[id] = append(l.personTexts[id], t.ID)
	}
	for _, id := range t.EquivalentIDs {
		l.specificationTexts[id] = append(l.specificationTexts[id], t.ID)
	}
}

func (l *derivedLists) addMeeting(m *standards.Meeting) {
	if m.Statistics != nil {
		for _, r := range m.Statistics.Absentees {
			l.personRoles[r.PersonID] = append(l.personRoles[r.PersonID], *r)
		}
	}
}

// head checks a list of which a node keeps the head.
func head[T comparable](v *verifier, node, field string, kept []T, count int, whole []T) {
	if count != len(whole) {
		v.find(node, "%s counts %d entries and should count %d", field, count, len(whole))
	}
	if !slices.Equal(kept, whole[:min(len(whole), standards.HeadSize)]) {
		v.find(node, "%s does not begin as it should: %d entries are kept of %d", field, len(kept), len(whole))
	}
}

// theLists checks the lists that are kept with other nodes than those that record them.
func (v *verifier) theLists(questions []*standards.Question, people []*standards.Person, specifications []*standards.Specification,
	documents []*standards.Document, meetings []*standards.Meeting,
) {
	counts := newListCounts(questions)
	l := v.lists(people, meetings, counts)
	for _, q := range questions {
		node := string(q.ID)
		head(v, node, "texts", q.TextIDs, q.TextCount, l.questionTexts[q.ID])
		head(v, node, "editors", q.EditorIDs, q.EditorCount, l.questionEditors[q.ID])
		if n := counts.meetings[q.ID]; q.MeetingCount != n {
			v.find(node, "meetings counts %d entries and should count %d", q.MeetingCount, n)
		}
		same(v, node, "terms", q.Terms, standards.Terms(q.FoundBy()))
		refers(v, node, "studyGroup", q.StudyGroupID)
	}
	for _, p := range people {
		v.person(p, l, counts)
	}
	for _, sp := range specifications {
		head(v, string(sp.ID), "texts", sp.TextIDs, sp.TextCount, l.specificationTexts[sp.ID])
		same(v, string(sp.ID), "terms", sp.Terms, standards.Terms(sp.FoundBy()))
	}
	for _, d := range documents {
		node := string(d.ID)
		head(v, node, "texts", values(d.TextLinks), d.TextCount, l.documentTexts[d.ID])
		refers(v, node, "studyGroup", d.StudyGroupID)
		same(v, node, "terms", d.Terms, standards.Terms(d.FoundBy()))
		refers(v, node, "meeting", d.MeetingID)
	}
	for _, m := range meetings {
		head(v, string(m.ID), "actions", m.ActionIDs, m.ActionCount, l.meetingActions[m.ID])
	}
}

// person checks what a person keeps of their texts, of the Questions of these, and of their roles.
func (v *verifier) person(p *standards.Person, l *derivedLists, counts *listCounts) {
	node := string(p.ID)
	head(v, node, "texts", p.TextIDs, p.TextCount, l.personTexts[p.ID])
	questions, texts := counts.questions(p.ID)
	same(v, node, "questions", p.QuestionIDs, questions)
	same(v, node, "questionTexts", p.QuestionTexts, texts)
	refers(v, node, "questions", p.QuestionIDs...)
	roles := func(all []standards.Role) []string {
		of := make([]string, len(all))
		for i, r := range all {
			of[i] = string(r.MeetingID) + " " + r.Name + " " + r.Title
		}
		return of
	}
	head(v, node, "roles", roles(values(p.RoleLinks)), p.RoleCount, roles(l.personRoles[p.ID]))
	for _, r := range p.RoleLinks {
		refers(v, node, "roles", r.MeetingID)
		refers(v, node, "roles", r.PersonID)
	}
	same(v, node, "terms", p.Terms, standards.Terms(p.FoundBy()))
	refers(v, node, "possibleDuplicates", p.PossibleDuplicateIDs...)
}

// values are what pointers lead to.
func values[T any](pointers []*T) []T {
	out := make([]T, len(pointers))
	for i, p := range pointers {
		out[i] = *p
	}
	return out
}
