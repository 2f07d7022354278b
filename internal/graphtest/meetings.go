package graphtest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"

	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Meetings opens a store that holds two made-up meetings with n rows each. They decide about the same texts, the second
// one something else: whoever matches meeting and kind each for itself finds too many. Each tenth row is there twice.
func Meetings(t testing.TB, n int, change ...func(*store.Options)) (g *Graph, ids []standards.MeetingID) {
	t.Helper()
	g = Open(t, change...)
	kinds := standards.ActionKinds()[:8] // a step of three meets them all
	for i, start := range []standards.PartialDate{"2018-03-20", "2019-08-27"} {
		r := SyntheticReport(n)
		r.Meeting.Name, r.Meeting.Start, r.Meeting.End = fmt.Sprintf("Synthetic meeting %d", i+1), start, start
		for j := range r.Statements {
			if j%10 == 1 {
				r.Statements[j].Acronym, r.Statements[j].Title = r.Statements[j-1].Acronym, r.Statements[j-1].Title
			}
			r.Statements[j].Kind = kinds[(j/10*3+i*(1+j/100))%len(kinds)]
		}
		Add(t, g, r)
		ids = append(ids, standards.NewMeetingID(standards.NewStudyGroupID(r.Meeting.StudyGroup), start))
	}
	return g, ids
}

// Add imports a report that was not read from a file, whatever an earlier issue of it said.
func Add(t testing.TB, g *Graph, r *source.Facts) {
	t.Helper()
	content, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := ingest.New(r, fmt.Sprintf("%x", sha256.Sum256(content)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Replace(t.Context(), g.Store, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
}
