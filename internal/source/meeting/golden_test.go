package meeting_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads each file of testdata and compares all facts and warnings with the JSON beside it.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".json") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			compareGolden(t, file+".json", plain(t, readFile(t, file)))
		})
	}
}

func readFile(t *testing.T, file string) *source.Facts {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := readAll(content, filepath.Base(file))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func compareGolden(t *testing.T, golden string, value any) {
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
		t.Fatalf("%v; write it with: go test ./internal/source/meeting -update", err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		got, wanted := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
		for i := range got {
			if i >= len(wanted) || got[i] != wanted[i] {
				t.Fatalf("%s:%d: got %s\nwant %s", golden, i+1, got[i], strings.Join(wanted[min(i, len(wanted)-1):min(i+1, len(wanted))], ""))
			}
		}
		t.Fatalf("%s: is longer than what was read", golden)
	}
}

// plain is a value as JSON without what is empty.
func plain(t *testing.T, value any) any {
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
			if inner = prune(inner); inner == nil {
				delete(v, key)
			} else {
				v[key] = inner
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
	case string:
		if v == "" {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return value
}
