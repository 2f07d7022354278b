package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"rapporteur/internal/standards"
)

// boundLists cuts lists that were kept whole, without a count, to their heads. What was cut before, when a migration was
// cut off, stays: its count is greater than its head.
func boundLists(ctx context.Context, m *migrator) error {
	counts, err := countLists(ctx, m.Store)
	if err != nil {
		return err
	}
	if err := rewrite(ctx, m, m.Questions, func(q *standards.Question) {
		bound(&q.TextIDs, &q.TextCount)
		bound(&q.EditorIDs, &q.EditorCount)
		q.MeetingCount = counts.meetings[q.ID]
	}); err != nil {
		return err
	}
	if err := rewrite(ctx, m, m.People, func(p *standards.Person) {
		bound(&p.TextIDs, &p.TextCount)
		bound(&p.RoleLinks, &p.RoleCount)
		p.QuestionIDs, p.QuestionTexts = counts.questions(p.ID)
	}); err != nil {
		return err
	}
	if err := rewrite(ctx, m, m.Specifications, func(s *standards.Specification) { bound(&s.TextIDs, &s.TextCount) }); err != nil {
		return err
	}
	if err := rewrite(ctx, m, m.Documents, func(d *standards.Document) { bound(&d.TextLinks, &d.TextCount) }); err != nil {
		return err
	}
	return rewrite(ctx, m, m.Meetings, func(m *standards.Meeting) { bound(&m.ActionIDs, &m.ActionCount) })
}

func bound[T any](list *[]T, count *int) {
	*count = max(*count, len(*list))
	*list = (*list)[:min(len(*list), standards.HeadSize)]
}

// listCounts are the counts that no list had.
type listCounts struct {
	keys     map[standards.QuestionID]string // the order of Questions
	meetings map[standards.QuestionID]int
	texts    map[standards.PersonID]map[standards.QuestionID]int
}

func newListCounts(questions []*standards.Question) *listCounts {
	c := &listCounts{map[standards.QuestionID]string{}, map[standards.QuestionID]int{}, map[standards.PersonID]map[standards.QuestionID]int{}}
	for _, q := range questions {
		c.keys[q.ID] = q.SortKey
	}
	return c
}

func countLists(ctx context.Context, s *Store) (*listCounts, error) {
	questions, err := s.Questions.All(ctx, "sortKey")
	if err != nil {
		return nil, err
	}
	c := newListCounts(questions)
	meetings, err := s.Meetings.All(ctx, "questions")
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		c.addMeeting(m)
	}
	texts, err := s.Texts.All(ctx, "questions", "editors")
	for _, t := range texts {
		c.add(t)
	}
	return c, err
}

func (c *listCounts) addMeeting(m *standards.Meeting) {
	for _, q := range m.QuestionIDs {
		c.meetings[q]++
	}
}

// add counts a text for its editors.
func (c *listCounts) add(t *standards.Text) {
	for _, p := range t.EditorIDs {
		if c.texts[p] == nil {
			c.texts[p] = map[standards.QuestionID]int{}
		}
		for _, q := range t.QuestionIDs {
			c.texts[p][q]++
		}
	}
}

// questions are the Questions of a person's texts, in the order of Questions, and how many texts each has.
func (c *listCounts) questions(p standards.PersonID) (ids []standards.QuestionID, texts []int) {
	ids = slices.SortedFunc(maps.Keys(c.texts[p]), func(a, b standards.QuestionID) int {
		return cmp.Or(cmp.Compare(c.keys[a], c.keys[b]), cmp.Compare(a, b))
	})
	for _, q := range ids {
		texts = append(texts, c.texts[p][q])
	}
	return ids, texts
}
