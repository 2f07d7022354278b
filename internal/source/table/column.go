package table

import (
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
)

// column is a column of our exports, and how its cells are read; nil where they say nothing of a text by themselves.
type column struct {
	name string
	read func(*source.Statement, string) bool
	of   []printed.Type // columns of reports with the same content
}

// columns are the columns of our exports, in the order in which cells are read: the study group before Questions.
var columns = []column{
	{"Acronym", acronym, []printed.Type{printed.Name}},
	{"Provisional name", provisional, []printed.Type{printed.Former}},
	{"Other names", otherNames, nil},
	{"Title", title, []printed.Type{printed.Title}},
	{"Kind", kind, nil},
	{"Study Group", group, nil},
	{"Status", status, []printed.Type{printed.Status}},
	{"Action", status, nil},
	{"Process", process, []printed.Type{printed.Process}},
	{"Novelty", novelty, []printed.Type{printed.Novelty}},
	{"Questions", questions, []printed.Type{printed.Question}},
	{"Editors", editors, []printed.Type{printed.Editors}},
	{"TDs", documents, nil},
	{"TD", document, []printed.Type{printed.Document}},
	{"Equivalents", equivalents, []printed.Type{printed.Equivalent}},
	{"Start of work", start, []printed.Type{printed.Start}},
	{"Target", target, []printed.Type{printed.Target}},
	{"Target action", targetAction, nil},
	{"Date", date, []printed.Type{printed.Date}},
	{"Meeting", nil, nil}, {"Section", nil, nil}, {"First line", nil, nil}, {"Last line", nil, nil}, {"Text id", nil, nil}, {"Id", nil, nil},
	{"Number", nil, []printed.Type{printed.Number, printed.Party, printed.Mail, printed.Circular, printed.Justification}},
}

// columnOf is the column of our exports with a name.
func columnOf(name string) *column {
	for i := range columns {
		if strings.EqualFold(columns[i].name, strings.TrimSpace(name)) {
			return &columns[i]
		}
	}
	return nil
}

// heading is a row that names columns.
type heading struct {
	columns []string
	known   int
	order   []placed // the known ones, in the order in which they are read
	unknown []string
}

type placed struct {
	*column
	at int
}

// heading reads a row as names of columns; nil where fewer than two are known, or none is of names or titles of texts.
func (t Reader) heading(l *layout.Line) *heading {
	h, named := &heading{}, false
	for _, cell := range l.Cells {
		name := layout.Clean(cell.Text)
		h.columns = append(h.columns, name)
		if c := t.column(name); c != nil {
			h.known++
			named = named || c.name == "Acronym" || c.name == "Title" || c.name == "Provisional name"
			h.order = append(h.order, placed{c, len(h.columns) - 1})
		} else if name != "" {
			h.unknown = append(h.unknown, name)
		}
	}
	if h.known < 2 || !named {
		return nil
	}
	slices.SortStableFunc(h.order, func(a, b placed) int { return rank(a.column) - rank(b.column) })
	return h
}

func rank(c *column) int {
	return slices.IndexFunc(columns, func(other column) bool { return other.name == c.name })
}

// column is the column that a name means: by the mapping, as one of our exports, or as one of a report.
func (t Reader) column(name string) *column {
	for ours, theirs := range t.Names {
		if c := columnOf(ours); c != nil && strings.EqualFold(layout.Clean(theirs), name) {
			return c
		}
	}
	if c := columnOf(name); c != nil {
		return c
	}
	if name == "" {
		return nil
	}
	known, end := printed.ReadColumn(name, 0)
	if end < len(name) || end == 0 {
		return nil
	}
	for i := range columns {
		if slices.Contains(columns[i].of, known.Type) {
			return &columns[i]
		}
	}
	return nil
}

// guarded is an apostrophe that our exports put before what a spreadsheet may run.
var guarded = regexp.MustCompile(`(^|[;\t\r\n|])([\s"']*)'([=+\-@＝＋－＠﹦﹢﹣﹫])`)

func harmless(s string) string { return strings.TrimSpace(guarded.ReplaceAllString(s, "$1$2$3")) }
