package printed

import (
	"regexp"
	"strings"
)

// Costs of the forms of a name, in nats.
const (
	costPlainName    = 0.1 // a number, then no letter
	costStuckName    = 0.4 // a capitalised word sticks to a number
	costLowerName    = 3.0 // a small letter sticks to a number: rather a provisional name
	costProvisional  = 0.2
	costStuckWord    = 1.2 // a provisional name that ends in what looks like the first word of a title
	costTwoNames     = 1.5 // a provisional name that holds another name
	costShortened    = 0.7 // the rest of the number may be the next cell
	costCutAtCase    = 0.6 // a provisional name cut where a capital begins
	costCutInCapital = 1.0
	costOnlyFormer   = 0.3 // the name is lost, the former one is printed
	costOnlyMark     = 1.0
	costLongName     = 0.0
)

// formerName is the former name in brackets: "(X.abc)", "(ex X.abc)", "(formerly X.abc rev)".
var formerName = regexp.MustCompile(`\A\s?\(\s?(?:(?:[Ee]x\.?|[Ff]ormerly|[Ff]ormer|was|prev(?:iously|\.)?):?\s?)?((?:ITU-T\s)?(?:[A-Z]{1,4}\.|[A-Z]ST[RP]-)[^\s()]{1,40}(?:[ ](?:rev|Amd\.?|Cor\.?)[. ]?\d*)?)\s?\)`)

// processMark is a process in brackets behind a name: "X.abc (AAP)".
var processMark = regexp.MustCompile(`\A\s?\((?:TAP|AAP)\)`)

// longName is a name with its kind written out.
var longName = regexp.MustCompile(`\A(?:(?:Appendix|Annex|Amendment|Corrigendum|Supplement|Suppl\.|Sup\.|Amd\.?|Cor\.?)(?:[ ][\w.]{1,4})?[ ](?:to|of)[ ](?:the[ ])?(?:ITU-T[ ])?(?:Recommendation[ ]|Rec\.[ ])?(?:ITU-T[ ])?[A-Z]\.\d+(?:\.\d+)*(?:[- ][Ss]eries)?` +
	`|(?:ITU-T )?[A-Z]\.?[ ]?Suppl?\.?[ ]?\d+[ ](?:to|of)[ ](?:ITU-T[ ])?[A-Z]\.\d+(?:[- ][Ss]eries)?` +
	`|[A-Z][ .]?Suppl?\.?[ ]?\d+` +
	`|(?:ITU-T )?(?:Recommendation[ ])?[A-Z]\.\d+(?:\.\d+)*,?[ ](?:Supplement|Amendment|Corrigendum|Appendix|Annex)[ ](?:\d+|[A-Z]{1,3}\b)` +
	`|(?:ITU-T )?[A-Z]\.\d+(?:[- ][Ss]eries)[ ,-]{1,3}(?:Supplement|Suppl\.|Sup\.)[ ]?\d+` +
	`|Implement[eo]rs?['’]?s?['’]?[ ][Gg]uide[ ](?:for|to|of|on)[ ](?:ITU-T[ ])?[A-Z]\.\d+(?:\.\d+)*(?:[- ][Ss]eries)?)`)

// names reads a name of a text with what belongs to it.
func (t *taker) names() {
	if isUpper(t.before) && isUpper(t.text[0]) {
		return
	}
	if t.text[0] == '(' {
		if m := formerName.FindStringSubmatchIndex(t.text); m != nil {
			t.add(Name, m[1]+markLength(t.text[m[1]:]), costOnlyFormer, Value{Former: t.text[m[2]:m[3]], Mark: mark(t.text[m[1]:])})
		}
		return
	}
	if t.text[0] == '*' {
		if t.before != '*' {
			n := markLength(t.text)
			t.add(Name, n, costOnlyMark, Value{Mark: t.text[:n]})
		}
		return
	}
	from := 0
	for _, kind := range []string{"Draft new ", "Draft revised ", "Draft "} {
		if strings.HasPrefix(t.text, kind) {
			from = len(kind)
			break
		}
	}
	for _, kind := range []string{"Supplement ", "Recommendation ", "Technical Report ", "Technical Paper "} {
		if strings.HasPrefix(t.text[from:], kind) && isName(t.text[from+len(kind):]) {
			from += len(kind)
			break
		}
	}
	if from > 0 && !isName(t.text[from:]) {
		return
	}
	of := Name
	if from > 0 && !strings.HasPrefix(t.text, "Recommendation ") {
		of = Former
	}
	ends := nameEnds(t.text[from:])
	for _, e := range ends {
		t.named(of, from, from+e.end, e.cost)
		if of == Former {
			t.named(Name, from, from+e.end, e.cost+0.5)
		}
	}
}

// named adds a name that ends at end with what is printed behind it: marks, the former name, an equivalent.
func (t *taker) named(of Type, from, end int, cost float64) {
	v := Value{Name: strings.TrimSpace(t.text[from:end])}
	v.Mark = mark(t.text[end:])
	end += markLength(t.text[end:])
	if m := formerName.FindStringSubmatchIndex(t.text[end:]); m != nil {
		t.add(of, end, cost+0.5, v)
		v.Former = t.text[end+m[2] : end+m[3]]
		end += m[1]
		if v.Mark == "" {
			v.Mark = mark(t.text[end:])
			end += markLength(t.text[end:])
		}
	}
	t.add(of, end, cost, v)
	if m := processMark.FindString(t.text[end:]); m != "" && v.Mark == "" {
		v.Mark = strings.Trim(m, " ()")
		end += len(m)
		t.add(of, end, cost, v)
	}
	if rest := strings.TrimLeft(t.text[end:], " "); strings.HasPrefix(rest, "|") {
		at := len(t.text) - len(rest) + 1
		at += spaces(t.text, at, 1)
		if n, _ := specification(t.text[at:]); n > 0 {
			v.Specified = t.text[at : at+n]
			t.add(of, at+n, cost+0.3, v)
		}
	}
}

// markLength is the length of the marks at the beginning of a text: "*", " **".
func markLength(s string) int {
	n := spaces(s, 0, 1)
	k := n
	for k < n+3 && byteAt(s, k) == '*' {
		k++
	}
	if k == n {
		return 0
	}
	return k
}

func mark(s string) string { return strings.TrimSpace(s[:markLength(s)]) }

// isName says whether a name of a text begins a text.
func isName(s string) bool {
	n := seriesLength(s)
	return n > 0 && isWord(byteAt(s, n))
}

// seriesLength is the length of "X.", "ITU-T X.", "TR.", "XSTR-" at the beginning of a text, 0 where there is none.
func seriesLength(s string) int {
	at := 0
	for _, prefix := range []string{"ITU-T Recommendation ", "ITU-T Rec. ", "Recommendation ITU-T ", "Recommendation ", "Rec. ITU-T ", "Rec. ", "ITU-T "} {
		if strings.HasPrefix(s, prefix) {
			at = len(prefix)
			break
		}
	}
	n := 0
	for n < 4 && isUpper(byteAt(s, at+n)) {
		n++
	}
	if n == 0 {
		return 0
	}
	series := s[at : at+n]
	guide := strings.HasSuffix(series, "STR") || strings.HasSuffix(series, "STP")
	if n > 1 && series != "TR" && series != "TP" && !guide {
		return 0
	}
	if c := byteAt(s, at+n); c != '.' && !(c == '-' && guide) {
		return 0
	}
	if byteAt(s, at+n) == '.' && byteAt(s, at+n+1) == ' ' && isDigit(byteAt(s, at+n+2)) && digits(s, at+n+2, 4) > 1 && n == 1 {
		return at + n + 2 // "G. 989"
	}
	return at + n + 1
}

type ending struct {
	end  int
	cost float64
}

// endings are the places where something may end, each at its least cost.
type endings []ending

func (e *endings) offer(end int, cost float64) {
	for i := range *e {
		if (*e)[i].end == end {
			(*e)[i].cost = min((*e)[i].cost, cost)
			return
		}
	}
	if end > 0 {
		*e = append(*e, ending{end, cost})
	}
}

// nameEnds are the places where a name that begins a text may end.
func nameEnds(s string) []ending {
	var all endings
	long := longName.FindString(s)
	if long != "" && !isWord(byteAt(s, len(long))) {
		all.offer(len(long)+seriesWord(s[len(long):]), costLongName)
	}
	series := seriesLength(s)
	if series == 0 || !isWord(byteAt(s, series)) {
		return all
	}
	provisional, numbered := provisionalLength(s, series), 0.0
	if number := numberLength(s, series); number > 0 {
		end := number + suffixLength(s, number)
		all.offer(end, numberedCost(s, end, provisional))
		if isUpper(byteAt(s, end)) {
			numbered = costStuckWord
		}
		shorterNumbers(s[:end], s, series, all.offer)
	}
	if provisional > 0 {
		provisionalEnds(s, series, provisional, numbered, all.offer)
	}
	return all
}

// numberedCost is the cost of a numbered name that ends at a place, by the letters that stick to it there.
func numberedCost(s string, end, provisional int) float64 {
	switch next, second := byteAt(s, end), byteAt(s, end+1); {
	case isDigit(next):
		return costStuckName
	case !isLetter(next):
		return costPlainName
	case isLower(next), !isLower(second) && provisional > end:
		return costLowerName
	}
	return costStuckName
}

func seriesWord(s string) int {
	for _, word := range []string{" series", "-series", " Series"} {
		if strings.HasPrefix(s, word) {
			return len(word)
		}
	}
	return 0
}

// numberLength is the end of "1741.7", "10/G.100", "2000-series" behind a series; 0 where no number stands there.
func numberLength(s string, at int) int {
	n := digits(s, at, 4)
	if n == 1 && byteAt(s, at+1) == 'G' && isWord(byteAt(s, at+2)) {
		return 0 // 5G, 6G
	}
	if n == 0 || isDigit(byteAt(s, at+n)) && digits(s, at, 8) > 6 {
		return 0
	}
	at += n
	for byteAt(s, at) == '.' && isDigit(byteAt(s, at+1)) {
		at += 1 + digits(s, at+1, 3)
	}
	if byteAt(s, at) == '/' && isUpper(byteAt(s, at+1)) {
		if k := seriesLength(s[at+1:]); k > 0 && isDigit(byteAt(s, at+1+k)) {
			return numberLength(s, at+1+k)
		}
	}
	return at + seriesWord(s[at:])
}

// shorterNumbers offers ends within the digits of a name where the rest may be a cell of its own: E.80512/12 is
// E.805 and 12/12, or E.8051 and 2/12.
func shorterNumbers(name, s string, series int, offer func(int, float64)) {
	for i := series; i < len(name)-1; i++ {
		if !isDigit(name[i]) {
			continue
		}
		e := i + 1
		switch next := s[e:]; {
		case isDigit(next[0]):
			n := digits(next, 0, 2)
			if slash := byteAt(next, n) == '/' && isDigit(byteAt(next, n+1)); slash || strings.HasPrefix(strings.TrimPrefix(next[n:], " "), "TD") {
				offer(e, costShortened)
			} else if n == 2 && (byteAt(next, 1) == '/' && isDigit(byteAt(next, 2)) || strings.HasPrefix(strings.TrimPrefix(next[1:], " "), "TD")) {
				offer(e, costShortened)
			}
		case isUpper(next[0]) && isLower(byteAt(next, 1)):
			offer(e, costShortened)
		case !isWord(next[0]) && next[0] != '.' && next[0] != '/' && next[0] != '(' && next[0] != '-':
			offer(e, 2)
		}
	}
}

// suffixLength is the length of what makes a name another text or edition: " Amd.1", "rev", " (2012)", " Annex F1".
func suffixLength(s string, at int) int {
	from, parts := at, 0
	for range 4 {
		n := editionLength(s, at)
		if n == 0 && parts == 0 {
			n, parts = partLength(s, at), 1
		}
		if n == 0 {
			break
		}
		at += n
	}
	return at - from
}

var (
	edition = regexp.MustCompile(`\A(?:[ ]?[Rr]ev(?:ised)?\.?\d{0,2}|-rev\.?\d{0,2}|[ ]?\((?:rev|revised|(?:\d\d/)?(?:19|20)\d\d|V\d)\.?\)|R|bis|ter)`)
	part    = regexp.MustCompile(`\A(?:[ ,]{0,2}\(?(?:Amd|Amend(?:ment)?|Corr?|Corrigendum|Add|Err|Suppl?|Supplement|App)\.?[ ]?\d{1,2}\)?|[ ]?(?:Amd|Cor)\b|\.amd\d?|[ ](?:Annex(?:es)?|App\.?)[ ][A-Z]\d?|[ ]Appendix[ ][IVX]{1,5})`)
)

func editionLength(s string, at int) int {
	n := len(edition.FindString(s[at:min(len(s), at+24)]))
	if n == 0 {
		return 0
	}
	next, last := byteAt(s, at+n), s[at+n-1]
	switch {
	case isLower(next) && !isDigit(last) && last != ')':
		return 0
	case s[at:at+n] == "R" && isWord(next):
		return 0
	case isDigit(last) && byteAt(s, at+n) == '/': // "rev" and a Question
		for n > 0 && isDigit(s[at+n-1]) {
			n--
		}
	}
	return n
}

func partLength(s string, at int) int {
	n := len(part.FindString(s[at:min(len(s), at+32)]))
	if n > 0 && isLower(byteAt(s, at+n)) && isLetter(s[at+n-1]) {
		return 0
	}
	return n
}

// provisionalLength is the end of a provisional name behind a series, as long as it goes on; 0 where it has no letter.
func provisionalLength(s string, at int) int {
	from, letter := at, false
	for at < len(s) {
		c := s[at]
		switch {
		case isWord(c), c == '-' || c == '+' || c == '&':
			letter = letter || isLetter(c)
		case c == '.' && at > from && isWord(byteAt(s, at+1)):
		case c == '/' && at > from+1 && isLetter(s[at-1]) && isLower(byteAt(s, at+1)):
		default:
			goto end
		}
		at++
	}
end:
	for at > from && (s[at-1] == '-' || s[at-1] == '.' || s[at-1] == '&') {
		at--
	}
	if !letter || at == from {
		return 0
	}
	return at
}

var (
	stuckWord = regexp.MustCompile(`(?:[a-z\d_][A-Z][a-z]{3,}|[A-Z]{2}[a-z]{4,})\z`)
	innerName = regexp.MustCompile(`[a-z\d]([A-Z]{1,4}\.[A-Z\d])`)
	innerCell = regexp.MustCompile(`\w(Q?\d{1,2}/\d|TD|New|Rev|ITU-T)`)
)

// provisionalEnds offers the ends of a provisional name to which other cells may stick.
func provisionalEnds(s string, series, whole int, extra float64, offer func(int, float64)) {
	end := whole + suffixLength(s, whole)
	cost := costProvisional + extra
	body := s[series:whole]
	if stuckWord.MatchString(body) {
		cost += costStuckWord
	}
	if m := innerName.FindStringSubmatchIndex(body); m != nil {
		cost += costTwoNames
		offer(series+m[2], costProvisional)
	}
	for _, m := range innerCell.FindAllStringSubmatchIndex(s[series:min(len(s), whole+3)], 4) {
		at := series + m[2]
		word := s[series+m[2] : series+m[3]]
		if at >= whole || (word == "New" || word == "Rev") && isLower(byteAt(s, series+m[3])) {
			continue
		}
		offer(at, 0.3)
		if word == "Rev" {
			cost = max(cost, 1)
		} else {
			cost = max(cost, 1.7)
		}
	}
	offer(end, cost)
	for i := series + 1; i < whole; i++ {
		a, b, c := s[i-1], s[i], byteAt(s, i+1)
		switch {
		case !isUpper(b) || i == series+1 && isDigit(a): // X.6Gdock is no X.6
		case (isLower(c) || c == ' ') && (isLower(a) || isDigit(a)):
			offer(i, costCutAtCase)
		case isLower(c) && isUpper(a) && i-series > 1, isDigit(a) && isUpper(c):
			offer(i, costCutInCapital)
		}
	}
}
