package meeting

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/layout"
)

// readKnowing reads a report beside a catalogue of these names; it returns what is said, and the names asked for.
func readKnowing(t *testing.T, text string, known ...string) (string, []string) {
	t.Helper()
	d, err := layout.Open(t.Context(), []byte("Executive summary of the SG 12 meeting, Geneva, 3-11 May 2027\n\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	facts, err := Reader{Known: func(_ context.Context, names []string) (map[string]bool, error) {
		asked = append(asked, names...)
		found := map[string]bool{}
		for _, name := range names {
			found[name] = slices.Contains(known, name)
		}
		return found, nil
	}}.Read(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return said(facts), asked
}

// TestCatalogueSettlesGluedNames reads names to which a Question sticks: with a doubt where nothing settles them, and without
// one where a text of the catalogue has one of the names. It asks for nothing that is printed plainly.
func TestCatalogueSettlesGluedNames(t *testing.T) {
	t.Parallel()
	const heading = "Recommendations consented (AAP)\nITU-T Rec. No. Question Reference New/Rev Title\n"
	for _, test := range []struct{ row, known, settled string }{
		{"E.80512/12 TD891R2NewStrategies of harbours", "E.805", "CONSENTED E.805 \"Strategies of harbours\" [{12 12}] TD891"},
		{"E.80512/12 TD891R2NewStrategies of harbours", "E.8051", "CONSENTED E.8051 \"Strategies of harbours\" [{12 2}] TD891"},
		{"G.72911/12 TD826R1RevLamps of harbours", "G.729", "CONSENTED G.729 \"Lamps of harbours\" [{12 11}] TD826"},
		{"P.86314/12 TD812NewFog of harbours", "P.863", "CONSENTED P.863 \"Fog of harbours\" [{12 14}] TD812"},
	} {
		text := heading + test.row + "\n"
		if got, _ := readKnowing(t, text); got == test.settled {
			t.Errorf("%s without a catalogue: %s", test.row, got)
		}
		if got, asked := readKnowing(t, text, test.known); got != test.settled || !slices.Contains(asked, test.known) {
			t.Errorf("%s: %s\nasked for %q", test.row, got, asked)
		}
	}
	if got, asked := readKnowing(t, heading+"E.805 12/12 TD891 New Strategies of harbours\n", "E.805"); len(asked) > 0 {
		t.Errorf("asked for %q\n%s", asked, got)
	}
}

// TestCatalogueIsEvidence holds that a catalogue that has both names, or neither, settles nothing.
func TestCatalogueIsEvidence(t *testing.T) {
	t.Parallel()
	const text = "Recommendations consented (AAP)\nITU-T Rec. No. Question Reference New/Rev Title\nE.80512/12 TD891R2NewStrategies of harbours\nG.72911/12 TD826R1RevLamps of harbours\n"
	without, _ := readKnowing(t, text)
	for _, known := range [][]string{{"E.805", "E.8051", "G.729", "G.7291"}, {"E.99", "G.99"}} {
		if got, _ := readKnowing(t, text, known...); got != without {
			t.Errorf("%q:\n%s\nwithout them\n%s", known, got, without)
		}
	}
}

// ending is a context that ends when it is looked at once more than so often.
type ending struct {
	context.Context
	looks int
}

func (e *ending) Err() error {
	if e.looks--; e.looks < 0 {
		return context.Canceled
	}
	return nil
}

// TestCatalogueEndsWithItsContext holds that a long table is searched no further for names and items when the context ends.
func TestCatalogueEndsWithItsContext(t *testing.T) {
	t.Parallel()
	for _, row := range []string{"– G.72911/12, Lamps of harbours, Q3/9, TD 12\n", "E.80512/12 TD891R2NewStrategies of harbours\n"} {
		text := strings.Repeat(row, 1000)
		c := catalogue{ask: func(context.Context, []string) (map[string]bool, error) {
			t.Error("names are asked for")
			return nil, nil
		}}
		if err := c.look(&ending{t.Context(), 3}, text, 12); err == nil {
			t.Error("names are looked for to the end")
		}
		if _, err := (&tableText{text: text}).items(&ending{t.Context(), 3}, 12); err == nil {
			t.Error("items are looked for to the end")
		}
	}
}
