package source_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
)

// guess is a reader that is so certain of every document, and returns the error.
type guess struct {
	certainty source.Certainty
	title     string
	err       error
}

func (g guess) Guess(*layout.Document) source.Certainty { return g.certainty }

func (g guess) Read(context.Context, *layout.Document) (*source.Facts, error) {
	if g.err != nil {
		return nil, g.err
	}
	return &source.Facts{Title: g.title}, nil
}

func TestTheMostCertainReaderThatDoesNotRefuseReads(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		readers source.Readers
		title   string
		err     error
	}{
		"most certain first":    {source.Readers{guess{0.4, "a", nil}, guess{0.9, "b", nil}}, "b", nil},
		"equal: listed first":   {source.Readers{guess{0.5, "a", nil}, guess{0.5, "b", nil}}, "a", nil},
		"certain, and refused":  {source.Readers{guess{1, "a", source.ErrNotRecognised}, guess{0.1, "b", nil}}, "b", nil},
		"refused: the next one": {source.Readers{guess{0.4, "a", nil}, guess{0.9, "b", source.ErrNotRecognised}}, "a", nil},
		"broken is an error":    {source.Readers{guess{0.4, "a", nil}, guess{0.9, "b", broken}}, "", broken},
		"nobody":                {source.Readers{guess{0, "a", nil}}, "", source.ErrNotRecognised},
		"all refuse":            {source.Readers{guess{1, "a", source.ErrNotRecognised}}, "", source.ErrNotRecognised},
	} {
		facts, err := c.readers.ReadFrom(t.Context(), strings.NewReader("tides"), "tide.txt")
		if !errors.Is(err, c.err) || facts != nil && facts.Title != c.title {
			t.Errorf("%s: %+v, %v", name, facts, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "tide.txt: ") {
			t.Errorf("%s: the error does not name the file: %v", name, err)
		}
	}
	if _, err := (source.Readers{guess{1, "a", nil}}).Read(t.Context(), nil, "tide.txt"); !errors.Is(err, layout.ErrEmpty) {
		t.Errorf("an empty file: %v", err)
	}
}
