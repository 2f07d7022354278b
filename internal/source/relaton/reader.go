// Package relaton reads bibliographic records of Relaton in YAML: one record is one edition of a Recommendation, or one
// amendment, corrigendum, supplement or annex. A record is known by its own identifier: "ITU-T X.509 (10/2019)".
package relaton

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Reader reads bibliographic records.
type Reader struct{}

// guessed is the number of bytes that Guess looks at.
const guessed = 64 << 10

// Guess is certain of a text with the keys that every record has.
func (Reader) Guess(d *layout.Document) source.Certainty {
	if d.Format != layout.Text {
		return 0
	}
	head := "\n" + d.Content[:min(len(d.Content), guessed)]
	if strings.Contains(head, "\ndocidentifier:") && (strings.Contains(head, "\nid:") || strings.Contains(head, "\nschema_version:") || strings.Contains(head, "\ntype: ")) {
		return 1
	}
	return 0
}

// Read returns a statement of each record, which its identifier is the section of. Of a file whose only record is not
// about a text of ITU-T it returns ErrOutside; of several the others are in warnings.
func (Reader) Read(ctx context.Context, d *layout.Document) (*source.Facts, error) {
	facts := &source.Facts{Kind: source.BibliographicRecord, Format: standards.YAMLFormat, LineCount: d.Count}
	var refused error
	all := parts(d.Content)
	for i := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &all[i]
		s, err := p.statement()
		if err != nil {
			refused = err
			facts.Coverage.Unread += p.last - p.first + 1
			facts.Warnings = append(facts.Warnings, source.Unread(err.Error(), p.first, p.last, p.text))
			continue
		}
		s.Number = len(facts.Statements) + 1
		facts.Coverage.Facts += p.last - p.first + 1
		facts.Date = max(facts.Date, s.LastUpdate)
		facts.Statements = append(facts.Statements, *s)
	}
	if len(facts.Statements) == 0 {
		if refused == nil {
			refused = source.ErrNotRecognised
		}
		return nil, refused
	}
	first, last := &facts.Statements[0], &facts.Statements[len(facts.Statements)-1]
	if facts.Title = first.Section; len(facts.Statements) > 1 {
		facts.Title = fmt.Sprintf("%d records, %s to %s", len(facts.Statements), first.Section, last.Section)
	} else {
		first.LastUpdate = "" // it is the date of the document
	}
	facts.Sections = []source.Section{{Heading: facts.Title, FirstLine: first.FirstLine, LastLine: last.LastLine, Rows: len(facts.Statements)}}
	return facts, nil
}

// errYAML is the error of a record that is not well-formed.
var errYAML = errors.New("the record is not well-formed")
