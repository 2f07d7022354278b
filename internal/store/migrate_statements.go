package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// keepStatements gives what documents say collections of its own. Before, the rows of reports were kept as actions, and
// a report with all that it says. A report that has a key is done.
func keepStatements(ctx context.Context, m *migrator) error {
	reports, err := m.Reports.All(ctx, "key")
	if err != nil {
		return err
	}
	old := map[standards.ReportID]bool{}
	for _, r := range reports {
		old[r.ID] = r.Key == ""
	}
	statements, err := statementsOf(ctx, m, old)
	if err != nil {
		return err
	}
	if err := rewrite(ctx, m, m.People, foundByNames); err != nil {
		return err
	}
	for _, r := range reports {
		if old[r.ID] {
			if err := takeApart(ctx, m, r.ID, statements[r.ID]); err != nil {
				return fmt.Errorf("%s: %w", r.ID, err)
			}
		}
	}
	return nil
}

// statementsOf makes a statement of each action that was a row of a report, and counts them.
func statementsOf(ctx context.Context, m *migrator, old map[standards.ReportID]bool) (map[standards.ReportID]int, error) {
	counts := map[standards.ReportID]int{}
	return counts, m.Actions.Each(ctx, Filter{}, Order[standards.Action]{}, migrationPage, func(page []*standards.Action) error {
		var b Batch
		for _, a := range page {
			if !old[a.Source.ReportID] {
				continue
			}
			counts[a.Source.ReportID]++
			s := &standards.Statement{
				ID:       standards.StatementID("statement:" + strings.TrimPrefix(string(a.ID), "action:")),
				ReportID: a.Source.ReportID, Said: *a, TextID: a.TextID, ActionID: a.ID,
			}
			s.Said.ID, s.Said.TextID, s.Said.EditorLinks = "", "", nil
			for _, e := range a.EditorLinks {
				s.Said.EditorLinks = append(s.Said.EditorLinks, &standards.ActionEditor{Name: e.Name})
			}
			if err := m.Statements.Put(&b, s); err != nil {
				return err
			}
		}
		return m.commit(ctx, "migration of actions", &b)
	})
}

// foundByNames gives a person what an import finds people by. The rest of a person is derived.
func foundByNames(p *standards.Person) {
	if len(p.NameWords) > 0 {
		return
	}
	p.IDs = []standards.PersonID{p.ID}
	for _, name := range p.Spellings {
		if w := standards.NameWords(name); !slices.Contains(p.NameWords, w) {
			p.NameWords = append(p.NameWords, w)
		}
	}
}

// wholeReport is what a report kept of what it says.
type wholeReport struct {
	Warnings []*standards.Warning             `bson:"warnings"`
	Said     []*standards.Meeting             `bson:"said"` // its own meeting first
	Groups   []*standards.CorrespondenceGroup `bson:"groups"`
}

// takeApart keeps what a report says beside it.
func takeApart(ctx context.Context, m *migrator, id standards.ReportID, statements int) error {
	var whole wholeReport
	if err := m.Reports.c.FindOne(ctx, is("_id", id)).Decode(&whole); err != nil {
		return err
	}
	found, err := m.Reports.Where(ctx, "_id", []standards.ReportID{id})
	if err != nil || len(found) == 0 {
		return err
	}
	var b Batch
	r, place := found[0], ""
	for i, said := range whole.Said {
		err = errors.Join(err, m.MeetingStatements.Put(&b, standards.NewMeetingStatement(r, said, i == 0)))
		if i == 0 {
			r.Date = cmp.Or(said.End, said.Start)
			if said.Place != nil {
				place = *said.Place
			}
		}
	}
	for _, g := range whole.Groups {
		err = errors.Join(err, m.GroupStatements.Put(&b, standards.NewGroupStatement(r, g)))
	}
	for _, p := range standards.NewWarningPages(id, whole.Warnings) {
		err = errors.Join(err, m.WarningPages.Put(&b, p))
	}
	r.Kind, r.Key = standards.MeetingReport, standards.DocumentKey(r.Title, place)
	r.Statements, r.WarningCount = statements, len(whole.Warnings)
	if err = errors.Join(err, m.Reports.Put(&b, r)); err != nil {
		return err
	}
	return m.commit(ctx, "migration of "+string(id), &b)
}
