// Package table reads tables with named columns: CSV and spreadsheets, with the names of our own exports, of the tables of
// reports, or of a mapping.
package table

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Reader reads tables.
type Reader struct {
	// Names are other names of columns: "Acronym": "Boat". Keys are columns of our exports.
	Names map[string]string
}

// Guess is nearly certain of a table whose first row names columns, the name of the text among them.
func (t Reader) Guess(d *layout.Document) source.Certainty {
	switch d.Format {
	case layout.XLSX:
		return 0.95
	case layout.Text:
		if _, ok := t.separator(d); ok {
			return 0.95
		}
	}
	return 0
}

// separator is the character that divides the first line into the most columns that are known.
func (t Reader) separator(d *layout.Document) (best rune, ok bool) {
	most := 0
	for _, separator := range layout.Separators {
		head, found := d.SeparatedHead(separator)
		if !found {
			continue
		}
		if h := t.heading(&head); h != nil && h.known > most && h.known*2 >= len(h.columns) {
			best, most = separator, h.known
		}
	}
	return best, most > 0
}

// Read returns a statement of each row. A row that names columns begins a table; each sheet of a spreadsheet has its own.
func (t Reader) Read(ctx context.Context, d *layout.Document) (*source.Facts, error) {
	rows, format := d.Lines, standards.XLSXFormat
	if d.Format == layout.Text {
		separator, ok := t.separator(d)
		if !ok {
			return nil, source.ErrNotRecognised
		}
		var err error
		if rows, err = d.Separated(separator); err != nil {
			return nil, err
		}
		format = standards.CSVFormat
	}
	r := &reader{Reader: t, Facts: &source.Facts{Kind: source.Table, Format: format, LineCount: d.Count}}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.row(&rows[i])
	}
	slices.SortStableFunc(r.Warnings, func(a, b *standards.Warning) int { return *a.FirstLine - *b.FirstLine })
	if len(r.Statements) == 0 {
		return nil, source.ErrNotRecognised
	}
	return r.Facts, nil
}

// ParseNames reads a mapping in YAML, of which JSON is a part: {"Acronym": "Boat"}. The error is INVALID for one that is not
// well-formed, or names a column that is not ours.
func ParseNames(content []byte) (map[string]string, error) {
	var names map[string]string
	if err := yaml.Unmarshal(content, &names); err != nil {
		return nil, standards.Errorf(standards.Invalid, "the mapping of columns is not well-formed: %v", err)
	}
	for _, ours := range slices.Sorted(maps.Keys(names)) {
		if columnOf(ours) == nil {
			var known []string
			for i := range columns {
				known = append(known, columns[i].name)
			}
			return nil, standards.Errorf(standards.Invalid, "the mapping names %q, which is none of the columns %s", ours, strings.Join(known, ", "))
		}
	}
	return names, nil
}

// reader collects what one document says.
type reader struct {
	Reader
	*source.Facts
	head  *heading
	sheet string
}

// row reads a row: one that names columns, or one of a text.
func (r *reader) row(l *layout.Line) {
	if l.Sheet != r.sheet {
		r.head, r.sheet = nil, l.Sheet
	}
	if h := r.heading(l); h != nil && (r.head == nil || h.known*2 >= len(h.columns)) {
		r.head = h
		r.Coverage.Boilerplate++
		for _, name := range h.unknown {
			r.Warnings = append(r.Warnings, source.Unread(fmt.Sprintf("the column %q is not known; --columns may give it a name", name), l.First, l.Last, l.Printed))
		}
		for ours, theirs := range r.Names {
			if !slices.ContainsFunc(h.columns, func(name string) bool { return strings.EqualFold(name, layout.Clean(theirs)) }) {
				r.Warnings = append(r.Warnings, source.Unread(fmt.Sprintf("the table has no column %q, which the mapping names for %q", theirs, ours), l.First, l.Last, l.Printed))
			}
		}
		r.Sections = append(r.Sections, source.Section{Heading: r.section(), FirstLine: l.First, LastLine: l.Last})
		return
	}
	if r.head == nil {
		r.unread("no row above names the columns", l)
		return
	}
	s := source.Statement{Number: r.Sections[len(r.Sections)-1].Rows + 1, Section: r.section(), FirstLine: l.First, LastLine: l.Last, Raw: l.Printed}
	r.cells(&s, l)
	if s.Acronym == "" && s.ProvisionalName == "" {
		message := "the row has no name; its text is known by its title alone"
		if s.Title == "" {
			message = "the row has neither a name nor a title"
		}
		r.unread(message, l)
		if s.Title == "" {
			return
		}
	}
	finish(&s)
	r.Coverage.Facts++
	section := &r.Sections[len(r.Sections)-1]
	section.Rows, section.LastLine = section.Rows+1, l.Last
	r.Statements = append(r.Statements, s)
}

// section is the sheet that a row is of.
func (r *reader) section() string { return cmp.Or(r.sheet, "Table") }

func (r *reader) unread(message string, l *layout.Line) {
	r.Coverage.Unread++
	r.Warnings = append(r.Warnings, source.Unread(message, l.First, l.Last, l.Printed))
}

// cells reads the cells of a row: those that others need first.
func (r *reader) cells(s *source.Statement, l *layout.Line) {
	for _, c := range r.head.order {
		if c.at >= len(l.Cells) {
			continue
		}
		text := harmless(l.Cells[c.at].Text)
		if text == "" || text == "-" || text == "–" || c.read == nil || c.read(s, text) {
			continue
		}
		r.Coverage.Unread++
		r.Warnings = append(r.Warnings, source.Unread(fmt.Sprintf("what stands below %q was not understood", r.head.columns[c.at]), l.First, l.Last, text))
	}
	if extra := l.Cells[min(len(l.Cells), len(r.head.columns)):]; slices.ContainsFunc(extra, func(c layout.Cell) bool { return c.Text != "" }) {
		r.unread("the row has more cells than there are columns", l)
	}
}

// finish adds what the name says.
func finish(s *source.Statement) {
	if s.Acronym == "" {
		s.Acronym, s.ProvisionalName = s.ProvisionalName, ""
	}
	name := standards.ParseTextName(s.Acronym)
	s.Relations = name.Relations
	if s.Acronym == "" {
		s.Relations = nil
	} else if s.TextKind == "" {
		s.TextKind = name.Kind
	}
	if s.Novelty == "" {
		s.Novelty = name.Novelty
	}
}
