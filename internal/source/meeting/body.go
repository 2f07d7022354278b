package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/printed"
)

// body is the text of a table below its heading, with all that can be read at each place of it, whatever its
// columns are.
type body struct {
	text     string
	group    int
	known    *catalogue
	pipes    bool    // cells are separated by bars
	oneLine  bool    // rows are not separated by line breaks
	lost     bool    // read as a table of lost cells
	columns  []int   // of the cell that the document marks up, by position; nil without such cells
	first    []int32 // index in readings of the first one at a position; first[len(text)] is their number
	readings []printed.Reading
	swallow  []float64 // what a text pays for the tokens before a position
	prose    map[int]bool
	asides   map[int]bool // where a remark begins within a line
	numbers  map[int]bool // where numbers of rows stand that count up
	begins   map[int]bool // where only a row or a note may begin
	has      [printed.Types]bool
	ends     []int // scratch
}

// newBody reads every token of a text under all columns that the heading names.
func newBody(text string, group int, named []printed.Type, physical []int, known *catalogue) *body {
	b := &body{text: text, group: group, columns: physical, known: known, prose: map[int]bool{}, asides: map[int]bool{}}
	b.pipes = strings.Count(text, "|") > 3
	b.oneLine = !strings.ContainsAny(strings.TrimSpace(text), "\n\x1e")
	for _, of := range named {
		b.has[of] = true
	}
	b.findNumbers()
	b.findProse()
	b.first = make([]int32, len(text)+1)
	costs := make([]float64, len(text))
	for p := range len(text) {
		b.first[p] = int32(len(b.readings))
		if b.mayStart(p) {
			b.readings = printed.Read(b.readings, text, p, group)
			known.price(b.readings[b.first[p]:])
			costs[p] = b.swallowCost(p, b.readings[b.first[p]:])
		}
	}
	b.first[len(text)] = int32(len(b.readings))
	b.swallow = make([]float64, len(text)+1)
	for p, cost := range costs {
		b.swallow[p+1] = b.swallow[p] + cost
	}
	return b
}

// cut is the beginning of a body, up to the last line break within so many bytes.
func (b *body) cut(size int) *body {
	if len(b.text) <= size {
		return b
	}
	end := strings.LastIndexByte(b.text[:size], '\n')
	if end <= 0 {
		if end = strings.LastIndexByte(b.text[:size], ' '); end <= 0 {
			end = size
		}
	}
	var named []printed.Type
	for of, has := range b.has {
		if has {
			named = append(named, printed.Type(of))
		}
	}
	return newBody(b.text[:end], b.group, named, b.columns, b.known)
}

// readingsAt are the readings that begin at a position.
func (b *body) readingsAt(p int) []printed.Reading { return b.readings[b.first[p]:b.first[p+1]] }

// mayStart says whether a typed cell may begin at a position.
func (b *body) mayStart(p int) bool {
	c := b.text[p]
	switch {
	case isUpper(c), isDigit(c), c == '(', c == '*', c == '[', c == '-':
		return true
	case c == 0xe2:
		return strings.HasPrefix(b.text[p:], "–") || strings.HasPrefix(b.text[p:], "—")
	case c == 'f', c == 'o', c == 'n', c == 't':
		return p == 0 || !isLower(b.text[p-1]) || c == 'f'
	}
	return false
}

// rowNumbers are what may be numbers of rows.
var rowNumbers = regexp.MustCompile(`(?:^|[\s|\x1e\x1f])(\d{1,3})[.)]\s`)

// findNumbers finds the numbers of rows: those that count up from the first.
func (b *body) findNumbers() {
	b.numbers = map[int]bool{}
	last := 0
	for _, m := range rowNumbers.FindAllStringSubmatchIndex(b.text, -1) {
		if n := number(b.text[m[2]:m[3]]); n > last && n <= last+2 || last == 0 {
			b.numbers[m[2]], last = true, n
		}
	}
	if len(b.numbers) < 2 {
		b.numbers = nil
	}
	b.has[printed.Number] = b.has[printed.Number] || b.numbers != nil
}

// finiteVerbs are what prose has and titles have not.
var (
	finiteVerbs = regexp.MustCompile(`\b(?:is|was|were|are|has|have|had|will|gave|requested|contains?|shows?|being|been|determined \d|agreed the|determined the|achieved|thanked|noted|should|please)\b`)
	asideWithin = regexp.MustCompile(`[\w).] (?:See (?:TSB|Last Call|AAP|also)\b|At the closing\b|Note ?[:–-])`)
	proseStart  = regexp.MustCompile(`^(?:See |Note\b|These |The following|\(\d\)|\*+ ?[:=]|At (?:the|its) |For (?:more|further|details)|Details )`)
)

// isProse says whether a line reads as prose.
func isProse(line string) bool {
	line = line[:min(len(line), 400)]
	return proseStart.MatchString(line) || finiteVerbs.MatchString(line)
}

func (b *body) findProse() {
	from := 0
	for line := range strings.SplitSeq(b.text, "\n") {
		trimmed := strings.TrimLeft(line, " \t|\x1e\x1f")
		if trimmed != "" && isProse(trimmed) {
			b.prose[from+len(line)-len(trimmed)] = true
		}
		from += len(line) + 1
	}
	for _, m := range asideWithin.FindAllStringIndex(b.text, -1) {
		b.asides[m[0]+2] = true
	}
}

// swallowCost is what a text pays that contains the token at a position.
func (b *body) swallowCost(p int, readings []printed.Reading) float64 {
	var prev byte = '\n'
	if p > 0 {
		prev = b.text[p-1]
	}
	first := b.beginsCell(p)
	cost := 0.0
	for i := range readings {
		cost = max(cost, b.readingCost(p, &readings[i], prev, first))
	}
	if (b.text[p] == 'f' || isLetter(b.text[p])) && !isWord(prev) && cost < swallowMail {
		if end := strings.IndexAny(b.text[p:min(len(b.text), p+60)], " \n|@"); end > 0 && b.text[p+end] == '@' {
			cost = swallowMail
		}
	}
	return cost
}

// beginsCell says whether a cell begins at a position by what stands before it: a border, a line end, or the number of a row.
func (b *body) beginsCell(p int) bool {
	at := p
	for at > 0 && b.text[at-1] == ' ' {
		at--
	}
	if at == 0 || b.text[at-1] != ' ' && isGap(b.text[at-1]) {
		return true
	}
	if at--; at == p-1 || b.text[at] != ')' && b.text[at] != '.' {
		return false
	}
	from := at
	for from > 0 && isDigit(b.text[from-1]) {
		from--
	}
	return b.numbers[from] && from < at
}

func (b *body) readingCost(p int, r *printed.Reading, prev byte, first bool) float64 {
	switch v := &r.Value; r.Type {
	case printed.Document:
		if v.TD != "" || v.Given && r.End-p > 3 {
			return swallowTD
		}
	case printed.Question:
		if r.Cost < 2 && r.End-p > 3 && !isDigit(prev) && prev != '/' && strings.Contains(b.text[p:r.End], "/") {
			return swallowQuestion
		}
	case printed.Start:
		if len(v.Date) >= 7 && isDigit(b.text[p]) {
			return swallowDate
		}
	case printed.Equivalent:
		if v.Equivalent.Number != "" && b.has[printed.Equivalent] {
			return swallowSpec
		} else if v.Equivalent.Number != "" {
			return swallowSpecInTitle
		}
	case printed.Novelty:
		return b.noveltyCost(p, r, prev, first)
	case printed.Name:
		return b.nameCost(p, r, prev, first)
	case printed.Process, printed.Status:
		if b.has[r.Type] && len(v.Word) == 1 && !isLetter(prev) {
			return swallowProcess
		}
	case printed.Circular:
		if b.has[printed.Circular] && !isDigit(b.text[p]) && v.Word != "" {
			return swallowCircular
		}
	case printed.Number:
		if b.numbers[p] {
			return swallowNumberNext
		}
		if b.has[printed.Number] && first && strings.ContainsAny(b.text[p:r.End], ".)") {
			return swallowNumber
		}
	}
	return 0
}

func (b *body) noveltyCost(p int, r *printed.Reading, prev byte, first bool) float64 {
	if r.Value.Word == "" {
		return 0
	}
	next := byte(' ')
	if r.End < len(b.text) {
		next = b.text[r.End]
	}
	if r.Value.Novelty == "" {
		if isWord(prev) || prev == ')' {
			return swallowNovelty
		}
		return swallowNoveltyKind
	}
	if next == ' ' && r.End+1 < len(b.text) && isLower(b.text[r.End+1]) {
		return swallowNovelty + swallowNoveltyKind // "New features of ..."
	}
	if isWord(prev) || prev == ')' || prev == '"' || isUpper(next) {
		return swallowNoveltyStuck
	}
	if first || strings.HasSuffix(strings.TrimRight(b.text[max(0, p-3):p], " "), ")") || p > 1 && isDigit(b.text[p-2]) && prev == ' ' {
		return swallowNovelty + swallowNoveltyFirst
	}
	return swallowNovelty
}

// behindNovelty is a cell before a name that begins the next row: "12/9 New J.201".
var behindNovelty = regexp.MustCompile(`[\d)] ?(?:New|Rev|Revised|Amd|Cor|N|R|A) $`)

func (b *body) nameCost(p int, r *printed.Reading, prev byte, first bool) float64 {
	if r.Value.Name == "" && r.Value.Former == "" || isWord(prev) && !isDigit(prev) {
		return 0
	}
	if written := p+1 < len(b.text) && isLower(b.text[p+1]) || strings.HasPrefix(b.text[p:], "ITU-T "); (isDigit(prev) || first) && !written {
		return swallowNameFirst
	}
	if prev == ' ' && p > 1 && isDigit(b.text[p-2]) && p+1 < len(b.text) && !isLower(b.text[p+1]) {
		return swallowNameNext
	}
	if v := &r.Value; v.Name == "" && v.Former != "" && strings.HasPrefix(b.text[p:], "(ex") || prev == ' ' && behindNovelty.MatchString(b.text[max(0, p-12):p]) {
		return swallowNameNext
	}
	return swallowName // "Amendment 1 of X.1197" is a usual title
}
