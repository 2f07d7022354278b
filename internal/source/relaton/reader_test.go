package relaton_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/layout"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
	"rapporteur/internal/source/relaton"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/standards"
)

func TestGolden(t *testing.T) {
	t.Parallel()
	sourcetest.Golden(t, readers.All(), "testdata/*.yaml")
}

// catalogue reads so many records of an archive, and counts why some were not read.
func catalogue(t testing.TB, name string, most int, each func(*source.Facts)) (outside map[string]int) {
	t.Helper()
	outside = map[string]int{}
	all := readers.All()
	files := 0
	for f, err := range layout.Files(t.Context(), name) {
		if files++; files > most {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		facts, err := all.Read(t.Context(), f.Content, f.Name)
		switch {
		case errors.Is(err, source.ErrOutside):
			what := strings.TrimPrefix(err.Error(), f.Name+": ")
			outside[strings.TrimSuffix(what, ": "+source.ErrOutside.Error())]++
		case err != nil:
			t.Error(err)
		default:
			each(facts)
		}
	}
	return outside
}

// TestPublishedRecords reads the first thousand records of ITU as they were published, or under the race detector the first
// fifty. BenchmarkCatalogue reads all.
func TestPublishedRecords(t *testing.T) {
	t.Parallel()
	kinds, statuses, texts := map[standards.TextKind]int{}, map[source.Publication]int{}, map[string]bool{}
	doubts, most := 0, raced.Some(1000, 50)
	outside := catalogue(t, sourcetest.Shared(t)+"/data/relaton-itu.tar.xz", most, func(f *source.Facts) {
		if len(f.Statements) != 1 || len(f.Warnings) > 0 {
			t.Errorf("%s: %d statements, %d warnings", f.Title, len(f.Statements), len(f.Warnings))
		}
		s := &f.Statements[0]
		kinds[s.TextKind]++
		statuses[s.Status]++
		doubts += len(s.Doubts)
		texts[standards.NameKey(s.Acronym)] = true
	})
	t.Log(kinds, statuses, len(texts), "texts", doubts, "doubts", outside)
	if kinds[standards.Recommendation] == 0 || !raced.On && (kinds[standards.Recommendation] < 590 || len(texts) < 700) || outside["a record with a name that is not understood"] > 0 {
		t.Error("less was read than before")
	}
}

func BenchmarkCatalogue(b *testing.B) {
	const archive = "../../../../shared/data/relaton-itu.tar.xz"
	if _, err := os.Stat(archive); err != nil {
		b.Skip("SKIPPED: the archive is not there")
	}
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		catalogue(b, archive, math.MaxInt, func(*source.Facts) { n++ })
		b.ReportMetric(float64(n), "records")
	}
}

func TestReadingIsLinear(t *testing.T) {
	content, err := os.ReadFile("testdata/newest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	before, after, _ := strings.Cut(string(content), "- type: hasEdition\n")
	item, _, _ := strings.Cut(after, "- type: ")
	sourcetest.Linear(t, relaton.Reader{}, func(n int) []byte {
		return []byte(before + strings.Repeat("- type: hasEdition\n"+item, n) + "- type: hasEdition\n" + after)
	})
	sourcetest.Linear(t, relaton.Reader{}, func(n int) []byte { return []byte(strings.Repeat(string(content), n)) })
}

func FuzzRelaton(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	sourcetest.Fuzz(f, relaton.Reader{})
}
