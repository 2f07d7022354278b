package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"rapporteur/internal/layout"
)

// ErrNotRecognised is the error of a document that no reader recognises.
var ErrNotRecognised = errors.New("nothing in the file was recognised as part of a meeting report, a page of a Recommendation or of the Work Programme, a bibliographic record or a table")

// ErrOutside is the error of a document whose kind is known and whose subject is not: a record of another sector, an
// erratum. It says what the document is.
var ErrOutside = errors.New("nothing that the graph holds")

// Certainty is how sure a reader is that a document is of its kind: 0 for "certainly not", 1 for "certainly".
type Certainty float64

// Reader reads one kind of document.
type Reader interface {
	// Guess is how certain the reader is that the document is of its kind. It looks at a bounded part of it.
	Guess(*layout.Document) Certainty
	// Read returns what the document says. It returns ErrNotRecognised for a document that is not of its kind
	// after all, ErrOutside for one of its kind that is about something else, and ctx.Err() soon after the context
	// ends.
	Read(ctx context.Context, d *layout.Document) (*Facts, error)
}

// Known returns which of some names texts of a catalogue have. It is evidence where cells stick together: "E.80512/12" is
// rather E.805 and Question 12/12 where there is a text E.805 and none E.8051.
type Known func(ctx context.Context, names []string) (map[string]bool, error)

// Readers are the known kinds of documents, in the order in which equal guesses are tried.
type Readers []Reader

// ReadFrom reads a document of at most layout.MaxSize bytes. The name is used in errors alone.
func (all Readers) ReadFrom(ctx context.Context, r io.Reader, name string) (*Facts, error) {
	content, err := io.ReadAll(io.LimitReader(r, layout.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all.Read(ctx, content, name)
}

// Read opens a document and reads it with the reader that is most certain of it; where that one refuses it, with
// the next. The error is one line, begins with the filename, and wraps one of layout's, or ErrNotRecognised.
func (all Readers) Read(ctx context.Context, content []byte, filename string) (*Facts, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", filename, err)
	}
	d, err := layout.Open(ctx, content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filename, err)
	}
	facts, err := all.read(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filename, err)
	}
	if facts.Kind == Table {
		facts.Title = filepath.Base(filename) // it has none of its own
	}
	return facts, nil
}

func (all Readers) read(ctx context.Context, d *layout.Document) (*Facts, error) {
	guesses, asked := make([]Certainty, len(all)), 0
	certain := func(guess Certainty) bool { return guess >= 1 } // nobody can be more certain
	for {
		for ; asked < len(all) && !slices.ContainsFunc(guesses, certain); asked++ {
			guesses[asked] = all[asked].Guess(d)
		}
		best := -1
		for i, guess := range guesses {
			if guess > 0 && (best < 0 || guess > guesses[best]) {
				best = i
			}
		}
		if best < 0 {
			return nil, ErrNotRecognised
		}
		facts, err := all[best].Read(ctx, d)
		if !errors.Is(err, ErrNotRecognised) {
			return facts, err
		}
		guesses[best] = 0
	}
}

// Outside is the ErrOutside of what is described so: "a record of ITU-R".
func Outside(what string) error { return fmt.Errorf("%s: %w", what, ErrOutside) }
