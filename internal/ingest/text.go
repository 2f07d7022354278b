package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// deriveTexts groups the statements by text, and derives each text and its actions from them.
func (c *change) deriveTexts() {
	statements := slices.Collect(maps.Values(c.statements))
	c.order(statements)
	groups := newClusters(statements)
	of := map[name][]*standards.Statement{}
	c.statements = map[standards.StatementID]*standards.Statement{}
	for _, s := range statements {
		root, byTitle := groups.of(s)
		resolved := s.Fact()
		doubts := &resolved.Said.Source.Doubts
		*doubts = append(*doubts, groups.doubts(s, byTitle)...)
		of[root] = append(of[root], resolved)
		c.statements[s.ID] = resolved
	}
	c.names = maps.Clone(c.others)
	c.derived = map[standards.TextID]*standards.Text{}
	for root, statements := range of {
		t := &standards.Text{ID: standards.NewTextID(root.group, root.key), StudyGroupID: root.group}
		c.derived[t.ID] = t
		c.names[root] = t.ID
		for _, s := range statements {
			s.TextID, s.ActionID = t.ID, ""
			for _, n := range namesSaid(s) {
				c.names[name{root.group, n}] = t.ID
				c.everywhere[n] = union(c.everywhere[n], []standards.TextID{t.ID})
			}
		}
	}
	c.actions = map[standards.ActionID]*standards.Action{}
	for _, root := range slices.SortedFunc(maps.Keys(of), func(a, b name) int { return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.key, b.key)) }) {
		c.deriveText(c.derived[c.names[root]], of[root])
	}
}

// order sorts statements in time: those of one meeting in the order of a text's life and, of one decision, those of the
// fuller document first.
func (c *change) order(statements []*standards.Statement) {
	slices.SortFunc(statements, func(a, b *standards.Statement) int {
		return cmp.Or(
			standards.CompareTime(&a.Said, &b.Said), c.compareDocuments(a.ReportID, b.ReportID),
			cmp.Compare(a.Said.SortKey, b.Said.SortKey), cmp.Compare(a.ID, b.ID))
	})
}

// compareDocuments orders the documents of a meeting, the fullest first: the one that says most of texts, then the
// longest.
func (c *change) compareDocuments(a, b standards.ReportID) int {
	if a == b {
		return 0
	}
	x, y := c.reports[a], c.reports[b]
	if x != nil && y != nil && x.MeetingID == y.MeetingID {
		return cmp.Or(y.Statements-x.Statements, y.LineCount-x.LineCount, cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

// deriveText fills a text from its statements and the actions they make, which are in the order of time.
func (c *change) deriveText(t *standards.Text, statements []*standards.Statement) {
	c.nameText(t, statements)
	var reported, pages []*standards.Statement
	for _, s := range statements {
		if s.Page == nil {
			reported = append(reported, s)
		} else {
			pages = append(pages, s)
		}
	}
	actions := c.decide(reported)
	for _, a := range actions {
		add(&t.ActionIDs, a.ID)
		if a.DocumentID != "" {
			t.Documents = append(t.Documents, &standards.TextDocument{Role: a.DocumentRole, DocumentID: a.DocumentID, ActionID: a.ID})
		}
		add(&t.Decisions, a.Decision())
	}
	var plan *standards.Action // the last that gave a target
	for _, a := range steps(actions, pages) {
		plan = c.apply(t, a, plan)
	}
	for _, s := range statements {
		t.Targets = moved(t.Targets, s)
	}
	publish(t, pages)
	finishText(t)
}

// apply gives a text what an action, or a page, says of it: a newer one stands for an older one. plan is the last action that gave a
// target, and is returned as it is after this one.
func (c *change) apply(t *standards.Text, a, plan *standards.Action) *standards.Action {
	if a.Title != nil {
		t.Title = a.Title
	}
	keep(&t.Kind, a.TextKind)
	keep(&t.Novelty, a.Novelty)
	keep(&t.StartOfWork, a.StartOfWork)
	plan = aim(t, a, plan)
	keep(&t.Status, a.Kind)
	for _, q := range a.QuestionIDs {
		add(&t.QuestionIDs, q)
	}
	for _, e := range a.EditorLinks {
		add(&t.EditorIDs, c.people.whose(e))
	}
	for _, s := range a.EquivalentIDs {
		add(&t.EquivalentIDs, s)
		for _, o := range s.Name().Organizations {
			add(&t.Organizations, strings.ToLower(o))
		}
	}
	for _, r := range a.Relations {
		if to := c.textNamed(t.StudyGroupID, r.Name); to != t.ID {
			add(&t.RelationLinks, standards.TextLink{Kind: r.Kind, TextID: to})
		}
	}
	return plan
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

// nameText collects a text's names and titles, and tells the names apart: the newest formal one is its acronym, else
// the newest of all.
func (c *change) nameText(t *standards.Text, statements []*standards.Statement) {
	var printed []string // newest last and, of one decision, the fullest document's
	statements = slices.SortedStableFunc(slices.Values(statements), func(a, b *standards.Statement) int {
		return cmp.Or(standards.CompareTime(&a.Said, &b.Said), c.compareDocuments(b.ReportID, a.ReportID))
	})
	for _, s := range statements {
		for _, n := range printedNames(s) {
			printed = append(slices.DeleteFunc(printed, func(p string) bool { return p == n }), n)
			key := standards.NameKey(n)
			add(&t.Names, key)
			if part, _ := partOf(key); part != "" {
				add(&t.Names, part)
			}
		}
		if s.Said.Title != nil {
			add(&t.Names, titleName(*s.Said.Title))
		}
	}
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

// printedNames are the names that a document gives a text as printed, the one it calls it by last.
func printedNames(s *standards.Statement) []string {
	var names []string
	if s.Page != nil {
		names = append(names, s.Page.OtherNames...)
	}
	for _, n := range []*string{s.Said.ProvisionalName, s.Said.Acronym} {
		if n != nil {
			names = append(names, *n)
		}
	}
	return names
}

// textNamed is the text at the end of a relation of a text of this group. Where no document speaks of it, it is known by reference
// alone. A text of no known group relates to the one text of that name.
func (c *change) textNamed(group standards.StudyGroupID, printed string) standards.TextID {
	key := standards.NameKey(printed)
	if id, ok := c.names[name{group, key}]; ok {
		return id
	}
	if group == "" {
		if ids := c.everywhere[key]; len(ids) == 1 {
			return ids[0]
		}
	}
	t := &standards.Text{
		ID: standards.NewTextID(group, key), Acronym: &printed, ReferencedOnly: true, Names: []string{key},
		Kind: standards.ParseTextName(printed).Kind, StudyGroupID: group,
	}
	finishText(t)
	c.names[name{group, key}], c.derived[t.ID] = t.ID, t
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

// deref is what is pointed to, or the zero value.
func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
