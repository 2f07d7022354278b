package printed

import (
	"strconv"
	"strings"
)

// documents reads a temporary document ("TD 161r1", "TD985/GEN", "SG11-TD985/GEN", "TD 119 (PLEN/13)", "[A.1 TD12]")
// or a contribution ("C501 Rev. 1", "COM 9 R-2").
func (t *taker) documents() {
	if end, v, number := temporaryDocument(t.text); end > 0 {
		if !isLetter(t.before) || isLower(t.before) || number[1]-number[0] > 1 && t.text[0] == 'T' {
			t.add(Document, end, 0, v)
			t.add(Justification, end, 0.2, v)
			if more := furtherDocuments(t.text, end); more > end {
				v.Word = t.text[end:more]
				t.add(Document, more, 0.1, v)
			}
			t.beforeDate(number)
		}
		return
	}
	if isLetter(t.before) {
		return
	}
	if end, revision := contribution(t.text); end > 0 {
		t.add(Document, end, 0.5, Value{Given: true, Revision: revision, Word: t.text[:end]})
	}
}

// furtherDocuments is the end of a list of documents whose first ends at a place: "TD 12, TD 13", "TD12 and TD13".
func furtherDocuments(s string, end int) int {
	for {
		at := end
		for at < len(s) && (isSpace(s[at]) || s[at] == ',' || s[at] == '&' || s[at] == '+' || s[at] == ';' || s[at] == '/') {
			at++
		}
		if strings.HasPrefix(s[at:], "and ") {
			at += 4
		}
		n, _, _ := temporaryDocument(s[min(at, len(s)):])
		if n == 0 || at == end || strings.Contains(s[end:at], "\n") {
			return end
		}
		end = at + n
	}
}

// beforeDate offers a document whose number is followed by a date without a space: "TD24422019-01".
func (t *taker) beforeDate(number [2]int) {
	for n := 1; n <= 4; n++ {
		at := number[1] - n
		if at <= number[0] {
			break
		}
		if end, _ := isoDate(t.text[at:]); end > 0 {
			v := Value{TD: "TD" + strings.TrimLeft(t.text[number[0]:at], "0")}
			t.add(Document, at, 0.2, v)
		}
	}
}

// temporaryDocument reads a temporary document at the beginning of a text; number is where its digits stand.
func temporaryDocument(s string) (end int, v Value, number [2]int) {
	at := 0
	open := byteAt(s, 0) == '[' || byteAt(s, 0) == '('
	if open {
		at++
	}
	if strings.HasPrefix(s[at:], "A.") && isDigit(byteAt(s, at+2)) && byteAt(s, at+3) == ' ' {
		at += 4
	}
	if strings.HasPrefix(s[at:], "SG") {
		k := at + 2 + spaces(s, at+2, 1)
		n := digits(s, k, 2)
		if k += n; n == 0 {
			return 0, v, number
		}
		k += spaces(s, k, 1)
		if byteAt(s, k) != '-' && !strings.HasPrefix(s[k:], "–") {
			return 0, v, number
		}
		k += len("–")
		if byteAt(s, k-3) == '-' && byteAt(s, k-2) != 0xe2 {
			k -= 2
		}
		at = k + spaces(s, k, 1)
	}
	if !strings.HasPrefix(s[at:], "TD") {
		return 0, v, number
	}
	at += 2
	for n := 0; n < 7 && (isSpace(byteAt(s, at)) || byteAt(s, at) == '-' || byteAt(s, at) == '#'); n++ {
		at++
	}
	n := digits(s, at, 5)
	if run := digits(s, at, 9); run > 4 && isoDateAt(s, at+run-4) {
		n = run - 4 // a date sticks to it
	} else if n == 5 && !isDigit(byteAt(s, at+5)) && byteAt(s, at+1) != '0' {
		n = 4 // no group has so many: what follows sticks to it
	}
	if n == 0 {
		return 0, v, number
	}
	number = [2]int{at, at + n}
	v.TD = "TD" + strings.TrimLeft(s[at:at+n], "0")
	at += n
	at = documentTail(s, at, &v)
	if open {
		switch byteAt(s, at) {
		case ']', ')':
			at++
		default:
			if s[0] == '(' {
				return 0, v, number
			}
		}
	}
	return at, v, number
}

// documentTail reads what may follow a number: a revision, the body it was submitted to, and a revision again.
func documentTail(s string, at int, v *Value) int {
	at = revisionTail(s, at, v)
	if n, party := bodyLength(s[at:]); n > 0 {
		at += n
		if party != "" {
			v.TD += "/" + party
		}
		at = revisionTail(s, at, v)
	}
	return at
}

// revisionTail reads "R2", "-R1", " Rev.5", "r1".
func revisionTail(s string, from int, v *Value) int {
	at := from + spaces(s, from, 1)
	if byteAt(s, at) == '-' && (byteAt(s, at+1) == 'R' || byteAt(s, at+1) == 'r' || byteAt(s, at+1) == ' ') {
		at++
		at += spaces(s, at, 1)
	}
	switch {
	case strings.HasPrefix(s[at:], "Rev") || strings.HasPrefix(s[at:], "rev") || strings.HasPrefix(s[at:], "REV"):
		at += 3
		if byteAt(s, at) == '.' {
			at++
		}
		at += spaces(s, at, 1)
	case byteAt(s, at) == 'R' || byteAt(s, at) == 'r':
		at++
		at += spaces(s, at, 1)
	default:
		return from
	}
	n := digits(s, at, 2)
	if n == 0 || isDigit(byteAt(s, at+n)) && n == 2 && !isoDateAt(s, at+1) {
		return from
	}
	if n == 2 && isoDateAt(s, at+1) {
		n = 1
	}
	if byteAt(s, at+n) == '/' && isDigit(byteAt(s, at+n+1)) {
		return from // the digits are a Question
	}
	v.Revision, _ = strconv.Atoi(s[at : at+n])
	return at + n
}

func isoDateAt(s string, at int) bool {
	end, _ := isoDate(s[min(at, len(s)):])
	return end > 0
}

// bodyLength is the length of the body that a document was submitted to: "/GEN", "(PLEN/13)", "/2", "-P". The
// party is the number of a working party, which is part of the document's number.
func bodyLength(s string) (n int, party string) {
	at := spaces(s, 0, 1)
	c := byteAt(s, at)
	if c == '(' {
		end := strings.IndexByte(s[:min(len(s), 20)], ')')
		if end < 0 {
			return 0, ""
		}
		inner := strings.ReplaceAll(s[at+1:end], " ", "")
		head, _, _ := strings.Cut(inner, "/")
		switch {
		case strings.EqualFold(head, "PLEN"), head == "P", head == "GEN":
			return end + 1, ""
		case strings.HasPrefix(head, "WP") && len(head) == 3 && isDigit(head[2]):
			return end + 1, head[2:]
		case len(head) == 1 && isDigit(head[0]) && inner == head:
			return end + 1, head
		}
		return 0, ""
	}
	if c != '/' && c != '-' {
		return 0, ""
	}
	rest := s[at+1:]
	for _, body := range []string{"PLEN", "GEN"} {
		if strings.HasPrefix(rest, body) && !isLower(byteAt(rest, len(body))) {
			return at + 1 + len(body), ""
		}
	}
	switch {
	case byteAt(rest, 0) == 'P' && !isLetter(byteAt(rest, 1)):
		return at + 2, ""
	case strings.HasPrefix(rest, "WP"):
		k := 2 + spaces(rest, 2, 1)
		if isDigit(byteAt(rest, k)) && !isDigit(byteAt(rest, k+1)) {
			end := at + 2 + k
			if byteAt(s, end) == '/' && digits(s, end+1, 2) > 0 {
				end += 1 + digits(s, end+1, 2)
			}
			return end, rest[k : k+1]
		}
	case c == '/' && digits(rest, 0, 3) == 1 && !isWord(byteAt(rest, 1)) && byteAt(rest, 1) != '.':
		return at + 2, rest[:1]
	case c == '/' && digits(rest, 0, 3) == 2 && !isWord(byteAt(rest, 2)) && byteAt(rest, 2) != '.':
		return at + 3, ""
	}
	return 0, ""
}

// contribution reads a document that is no temporary document: "C501 Rev. 1", "SG17-C501", "COM 17-R 34".
func contribution(s string) (end, revision int) {
	at := 0
	if strings.HasPrefix(s, "SG") {
		n := digits(s, 2, 2)
		if n == 0 || byteAt(s, 2+n) != '-' {
			return 0, 0
		}
		at = 3 + n
	}
	switch {
	case strings.HasPrefix(s[at:], "COM"):
		at += 3
		k := at
		for at < len(s) && at < k+20 && (isDigit(s[at]) || isSpace(s[at]) || s[at] == '-' || s[at] == 'R' || s[at] == 'C' || strings.HasPrefix(s[at:], "–") || s[at] == 0x80 || s[at] == 0x93) {
			at++
		}
		for at > k && !isDigit(s[at-1]) {
			at--
		}
		if at == k {
			return 0, 0
		}
		return at, 0
	case byteAt(s, at) == 'C' && (isDigit(byteAt(s, at+1)) || byteAt(s, at+1) == '-' && isDigit(byteAt(s, at+2))):
		at++
		if s[at] == '-' {
			at++
		}
	case at == 0 && byteAt(s, 0) == 'R' && isDigit(byteAt(s, 1+spaces(s, 1, 1))):
		at = 1 + spaces(s, 1, 1)
	default:
		return 0, 0
	}
	n := digits(s, at, 4)
	if at += n; n == 0 || isWord(byteAt(s, at)) && byteAt(s, at) != 'R' && byteAt(s, at) != 'r' || byteAt(s, at) == '.' && isDigit(byteAt(s, at+1)) {
		return 0, 0
	}
	var v Value
	at = revisionTail(s, at, &v)
	return at, v.Revision
}
