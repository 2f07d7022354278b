package meeting

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"rapporteur/internal/printed"
)

// In a list without names of columns punctuation divides the cells: "X.1 (X.a), Tides of harbours, Q3/9, TD 12", "X.1: Tides
// (Q3/9; TD 12)". Bars take its place, so that a list is read as a table is. Bytes keep their places.

// personLabel is what a list writes before the editors of a text.
var personLabel = regexp.MustCompile(`(?i)[,;:(\[–—|-]\s*(?:editors?|rapporteurs?|contacts?)(?:\(s\))?\s*[:=–-]?\s+`)

// itemNumber is the number of an item.
var itemNumber = regexp.MustCompile(`\A ?\d{1,3}[.)]\s`)

// closing are the marks that end an item.
var closing = regexp.MustCompile(`[)\].;, ]+\z`)

// kindWords are what a list writes before a name: "Draft new Recommendation ITU-T".
var kindWords = regexp.MustCompile(`\A(?:(?:The\s+)?(?:(?:[Dd]raft|([Nn]ew|[Rr]evised))\s+)+(?:ITU-T\s+)?(?:Rec(?:ommendation|\.)\s+)?(?:ITU-T\s+)?)(?:[A-Z]{1,4}[.-]\w|Suppl|Technical|Corrigendum|Amendment|Implement|Append|Annex)`)

// items puts bars between the cells of items. It returns the columns that the items label themselves; the error is that of
// the context where that ends.
func (t *tableText) items(ctx context.Context, group int) (labels []printed.Type, err error) {
	list := &itemText{text: []byte(t.text), of: t.text, group: group}
	labels = list.labels()
	begins := true // a name may begin
	for p, looked := 0, 0; p < len(t.text); {
		if p >= looked {
			if looked = p + bytesBetweenLooks; ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		if n := len(itemNumber.FindString(t.text[p:min(len(t.text), p+8)])); n > 0 && (p == 0 || strings.IndexByte("\n\x1e", t.text[p-1]) >= 0) {
			p, begins = p+n, true
			continue
		}
		end := 0
		if begins && isLetter(t.text[p]) {
			p = list.kind(p)
		}
		if isUpper(t.text[p]) || isDigit(t.text[p]) {
			if begins {
				end = list.name(p)
			}
			if end == 0 && (p == 0 || !isWord(t.text[p-1])) {
				end = list.token(p)
			}
		}
		switch {
		case end > p:
			begins, p = true, end
		case isWord(t.text[p]):
			for begins = false; p < len(t.text) && isWord(t.text[p]); p++ {
			}
		default:
			begins = begins && t.text[p] != '(' || t.text[p] == '\n' || t.text[p] == rowBorder
			p++
		}
	}
	t.text = string(list.text)
	return labels, nil
}

// itemRest is a text up to the end of its item.
func itemRest(s string) string {
	if end := strings.IndexAny(s, "\n\x1e"); end >= 0 {
		return s[:end]
	}
	return s
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// itemText is the text of a list while bars are put into it.
type itemText struct {
	text  []byte
	of    string // as it was
	group int
}

// labels puts bars around people whom the items label. It returns the columns that they label.
func (l *itemText) labels() (labels []printed.Type) {
	for _, m := range personLabel.FindAllStringIndex(l.of, -1) {
		if isPersonWord(firstWord(l.of[m[1]:])) {
			l.bar(m[0], m[1])
			end := m[1] + len(itemRest(l.of[m[1]:]))
			l.bar(end-len(closing.FindString(l.of[m[1]:end])), end)
			labels = []printed.Type{printed.Editors}
		}
	}
	return labels
}

// kind takes away the words before a name but for its novelty, which becomes a cell. It returns where the name begins.
func (l *itemText) kind(p int) int {
	m := kindWords.FindStringSubmatchIndex(l.of[p:min(len(l.of), p+longLine)])
	if m == nil {
		return p
	}
	end := p + m[1]
	for end > p && l.of[end-1] != ' ' && l.of[end-1] != '\n' {
		end--
	}
	for i := p; i < end; i++ {
		if l.text[i] != '\n' {
			l.text[i] = ' '
		}
	}
	if m[2] >= 0 {
		copy(l.text[p+m[2]:], strings.ToUpper(l.of[p+m[2]:p+m[2]+1])+l.of[p+m[2]+1:p+m[3]]+"|")
	}
	return end
}

// token puts bars around a Question or a document at a place, where punctuation divides it from its neighbours. It returns
// the end of the token, 0 where none stands there.
func (l *itemText) token(p int) int {
	end := 0
	for _, r := range printed.Read(nil, l.of, p, l.group) {
		question := r.Type == printed.Question && r.Cost < 2 && strings.Contains(l.of[p:r.End], "/")
		if (question || r.Type == printed.Document && (r.Value.TD != "" || r.Value.Given)) && r.End > end {
			end = r.End
		}
	}
	if end == 0 || end < len(l.of) && isWord(l.of[end]) {
		return 0
	}
	l.bar(dividerBefore(l.of, p), p)
	l.bar(end, dividerBehind(l.of, end, ",;:.)]–—-"))
	return end
}

// name puts a bar behind a name that punctuation divides from its title.
func (l *itemText) name(p int) int {
	end := 0
	for _, r := range printed.Read(nil, l.of, p, l.group) {
		if r.Type != printed.Name && r.Type != printed.Former || r.Value.Name == "" || r.End <= end {
			continue
		}
		if behind := dividerBehind(l.of, r.End, ",;:–—-"); behind > r.End && behind < len(l.of) {
			end = r.End
		}
	}
	if end > 0 {
		l.bar(end, dividerBehind(l.of, end, ",;:–—-"))
		return end
	}
	return l.quoted(p)
}

// quoted puts bars around a title in quotation marks that follows a name.
func (l *itemText) quoted(p int) int {
	for _, r := range printed.Read(nil, l.of, p, l.group) {
		if r.Type != printed.Name || r.Value.Name == "" {
			continue
		}
		rest := itemRest(l.of[r.End:])
		title := strings.TrimLeft(rest, " ")
		for _, marks := range quotationMarks {
			inner, opened := strings.CutPrefix(title, marks[0])
			if end := strings.LastIndex(inner, marks[1]); opened && end > 0 && len(title) < len(rest) {
				from := r.End + len(rest) - len(inner)
				l.bar(r.End, from)
				l.bar(from+end, from+end+len(marks[1]))
				return r.End
			}
		}
	}
	return 0
}

// dividerBefore is where the punctuation begins that stands before a place.
func dividerBefore(s string, p int) int {
	at := p
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if !strings.ContainsRune(" \n,;:([–—-", r) {
			break
		}
		at -= n
	}
	return at
}

// dividerBehind is where the punctuation ends that stands behind a place: it begins with a mark or with a dash between
// spaces, and a space, a quotation mark or a bracket follows it.
func dividerBehind(s string, p int, marks string) int {
	at, marked := p, false
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case r == ' ', r == '\n' && at == p:
		case r == '-' && (at == 0 || s[at-1] != ' '):
			return p
		case strings.ContainsRune(marks, r):
			marked = true
		default:
			if !marked || s[at-1] != ' ' && !strings.ContainsRune("“\"‘«([|\n", r) {
				return p
			}
			return at
		}
		at += n
	}
	return at
}

// bar replaces the bytes of a divider: the first mark by a bar, the rest by spaces. Line ends stay.
func (l *itemText) bar(from, to int) {
	if strings.Trim(l.of[from:to], " \n") == "" {
		return
	}
	placed := false
	for i := from; i < to; i++ {
		switch {
		case l.of[i] == '\n':
		case !placed && l.of[i] != ' ':
			l.text[i], placed = '|', true
		default:
			l.text[i] = ' '
		}
	}
}
