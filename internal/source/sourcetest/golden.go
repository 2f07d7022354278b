// Package sourcetest holds what the tests of all readers share: documents beside the facts that are read of them, and
// documents that nobody wrote.
package sourcetest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rapporteur/internal/layout"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
)

var update = flag.Bool("update-facts", false, "write the facts of testdata anew")

// Shared is a folder beside the project with documents of others, from a package below internal/source. The test is
// skipped where there is none.
func Shared(t *testing.T) string {
	t.Helper()
	const folder = "../../../../shared"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("SKIPPED: the folder shared is not beside the project; the documents of testdata cover the same ground")
	}
	return folder
}

// Golden reads each document of a folder and compares what it says with the JSON beside it. An empty value is left out.
func Golden(t *testing.T, readers source.Readers, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no documents: %v", pattern, err)
	}
	for _, file := range files {
		if filepath.Ext(file) == ".json" {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			var said any
			if facts, err := Read(t, readers, file); err == nil {
				said = Plain(t, facts)
			} else {
				said = map[string]any{"refused": err.Error()}
			}
			Compare(t, file+".json", said)
		})
	}
}

// Read reads a file.
func Read(t *testing.T, readers source.Readers, file string) (*source.Facts, error) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return readers.Read(t.Context(), content, filepath.Base(file))
}

// Compare compares a value with a file that holds it as JSON.
func Compare(t *testing.T, golden string, value any) {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; write it with: go test -update-facts, and read it", err)
	}
	got, wanted := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(got), len(wanted)) {
		if got[i] != wanted[i] {
			t.Fatalf("%s:%d: got %s\nwant %s", golden, i+1, got[i], wanted[i])
		}
	}
	if len(got) != len(wanted) {
		t.Fatalf("%s has %d lines, what was read has %d", golden, len(wanted), len(got))
	}
}

// Plain is a value as JSON without what is empty.
func Plain(t *testing.T, value any) any {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(b, &decoded); err != nil {
		t.Fatal(err)
	}
	return prune(decoded)
}

func prune(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if v[key] = prune(inner); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = prune(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case string, float64, bool:
		if v == "" || v == 0.0 || v == false {
			return nil
		}
	}
	return value
}

// Fuzz reads whatever the fuzzer makes with one reader. Reading ends, and each fact has lines of the document.
func Fuzz(f *testing.F, reader source.Reader) {
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := layout.Open(t.Context(), content)
		if err != nil {
			return
		}
		if guess := reader.Guess(d); guess < 0 || guess > 1 {
			t.Errorf("a guess of %v", guess)
		}
		facts, err := reader.Read(t.Context(), d)
		if err != nil {
			return
		}
		for _, s := range facts.Statements {
			if s.FirstLine < 1 || s.LastLine < s.FirstLine || s.LastLine > facts.LineCount {
				t.Errorf("%q is on lines %d to %d of %d", s.Acronym, s.FirstLine, s.LastLine, facts.LineCount)
			}
			if s.Acronym == "" && s.ProvisionalName == "" && s.Title == "" {
				t.Errorf("a statement of nothing: %+v", s)
			}
			if len(s.Degrees) > 0 && len(s.Degrees) != len(s.Equivalents) {
				t.Errorf("%d degrees of %d equivalents", len(s.Degrees), len(s.Equivalents))
			}
		}
	})
}

// linearAt is how often what is repeated stands in the shorter document.
var linearAt = raced.Some(2000, 300)

// Linear reads documents in which something stands n times and 2n times: the second one allocates no more than 2.3 times the
// bytes of the first. Nothing else may run at the time.
func Linear(t *testing.T, reader source.Reader, document func(n int) []byte) {
	t.Helper()
	allocated := func(n int) uint64 {
		content := document(n)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, err := layout.Open(t.Context(), content)
		if err != nil {
			t.Fatal(err)
		}
		if reader.Guess(d) <= 0 {
			t.Fatal("the document is not recognised")
		}
		facts, err := reader.Read(t.Context(), d)
		if err != nil || len(facts.Statements) == 0 {
			t.Fatal("nothing was read:", err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	once, twice := allocated(linearAt), allocated(2*linearAt)
	if float64(twice) > 2.3*float64(once) {
		t.Errorf("%d bytes for %d, %d for twice as many", once, linearAt, twice)
	}
}
