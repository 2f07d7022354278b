package store_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
)

// A backup of a store that a version wrote before statements had collections of their own: the sample and the two reports beside it
// in testdata of package ingest.
const form1 = "testdata/form1.backup"

// now is a store in which the reports of form1 are imported by this version.
func now(t *testing.T) *graphtest.Graph {
	t.Helper()
	g := graphtest.Sample(t)
	for _, name := range []string{"sg17-2019-01.txt", "sg17-2020-03.txt"} {
		content, err := os.ReadFile("../ingest/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		g.Import(t, content, name)
	}
	return g
}

func TestAnOlderStoreIsConvertedWhenItIsOpened(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	content, err := os.ReadFile(form1)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.LoadForm1(t.Context(), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	again := g.Again(t, 0)
	rebuild(t, again)
	compareStores(t, again, now(t).Store)
	if findings, err := again.Verify(t.Context(), nil); err != nil || len(findings) > 0 {
		t.Errorf("%v %v", findings, err)
	}
}

func TestAnOlderBackupIsConvertedWhenItIsRestored(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(form1)
	if err != nil {
		t.Fatal(err)
	}
	g := graphtest.Open(t)
	if _, err := g.Restore(t.Context(), bytes.NewReader(content), nil); err != nil {
		t.Fatal(err)
	}
	rebuild(t, g.Store)
	compareStores(t, g.Store, now(t).Store)
	if r := g.ImportSample(t); r.Created+r.Updated+r.Deleted != 0 {
		t.Errorf("the sample again changes %d, %d, %d", r.Created, r.Updated, r.Deleted)
	}
}

// rebuild derives anew what the older version derived, which is known only by package ingest.
func rebuild(t *testing.T, s *store.Store) {
	t.Helper()
	if err := ingest.Rebuild(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	before := revision(t, s)
	if err := ingest.Rebuild(t.Context(), s, nil); err != nil || revision(t, s) != before {
		t.Errorf("a second time it changes something: %v", err)
	}
}

var times = regexp.MustCompile(`\{"\$date":\{"\$numberLong":"\d+"\}\}`)

// zero is a number that is not there in documents of older versions.
var zero = regexp.MustCompile(`"\w+":\{"\$numberInt":"0"\},?`)

// contents are the documents of a store, without the record of changes and the times of imports.
func contents(t *testing.T, s *store.Store) []string {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.Backup(t.Context(), &b, nil); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if line := lines.Text(); strings.HasPrefix(line, `{"c":`) && !strings.HasPrefix(line, `{"c":"audits"`) {
			all = append(all, zero.ReplaceAllString(times.ReplaceAllString(line, "time"), ""))
		}
	}
	if lines.Err() != nil {
		t.Fatal(lines.Err())
	}
	slices.Sort(all)
	return all
}

func compareStores(t *testing.T, got, want *store.Store) {
	t.Helper()
	a, b := contents(t, got), contents(t, want)
	if len(b) < 500 {
		t.Fatalf("only %d documents", len(b))
	}
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			t.Fatalf("document %d of %d and %d:\n got %s\nwant %s", i, len(a), len(b), a[min(i, len(a)-1)], b[min(i, len(b)-1)])
		}
	}
}
