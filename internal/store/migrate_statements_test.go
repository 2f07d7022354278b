package store_test

import (
	"bytes"
	"os"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// A backup of a store that a version wrote before statements had collections of their own: the bundled sample and two
// reports beside it, with 102 decisions.
const form1 = "testdata/form1.backup"

func form1Backup(t *testing.T) *bytes.Reader {
	t.Helper()
	content, err := os.ReadFile(form1)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(content)
}

func TestAnOlderStoreIsConvertedWhenItIsOpened(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	if err := g.LoadForm1(t.Context(), form1Backup(t)); err != nil {
		t.Fatal(err)
	}
	actions, err := g.Actions.All(t.Context(), "_id")
	if err != nil {
		t.Fatal(err)
	}
	again := g.Again(t, 0)
	converted(t, again)
	ids := make([]standards.ActionID, len(actions))
	for i, a := range actions {
		ids[i] = a.ID
	}
	if now, err := again.Actions.Get(t.Context(), ids); err != nil || len(now) != len(ids) {
		t.Errorf("%d of %d ids of decisions lead to one, %v", len(now), len(ids), err)
	}
}

func TestAnOlderBackupIsConvertedWhenItIsRestored(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	if _, err := g.Restore(t.Context(), form1Backup(t), nil); err != nil {
		t.Fatal(err)
	}
	converted(t, g.Store)
	if r := g.ImportSample(t); r.NeedsReplace {
		t.Errorf("the sample again drops %q", r.Dropped)
	}
}

// converted checks a store that has the reports of form1: what they say is beside them, and all that is derived from it is
// there.
func converted(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	if err := ingest.Rebuild(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	before := revision(t, s)
	if err := ingest.Rebuild(ctx, s, nil); err != nil || revision(t, s) != before {
		t.Errorf("a second derivation changes something: %v", err)
	}
	findings, err := graphtest.Verify(ctx, s)
	if err != nil || len(findings) > 0 {
		t.Errorf("%v %v", findings, err)
	}
	statements, err := s.Statements.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	actions, err := s.Actions.All(ctx, "_id")
	if err != nil || len(statements) < 100 || len(statements) != len(actions) {
		t.Errorf("%d statements of %d decisions, %v", len(statements), len(actions), err)
	}
	reports, err := s.Reports.All(ctx)
	if err != nil || len(reports) != 3 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	for _, r := range reports {
		if r.Kind != standards.MeetingReport || r.Key != standards.ExecutiveSummary || r.Date == "" {
			t.Errorf("%+v", r)
		}
	}
	pages, err := s.FirstWarnings(ctx, []standards.ReportID{"report:17:2019-08-27"})
	if err != nil || len(pages) != 1 || len(pages[0].Warnings) != 2 {
		t.Errorf("warnings %+v, %v", pages, err)
	}
	meetings, err := s.MeetingStatements.All(ctx)
	if err != nil || len(meetings) < 10 {
		t.Errorf("%d meetings are spoken of, %v", len(meetings), err)
	}
}
