package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/standards"
)

// document is a report as a sequence of lines. Lines of the file that hold several parts of it, such as a whole
// document without line breaks, are split.
type document struct {
	*layout.Document
	lines   []line
	margins int // lines of headers and footers of pages, which are not among them
}

// line is one printed line or a part of one, or one row of a table whose cells are known.
type line struct {
	first, last int    // numbers in the file, from 1
	printed     string // as printed
	text        string // printed, with single spaces
	cells       []layout.Cell
	bullet      bool // an item of a list; text is without the bullet
	heading     bool // marked up as a heading
	unsure      bool // where the row begins or ends is not printed
	gap         int  // line ends before it; 0 where it goes on in the line before
	use         use
}

// use says what became of a line. Each line that is not blank ends as a fact, as boilerplate or in a warning.
type use byte

const (
	unread use = iota
	boilerplate
	fact
)

// longestLine is the number of bytes above which a line is not looked at but as part of a table.
const longestLine = layout.LongestLine

func clean(s string) string { return layout.Clean(s) }

// newDocument takes the margins of pages out of a document, makes rows of its aligned tables, and splits its other lines.
func newDocument(from *layout.Document) *document {
	d := &document{Document: from}
	for i := range from.Lines {
		l := &from.Lines[i]
		if l.Cells != nil || strings.Trim(l.Text, "|-:= ") != "" {
			d.lines = append(d.lines, line{first: l.First, last: l.Last, printed: l.Printed, text: l.Text, cells: l.Cells, bullet: l.Bullet, heading: l.Heading, gap: from.Gap(i)})
		}
	}
	d.takeMargins()
	d.aligned()
	whole := d.lines
	d.lines = make([]line, 0, len(whole))
	for i := range whole {
		if whole[i].cells != nil {
			d.lines = append(d.lines, whole[i])
			continue
		}
		parts := splitLine(plainText(&whole[i]))
		if i+1 < len(whole) {
			parts = append(parts[:len(parts)-1], headingBefore(parts[len(parts)-1], &whole[i+1])...)
		}
		d.addParts(whole[i], parts)
	}
	return d
}

// addParts adds the parts of a line.
func (d *document) addParts(whole line, parts []string) {
	for k, part := range parts {
		piece := whole
		if len(parts) > 1 {
			piece.printed = part
		}
		if k > 0 {
			piece.gap, piece.bullet = 0, false
		}
		piece.text = clean(part)
		if rest, ok := layout.CutBullet(piece.text); ok {
			piece.bullet, piece.text = true, rest
		}
		if strings.Trim(piece.text, "|-:= ") != "" {
			d.lines = append(d.lines, piece)
		}
	}
}

// plainText is a line as printed, without invisible characters and with plain bars.
func plainText(l *line) string {
	return strings.ReplaceAll(layout.Plain(l.printed), `\|`, "|")
}

var (
	partStart     = regexp.MustCompile(`\s(?:[•▪●■►]\s|[A-Z][A-Za-z0-9 ()/&-]{3,50}:\s+[•▪●■►]|(?:\d{1,2}\.){1,3}\d{0,2}\s+[A-Z]|[a-j]\)\s+[A-Z])|[.;:]\sAnnex [A-Z]\b`)
	numberedPart  = regexp.MustCompile(`[.;:)|]\s+(\d)\s[A-Z][a-z]+ [a-z]+`)
	numberedStart = regexp.MustCompile(`[\s|](?:\d{1,2}(?:\.\d{1,2}){0,2}\.?|[a-j]\))\s+[A-Z]`)
	listLetter    = regexp.MustCompile(`^(?:[a-z]|\d{1,2})\)$`)
	abbreviated   = regexp.MustCompile(`(?i)\b(?:ex|no|recs?|amd|corr?|suppl?|ref|docs?|vol|fig|vs|rev|ver|incl|approx|resp|nos)\.\s*$`)
	sentenceStart = regexp.MustCompile(`[a-z\d)][a-z\d)]\.\s+[A-Z“]`)
)

// longLine is the number of bytes above which a line is searched for the parts that it may hold.
const longLine = 100

// splitLine returns the parts of a line: sentences, items, headings, column names and what follows them.
func splitLine(text string) []string {
	if len(text) < longLine/2 {
		return []string{text}
	}
	cuts := map[int]bool{}
	if len(text) > 3*longLine {
		for _, m := range partStart.FindAllStringIndex(text, -1) {
			cuts[m[0]+1] = true
		}
		for _, m := range numberedPart.FindAllStringSubmatchIndex(text, -1) {
			cuts[m[2]] = true
		}
	}
	if len(text) > 6*longLine {
		for _, m := range sentenceStart.FindAllStringIndex(text, -1) {
			if !abbreviated.MatchString(text[max(0, m[0]-4) : m[0]+3]) {
				cuts[m[0]+3] = true
			}
		}
	}
	numberedCuts(text, cuts)
	headingCuts(text, cuts)
	var parts []string
	from := 0
	for i := 1; i < len(text); i++ {
		if cuts[i] && strings.TrimSpace(text[from:i]) != "" {
			parts, from = append(parts, text[from:i]), i
		}
	}
	var all []string
	for _, part := range append(parts, text[from:]) {
		all = append(all, splitHeading(part)...)
	}
	return all
}

// splitHeading cuts a heading of decisions off the names of columns or the first row that follow it on its line.
func splitHeading(text string) []string {
	if _, whole := decisionOfHeading(text); whole || len(text) < longLine/2 {
		return []string{text}
	}
	end := procedureEnd(text)
	if end == 0 || end >= len(text) {
		return []string{text}
	}
	if _, decides := decisionOfHeading(text[:end]); !decides {
		return []string{text}
	}
	rest := text[end:]
	run := columnRun(rest, 0)
	if first, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " "); beginsSentence[first] {
		return []string{text[:end], rest}
	}
	if len(run.columns) == 0 && !strongToken.MatchString(rest[:min(len(rest), 40)]) && len(text) < 2*longLine {
		return []string{text}
	}
	if len(run.columns) == 0 || run.end >= len(rest) || run.letters < 8 {
		return []string{text[:end], rest}
	}
	return []string{text[:end], rest[:run.end], rest[run.end:]}
}

// headingBefore cuts a heading off the end of a line that names of columns follow.
func headingBefore(text string, next *line) []string {
	if len(text) < longLine/2 || len(next.text) > longestColumns || next.cells != nil {
		return []string{text}
	}
	if run := columnRun(next.text, 0); len(run.columns) == 0 || run.end < len(next.text)/2 && len(run.columns) < 3 {
		return []string{text}
	}
	at := phraseBefore(text, len(text))
	if at == 0 || at >= len(text) {
		return []string{text}
	}
	if _, decides := decisionOfHeading(text[at:]); !decides {
		return []string{text}
	}
	return []string{text[:at], text[at:]}
}

// beginsSentence are words that begin a sentence behind a heading.
var beginsSentence = map[string]bool{"The": true, "This": true, "These": true, "At": true, "It": true, "See": true, "During": true, "Note": true}

// procedureEnd is where the words of the procedure end that a text begins with, its brackets included.
func procedureEnd(text string) int {
	end, at, depth := 0, 0, 0
	for words := 0; words < longestHeading && at < len(text); words++ {
		for at < len(text) && (isGap(text[at]) && text[at] != '|') {
			at++
		}
		from := at
		for at < len(text) && !isGap(text[at]) {
			at++
		}
		word := text[from:at]
		bare := strings.ToLower(strings.Trim(word, "().,:;–—-“”\"'"))
		depth += strings.Count(word, "(") - strings.Count(word, ")")
		if bare != "" && !isProcedureWord(bare) && depth <= 0 && !strings.HasSuffix(word, ")") || from > 0 && nameLike.MatchString(word) && depth == 0 && !strings.HasPrefix(bare, "a.") {
			break
		}
		if words > 1 && depth <= 0 && beginsSentence[word] {
			break
		}
		if column, columnEnd := printedColumn(text, from); columnEnd > from && column && depth <= 0 && words > 1 {
			break
		}
		if depth <= 0 {
			end = at
		}
	}
	return end
}

// printedColumn says whether names of columns of two words or more begin at a place: "ITU-T Rec. No.", "Email address".
func printedColumn(text string, at int) (bool, int) {
	run := columnRun(text, at)
	return len(run.columns) > 2 || len(run.columns) == 2 && !isProcedure(text[at:run.end]) || len(run.columns) == 1 && strings.Contains(text[at:run.end], " ") && !isProcedure(text[at:run.end]), run.end
}

// headingCuts adds the places within a line where names of columns begin and end, and where the words of the
// procedure before them begin: a heading is one because its table follows.
func headingCuts(text string, cuts map[int]bool) {
	for at := 0; at < len(text); {
		if !startsWord(text, at) {
			at++
			continue
		}
		run := columnRun(text, at)
		if skip := headingWords(&run); skip > 0 {
			at += skip
			continue
		}
		if len(run.columns) < 3 {
			at++
			continue
		}
		for i := at; i < run.end; i++ {
			delete(cuts, i)
		}
		cuts[at], cuts[run.end] = true, true
		if start := phraseBefore(text, at); start < at {
			cuts[start] = true
		}
		at = run.end
	}
}

// numberedCuts adds the places where a numbered heading of decisions begins: "2 Consented Recommendations (ITU-T A.8)".
func numberedCuts(text string, cuts map[int]bool) {
	for _, m := range numberedStart.FindAllStringIndex(text, -1) {
		start := m[0] + 1
		if end := procedureEnd(text[start:]); end > m[1]-start {
			if _, decides := decisionOfHeading(text[start : start+end]); decides {
				cuts[start] = true
			}
		}
	}
}

// headingWords is the length of the first name of a run where it is rather the end of a heading: of a process, or a name
// of texts before another: "Approval Process (AAP) ITU-T Rec. No.", "New Recommendations Rec. No. Title".
func headingWords(run *columnsRead) int {
	if len(run.columns) < 2 {
		return 0
	}
	first, next := run.columns[0], run.columns[1]
	switch {
	case first.Type == printed.Process, first.Type == printed.Circular, first.Type == printed.Name && next.Type == printed.Name:
		return len(first.Name)
	}
	return 0
}

func startsWord(text string, at int) bool {
	return (isUpper(text[at]) || text[at] == '#') && (at == 0 || !isLetter(text[at-1]))
}

// phraseBefore is where the words of the procedure that end at a place begin.
func phraseBefore(text string, at int) int {
	start, words, from, depth := at, 0, at, 0
	for words < longestHeading {
		end := len(strings.TrimRight(text[:from], " \t|"))
		next := strings.LastIndexAny(text[:end], " \t\n|") + 1
		word := strings.Trim(text[next:end], "().,:;–—-“”\"")
		if end == 0 || word != "" && !isProcedureWord(strings.ToLower(word)) || words > 0 && strings.HasSuffix(text[next:end], ".") && len(word) > 3 {
			break
		}
		if listLetter.MatchString(text[next:end]) {
			return next
		}
		depth += strings.Count(text[next:end], ")") - strings.Count(text[next:end], "(")
		if depth < 0 {
			break
		}
		if from = next; depth == 0 { // brackets close what is in the phrase
			start = from
		}
		words++
	}
	for start < at && !isUpper(text[start]) && !isDigit(text[start]) { // a heading begins with a capital or a number
		next := strings.IndexByte(text[start:at], ' ')
		if next < 0 {
			return at
		}
		start += next + 1
	}
	return start
}

// raw is what is printed from one line to another, both included.
func (d *document) raw(from, to int) string {
	if from == to {
		return d.lines[from].printed
	}
	var b strings.Builder
	for i := from; i <= to; i++ {
		if i > from {
			b.WriteString(strings.Repeat("\n", d.lines[i].gap))
		}
		b.WriteString(d.lines[i].printed)
	}
	return b.String()
}

// mark sets what became of lines, unless more came of them already.
func (d *document) mark(from, to int, as use) {
	for i := from; i <= to; i++ {
		if d.lines[i].use < as {
			d.lines[i].use = as
		}
	}
}

// format is the format of the report.
func (d *document) format() standards.ReportFormat { return standards.ReportFormat(d.Format) }
