package recommendation

import (
	"cmp"
	"slices"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// maxRaw bounds the text that is kept of a page, in bytes.
const maxRaw = 16 << 10

// finish puts the editions in order and says of the text what the newest one says.
func (r *reader) finish() {
	own := &r.own
	own.Raw = standards.Shortened(strings.Join(r.raw, "\n"), maxRaw)
	own.Approved = cmp.Or(own.Approved, r.name.Approved)
	shown := own.Approved
	if len(own.Editions) == 0 {
		own.Editions = []source.Edition{{Number: r.name.Version, Name: r.name.Printed, Approved: own.Approved, Status: own.Status}}
	}
	newest(own, r.name.Printed)
	r.Date = latest(own)
	if own.Acronym != "" && r.whole.Acronym != "" {
		newest(&r.whole, "")
		r.Date = max(r.Date, latest(&r.whole))
	}
	if shown != "" && shown < r.Date {
		own.LastUpdate = shown
	}
	r.Statements = []source.Statement{*own}
	if r.whole.Acronym != "" {
		r.whole.Raw = standards.Shortened(strings.TrimSpace(r.whole.Raw), maxRaw)
		r.Statements = append(r.Statements, r.whole)
	}
	section := source.Section{Heading: r.Title, FirstLine: own.FirstLine, LastLine: own.LastLine, Rows: len(r.Statements)}
	r.Sections = []source.Section{section}
	for i := range r.Statements {
		r.Statements[i].Section = r.Title
	}
}

// newest sorts the editions, oldest first, and takes status, approval and address of the text from the newest, unless that
// is the one that the page shows.
func newest(s *source.Statement, shown string) {
	if len(s.Editions) == 0 {
		return
	}
	slices.Reverse(s.Editions) // pages list the newest first
	slices.SortStableFunc(s.Editions, func(a, b source.Edition) int { return strings.Compare(string(a.Approved), string(b.Approved)) })
	last := &s.Editions[len(s.Editions)-1]
	if last.Name == shown {
		last.Status = cmp.Or(last.Status, s.Status)
		s.Status = cmp.Or(s.Status, last.Status)
		return
	}
	s.Status, s.Approved, s.URL = last.Status, last.Approved, last.URL
}

// latest is the newest date that a statement gives: the page cannot be older.
func latest(s *source.Statement) standards.PartialDate {
	on := s.Approved
	for _, e := range s.Editions {
		on = max(on, e.Approved)
	}
	for _, o := range s.Others {
		on = max(on, o.Approved)
	}
	return on
}
