package loaders

import (
	"cmp"
	"context"
	"slices"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Lists without pages, of which a node keeps the head: where a list is longer, one find reads the whole lists of all nodes
// that have such.

// textsOf reads the texts of each person, with their editors.
func (l *Loaders) textsOf(ctx context.Context, people []*standards.Person) ([][]*standards.Text, error) {
	lists, cut := make([][]standards.TextID, len(people)), []standards.PersonID(nil)
	for i, p := range people {
		if lists[i] = p.TextIDs; len(p.TextIDs) < p.TextCount {
			lists[i], cut = nil, append(cut, p.ID)
		}
	}
	texts, err := l.Texts.Lists(ctx, lists)
	if err != nil || cut == nil {
		return texts, err
	}
	found, err := l.store.Texts.Keys(ctx, store.Filter{}.With("editors", cut), store.TextOrder(nil), "editors")
	of := map[standards.PersonID][]*standards.Text{}
	for _, t := range found {
		for _, id := range t.EditorIDs {
			of[id] = append(of[id], t)
		}
	}
	for i, p := range people {
		if len(p.TextIDs) < p.TextCount {
			texts[i] = of[p.ID]
		}
	}
	return texts, err
}

// DocumentTexts reads the texts that each document carries or justifies, the first action first.
func (l *Loaders) DocumentTexts(ctx context.Context, documents []*standards.Document) ([][]*standards.DocumentText, error) {
	lists, cut := make([][]*standards.DocumentText, len(documents)), []standards.DocumentID(nil)
	for i, d := range documents {
		if lists[i] = d.TextLinks; len(d.TextLinks) < d.TextCount {
			cut = append(cut, d.ID)
		}
	}
	if cut == nil {
		return lists, nil
	}
	found, err := l.store.Actions.Where(ctx, "document", cut, "document", "documentRole", "text", "date", "meeting", "kind", "sortKey")
	standards.Timeline(found)
	of := map[standards.DocumentID][]*standards.DocumentText{}
	for _, a := range found {
		of[a.DocumentID] = append(of[a.DocumentID], &standards.DocumentText{Role: a.DocumentRole, TextID: a.TextID, ActionID: a.ID})
	}
	for i, d := range documents {
		if len(d.TextLinks) < d.TextCount {
			lists[i] = of[d.ID]
		}
	}
	return lists, err
}

// Roles reads the roles of each person, in the order of their meetings.
func (l *Loaders) Roles(ctx context.Context, people []*standards.Person) ([][]*standards.Role, error) {
	lists, cut := make([][]*standards.Role, len(people)), []standards.PersonID(nil)
	for i, p := range people {
		if lists[i] = p.RoleLinks; len(p.RoleLinks) < p.RoleCount {
			cut = append(cut, p.ID)
		}
	}
	if cut == nil {
		return lists, nil
	}
	found, err := l.store.Meetings.Where(ctx, "statistics.absentees.person", cut, "start", "statistics.absentees")
	slices.SortFunc(found, func(a, b *standards.Meeting) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	of := map[standards.PersonID][]*standards.Role{}
	for _, m := range found {
		for _, r := range m.Statistics.Absentees {
			of[r.PersonID] = append(of[r.PersonID], r)
		}
	}
	for i, p := range people {
		if len(p.RoleLinks) < p.RoleCount {
			lists[i] = of[p.ID]
		}
	}
	return lists, err
}
