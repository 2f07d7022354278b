package meeting

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/printed"
)

// edge is one token and the state it leads to.
type edge struct {
	step    step
	column  int // the state
	end     int
	reading int32
	cost    float64
}

// edges yields every token that can begin at a node.
func (l *lattice) edges(n int32, yieldAny func(edge)) {
	p, g := int(l.nodes[n].pos), l.nodes[n].gap
	yield := yieldAny
	if l.begins[p] {
		yield = func(e edge) {
			if e.step == stepRow || e.step == stepNote {
				yieldAny(e)
			}
		}
	}
	for i := l.first[p]; i < l.first[p+1]; i++ {
		r := &l.readings[i]
		for _, k := range l.of[r.Type] {
			if !l.allowed(p, k) {
				continue
			}
			cost := r.Cost + l.present[k]
			yield(edge{stepCell, k, r.End, i, cost})
			if r.Type == printed.Number {
				cost -= rowNumberGain
			}
			yield(edge{stepRow, k, r.End, i, cost})
		}
	}
	l.ends = l.wordEnds(p, l.ends[:0])
	natural := l.ends[len(l.ends)-1]
	for k, of := range l.columns {
		if (of.IsText() || l.body.columns != nil && l.body.columns[p] == k) && l.allowed(p, k) {
			for _, e := range l.ends {
				l.textEdges(n, k, e, e == natural, yield)
			}
		}
	}
	l.noteEdges(p, g, natural, yield)
}

// allowed says whether a cell of column k may begin at a position: where the document marks its cells up, only in
// the cell of the column.
func (l *lattice) allowed(p, k int) bool {
	return l.body.columns == nil || l.body.columns[p] < 0 || l.body.columns[p] == k
}

// textEdges yields a word as the beginning of a text cell and as a further word of one.
func (l *lattice) textEdges(n int32, k, end int, natural bool, yield func(edge)) {
	p, g, of := int(l.nodes[n].pos), l.nodes[n].gap, l.columns[k]
	stuck := 0.0
	if !natural {
		stuck = textStuck
	}
	word := l.wordCost(of, p, end) + stuck
	if g != gapStuck && g != gapCell && g != gapRow && g != gapStart {
		yield(edge{stepWord, k, end, -1, word + l.goesOn(p, g, of)})
	}
	enter := word + l.enterText(of, p, end) + l.present[k]
	yield(edge{stepCell, k, end, -1, enter})
	switch {
	case of != printed.Title:
		enter += otherRow
	case k > 0 && l.learned.miss[k-1] < 0.5:
		enter += titleAlone
	}
	yield(edge{stepRow, k, end, -1, enter})
}

// goesOn is what it costs that a text goes on behind a gap.
func (l *lattice) goesOn(p int, g gap, of printed.Type) float64 {
	cost := l.stay[g]
	switch g {
	case gapPipe, gapPipeLine:
		cost += inPipe
	case gapBlank:
		if of == printed.Title {
			cost += inBlank
		}
	}
	if l.asides[p] {
		cost += inProse
	}
	if g == gapLine || g == gapBlank {
		if l.prose[p] {
			cost += inProse
		}
		if of == printed.Title && isUpper(l.text[p]) {
			if l.pipes {
				cost += inCapital * 0.3
			} else {
				cost += inCapital
			}
		}
	}
	return cost
}

// wordCost is what a word costs as part of a text.
func (l *lattice) wordCost(of printed.Type, p, end int) float64 {
	cost := l.swallow[end] - l.swallow[p]
	word := l.text[p:end]
	switch of {
	case printed.Title:
		if isVerb[word] {
			cost += titleVerb
		}
		return cost + titleWord
	case printed.Editors:
		if isPersonWord(word) {
			return cost + editorsWord
		}
		return cost + editorsBad
	case printed.Mail:
		if strings.Contains(word, "@") {
			return otherWord
		}
	}
	if !of.IsText() {
		return cost + strayWord
	}
	return cost + otherWord
}

var isVerb = map[string]bool{"was": true, "were": true, "will": true, "is": true, "are": true, "has": true, "have": true, "been": true, "should": true}

// isPersonWord says whether a word can be part of a name of a person.
func isPersonWord(word string) bool {
	word = strings.Trim(word, ",;.&()*")
	switch word {
	case "", "and", "de", "van", "von", "el", "al", "da", "der", "di", "bin", "la", "le":
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) {
		return false
	}
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("-’'.", r) {
			return false
		}
	}
	return true
}

// enterText is what it costs that a text begins with a word.
func (l *lattice) enterText(of printed.Type, p, end int) float64 {
	c := l.text[p]
	switch of {
	case printed.Title:
		cost := titleEnter
		switch {
		case unicode.IsLower(firstRune(l.text[p:])):
			cost += titleLower
		case strings.IndexByte("*),.;/:-", c) >= 0, strings.HasPrefix(l.text[p:], "–"):
			cost += titleMark
		case isDigit(c):
			cost += titleDigit
		}
		if p > 0 && !isWord(l.text[p-1]) && l.has[printed.Name] && l.startsName(p) {
			cost += titleName
		}
		return cost
	case printed.Editors:
		cost := editorsEnter
		if c == ',' || c == ';' {
			cost += 2
		}
		switch names := l.personWords(p); {
		case names == 1:
			cost += editorsOne
		case names > 3:
			cost += editorsMany
		}
		return cost
	}
	return otherEnter
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func (l *lattice) startsName(p int) bool {
	for i := l.first[p]; i < l.first[p+1]; i++ {
		if r := &l.readings[i]; r.Type == printed.Name && (r.Value.Name != "" || r.Value.Former != "") {
			return true
		}
	}
	return false
}

// personWords is the number of capitalised words that follow each other, up to five.
func (l *lattice) personWords(p int) int {
	words := 0
	for words < 5 && p < len(l.text) {
		r, _ := utf8.DecodeRuneInString(l.text[p:])
		if !unicode.IsUpper(r) || strings.HasPrefix(l.text[p:], "TD") {
			break
		}
		words++
		for p < len(l.text) && (isLetter(l.text[p]) || l.text[p] == '-' || l.text[p] == '\'' || l.text[p] == '.') {
			if p++; p < len(l.text) && isUpper(l.text[p]) && isLower(l.text[p-1]) && strings.HasPrefix(l.text[p:], "TD") {
				return words
			}
		}
		if p >= len(l.text) || l.text[p] != ' ' {
			break
		}
		p++
	}
	return words
}

// noteEdges yields a word as part of a note.
func (l *lattice) noteEdges(p int, g gap, end int, yield func(edge)) {
	word := noteWord + l.swallow[end] - l.swallow[p]
	switch g {
	case gapStuck:
		return
	case gapSpace, gapPipe:
		yield(edge{stepNoteGoing, l.note(), end, -1, word})
	default:
		yield(edge{stepNoteGoing, l.note(), end, -1, word + noteLine + noteGoesOn*l.noteCost(p)})
	}
	switch g {
	case gapLine, gapBlank, gapStart, gapPipeLine, gapRow:
		yield(edge{stepNote, l.note(), end, -1, word + l.noteCost(p)})
	case gapSpace:
		if l.asides[p] || l.oneLine && p > 1 && l.text[p-2] == '.' && isUpper(l.text[p]) {
			yield(edge{stepNote, l.note(), end, -1, word + l.noteCost(p)})
		}
	}
}

// noteCost is what it costs that a note begins at a position.
func (l *lattice) noteCost(p int) float64 {
	line := l.text[p:min(len(l.text), p+300)]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	cost := noteEnter
	if l.prose[p] || l.asides[p] || l.oneLine && isProse(line) || isSentenceEnd(line) {
		cost -= noteProse
	}
	if strings.Contains(line, "|") {
		cost += notePipe
	}
	return cost
}

func isSentenceEnd(line string) bool {
	line = strings.TrimRight(line, " ")
	return len(line) > 4 && line[len(line)-1] == '.' && isLower(line[len(line)-2]) && isLower(line[len(line)-3]) && isLower(line[len(line)-4]) && strings.Count(line, " ") > 3
}
