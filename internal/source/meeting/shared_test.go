package meeting_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/source/meeting"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/standards"
)

// TestSeedAndSampleAgree compares the founding report with the bundled sample, which has the same facts.
func TestSeedAndSampleAgree(t *testing.T) {
	t.Parallel()
	seed, err := sourcetest.Read(t, source.Readers{meeting.Reader{}}, sourcetest.Shared(t)+"/seeds/sg17-2019-09-executive-summary.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range seed.Warnings {
		if w.Code == "UNREAD" {
			t.Errorf("line %d was not read", *w.FirstLine)
		}
	}
	ours := parse(t, sample.Report)
	sameFacts(t, ours, seed)
	if a, b := asJSON(t, ours.Meeting.Statistics), asJSON(t, seed.Meeting.Statistics); a != b {
		t.Errorf("statistics differ:\n%s\n%s", a, b)
	}
	if len(ours.Announced) != len(seed.Announced) {
		t.Fatalf("%d announced meetings, the seed has %d", len(ours.Announced), len(seed.Announced))
	}
	for i, a := range ours.Announced {
		if b := seed.Announced[i]; a.Name != b.Name || asJSON(t, a.Questions) != asJSON(t, b.Questions) || a.Kind != b.Kind {
			t.Errorf("%+v\nseed has %+v", a, b)
		}
	}
}

// TestSharedReports compares what is read of other meetings' reports with figures and hashes: their sentences stay
// out of the project.
func TestSharedReports(t *testing.T) {
	t.Parallel()
	shared := sourcetest.Shared(t)
	files, _ := filepath.Glob(shared + "/reports/*.txt")
	seeds, _ := filepath.Glob(shared + "/seeds/*.txt")
	for _, file := range append(seeds, files...) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var found any
			if r, err := readAll(content, filepath.Base(file)); err == nil {
				found = figures(t, r)
			} else {
				found = map[string]any{"refused": err.Error()}
			}
			sourcetest.Compare(t, "testdata/shared/"+filepath.Base(file)+".json", found)
		})
	}
}

// figures are the facts of a report that are not sentences of it, and a hash of all.
func figures(t *testing.T, r *source.Facts) any {
	t.Helper()
	type rowFacts struct {
		Kind                     standards.ActionKind
		Number                   int
		Acronym, ProvisionalName string
		Editors                  []string
		Document                 source.TD
		Equivalents              []string
		Lines                    string
		Doubts                   []string
	}
	var rows []rowFacts
	for _, row := range r.Statements {
		facts := rowFacts{
			Kind: row.Kind, Number: row.Number, Acronym: row.Acronym, ProvisionalName: row.ProvisionalName, Editors: row.Editors,
			Document: row.Document, Lines: fmt.Sprintf("%d-%d", row.FirstLine, row.LastLine),
		}
		for _, e := range row.Equivalents {
			facts.Equivalents = append(facts.Equivalents, e.String())
		}
		for _, d := range row.Doubts {
			facts.Doubts = append(facts.Doubts, d.Field)
		}
		rows = append(rows, facts)
	}
	var warnings []string
	for _, w := range r.Warnings {
		at := "report"
		if w.FirstLine != nil {
			at = fmt.Sprintf("%d-%d", *w.FirstLine, *w.LastLine)
		}
		warnings = append(warnings, w.Code+" "+at)
	}
	var announced []string
	for _, a := range r.Announced {
		announced = append(announced, fmt.Sprintf("%s %s", a.Kind, a.Name))
	}
	return sourcetest.Plain(t, map[string]any{
		"meeting": r.Meeting.Name, "group": r.Meeting.StudyGroup, "start": r.Meeting.Start, "end": r.Meeting.End, "lines": r.LineCount,
		"sections": len(r.Sections), "hotTopics": len(r.Meeting.HotTopics), "events": len(r.Meeting.Events), "claims": len(r.Meeting.Claims),
		"correspondenceGroups": len(r.Groups), "statistics": r.Meeting.Statistics, "announced": announced, "rows": rows, "warnings": warnings,
		"sha256": fmt.Sprintf("%x", sha256.Sum256([]byte(asJSON(t, sourcetest.Plain(t, r))))),
	})
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func parse(t *testing.T, content []byte) *source.Facts {
	t.Helper()
	r, err := readAll(content, "report")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sameFacts compares two readings of one meeting: all rows, apart from their place, raw text and doubts.
func sameFacts(t *testing.T, got, want *source.Facts) {
	t.Helper()
	if a, b := got.Meeting.Name, want.Meeting.Name; a != b {
		t.Errorf("meeting %q, want %q", a, b)
	}
	if len(got.Statements) != len(want.Statements) {
		t.Fatalf("%d rows, want %d", len(got.Statements), len(want.Statements))
	}
	for i := range want.Statements {
		if a, b := asJSON(t, bare(got.Statements[i])), asJSON(t, bare(want.Statements[i])); a != b {
			t.Errorf("row %d\ngot  %s\nwant %s", i, a, b)
		}
	}
}

func bare(row source.Statement) source.Statement {
	row.FirstLine, row.LastLine, row.Raw, row.Doubts, row.Section = 0, 0, "", nil, ""
	return row
}
