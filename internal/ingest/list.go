package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// meetingCounts are how many meetings name each Question, after the change.
func (d *derivation) meetingCounts() map[standards.QuestionID]int {
	counts := map[standards.QuestionID]int{}
	for id, q := range d.stored.questions {
		if q != nil {
			counts[id] = q.MeetingCount
		}
	}
	for id, m := range d.meetings {
		if before := d.before[id]; before != nil {
			for _, q := range before.QuestionIDs {
				counts[q]--
			}
		}
		if m != nil {
			for _, q := range m.QuestionIDs {
				counts[q]++
			}
		}
	}
	return counts
}

// heads are what nodes keep of one of their lists.
func heads[P, ID ~string, T any](nodes map[P]*T, of func(*T) head[ID]) map[P]head[ID] {
	all := make(map[P]head[ID], len(nodes))
	for id, n := range nodes {
		var h head[ID]
		if n != nil {
			h = of(n)
		}
		all[id] = h
	}
	return all
}

// deriveTextLists derives the texts of Questions, people and specifications. A Question stays as long as a text or a
// meeting names it, a specification as long as a text does.
func (d *derivation) deriveTextLists(ctx context.Context, meetings map[standards.QuestionID]int) error {
	before, after := slices.Collect(maps.Values(d.texts)), slices.Collect(maps.Values(d.derived))
	order := store.TextOrder(nil)
	ofQuestions, err := (&lists[standards.QuestionID, standards.TextID, standards.Text]{
		d.store.Texts, order, "questions", func(t *standards.Text) []standards.QuestionID { return t.QuestionIDs },
	}).derive(ctx, heads(d.stored.questions, func(q *standards.Question) head[standards.TextID] {
		return head[standards.TextID]{q.TextIDs, q.TextCount}
	}), before, after)
	if err != nil {
		return err
	}
	for id, h := range ofQuestions {
		if h.count+meetings[id] > 0 {
			q := newQuestion(id)
			q.TextIDs, q.TextCount, q.MeetingCount = h.ids, h.count, meetings[id]
			d.questions[id] = q
		}
	}
	ofSpecifications, err := (&lists[standards.SpecificationID, standards.TextID, standards.Text]{
		d.store.Texts, order, "equivalents", func(t *standards.Text) []standards.SpecificationID { return t.EquivalentIDs },
	}).derive(ctx, heads(d.stored.specifications, func(s *standards.Specification) head[standards.TextID] {
		return head[standards.TextID]{s.TextIDs, s.TextCount}
	}), before, after)
	if err != nil {
		return err
	}
	for id, h := range ofSpecifications {
		if h.count > 0 {
			s := newSpecification(id)
			s.TextIDs, s.TextCount = h.ids, h.count
			d.specifications[id] = s
		}
	}
	ofPeople, err := (&lists[standards.PersonID, standards.TextID, standards.Text]{
		d.store.Texts, order, "editors", func(t *standards.Text) []standards.PersonID { return t.EditorIDs },
	}).derive(ctx, heads(d.stored.persons, func(p *standards.Person) head[standards.TextID] {
		return head[standards.TextID]{p.TextIDs, p.TextCount}
	}), before, after)
	for id, h := range ofPeople {
		if p := d.persons[id]; p != nil {
			p.TextIDs, p.TextCount = h.ids, h.count
		}
	}
	d.derivePersonQuestions(before, after)
	return err
}

// derivePersonQuestions counts the texts that people have of each Question.
func (d *derivation) derivePersonQuestions(before, after []*standards.Text) {
	counts := map[standards.PersonID]map[standards.QuestionID]int{}
	for id, p := range d.stored.persons {
		counts[id] = map[standards.QuestionID]int{}
		if p != nil {
			for i, q := range p.QuestionIDs {
				counts[id][q] = p.QuestionTexts[i]
			}
		}
	}
	count := func(texts []*standards.Text, n int) {
		for _, t := range texts {
			for _, p := range t.EditorIDs {
				for _, q := range t.QuestionIDs {
					counts[p][q] += n
				}
			}
		}
	}
	count(before, -1)
	count(after, 1)
	for id, of := range counts {
		p := d.persons[id]
		if p == nil {
			continue
		}
		maps.DeleteFunc(of, func(_ standards.QuestionID, n int) bool { return n == 0 })
		keys := map[standards.QuestionID]string{}
		for q := range of {
			keys[q] = newQuestion(q).SortKey
		}
		p.QuestionIDs = slices.SortedFunc(maps.Keys(of), func(a, b standards.QuestionID) int {
			return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a, b))
		})
		for _, q := range p.QuestionIDs {
			p.QuestionTexts = append(p.QuestionTexts, of[q])
		}
	}
}

// deriveEditors derives the editors of Questions from what people have of them.
func (d *derivation) deriveEditors(ctx context.Context) error {
	there := func(people map[standards.PersonID]*standards.Person) []*standards.Person {
		return slices.DeleteFunc(slices.Collect(maps.Values(people)), func(p *standards.Person) bool { return p == nil })
	}
	editors, err := (&lists[standards.QuestionID, standards.PersonID, standards.Person]{
		d.store.People, store.PersonOrder(nil), "questions", func(p *standards.Person) []standards.QuestionID { return p.QuestionIDs },
	}).derive(ctx, heads(d.stored.questions, func(q *standards.Question) head[standards.PersonID] {
		return head[standards.PersonID]{q.EditorIDs, q.EditorCount}
	}), there(d.stored.persons), there(d.persons))
	for id, h := range editors {
		if q := d.questions[id]; q != nil {
			q.EditorIDs, q.EditorCount = h.ids, h.count
		}
	}
	return err
}

// deriveActionLists derives the actions of meetings.
func (d *derivation) deriveActionLists(ctx context.Context) error {
	was := heads(d.meetings, func(*standards.Meeting) head[standards.ActionID] { return head[standards.ActionID]{} })
	for id, m := range d.before {
		was[id] = head[standards.ActionID]{m.ActionIDs, m.ActionCount}
	}
	actions, err := (&lists[standards.MeetingID, standards.ActionID, standards.Action]{
		d.store.Actions, store.ActionOrder, "meeting", func(a *standards.Action) []standards.MeetingID { return []standards.MeetingID{a.MeetingID} },
	}).derive(ctx, was, slices.Collect(maps.Values(d.removed)), slices.Collect(maps.Values(d.actions)))
	for id, h := range actions {
		if m := d.meetings[id]; m != nil {
			m.ActionIDs, m.ActionCount = h.ids, h.count
		}
	}
	return err
}
