package meeting

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rapporteur/internal/printed"
	"rapporteur/internal/standards"
)

// class is what a line is to the tables of decisions.
type class uint8

const (
	outside    class = iota // prose, and whatever is no table
	otherTable              // below a heading that is none of a table of decisions
	headed                  // a heading of a table of decisions, or what introduces it
	columned                // names of columns
	inBody                  // rows
	classes
)

// features are what a line shows by itself.
type features struct {
	decision decision
	decides  bool // a heading of a table of decisions
	novelty  standards.Novelty
	sub      bool // "New Recommendations"
	other    bool // a heading of another part
	columns  []printed.Column
	share    float64 // of the letters that names of columns have
	guess    bool    // may be the name of a column between others
	intro    bool    // "The meeting determined the following 8 texts:"
	prose    bool
	tokens   int // names, Questions and documents
	words    int
	isRow    bool // its cells are marked up
	bullet   bool
	markedUp bool // as a heading
}

// Costs of the classes of lines, in nats. A heading is believed because its table follows: it is cheap, and what
// stands below it must not be dear.
const (
	headingUnsure   = 0.6
	headingIgnored  = 3.0
	headingOfOther  = 4.0
	columnsOfOther  = 0.3
	tokensOfOther   = 0.15
	introProse      = 0.4
	introOther      = 1.6
	columnsFew      = 0.1
	columnsPartly   = 0.8
	columnUnknown   = 0.5 // less than a row that names of columns follow again
	columnsIgnored  = 2.0
	columnsAsRow    = 5.0
	columnAsRow     = 0.6
	rowWithTokens   = 0
	rowPlain        = 0.02
	rowProse        = 0.5
	rowBullet       = 0.3
	headingAsRow    = 4.0
	otherAsRow      = 6.0
	tokensOutside   = 0.7
	plainOutside    = 0.05
	endWithoutSign  = 1.5 // a table ends with no heading
	headingEmpty    = 0.3 // a heading without a table
	bodyWithoutHead = 0.6
	columnsAgain    = 0.8
)

// longestName is the number of bytes of an unknown column's name at most.
const longestName = 30

// step costs between classes; never where one cannot follow the other.
var follows = [classes][classes]float64{
	outside:    {outside: 0, otherTable: 0.1, headed: 0.3, columned: never, inBody: never},
	otherTable: {outside: 0.5, otherTable: 0, headed: 0.3, columned: never, inBody: never},
	headed:     {outside: headingEmpty, otherTable: headingEmpty, headed: 0.1, columned: 0, inBody: bodyWithoutHead},
	columned:   {outside: 1, otherTable: 0.5, headed: 0.7, columned: 0.1, inBody: 0},
	inBody:     {outside: endWithoutSign, otherTable: 0.1, headed: 0.3, columned: columnsAgain, inBody: 0},
}

var (
	strongToken = regexp.MustCompile(`\bTD\s?\d|(?:^|[\s|(])Q?\d{1,2}/\d{1,2}\b|\b[A-Z]{1,4}\.[\dA-Za-z]\w*`)
	following   = regexp.MustCompile(`(?i)\b(?:agreed|approved|determined|consent(?:ed)?)\b.{0,40}\bfollowing\b|\bfollowing\b.{0,60}\b(?:agreed|approved|determined|consented)\b`)
	subNumber   = regexp.MustCompile(`^(?:\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?|[A-Z]\.\d{1,2}\.?)\s+[A-Z]`)
)

// featuresOf looks at a line.
func featuresOf(l *line) features {
	f := features{bullet: l.bullet, markedUp: l.heading, isRow: l.cells != nil}
	if l.cells != nil {
		texts := make([]string, len(l.cells))
		filled := 0
		for i, c := range l.cells {
			if texts[i] = c.Text; clean(c.Text) != "" {
				filled++
			}
		}
		if columns, known := columnsOfCells(texts); known >= 2 && known*2 > filled {
			f.columns, f.share = columns, 1
		}
		f.tokens = len(strongToken.FindAllStringIndex(l.text[:min(len(l.text), 500)], 4))
		return f
	}
	text := l.text[:min(len(l.text), 500)]
	f.words = strings.Count(text, " ") + 1
	f.tokens = len(strongToken.FindAllStringIndex(text, 4))
	if len(l.text) > longestColumns {
		return f
	}
	f.columns, f.share = columnsIn(text)
	if f.share > 0.9 {
		f.tokens = 0 // "A.1 justification"
	}
	f.prose = isProse(text)
	f.guess = len(text) <= longestName && f.tokens == 0 && !f.prose && !l.bullet
	f.intro = following.MatchString(text) && f.words < 40 || nothing.MatchString(text) && f.words < 6
	if m := subHeading.FindStringSubmatch(text); m != nil {
		f.sub, f.novelty = true, noveltyOf(m[1])
	}
	headingText := text
	if m := annexTitle.FindStringSubmatch(text); m != nil {
		headingText = m[1]
	}
	if !l.bullet && (f.share < 0.9 || len(f.columns) == 1) || l.heading {
		f.decision, f.decides = decisionOfHeading(headingText)
		f.decides = f.decides && (f.share <= 0.5 || len(f.columns) < 2 || slices.ContainsFunc(f.columns, speaks))
	}
	if !f.decides && !f.sub {
		f.other = isOtherHeading(text) && !f.prose && !(f.share > 0.8 && len(f.columns) > 1) || subNumber.MatchString(text) && f.tokens == 0 && f.words < 14 || l.heading
	}
	return f
}

var linkWord = regexp.MustCompile(`(?i)\b(?:for|under|by|at|during|to|from|in|of|using|submitted)\b`)

// speaks says whether words among names of columns are those of a sentence or a heading: "Recommendations submitted for AAP".
func speaks(c printed.Column) bool {
	return c.Type == printed.Other && (ownWord.MatchString(c.Name) || linkWord.MatchString(c.Name))
}

// cost is what it costs that a line is of a class.
func (f *features) cost(c class) float64 {
	switch c {
	case headed:
		return f.headingCost()
	case columned:
		return f.columnsCost()
	case inBody:
		return f.bodyCost()
	case otherTable:
		switch {
		case f.decides:
			return headingOfOther
		case len(f.columns) > 0 && f.share > 0.7:
			return columnsOfOther
		case f.tokens > 0:
			return tokensOfOther
		}
		return 0.05
	}
	switch {
	case f.decides:
		return headingIgnored
	case len(f.columns) > 2 && f.share > 0.7:
		return columnsIgnored
	case f.other, f.prose:
		return 0.05
	}
	return plainOutside + tokensOutside*float64(min(f.tokens, 2))
}

func (f *features) headingCost() float64 {
	switch {
	case f.decides && f.decision.certain, f.sub:
		return 0.1
	case f.decides:
		return 0.1 + headingUnsure
	case f.intro:
		return introProse
	case f.isRow || f.other || f.bullet:
		return never
	case f.prose:
		return introProse + 0.3 + float64(f.tokens)
	}
	return introOther + 2*float64(f.tokens)
}

// unknownColumn says whether a line can only be the name of an unknown column.
func (f *features) unknownColumn() bool { return f.columnsCost() == columnUnknown }

func (f *features) columnsCost() float64 {
	known := 0
	for _, c := range f.columns {
		if c.Type != printed.Other || f.share > 0.9 {
			known++
		}
	}
	switch {
	case f.decides || f.tokens > 0 && !f.isRow, f.bullet:
		return never
	case known >= 2 && f.share > 0.7:
		return 0.1
	case known >= 3 && f.share > 0.5:
		return columnsPartly
	case known == 1 && f.share > 0.7:
		return columnsFew // a cell a line: the first one is paid for in follows
	case f.guess && !f.other && !f.sub:
		return columnUnknown
	}
	return never
}

func (f *features) bodyCost() float64 {
	cost := rowPlain
	switch {
	case f.tokens > 0 || f.isRow:
		cost = rowWithTokens
	case f.prose:
		cost = rowProse
	}
	if f.bullet {
		cost += rowBullet
	}
	switch {
	case f.decides, f.sub:
		cost += headingAsRow
	case f.other && !f.isRow:
		cost += otherAsRow
	case len(f.columns) > 1 && f.share > 0.8:
		cost += columnsAsRow
	case len(f.columns) == 1 && f.share > 0.8:
		cost += columnAsRow
	}
	return cost
}

// classify finds the class of every line: the sequence that costs least over the whole document.
func classify(ctx context.Context, lines []line) ([]class, []features, error) {
	all := make([]features, len(lines))
	from := make([][classes]class, len(lines))
	costs := [classes]float64{outside: 0, otherTable: never, headed: never, columned: never, inBody: never}
	for i := range lines {
		if i&255 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		all[i] = featuresOf(&lines[i])
		var next [classes]float64
		for to := range classes {
			next[to] = never
			for before := range classes {
				c := costs[before] + follows[before][to]
				if to == headed && !all[i].decides && (before == outside || before == otherTable) {
					c = never // only a decision begins a table
				}
				if to == columned && before != columned && all[i].unknownColumn() {
					c = never // only among names of columns
				}
				if to == otherTable && before != otherTable && !all[i].other {
					c = never // only a heading begins another part
				}
				if c < next[to] {
					next[to], from[i][to] = c, before
				}
			}
			next[to] = min(never, next[to]+all[i].cost(to))
		}
		low := never
		for _, c := range next {
			low = min(low, c)
		}
		for to := range next { // costs stay small, however long the document
			if next[to] < never {
				next[to] -= low
			}
		}
		costs = next
	}
	return backwards(from, costs), all, nil
}

// backwards reads the cheapest sequence from its end.
func backwards(from [][classes]class, costs [classes]float64) []class {
	found := make([]class, len(from))
	last := outside
	for c := range classes {
		if costs[c] < costs[last] {
			last = c
		}
	}
	for i := len(from) - 1; i >= 0; i-- {
		found[i] = last
		last = from[i][last]
	}
	return found
}

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
		case c == headed && s.otherDecision(&d.lines[i], f) != "":
			kind := s.otherDecision(&d.lines[i], f)
			s = d.newSection(i, f)
			s.decision = decision{kind: kind, certain: f.intro}
			list = append(list, s)
		case c == headed:
			s.introduce(&d.lines[i], f)
		case c == columned:
			t := d.columnsBelow(s)
			t.columns, t.marked = append(t.columns, f.columns...), t.marked || f.isRow
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

func noveltyOf(word string) standards.Novelty {
	switch word = strings.ToLower(word); {
	case strings.HasPrefix(word, "new"):
		return standards.New
	case strings.HasPrefix(word, "rev"):
		return standards.Revised
	}
	return ""
}
