package printed

import (
	"strconv"
	"strings"
)

// Costs of the forms of a Question, in nats.
const (
	costOtherGroup    = 3.0 // "3/11" in a report of SG 13 is rather no Question
	costOddQuestion   = 2.0 // no group has 40 Questions
	costShorterGroup  = 0.3 // "15/9" and digits that belong to the next cell
	costBareAlone     = 0.3 // "3" with breaks around it
	costBare          = 1.5 // "3" is a Question only in place
	costBareStuck     = 0.5 // "4X.abc": a name follows
	costLostGroup     = 2.0 // "6/"
	costAllQuestions  = 0.3 // "All/13"
	mostQuestions     = 30
	newestGroup       = 21
	mostQuestionsCell = 12
)

// questions reads a cell of Questions: "6/17", "Q6/17", "2,4,21/9", "7 (10)", "Q11/17 and Q14/17", "All/13", "6".
func (t *taker) questions() {
	c := t.text[0]
	if isUpper(t.before) && isDigit(c) && !isSpace(t.before2) && t.before != 'Q' {
		return
	}
	if c == 'A' || strings.HasPrefix(t.text, "QA") || strings.HasPrefix(t.text, "Qa") {
		t.allQuestions()
		return
	}
	items, end, lastGroup := t.list()
	if end > 0 {
		t.slashed(items, end, lastGroup)
		return
	}
	if t.group == 0 || isDigit(t.before) || t.before == '.' || t.before == '-' || t.before == '/' {
		return
	}
	t.bare()
}

func (t *taker) allQuestions() {
	rest := strings.TrimPrefix(t.text, "Q")
	if len(rest) > 4 && strings.EqualFold(rest[:3], "all") && rest[3] == '/' {
		if n := digits(rest, 4, 2); n > 0 {
			t.add(Question, len(t.text)-len(rest)+4+n, costAllQuestions, Value{Word: t.text[:len(t.text)-len(rest)+4+n]})
		}
	}
}

// slashed adds a list that names a group; digits at its end may belong to the next cell.
func (t *taker) slashed(items []QuestionNumber, end int, lastGroup [2]int) {
	offer := func(end int, cost float64, items []QuestionNumber) {
		for _, q := range items {
			if t.group > 0 && q.Group != t.group {
				cost += costOtherGroup
				break
			}
		}
		for _, q := range items {
			if q.Number > mostQuestions || q.Number < 1 || q.Group < 1 || q.Group > 2*newestGroup {
				cost += costOddQuestion
				break
			}
		}
		if extra, n := t.extra(end, items[len(items)-1].Group); n > 0 {
			t.add(Question, end+n, cost, Value{Questions: append(append([]QuestionNumber{}, items...), extra...), Guessed: true})
			cost += 0.5
		}
		t.add(Question, end, cost, Value{Questions: items})
	}
	offer(end, 0, items)
	if lastGroup[1]-lastGroup[0] == 2 && end == lastGroup[1] {
		short, _ := strconv.Atoi(t.text[lastGroup[0] : lastGroup[0]+1])
		cost := costShorterGroup
		if t.group > 0 && short != t.group {
			return
		}
		shorter := append([]QuestionNumber{}, items...)
		for i := range shorter {
			if shorter[i].Group == items[len(items)-1].Group {
				shorter[i].Group = short
			}
		}
		offer(end-1, cost, shorter)
	}
}

// list reads Questions up to the last one with a group; those before it without one are of the next group.
func (t *taker) list() (items []QuestionNumber, end int, lastGroup [2]int) {
	s, at, open := t.text, 0, 0
	for len(items) < mostQuestionsCell {
		k := questionWord(s, at)
		n := digits(s, k, 2)
		if n == 0 || isDigit(byteAt(s, k+n)) && digits(s, k, 4) > 2 {
			break
		}
		number, _ := strconv.Atoi(s[k : k+n])
		items = append(items, QuestionNumber{0, number})
		k += n
		g := k + spaces(s, k, 1)
		if byteAt(s, g) == '/' {
			g += 1 + spaces(s, g+1, 1)
			if strings.HasPrefix(s[g:], "SG") {
				g += 2 + spaces(s, g+2, 1)
			}
			if d := digits(s, g, 2); d > 0 {
				group, _ := strconv.Atoi(s[g : g+d])
				for i := open; i < len(items); i++ {
					items[i].Group = group
				}
				end, open, lastGroup = g+d, len(items), [2]int{g, g + d}
				k = g + d
			} else if byteAt(s, g) == 'Q' {
				k = g - 1
			} else {
				break
			}
		}
		next := joint(s, k)
		if next == 0 {
			break
		}
		at = next
	}
	return items[:open], end, lastGroup
}

// questionWord is the place behind "Q", "Q.", "Question ", "Questions ".
func questionWord(s string, at int) int {
	if byteAt(s, at) != 'Q' {
		return at
	}
	for _, word := range []string{"Questions", "Question", "Qs", "Q"} {
		if strings.HasPrefix(s[at:], word) {
			at += len(word)
			if byteAt(s, at) == '.' {
				at++
			}
			return at + spaces(s, at, 1)
		}
	}
	return at
}

// joint is the place behind what joins two Questions, 0 where nothing does.
func joint(s string, at int) int {
	k := at
	for k < len(s) && (isSpace(s[k])) {
		k++
	}
	switch {
	case strings.HasPrefix(s[k:], "and ") && k > at:
		k += 4
	case byteAt(s, k) == ',' || byteAt(s, k) == ';' || byteAt(s, k) == '&' || byteAt(s, k) == '+' || byteAt(s, k) == '/' || byteAt(s, k) == '-':
		k++
	case k > at && byteAt(s, k) == 'Q' && isDigit(byteAt(s, k+1)):
		return k
	default:
		return 0
	}
	k += spaces(s, k, 1)
	if n := questionWord(s, k); isDigit(byteAt(s, n)) {
		return k
	}
	return 0
}

// extra reads further Questions in brackets: "7/17 (10)".
func (t *taker) extra(at, group int) ([]QuestionNumber, int) {
	k := at + spaces(t.text, at, 1)
	if byteAt(t.text, k) != '(' {
		return nil, 0
	}
	end := strings.IndexByte(t.text[k:], ')')
	if end < 2 || end > 20 {
		return nil, 0
	}
	inner := &taker{text: t.text[k+1 : k+end], before: '(', group: group}
	items, to, _ := inner.list()
	if to == len(inner.text) && len(items) > 0 {
		return items, k + end + 1 - at
	}
	var all []QuestionNumber
	for field := range strings.FieldsFuncSeq(inner.text, func(r rune) bool { return r == ',' || r == ' ' || r == 'Q' }) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 || n > mostQuestions || group == 0 {
			return nil, 0
		}
		all = append(all, QuestionNumber{group, n})
	}
	return all, k + end + 1 - at
}

// bare reads Questions whose group is not printed: "6", "7 (10)", "2, 4", "6/".
func (t *taker) bare() {
	s := t.text
	word := questionWord(s, 0)
	var items []QuestionNumber
	at, end := word, 0
	for len(items) < mostQuestionsCell {
		n := digits(s, at, 3)
		if n == 0 || n > 2 {
			break
		}
		number, _ := strconv.Atoi(s[at : at+n])
		if number < 1 || number > mostQuestions {
			break
		}
		items = append(items, QuestionNumber{t.group, number})
		end = at + n
		k := end + spaces(s, end, 1)
		if c := byteAt(s, k); c != ',' && c != '&' {
			break
		}
		at = k + 1 + spaces(s, k+1, 1)
	}
	next := byteAt(s, end)
	if end == 0 || next == '.' && isDigit(byteAt(s, end+1)) || next == '-' || next == '%' {
		return
	}
	if next == '/' {
		if !isDigit(byteAt(s, end+1)) {
			t.add(Question, end+1, costLostGroup, Value{Questions: items, Guessed: true})
		}
		return
	}
	cost := costBare
	switch {
	case word > 0:
		cost = costBareAlone
	case t.before == '\n' || t.before == '|' || t.before == ' ' && (t.before2 == '|' || t.before2 == '\n'):
		if rest := strings.TrimLeft(s[end:], " "); rest == "" || rest[0] == '|' || rest[0] == '\n' {
			cost = costBareAlone
		}
	}
	if isUpper(next) && cost > costBareStuck {
		cost = costBareStuck
	}
	if extra, n := t.extra(end, t.group); n > 0 {
		t.add(Question, end+n, cost, Value{Questions: append(append([]QuestionNumber{}, items...), extra...), Guessed: true})
		cost += 0.5
	}
	t.add(Question, end, cost, Value{Questions: items, Guessed: true})
}

// numbers reads the number of a row ("3.", "3)") and a working party ("WP1/13", "2/9").
func (t *taker) numbers() {
	if !isDigit(t.text[0]) || isWord(t.before) || t.before == '.' {
		return
	}
	n := digits(t.text, 0, 3)
	next := byteAt(t.text, n)
	rest := strings.TrimLeft(t.text[n:], " ")
	switch {
	case (next == '.' || next == ')') && !isDigit(byteAt(t.text, n+1)):
		t.add(Number, n+1, 0.1, Value{Word: t.text[:n]})
	case rest == "" || rest[0] == '|' || rest[0] == '\n':
		t.add(Number, n, 0.1, Value{Word: t.text[:n]})
	case next == ' ' && !isLower(rest[0]):
		t.add(Number, n, 1.5, Value{Word: t.text[:n]})
	}
	if n <= 2 && next == '/' {
		if g := digits(t.text, n+1, 2); g > 0 {
			t.add(Party, n+1+g, 0.3, Value{Word: t.text[:n+1+g]})
		}
	} else if n == 1 && !isWord(next) {
		t.add(Party, 1, 0.3, Value{Word: t.text[:1]})
	}
}
