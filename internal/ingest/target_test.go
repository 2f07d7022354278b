package ingest

import (
	"testing"

	"rapporteur/internal/standards"
)

// A text that was acted on has no target until a later one is set.
func TestTargets(t *testing.T) {
	t.Parallel()
	const january, september = standards.MeetingID("meeting:17:2019-01-22"), standards.MeetingID("meeting:17:2019-08-27")
	at := func(m standards.MeetingID, kind standards.ActionKind, target standards.PartialDate, how standards.ActionKind) *standards.Action {
		return &standards.Action{Kind: kind, MeetingID: m, Date: map[standards.MeetingID]standards.PartialDate{january: "2019-01-30", september: "2019-09-05"}[m], Target: target, TargetAction: how}
	}
	started, planned := at(january, standards.NewWorkItem, "2020-03", ""), at(january, standards.Planned, "2019-09", standards.Consented)
	for name, c := range map[string]struct {
		actions []*standards.Action
		target  standards.PartialDate
		how     standards.ActionKind
	}{
		"new":                           {[]*standards.Action{started}, "2020-03", ""},
		"planned":                       {[]*standards.Action{started, planned}, "2019-09", standards.Consented},
		"planned and consented":         {[]*standards.Action{planned, at(september, standards.Consented, "2019-09", "")}, "", ""},
		"planned otherwise than done":   {[]*standards.Action{planned, at(september, standards.Determined, "", "")}, "", ""},
		"consented without a plan":      {[]*standards.Action{at(september, standards.Consented, "2019-09", "")}, "", ""},
		"consented as soon as started":  {[]*standards.Action{started, at(january, standards.Consented, "", "")}, "", ""},
		"agreed":                        {[]*standards.Action{planned, at(september, standards.Agreed, "", "")}, "", ""},
		"approved":                      {[]*standards.Action{planned, at(september, standards.Approved, "2019", "")}, "", ""},
		"removed":                       {[]*standards.Action{planned, at(september, standards.Removed, "", "")}, "", ""},
		"not approved":                  {[]*standards.Action{planned, at(september, standards.NotApproved, "", "")}, "2019-09", standards.Consented},
		"determined, approval to come":  {[]*standards.Action{planned, at(september, standards.Determined, "2020-03", standards.Approved)}, "2020-03", standards.Approved},
		"planned by the deciding one":   {[]*standards.Action{at(september, standards.Planned, "2020-03", standards.Approved), at(september, standards.Determined, "2019-09", "")}, "2020-03", standards.Approved},
		"consented, then planned again": {[]*standards.Action{at(january, standards.Consented, "", ""), at(september, standards.Planned, "2020-03", standards.Consented)}, "2020-03", standards.Consented},
	} {
		text := &standards.Text{}
		var plan *standards.Action
		for _, a := range c.actions {
			plan = aim(text, a, plan)
		}
		if text.Target != c.target || text.TargetAction != c.how {
			t.Errorf("%s: %q %q, want %q %q", name, text.Target, text.TargetAction, c.target, c.how)
		}
	}
}
