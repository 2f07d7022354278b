package store

import (
	"context"
	"strings"

	"rapporteur/internal/standards"
)

// maxMatches bounds how many nodes an ambiguous name lists.
const maxMatches = 50

// TextsNamed reads the texts that ever had this name, in the study group where one is given.
func (s *Store) TextsNamed(ctx context.Context, name string, group *int) ([]*standards.Text, error) {
	return s.Texts.find(ctx, and(is("names", standards.NameKey(name)), inGroup(group)), reading{limit: maxMatches})
}

// QuestionLabelled reads the Question of this label in the study period, or in the newest that has it.
func (s *Store) QuestionLabelled(ctx context.Context, label string, period *string) (*standards.Question, error) {
	number, group, ok := standards.ParseQuestionLabel(label)
	if !ok {
		return nil, standards.Errorf(standards.Invalid, "label: %q is not a label like Q6/17", label)
	}
	filter := and(is("number", number), inGroup(&group))
	if period != nil {
		filter = and(filter, is("studyPeriod", *period))
	}
	return first(s.Questions.find(ctx, filter, reading{sort: bySortKey, limit: 1}))
}

// DocumentNumbered reads the temporary document of this number, in the study group and study period where they
// are given, else the newest. AMBIGUOUS where several study groups have it and none is given.
func (s *Store) DocumentNumbered(ctx context.Context, number string, group *int, period *string) (*standards.Document, error) {
	td, _, ok := standards.ParseTD(number)
	if !ok {
		return nil, standards.Errorf(standards.Invalid, "number: %q is not a number like TD2442", number)
	}
	filter := and(is("number", td), inGroup(group))
	if period != nil {
		filter = and(filter, is("studyPeriod", *period))
	}
	found, err := s.Documents.find(ctx, filter, reading{sort: bySortKey, limit: maxMatches})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	groups := map[standards.StudyGroupID]bool{}
	var ids []string
	for _, d := range found {
		if !groups[d.StudyGroupID] {
			groups[d.StudyGroupID] = true
			ids = append(ids, string(d.ID))
		}
	}
	if len(groups) > 1 {
		err := standards.Errorf(standards.Ambiguous, "several study groups have a %s: name the study group", td)
		err.Extensions = map[string]any{"ids": ids}
		return nil, err
	}
	return found[0], nil
}

// aliasedTexts finds the text that an id stood for before it got another: an id is made of a name, and the text
// keeps its names.
func (s *Store) aliasedTexts(ctx context.Context, ids []standards.TextID) (map[standards.TextID]*standards.Text, error) {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if parts := strings.SplitN(string(id), ":", 3); len(parts) == 3 {
			names = append(names, parts[2])
		}
	}
	found := map[standards.TextID]*standards.Text{}
	texts, err := s.Texts.Where(ctx, "names", names)
	of := map[string][]*standards.Text{}
	for _, t := range texts {
		for _, n := range t.Names {
			found[standards.NewTextID(t.StudyGroupID, n)] = t
			of[n] = append(of[n], t)
		}
	}
	for _, id := range ids { // of a group that the text is not of any more
		parts := strings.SplitN(string(id), ":", 3)
		if name := parts[len(parts)-1]; found[id] == nil && len(of[name]) == 1 && !strings.HasPrefix(name, "title:") {
			found[id] = of[name][0]
		}
	}
	return found, err
}

// aliasedPeople finds the people that ids lead to: a person keeps all of them.
func (s *Store) aliasedPeople(ctx context.Context, ids []standards.PersonID) (map[standards.PersonID]*standards.Person, error) {
	people, err := s.People.Where(ctx, "ids", ids)
	return ofIDs(people, ids), err
}

// ofIDs are people by those of these ids that lead to them.
func ofIDs(people []*standards.Person, ids []standards.PersonID) map[standards.PersonID]*standards.Person {
	by := make(map[standards.PersonID]*standards.Person, len(ids))
	for _, p := range people {
		for _, id := range p.IDs {
			by[id] = p
		}
	}
	found := make(map[standards.PersonID]*standards.Person, len(ids))
	for _, id := range ids {
		if p := by[id]; p != nil {
			found[id] = p
		}
	}
	return found
}

// aliasedActions finds the action that an id stood for before it got another: an id is made of a meeting, a kind of
// decision and a name of the text, and the text keeps its names.
func (s *Store) aliasedActions(ctx context.Context, ids []standards.ActionID) (map[standards.ActionID]*standards.Action, error) {
	texts := make(map[standards.ActionID]standards.TextID, len(ids))
	var of []standards.TextID
	for _, id := range ids {
		if _, _, text, ok := id.Parts(); ok {
			texts[id], of = text, append(of, text)
		}
	}
	found := map[standards.ActionID]*standards.Action{}
	if len(of) == 0 {
		return found, nil
	}
	now, err := s.Texts.Get(ctx, of)
	if err != nil || len(now) == 0 {
		return found, err
	}
	var named []standards.TextID
	for _, t := range now {
		named = append(named, t.ID)
	}
	actions, err := s.Actions.Where(ctx, "text", named)
	for id, text := range texts {
		meeting, kind, _, _ := id.Parts()
		for _, a := range actions {
			if t := now[text]; t != nil && found[id] == nil && a.TextID == t.ID && a.MeetingID == meeting && a.Kind == kind {
				found[id] = a
			}
		}
	}
	return found, err
}

// first is the only node of a find limited to one, nil where there is none.
func first[T any](found []*T, err error) (*T, error) {
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}
