package meeting

import (
	"context"
	"regexp"
	"slices"
	"strings"

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
	rowIntro        = 0.7
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
	whoDecided  = regexp.MustCompile(`(?i)^(?:the )?.{0,40}\b(?:meeting|plenary|group(?: \d+)?|SG ?\d+|WP ?\d+(?:/\d+)?|TSAG)\b.{0,30}\b(?:approved|determined|consented|agreed|adopted|initiated|gave consent|reached consent)\b`)
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
	f.intro = (following.MatchString(text) || whoDecided.MatchString(text) && f.tokens == 0) && f.words < 40 || nothing.MatchString(text) && f.words < 6
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
		f.other = isOtherHeading(text) && !f.prose && f.tokens < 2 && !(f.share > 0.8 && len(f.columns) > 1) || subNumber.MatchString(text) && f.tokens == 0 && f.words < 14 || l.heading
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
	case f.decides || f.tokens > 0 && !f.isRow, f.bullet, f.sub:
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
	case f.intro:
		cost = rowIntro
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

func noveltyOf(word string) standards.Novelty {
	switch word = strings.ToLower(word); {
	case strings.HasPrefix(word, "new"):
		return standards.New
	case strings.HasPrefix(word, "rev"):
		return standards.Revised
	}
	return ""
}
