// Package recommendation reads the page of one Recommendation, as the bureau's site shows it: its name, title and
// summary, how and when it was approved, and the tables of its editions, supplements and implementers' guides.
package recommendation

import (
	"context"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Reader reads pages of Recommendations.
type Reader struct{}

// nameID ends the id of the element that holds the name.
const nameID = "_lbl_rec"

// Guess is certain of a page with the element of the name, and nearly of one that has three of the labels.
func (Reader) Guess(d *layout.Document) source.Certainty {
	if d.Page == nil {
		return 0
	}
	if strings.Contains(d.Content, nameID+`"`) {
		return 1
	}
	known := 0
	for label := range labels {
		if strings.Contains(d.Content, label+":") {
			known++
		}
	}
	if known >= 3 && strings.Contains(d.Content, "ITU-T") {
		return 0.9
	}
	return 0
}

// Read returns a statement of the text that the page is of. On the page of an amendment or another part, a second one
// says which editions its Recommendation has.
func (Reader) Read(ctx context.Context, d *layout.Document) (*source.Facts, error) {
	r := &reader{document: d, rows: d.Rows(), Facts: &source.Facts{
		Kind: source.RecommendationPage, Format: standards.HTMLFormat, LineCount: d.Count,
	}}
	at, ok := r.heading()
	if !ok {
		return nil, source.ErrNotRecognised
	}
	if r.name.Erratum {
		return nil, source.Outside("the page of an erratum, " + r.name.Printed)
	}
	r.language()
	at = r.front(at)
	table := editions
	for ; at < len(r.rows); at++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		table = r.row(&r.rows[at], table)
	}
	r.finish()
	return r.Facts, nil
}

// reader collects what one page says.
type reader struct {
	*source.Facts
	document *layout.Document
	rows     []layout.Row
	name     printed.Published
	own      source.Statement // of the text that the page is of
	whole    source.Statement // of its Recommendation, where the page is of a part
	columns  []string         // of the table, as its heading names them
	labelled int              // labels that were read
	raw      []string
}

// heading finds the name of the text, and the row behind it.
func (r *reader) heading() (next int, ok bool) {
	for i := range r.rows {
		for e := range r.rows[i].Elements {
			id := strings.HasSuffix(e.ID(), nameID)
			if !id && (e.Node.Data != "h1" && e.Node.Data != "h2" && e.Node.Data != "h3") {
				continue
			}
			text := layout.Clean(e.Text())
			if name, known := printed.ReadPublished(text); known && (id || name.Approved != "") {
				r.name, r.Title = name, text
				r.own = source.Statement{
					Acronym: name.Name, TextKind: name.Kind, Relations: name.Relations, Number: 1,
					FirstLine: e.First, LastLine: e.First,
				}
				r.note(&r.own, e.First, r.rows[i].Last, text)
				return i + 1, true
			}
		}
	}
	return 0, false
}

// language is that of the page: of the address that it was read from, or else of its markup.
func (r *reader) language() {
	for n := range r.document.Page.Descendants() {
		switch {
		case n.Data == "html" && r.own.Language == "":
			r.own.Language, _, _ = strings.Cut(layout.Attribute(n, "lang"), "-")
		case n.Data == "form":
			if _, rest, ok := strings.Cut(layout.Attribute(n, "action"), "lang="); ok && len(rest) >= 2 {
				r.own.Language = rest[:2]
				return
			}
		}
	}
}

// front reads the title and the summary, which stand between the name and the first label. It returns the place of
// that label's row.
func (r *reader) front(at int) int {
	for ; at < len(r.rows); at++ {
		row := &r.rows[at]
		if _, _, ok := label(row); ok || table(row) != unknownTable || heads(row) {
			return at
		}
		text := row.TextBesideLinks()
		if text == "" {
			continue
		}
		summary := r.own.Title != "" || strings.Contains(text, "\n")
		for e := range row.Elements {
			summary = summary || layout.Attribute(e.Node, "class") == "summary"
		}
		switch {
		case !summary:
			r.own.Title = layout.Clean(text)
		case r.own.Summary == "":
			r.own.Summary = text
		default:
			r.unread("the line between title and approval was not understood", row, text)
			continue
		}
		r.note(&r.own, row.First, row.Last, text)
	}
	return at
}

// note adds lines to those that a statement is read from.
func (r *reader) note(s *source.Statement, first, last int, text string) {
	s.LastLine = max(s.LastLine, last)
	r.Coverage.Facts++
	if s == &r.own {
		r.raw = append(r.raw, text)
	}
}

func (r *reader) unread(message string, row *layout.Row, text string) {
	r.Coverage.Unread++
	r.Warnings = append(r.Warnings, source.Unread(message, row.First, row.Last, text))
}

func (r *reader) boilerplate() { r.Coverage.Boilerplate++ }
