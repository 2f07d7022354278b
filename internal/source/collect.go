package source

import (
	"cmp"
	"fmt"

	"rapporteur/internal/standards"
)

// Collection gathers the bibliographic records of an archive or a folder into one document: its records are published and
// replaced together. Other documents are of their own.
type Collection struct {
	facts *Facts
	files int
}

// Add takes the facts of a file; it does not where the file is no bibliographic record.
func (c *Collection) Add(f *Facts) bool {
	if f.Kind != BibliographicRecord {
		return false
	}
	if c.facts == nil {
		c.facts = &Facts{Kind: f.Kind, Format: f.Format}
	}
	all := c.facts
	c.files++
	for i := range f.Statements {
		s := f.Statements[i]
		s.Number = len(all.Statements) + 1
		s.LastUpdate = cmp.Or(s.LastUpdate, f.Date)
		all.Statements = append(all.Statements, s)
	}
	all.Date = max(all.Date, f.Date)
	all.LineCount += f.LineCount
	all.Warnings = append(all.Warnings, f.Warnings...)
	all.Coverage.Facts += f.Coverage.Facts
	all.Coverage.Boilerplate += f.Coverage.Boilerplate
	all.Coverage.Unread += f.Coverage.Unread
	return true
}

// Warn notes a file that could not be read.
func (c *Collection) Warn(file string, err error) {
	if c.facts == nil {
		c.facts = &Facts{Kind: BibliographicRecord}
	}
	c.facts.Warnings = append(c.facts.Warnings, &standards.Warning{Code: "UNREAD", Message: fmt.Sprintf("%s: %v", file, err)})
}

// Facts are all of them, under the title of the collection; nil where it has no record.
func (c *Collection) Facts(title string) *Facts {
	if c.facts == nil || len(c.facts.Statements) == 0 {
		return nil
	}
	c.facts.Title = title
	c.facts.Sections = []Section{{Heading: title, FirstLine: 1, LastLine: c.facts.LineCount, Rows: len(c.facts.Statements)}}
	return c.facts
}
