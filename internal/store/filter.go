package store

import (
	"context"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// Filter is a condition on the nodes of one collection. The zero value matches all.
type Filter struct {
	conditions bson.D
	// Matches say how names and labels in the filter were understood, where that was not certain.
	Matches []*standards.Match
	// Decided is the condition on one decision, with the ids by which its meetings go now; nil where there is none.
	Decided *standards.DecisionFilter
}

// None says whether the filter matches all.
func (f Filter) None() bool { return len(f.conditions) == 0 }

// With also asks that a field holds one of these values.
func (f Filter) With(field string, in any) Filter {
	f.conditions = and(f.conditions, among(field, in))
	return f
}

// Under is the same condition on the nodes that documents keep in a field, which they must have.
func (f Filter) Under(field string) Filter {
	f.conditions = and(under(field, f.conditions), is(field, bson.D{{Key: "$exists", Value: true}}))
	return f
}

func under(field string, conditions bson.D) bson.D {
	out := make(bson.D, len(conditions))
	for i, c := range conditions {
		out[i] = bson.E{Key: field + "." + c.Key, Value: c.Value}
		if strings.HasPrefix(c.Key, "$") {
			var all bson.A
			for _, inner := range c.Value.(bson.A) {
				all = append(all, under(field, inner.(bson.D)))
			}
			out[i] = bson.E{Key: c.Key, Value: all}
		}
	}
	return out
}

// compilation collects the conditions of a filter. After an error it looks nothing up.
type compilation struct {
	store      *Store
	conditions []bson.D
	matches    []*standards.Match
	decision   *standards.DecisionFilter
	err        error
}

func (s *Store) compile(conditions ...bson.D) *compilation {
	return &compilation{store: s, conditions: conditions}
}

func (c *compilation) add(conditions ...bson.D) { c.conditions = append(c.conditions, conditions...) }

func (c *compilation) filter() (Filter, error) {
	return Filter{and(c.conditions...), c.matches, c.decision}, c.err
}

// search asks that the terms hold all words of the query, the last one by its beginning.
func (c *compilation) search(query *string) {
	if query != nil {
		c.add(allWords(standards.ParseQuery(*query)))
	}
}

// decided asks for texts with one decision for which all that is given holds.
func (c *compilation) decided(ctx context.Context, f *standards.DecisionFilter) {
	if f == nil || c.err != nil {
		return
	}
	decision := c.store.compile(anyOf("kind", f.Kinds), within("date", f.From, f.To))
	current := *f
	current.Meetings = ids(ctx, decision, c.store.Meetings, "meetings", "meeting", f.Meetings)
	c.decision = &current
	var one bson.D // a document of conditions, which $elemMatch needs to hold for one element
	for _, condition := range decision.conditions {
		one = append(one, condition...)
	}
	if c.err = decision.err; one != nil {
		c.add(is("decisions", bson.D{{Key: "$elemMatch", Value: one}}))
	}
}

// TextFilter compiles a filter of texts.
func (s *Store) TextFilter(ctx context.Context, f *standards.TextFilter) (Filter, error) {
	if f == nil {
		f = &standards.TextFilter{}
	}
	c := s.compile(
		is("referencedOnly", f.ReferencedOnly != nil && *f.ReferencedOnly), inGroup(f.StudyGroup),
		anyOf("kind", f.Kind), anyOf("status", f.Status), anyOf("decisions.kind", f.Actions), anyOf("targetAction", f.TargetActions), anyOf("publication", f.Publication),
		anyFolded("organizations", f.Organizations),
		within("startOfWork", f.StartedFrom, f.StartedTo), within("target", f.TargetFrom, f.TargetTo), anyOf("target", f.Targets),
	)
	if f.Acronym != nil {
		c.add(is("names", standards.NameKey(*f.Acronym)))
	}
	if f.Novelty != nil {
		c.add(is("novelty", *f.Novelty))
	}
	if f.HasEquivalent != nil {
		c.add(is("equivalents", bson.D{{Key: "$exists", Value: *f.HasEquivalent}}))
	}
	c.search(f.Search)
	c.questions(ctx, f.Questions)
	ids(ctx, c, s.People, "editors", "editors", f.Editors)
	ids(ctx, c, s.Meetings, "meetings", "decisions.meeting", f.Meetings)
	c.decided(ctx, f.Decided)
	c.editorNamed(ctx, f.EditorName)
	return c.filter()
}

// PersonFilter compiles a filter of people: of those who edit texts, unless it says otherwise.
func (s *Store) PersonFilter(ctx context.Context, f *standards.PersonFilter) (Filter, error) {
	if f == nil {
		f = &standards.PersonFilter{}
	}
	c := s.compile()
	switch {
	case f.MinTexts != nil && *f.MinTexts > 0:
		c.add(atLeast("textCount", *f.MinTexts))
	case f.MinTexts == nil && f.Role == nil:
		c.add(atLeast("textCount", 1))
	}
	if f.Role != nil {
		c.add(is("roleKeys", standards.TitleKey(*f.Role)))
	}
	c.search(f.Search)
	c.questions(ctx, f.Questions)
	return c.filter()
}

// QuestionFilter compiles a filter of Questions.
func (s *Store) QuestionFilter(f *standards.QuestionFilter) (Filter, error) {
	if f == nil {
		f = &standards.QuestionFilter{}
	}
	c := s.compile(inGroup(f.StudyGroup))
	if f.StudyPeriod != nil {
		c.add(is("studyPeriod", *f.StudyPeriod))
	}
	return c.filter()
}

// DocumentFilter compiles a filter of temporary documents.
func (s *Store) DocumentFilter(ctx context.Context, f *standards.DocumentFilter) (Filter, error) {
	if f == nil {
		f = &standards.DocumentFilter{}
	}
	c := s.compile(inGroup(f.StudyGroup), anyOf("roles", f.Roles))
	id(ctx, c, s.Meetings, "meeting", "meeting", f.Meeting)
	return c.filter()
}

// SpecificationFilter compiles a filter of specifications.
func (s *Store) SpecificationFilter(f *standards.SpecificationFilter) (Filter, error) {
	if f == nil {
		f = &standards.SpecificationFilter{}
	}
	c := s.compile(anyFolded("organizationKeys", f.Organizations))
	if f.Number != nil {
		c.add(is("number", strings.TrimSpace(*f.Number)))
	}
	return c.filter()
}

// MeetingFilter compiles a filter of meetings.
func (s *Store) MeetingFilter(ctx context.Context, f *standards.MeetingFilter) (Filter, error) {
	if f == nil {
		f = &standards.MeetingFilter{}
	}
	c := s.compile(anyOf("kind", f.Kinds), inGroup(f.StudyGroup), within("sortKey", f.From, f.To))
	c.questions(ctx, f.Questions)
	c.held(ctx, f.Held)
	return c.filter()
}

// ActionFilter compiles a filter of actions.
func (s *Store) ActionFilter(ctx context.Context, f *standards.ActionFilter) (Filter, error) {
	if f == nil {
		f = &standards.ActionFilter{}
	}
	c := s.compile(anyOf("kind", f.Kinds))
	c.questions(ctx, f.Questions)
	id(ctx, c, s.Meetings, "meeting", "meeting", f.Meeting)
	return c.filter()
}
