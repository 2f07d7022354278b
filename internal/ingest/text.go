package ingest

import (
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// deriveTexts groups the actions by text and derives each text from its actions. The actions are resolved on
// the way: their text, and the people among their editors.
func (c *change) deriveTexts() {
	actions := slices.Collect(maps.Values(c.actions))
	standards.Timeline(actions)
	groups := newClusters(actions)
	of := map[string][]*standards.Action{}
	for _, a := range actions {
		root, byTitle := groups.of(a)
		of[root] = append(of[root], a)
		markTitle(a, byTitle)
		c.people.assign(a)
	}
	c.names = maps.Clone(c.others)
	c.derived = map[standards.TextID]*standards.Text{}
	for root, actions := range of {
		t := &standards.Text{ID: standards.NewTextID(c.facts.group, root), StudyGroupID: c.facts.report.StudyGroupID}
		c.derived[t.ID] = t
		for _, a := range actions {
			a.TextID = t.ID
			for _, n := range namesOf(a) {
				c.names[n] = t.ID
			}
			c.names[root] = t.ID
		}
	}
	for _, root := range slices.Sorted(maps.Keys(of)) {
		c.deriveText(c.derived[c.names[root]], of[root])
	}
}

// markTitle keeps the doubt of an action that was told by its title, and only there.
func markTitle(a *standards.Action, byTitle bool) {
	const reason = "the row gives no name; another row gives this title to the text"
	a.Source.Doubts = slices.DeleteFunc(a.Source.Doubts, func(d *standards.Doubt) bool {
		return d.Field == "text" && d.Reason == reason
	})
	if byTitle {
		a.Source.Doubts = append(a.Source.Doubts, &standards.Doubt{Field: "text", Reason: reason, InferredFrom: a.Title})
	}
}

// deriveText fills a text from its actions, which are in the order of time.
func (c *change) deriveText(t *standards.Text, actions []*standards.Action) {
	var printed []string       // names, newest last
	var plan *standards.Action // the last that gave a target
	for _, a := range actions {
		add(&t.ActionIDs, a.ID)
		for _, n := range []*string{a.ProvisionalName, a.Acronym} {
			if n != nil {
				printed = append(slices.DeleteFunc(printed, func(p string) bool { return p == *n }), *n)
				add(&t.Names, standards.NameKey(*n))
			}
		}
		if a.Title != nil {
			t.Title = a.Title
			add(&t.Names, titleName(*a.Title))
		}
		keep(&t.Kind, a.TextKind)
		keep(&t.Novelty, a.Novelty)
		keep(&t.StartOfWork, a.StartOfWork)
		plan = aim(t, a, plan)
		t.Status = a.Kind
		for _, q := range a.QuestionIDs {
			add(&t.QuestionIDs, q)
		}
		for _, e := range a.EditorLinks {
			add(&t.EditorIDs, e.PersonID)
		}
		if a.DocumentID != "" {
			t.Documents = append(t.Documents, &standards.TextDocument{Role: a.DocumentRole, DocumentID: a.DocumentID, ActionID: a.ID})
		}
		for _, s := range a.EquivalentIDs {
			add(&t.EquivalentIDs, s)
			for _, o := range s.Name().Organizations {
				add(&t.Organizations, strings.ToLower(o))
			}
		}
		for _, r := range a.Relations {
			if to := c.textNamed(r.Name); to != t.ID {
				add(&t.RelationLinks, standards.TextLink{Kind: r.Kind, TextID: to})
			}
		}
		add(&t.Decisions, a.Decision())
	}
	nameText(t, printed)
	finishText(t)
}

// aim updates when and how a text is to be acted on, and returns the action that said so last: plan or a. A text that
// was acted on has no target until another is set: one after the decision, or one that the same meeting plans for the
// next.
func aim(t *standards.Text, a, plan *standards.Action) *standards.Action {
	switch a.Kind {
	case standards.Determined, standards.Consented, standards.Agreed, standards.Approved, standards.Removed, standards.Deleted:
		if plan == nil || plan.Kind != standards.Planned || plan.MeetingID != a.MeetingID {
			t.Target, t.TargetAction, plan = "", "", nil
		}
		if !a.Date.Before(a.Target) {
			return plan
		}
	}
	if a.Target == "" && a.TargetAction == "" {
		return plan
	}
	keep(&t.Target, a.Target)
	keep(&t.TargetAction, a.TargetAction)
	return a
}

// nameText tells a text's names apart: the newest formal one is its acronym, else the newest of all.
func nameText(t *standards.Text, printed []string) {
	for i := len(printed) - 1; i >= 0; i-- {
		n := printed[i]
		switch isFormal := standards.IsFormalName(n); {
		case t.Acronym == nil && isFormal:
			t.Acronym = &n
		case t.ProvisionalName == nil && !isFormal:
			t.ProvisionalName = &n
		default:
			t.OtherNames = append(t.OtherNames, n)
		}
	}
	if t.Acronym == nil {
		t.Acronym, t.ProvisionalName = t.ProvisionalName, nil
	}
}

// textNamed is the text at the end of a relation. Where no report has a row for it, it is known by reference
// alone.
func (c *change) textNamed(name string) standards.TextID {
	key := standards.NameKey(name)
	if id, ok := c.names[key]; ok {
		return id
	}
	t := &standards.Text{
		ID: standards.NewTextID(c.facts.group, key), Acronym: &name, ReferencedOnly: true, Names: []string{key},
		Kind: standards.ParseTextName(name).Kind, StudyGroupID: c.facts.report.StudyGroupID,
	}
	finishText(t)
	c.names[key], c.derived[t.ID] = t.ID, t
	return t.ID
}

// finishText derives what a text is looked up and ordered by.
func finishText(t *standards.Text) {
	acronym, title := deref(t.Acronym), deref(t.Title)
	t.SortKey = standards.AcronymSortKey(acronym, title)
	t.TitleKey = standards.SortKey(title)
	t.Terms = standards.Terms(t.FoundBy())
}

func add[T comparable](list *[]T, v T) {
	if !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}

// keep replaces a value by a newer one where that says anything.
func keep[T ~string](value *T, newer T) {
	if newer != "" {
		*value = newer
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
