package store_test

import (
	"log/slog"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/store"
)

// A start tells of the indexes that it builds on collections with documents, and of none where all are there.
func TestAStartTellsOfIndexesThatItBuilds(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	g := graphtest.Open(t, func(o *store.Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	change(t, g.Store, 1, 2, 3)
	g.Again(t, 0)
	if log.Len() > 0 {
		t.Errorf("told without need: %s", log.String())
	}
	g.DropIndexes(t.Context(), "studyGroups", "reports")
	g.Again(t, 0)
	if told := log.String(); strings.Count(told, "\n") != 1 || !strings.Contains(told, "collection=studyGroups indexes=1 documents=3") {
		t.Errorf("told of an index of 3 documents: %q", told)
	}
	log.Reset()
	g.Again(t, 0)
	if log.Len() > 0 {
		t.Errorf("told of indexes that were built before: %s", log.String())
	}
}
