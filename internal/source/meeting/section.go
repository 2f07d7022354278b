package meeting

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"rapporteur/internal/printed"
	"rapporteur/internal/standards"
)

// section is a heading of decisions and the tables below it.
type section struct {
	decision
	heading string // as printed, with single spaces
	label   string // "f" of "f) Work items planned"
	at, to  int    // index of the heading's line, and behind the last line
	tables  []tableLines
	intros  []*line // that introduce them
	rows    int
}

// tableLines are the lines of one table.
type tableLines struct {
	columns []printed.Column
	marked  bool // the columns are those of marked-up cells
	body    []int
	novelty standards.Novelty
	unnamed string // a line above that reads as a heading, and says nothing known
	cut     bool   // such a line below may be a part of the last row
}

// sections returns the tables of decisions of a document.
func (d *document) sections(ctx context.Context) ([]*section, error) {
	found, all, err := classify(ctx, d.lines)
	if err != nil {
		return nil, err
	}
	var list []*section
	var s *section
	for i, c := range found {
		f := &all[i]
		switch {
		case c == headed && f.decides && !(s != nil && len(s.tables) == 0 && introWords.MatchString(d.lines[i].text)):
			s = d.newSection(i, f)
			list = append(list, s)
		case s == nil || c == outside || c == otherTable:
			s = nil
			continue
		case c == headed && f.sub:
			s.tables = append(s.tables, tableLines{novelty: f.novelty})
			d.lines[i].use = max(d.lines[i].use, boilerplate)
		case c == headed:
			if kind := s.otherDecision(&d.lines[i], f); kind != "" {
				s = d.newSection(i, f)
				s.decision = decision{kind: kind, certain: f.intro}
				list = append(list, s)
			} else {
				s.introduce(&d.lines[i], f)
			}
		case c == columned:
			t := d.columnsBelow(s)
			t.call(f)
			d.lines[i].use = max(d.lines[i].use, boilerplate)
		case c == inBody:
			t := s.table(false)
			t.body = append(t.body, i)
		}
		s.to = i + 1
	}
	return list, nil
}

func (d *document) newSection(i int, f *features) *section {
	s := &section{decision: f.decision, heading: d.lines[i].text, at: i, to: i + 1}
	if m := enumerator.FindStringSubmatch(s.heading); m != nil {
		s.label = m[1] + m[2]
	}
	return s
}

// table is the table that a line of columns or of the body belongs to.
func (s *section) table(columns bool) *tableLines {
	if n := len(s.tables); n > 0 && !(columns && len(s.tables[n-1].body) > 0) {
		return &s.tables[n-1]
	}
	var t tableLines
	if n := len(s.tables); n > 0 {
		t.unnamed = s.tables[n-1].unnamed
	}
	s.tables = append(s.tables, t)
	return &s.tables[len(s.tables)-1]
}

// mostColumns is the number of columns of a table at most: the work of reading one grows faster than they do.
const mostColumns = 40

// call takes names of columns from a line, unless it says those again that are there already.
func (t *tableLines) call(f *features) {
	t.marked = t.marked || f.isRow
	if !slices.Equal(t.columns, f.columns) {
		t.columns = append(t.columns, f.columns[:min(len(f.columns), mostColumns-len(t.columns))]...)
	}
}

// columnsBelow is the table of a line of columns. A line before it that reads as a heading is none of a row: what the
// table below it is about is not understood.
func (d *document) columnsBelow(s *section) *tableLines {
	before := len(s.tables)
	t := s.table(true)
	if len(s.tables) == before || before == 0 {
		return t
	}
	above := &s.tables[before-1]
	if n := d.headingAtEnd(above.body); n > 0 {
		t.unnamed, above.cut = d.lines[above.body[n]].text, d.lines[above.body[n]].gap < 2
		above.body = above.body[:n]
	}
	return t
}

// headingAtEnd is where lines begin at the end of a body that read as a heading: one, or up to three below a blank line;
// 0 where there are none.
func (d *document) headingAtEnd(body []int) int {
	for n := len(body) - 1; n > 0 && n >= len(body)-3; n-- {
		l := &d.lines[body[n]]
		if (l.gap > 1 || n == len(body)-1) && l.readsAsHeading() {
			return n
		}
		if strongToken.MatchString(l.text) || l.cells != nil || l.gap > 1 {
			break
		}
	}
	return 0
}

// readsAsHeading says whether a line has a heading's form, whatever it says.
func (l *line) readsAsHeading() bool {
	f := featuresOf(l)
	return l.cells == nil && f.tokens == 0 && !f.prose && f.words <= 10 && len(l.text) < 80 && startsUpper(l.text) && !l.bullet &&
		!strings.ContainsAny(l.text, "|") && !strings.HasSuffix(l.text, ".") && strings.IndexFunc(l.text, unicode.IsLower) >= 0
}

// otherDecision is what a line below a table speaks of that introduces the next one, where it is another decision.
func (s *section) otherDecision(l *line, f *features) standards.ActionKind {
	if len(s.tables) == 0 || len(s.tables[len(s.tables)-1].body) == 0 || isAside(l.text) && !f.intro {
		return ""
	}
	kinds := kindsIn(inBracket.ReplaceAllString(l.text, ""))
	if len(kinds) == 0 || slices.Contains(kinds, s.kind) || !ownWord.MatchString(l.text) {
		return ""
	}
	return kinds[0]
}

// introduce reads a line between a heading and its table: what "the meeting agreed the following" says overrules a
// heading that names several decisions.
func (s *section) introduce(l *line, f *features) {
	if f.intro || f.prose || isAside(l.text) {
		l.use = max(l.use, boilerplate)
		s.intros = append(s.intros, l)
	}
	switch s.kind {
	case standards.NewWorkItem, standards.Removed, standards.Planned, standards.Deleted:
		return
	}
	if kinds := kindsIn(inBracket.ReplaceAllString(l.text, "")); f.intro && len(kinds) > 0 && len(s.tables) == 0 {
		s.kind, s.certain = kinds[0], true
	}
}
