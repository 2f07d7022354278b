package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/standards"
)

// cells are the contents of one row by what they hold, still as printed.
type cells struct {
	question    string
	name        string // with its provisional name in brackets and its marks
	provisional string // of a column of its own
	rest        string // what follows the head of a flattened row and is not told apart yet
	novelty     string
	editors     string
	document    string
	moreTDs     []string
	equivalents string
	dates       []string // start of work, target; or one of them
	start       string   // where the columns are known
	target      string
	process     string // TAP, AAP
}

func (c *cells) title() string { return clean(c.rest) }

var (
	tdAnywhere   = regexp.MustCompile(`TD\s?\d`)
	justified    = regexp.MustCompile(`^\[?(?:A\.1\s+)?TD\s?\d`)
	draftWords   = regexp.MustCompile(`^(?:(?:Draft|[Nn]ew|Supplement|Recommendation|ITU-T) )+`)
	markHead     = regexp.MustCompile(`^\s?\*{1,2}`)
	dateTail     = regexp.MustCompile(`((?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|(?:19|20)\d\d-Q[1-4]|Q[1-4][ /-](?:19|20)\d\d)[\s,;]*$`)
	monthTail    = regexp.MustCompile(`(` + monthPattern + `\s*(?:19|20)\d\d)[\s,;]*$`)
	noveltyWords = regexp.MustCompile(`(?:New ?/ ?Rev(?:ised|\.)?|New|NEW|Revised|Revision|Rev\.?|REV)`)
)

// unstick tells the cells of a flattened row apart by what they look like.
func unstick(text string, group int, style sticking, columns []column) *cells {
	c := cutHead(text, layoutOf(group, style, columns))
	if at := lastTD(c.rest); c.document == "" && at >= 0 {
		after := c.rest[at:]
		_, _, length, _ := standards.CutTD(after)
		c.document = after[:length]
		c.cutTail(strings.TrimLeft(after[length:], "]) "))
		c.rest = strings.TrimRight(c.rest[:at], " \n[(")
		c.cutMoreTDs()
	}
	if len(c.dates) == 0 && !onlyTitle(columns) {
		c.cutDatesAtEnd()
	}
	if c.equivalents == "" {
		c.cutEquivalentsAtEnd()
	}
	if hasEither(columns, noveltyColumn, editorColumn) && c.novelty == "" {
		split := cutNovelty(c.rest)
		c.rest, c.novelty, c.editors = split.title, split.novelty, split.editors
	}
	return c
}

// lastTD is where the last temporary document of a text begins.
func lastTD(text string) int {
	spans := tdAnywhere.FindAllStringIndex(text, -1)
	if len(spans) == 0 {
		return -1
	}
	return spans[len(spans)-1][0]
}

// layout is how the cells of a flattened table stand.
type layout struct {
	group            int
	style            sticking
	noveltyFirst     bool // before the title
	provisionalFirst bool // a column of its own, before the title
}

func layoutOf(group int, style sticking, columns []column) layout {
	title := slices.Index(columns, titleColumn)
	before := func(c column) bool {
		at := slices.Index(columns, c)
		return at >= 0 && at < title
	}
	return layout{group, style, before(noveltyColumn), before(provisionalColumn)}
}

// headOf reads the head of a row in a table whose cells have spaces between them.
func headOf(text string, group int) *cells { return cutHead(text, layout{group: group}) }

// cutHead reads what stands before the title: Question, name and marks, temporary document, in any order.
func cutHead(text string, l layout) *cells {
	c := &cells{rest: text}
	for c.cutOne(l) {
	}
	return c
}

// cutOne reads one cell from the beginning of the rest; it is false where the title begins.
func (c *cells) cutOne(l layout) bool {
	c.rest = strings.TrimLeftFunc(c.rest, unicode.IsSpace)
	if c.document == "" && justified.MatchString(c.rest) {
		c.cutDocumentHead()
		return true
	}
	if c.question == "" && c.cutInto(&c.question, questionsLength(c.rest, l.group)) {
		return true
	}
	if c.name == "" {
		if c.cutInto(&c.name, nameLength(c.rest, bool(l.style))) || c.question != "" && c.cutInto(&c.name, len(markHead.FindString(c.rest))) {
			return true
		}
	} else if c.provisional == "" && l.provisionalFirst {
		c.rest = strings.TrimPrefix(c.rest, draftWords.FindString(c.rest))
		if c.cutInto(&c.provisional, nameLength(c.rest, bool(l.style))) {
			return true
		}
	}
	if !l.noveltyFirst || c.novelty != "" {
		return false
	}
	span := noveltyWords.FindStringIndex(c.rest)
	return span != nil && span[0] == 0 && c.cutInto(&c.novelty, span[1])
}

// cutInto moves the beginning of the rest to a cell; it is false where there is nothing to move.
func (c *cells) cutInto(cell *string, length int) bool {
	if length == 0 {
		return false
	}
	*cell, c.rest = c.rest[:length], c.rest[length:]
	return true
}

func (c *cells) cutDocumentHead() {
	from := strings.Index(c.rest, "TD")
	_, _, length, _ := standards.CutTD(c.rest[from:])
	c.document = c.rest[from : from+length]
	c.rest = strings.TrimLeft(c.rest[from+length:], "]")
}

// cutMoreTDs reads the other temporary documents of a cell that lists several; the first is the row's.
func (c *cells) cutMoreTDs() {
	for {
		at := lastTD(c.rest)
		if at < 0 {
			return
		}
		_, _, length, _ := standards.CutTD(c.rest[at:])
		if strings.Trim(c.rest[at+length:], " ,;&+/\n") != "" {
			return
		}
		c.moreTDs = append([]string{c.document}, c.moreTDs...)
		c.document, c.rest = c.rest[at:at+length], strings.TrimRight(c.rest[:at], " \n")
	}
}

// cutTail reads what follows the temporary document: equivalents, then dates that may stick to them.
func (c *cells) cutTail(tail string) {
	for {
		span := dateTail.FindStringSubmatchIndex(tail)
		if span == nil {
			if span = monthTail.FindStringSubmatchIndex(tail); span == nil {
				break
			}
		}
		c.dates = append([]string{tail[span[2]:span[3]]}, c.dates...)
		tail = tail[:span[0]]
	}
	c.equivalents = strings.Trim(tail, " \n")
}

func (c *cells) cutDatesAtEnd() {
	for {
		span := dateTail.FindStringSubmatchIndex(c.rest)
		if span == nil || len(c.dates) == 2 {
			return
		}
		c.dates = append([]string{c.rest[span[2]:span[3]]}, c.dates...)
		c.rest = strings.TrimRight(c.rest[:span[0]], " \n")
	}
}

func (c *cells) cutEquivalentsAtEnd() {
	for c.rest != "" && strings.IndexByte("0123456789)", c.rest[len(c.rest)-1]) >= 0 {
		_, at := standards.FindSpecifications(c.rest)
		if len(at) == 0 || at[len(at)-1][1] != len(c.rest) || at[len(at)-1][0] == 0 {
			return
		}
		from := at[len(at)-1][0]
		before := strings.TrimRight(c.rest[:from], " \n")
		if listed := strings.HasSuffix(before, "|"); !listed && c.document == "" && !unicode.IsLower(lastRune(c.rest[:from])) {
			return // the title ends with it
		}
		c.equivalents = strings.TrimSpace(c.rest[from:] + " " + c.equivalents)
		c.rest = strings.TrimRight(before, " |,;\n")
	}
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func hasEither(columns []column, a, b column) bool {
	return len(columns) == 0 || slices.Contains(columns, a) || slices.Contains(columns, b)
}

// onlyTitle says whether the columns have no place for a date.
func onlyTitle(columns []column) bool {
	return len(columns) > 0 && !slices.Contains(columns, startColumn) && !slices.Contains(columns, targetColumn)
}

type noveltySplit struct{ title, novelty, editors string }

// cutNovelty splits at the last New or Rev that stands between a title and names, though it may stick to both.
func cutNovelty(text string) noveltySplit {
	spans := noveltyWords.FindAllStringIndex(text, -1)
	for k := len(spans) - 1; k >= 0; k-- {
		from, to := spans[k][0], spans[k][1]
		word, after := text[from:to], text[to:]
		next, _ := utf8.DecodeRuneInString(after)
		if after != "" && !unicode.IsUpper(next) && !unicode.IsSpace(next) && next != ',' {
			continue
		}
		before := lastRune(text[:from])
		if from > 0 && (before == '-' || unicode.IsUpper(before)) && !strings.HasSuffix(text[:from], "AI") && before == '-' {
			continue
		}
		if word == "Revision" || unicode.IsSpace(next) && followedByTitle(after) {
			continue
		}
		return noveltySplit{strings.TrimRight(text[:from], " \n"), word, strings.TrimSpace(after)}
	}
	return noveltySplit{title: text}
}

// followedByTitle says whether what comes after a word is the rest of a title rather than a list of names.
func followedByTitle(after string) bool {
	line, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	words := strings.Fields(line)
	lower := 0
	for _, word := range words {
		if r, _ := utf8.DecodeRuneInString(word); unicode.IsLower(r) && !nameParticles[strings.ToLower(strings.Trim(word, ",;"))] {
			lower++
		}
	}
	return lower > 0 && lower*4 >= len(words)
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '"' || r == '“'
}
