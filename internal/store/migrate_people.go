package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// identify gives texts the decisions of their actions, and people the ids and words that they are found by. Corrections that
// said of a name or its key whom it stands for become merges and splits.
func identify(ctx context.Context, m *migrator) error {
	actions, err := m.Actions.All(ctx, "editors.name", "kind", "meeting", "date")
	if err != nil {
		return err
	}
	decided, names := map[standards.ActionID]standards.Decision{}, map[string]bool{}
	for _, a := range actions {
		decided[a.ID] = a.Decision()
		for _, e := range a.EditorLinks {
			names[e.Name] = true
		}
	}
	if err := rewrite(ctx, m, m.Texts, func(t *standards.Text) {
		t.Decisions = nil
		for _, id := range t.ActionIDs {
			if d, ok := decided[id]; ok && !slices.Contains(t.Decisions, d) {
				t.Decisions = append(t.Decisions, d)
			}
		}
	}); err != nil {
		return err
	}
	meetings, err := m.Meetings.All(ctx, "statistics.absentees")
	if err != nil {
		return err
	}
	for _, meeting := range meetings {
		for _, role := range absentees(meeting) {
			names[role.Name] = true
		}
	}
	if err := mergesAndSplits(ctx, m); err != nil {
		return err
	}
	corrections, err := m.Corrections.All(ctx)
	if err != nil {
		return err
	}
	people := standards.NewRegistry(slices.Collect(maps.Keys(names)), corrections).People()
	return rewrite(ctx, m, m.People, func(p *standards.Person) {
		if who := people[p.ID]; who != nil {
			p.IDs, p.Keys, p.NameWords = who.IDs, who.Keys, who.NameWords
		}
	})
}

// mergesAndSplits replaces corrections of one name or key each, with ids like key:koji-nakao and name:Koji Nakao. What said
// that one spelling stands for another person than those that fold alike is a split, and what said that a key does is
// a merge; splits come first, since they give out the ids that were merged.
func mergesAndSplits(ctx context.Context, m *migrator) error {
	var old []struct {
		ID       string             `bson:"_id"`
		PersonID standards.PersonID `bson:"person"`
	}
	cursor, err := m.Corrections.c.Find(ctx, is("person", bson.D{{Key: "$exists", Value: true}}), options.Find().SetSort(byID))
	if err == nil {
		err = cursor.All(ctx, &old)
	}
	if err != nil {
		return fmt.Errorf("read corrections: %w", err)
	}
	var batch Batch
	spellings, ids := map[standards.PersonID][]string{}, map[standards.PersonID][]standards.PersonID{}
	for _, c := range old {
		m.Corrections.Delete(&batch, c.ID)
		if name, ok := strings.CutPrefix(c.ID, "name:"); ok {
			spellings[c.PersonID] = append(spellings[c.PersonID], name)
		} else if id := standards.NewPersonID(strings.TrimPrefix(c.ID, "key:")); id != c.PersonID {
			ids[c.PersonID] = append(ids[c.PersonID], id)
		}
	}
	var corrections []*standards.Correction
	for _, id := range slices.Sorted(maps.Keys(spellings)) {
		corrections = append(corrections, &standards.Correction{Kind: standards.Split, Spellings: spellings[id], NewID: id})
	}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		corrections = append(corrections, &standards.Correction{Kind: standards.Merge, PersonIDs: append([]standards.PersonID{id}, ids[id]...)})
	}
	for i, c := range corrections {
		c.ID = standards.CorrectionID(i + 1)
		c.Index()
		if err := m.Corrections.Put(&batch, c); err != nil {
			return err
		}
	}
	return m.commit(ctx, "migration of corrections", &batch)
}

func absentees(m *standards.Meeting) []*standards.Role {
	if m.Statistics == nil {
		return nil
	}
	return m.Statistics.Absentees
}
