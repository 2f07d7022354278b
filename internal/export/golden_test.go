package export

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing them")

// needed are the parameters that a format cannot do without.
func needed(format string) map[string][]string {
	if strings.HasPrefix(format, "neighborhood.") {
		return map[string][]string{"node": {"question:17:2017-2020:1"}}
	}
	return nil
}

// written is an export of a graph.
func written(t testing.TB, g *graphtest.Graph, format string, parameters map[string][]string) []byte {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Open(t.Context(), g.Store, parameters, Place{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Write(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExportsOfTheSample(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	question := map[string][]string{"questions": {"10/17"}}
	for format, parameters := range map[string]map[string][]string{
		"texts.csv":            {"questions": {"10/17,11/17"}},
		"actions.csv":          question,
		"texts.bib":            question,
		"texts.ris":            question,
		"graph.graphml":        question,
		"graph.dot":            question,
		"calendar.ics":         {},
		"neighborhood.graphml": {"node": {"person:koji-nakao"}, "depth": {"2"}, "edges": {"edited-by", "question-of"}},
		"neighborhood.dot":     {"node": {"text:17:x.509rev"}},
		"feed.atom":            {"question": {"Q10/17"}},
	} {
		t.Run(format, func(t *testing.T) {
			got, file := written(t, g, format, parameters), filepath.Join("testdata", format)
			if *update {
				if err := os.WriteFile(file, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs: got\n%s", file, got)
			}
		})
	}
}
