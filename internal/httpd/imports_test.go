package httpd

import (
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
)

// Imports are read and written one at a time: while one runs, others wait as long as --import-timeout allows, or are refused.
func TestAnImportWaitsForTheOneThatRuns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		waiting int
		want    string
	}{
		"none may wait": {0, `"code":"LIMIT"`},
		"one may wait":  {1, `"code":"TIMEOUT"`},
	} {
		g := graphtest.Open(t)
		l := unpaced()
		l.Imports, l.Import = c.waiting, time.Millisecond
		s := New(Options{Store: g.Store, Log: discard, Limits: l, Keys: []Key{AdminKey(adminToken)}})
		send := func() string {
			return mutate(t, s, adminToken, importing, map[string]any{"content": string(sample.Report)})
		}
		err := s.imports.Run(t.Context(), func() error {
			if got := send(); !strings.Contains(got, c.want) {
				t.Errorf("%s: %s", name, got)
			}
			return nil
		})
		if empty, emptyErr := g.Empty(t.Context()); err != nil || emptyErr != nil || !empty {
			t.Errorf("%s: something was imported, %v %v", name, err, emptyErr)
		}
		l.Import = 2 * time.Minute
		s = New(Options{Store: g.Store, Log: discard, Limits: l, Keys: []Key{AdminKey(adminToken)}})
		if got := send(); !strings.Contains(got, `"created"`) || strings.Contains(got, "errors") {
			t.Errorf("%s: when it ended: %s", name, got)
		}
	}
}

// An import has a time limit of its own, and other operations keep theirs.
func TestAnImportHasATimeLimitOfItsOwn(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	l := unpaced()
	l.Operation = time.Nanosecond
	s := New(Options{Store: g.Store, Log: discard, Limits: l, Keys: []Key{AdminKey(adminToken)}})
	content := map[string]any{"content": string(sample.Report)}
	if got := mutate(t, s, adminToken, strings.Replace(importing, "importReport(", "imported: importReport(", 1), content); !strings.Contains(got, `"created"`) || strings.Contains(got, "errors") {
		t.Errorf("an import: %s", got)
	}
	if got := mutate(t, s, adminToken, merging, nil); !strings.Contains(got, `"code":"TIMEOUT"`) {
		t.Errorf("another change: %s", got)
	}
}
