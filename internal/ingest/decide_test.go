package ingest

import (
	"testing"

	"rapporteur/internal/standards"
)

// Many decisions on one text at one meeting have ids of their own, at a cost that grows with their number.
func TestDecisionsOnOneTextAreNumberedInLinearWork(t *testing.T) {
	statements := func(n int) []*standards.Statement {
		all := make([]*standards.Statement, n)
		for i := range all {
			all[i] = &standards.Statement{ReportID: "report:a", Said: standards.Action{ID: "action:a", Acronym: new("X.1332"), MeetingID: "meeting:a", Kind: standards.Consented}}
		}
		return all
	}
	c := &change{actions: map[standards.ActionID]*standards.Action{}, people: &people{}}
	if c.decide(statements(1000)); len(c.actions) != 1000 {
		t.Errorf("%d ids of 1,000 decisions", len(c.actions))
	}
	work := func(n int) float64 {
		given := statements(n)
		return testing.AllocsPerRun(1, func() {
			(&change{actions: map[standards.ActionID]*standards.Action{}, people: &people{}}).decide(given)
		})
	}
	if once, twice := work(1000), work(2000); twice > 2.5*once {
		t.Errorf("%.0f allocations for 1,000 decisions, %.0f for 2,000", once, twice)
	}
}
