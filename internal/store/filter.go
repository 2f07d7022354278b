package store

import (
	"context"
	"regexp"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// Filter is a condition on the nodes of one collection. The zero value matches all.
type Filter struct{ conditions bson.D }

// None says whether the filter matches all.
func (f Filter) None() bool { return len(f.conditions) == 0 }

// With also asks that a field holds one of these values.
func (f Filter) With(field string, in any) Filter {
	return Filter{and(f.conditions, among(field, in))}
}

// last is the highest string that begins as another does: {$gte: s, $lt: s + last} is a prefix search.
const last = "\U0010ffff"

func among(field string, in any) bson.D {
	return bson.D{{Key: field, Value: bson.D{{Key: "$in", Value: in}}}}
}

func is(field string, value any) bson.D { return bson.D{{Key: field, Value: value}} }

// within matches dates from the one to the other, as precise as they are given; either may be nil. A date that
// is not known is in no range.
func within(field string, from, to *standards.PartialDate) bson.D {
	if from == nil && to == nil {
		return nil
	}
	r := bson.D{{Key: "$gt", Value: ""}}
	if from != nil {
		r = bson.D{{Key: "$gte", Value: *from}}
	}
	if to != nil {
		r = append(r, bson.E{Key: "$lte", Value: to.End()})
	}
	return bson.D{{Key: field, Value: r}}
}

// search matches nodes whose terms hold all words of the query, the last one by its beginning.
func search(query *string) bson.D {
	if query == nil {
		return nil
	}
	return allWords(standards.ParseQuery(*query))
}

// allWords matches nodes whose terms hold all words, the last one by its beginning. Without words it matches nothing.
func allWords(q standards.Query) bson.D {
	if len(q.Words) == 0 {
		return among("_id", bson.A{})
	}
	conditions := make([]bson.D, len(q.Words))
	for i, w := range q.Words {
		conditions[i] = is("terms", w)
	}
	conditions[len(conditions)-1] = beginning("terms", q.Words[len(q.Words)-1])
	return and(conditions...)
}

// beginning matches lists with an element that begins so. The bounds find it in an index; the expression says the same once
// more, since some servers of the protocol let each bound hold for another element.
func beginning(field, prefix string) bson.D {
	return is(field, bson.D{{Key: "$elemMatch", Value: bson.D{
		{Key: "$gte", Value: prefix}, {Key: "$lt", Value: prefix + last}, {Key: "$regex", Value: "^" + regexp.QuoteMeta(prefix)},
	}}})
}

// questionsLabelled matches nodes of the Questions of these labels, in any study period.
func (s *Store) questionsLabelled(ctx context.Context, labels []string) (bson.D, error) {
	if labels == nil {
		return nil, nil
	}
	canonical := make([]string, len(labels))
	for i, l := range labels {
		number, group, ok := standards.ParseQuestionLabel(l)
		if !ok {
			return nil, standards.Errorf(standards.Invalid, "questions: %q is not a label like Q6/17", l)
		}
		canonical[i] = standards.QuestionLabel(number, group)
	}
	found, err := s.Questions.find(ctx, among("label", canonical), options.Find().SetSort(byID).SetProjection(byID))
	ids := make([]standards.QuestionID, len(found))
	for i, q := range found {
		ids[i] = q.ID
	}
	return among("questions", ids), err
}

// decided matches texts with one decision for which all that is given holds.
func decided(f *standards.DecisionFilter) bson.D {
	if f == nil {
		return nil
	}
	var one bson.D // a document of conditions, which $elemMatch needs to hold for one element
	for _, c := range []bson.D{anyOf("meeting", f.Meetings), anyOf("kind", f.Kinds), within("date", f.From, f.To)} {
		one = append(one, c...)
	}
	if one == nil {
		return nil
	}
	return is("decisions", bson.D{{Key: "$elemMatch", Value: one}})
}

func inGroup(number *int) bson.D {
	if number == nil {
		return nil
	}
	return is("studyGroup", standards.NewStudyGroupID(*number))
}

func anyOf[T any](field string, values []T) bson.D {
	if values == nil {
		return nil
	}
	return among(field, values)
}

func folded(values []string) []string {
	if values == nil {
		return nil
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.ToLower(strings.TrimSpace(v))
	}
	return out
}

// TextFilter compiles a filter of texts. Names of editors and labels of Questions are looked up first.
func (s *Store) TextFilter(ctx context.Context, f *standards.TextFilter) (Filter, error) {
	if f == nil {
		f = &standards.TextFilter{}
	}
	questions, err := s.questionsLabelled(ctx, f.Questions)
	if err != nil {
		return Filter{}, err
	}
	conditions := []bson.D{
		is("referencedOnly", f.ReferencedOnly != nil && *f.ReferencedOnly), search(f.Search), questions, inGroup(f.StudyGroup),
		anyOf("kind", f.Kind), anyOf("status", f.Status), anyOf("editors", f.Editors), anyOf("decisions.meeting", f.Meetings),
		anyOf("decisions.kind", f.Actions), decided(f.Decided), anyOf("targetAction", f.TargetActions), anyOf("organizations", folded(f.Organizations)),
		within("startOfWork", f.StartedFrom, f.StartedTo), within("target", f.TargetFrom, f.TargetTo),
	}
	if f.Acronym != nil {
		conditions = append(conditions, is("names", standards.NameKey(*f.Acronym)))
	}
	if f.Novelty != nil {
		conditions = append(conditions, is("novelty", *f.Novelty))
	}
	if f.HasEquivalent != nil {
		conditions = append(conditions, is("equivalents", bson.D{{Key: "$exists", Value: *f.HasEquivalent}}))
	}
	if f.EditorName != nil {
		people, err := s.PeopleNamed(ctx, *f.EditorName)
		if err != nil {
			return Filter{}, err
		}
		ids := make([]standards.PersonID, len(people))
		for i, p := range people {
			ids[i] = p.ID
		}
		conditions = append(conditions, among("editors", ids))
	}
	return Filter{and(conditions...)}, nil
}

// PersonFilter compiles a filter of people.
func (s *Store) PersonFilter(ctx context.Context, f *standards.PersonFilter) (Filter, error) {
	if f == nil {
		return Filter{}, nil
	}
	questions, err := s.questionsLabelled(ctx, f.Questions)
	if err != nil {
		return Filter{}, err
	}
	var atLeast bson.D
	if f.MinTexts != nil {
		atLeast = is("textCount", bson.D{{Key: "$gte", Value: *f.MinTexts}})
	}
	return Filter{and(search(f.Search), questions, atLeast)}, nil
}

// QuestionFilter compiles a filter of Questions.
func (s *Store) QuestionFilter(f *standards.QuestionFilter) Filter {
	if f == nil {
		return Filter{}
	}
	var period bson.D
	if f.StudyPeriod != nil {
		period = is("studyPeriod", *f.StudyPeriod)
	}
	return Filter{and(inGroup(f.StudyGroup), period)}
}

// DocumentFilter compiles a filter of temporary documents.
func (s *Store) DocumentFilter(f *standards.DocumentFilter) Filter {
	if f == nil {
		return Filter{}
	}
	var meeting bson.D
	if f.Meeting != nil {
		meeting = is("meeting", *f.Meeting)
	}
	return Filter{and(inGroup(f.StudyGroup), anyOf("roles", f.Roles), meeting)}
}

// SpecificationFilter compiles a filter of specifications.
func (s *Store) SpecificationFilter(f *standards.SpecificationFilter) Filter {
	if f == nil {
		return Filter{}
	}
	var number bson.D
	if f.Number != nil {
		number = is("number", strings.TrimSpace(*f.Number))
	}
	return Filter{and(anyOf("organizationKeys", folded(f.Organizations)), number)}
}

// MeetingFilter compiles a filter of meetings.
func (s *Store) MeetingFilter(ctx context.Context, f *standards.MeetingFilter) (Filter, error) {
	if f == nil {
		return Filter{}, nil
	}
	questions, err := s.questionsLabelled(ctx, f.Questions)
	return Filter{and(anyOf("kind", f.Kinds), inGroup(f.StudyGroup), questions, within("sortKey", f.From, f.To))}, err
}

// ActionFilter compiles a filter of actions.
func (s *Store) ActionFilter(ctx context.Context, f *standards.ActionFilter) (Filter, error) {
	if f == nil {
		return Filter{}, nil
	}
	questions, err := s.questionsLabelled(ctx, f.Questions)
	var meeting bson.D
	if f.Meeting != nil {
		meeting = is("meeting", *f.Meeting)
	}
	return Filter{and(anyOf("kind", f.Kinds), meeting, questions)}, err
}
