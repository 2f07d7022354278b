package standards

import (
	"regexp"
	"strconv"
	"strings"
)

// TDPattern matches a temporary document's number wherever it is printed: "TD2442", "TD 1293 Rev.5", "TD2287R4",
// "TD653-R1", "TD 230R2(P)", "TD73/2". What follows a number without a space and is not part of it, such as
// an identifier or a date, is left out.
const TDPattern = `TD\s?(\d{1,9})` + tdTail

const tdTail = `(?:\s?-?\s?R(?:ev)?\.?\s?(\d{1,2}))?(?:\s?\((P|PLEN|GEN|WP\s?\d)(?:/\d+)?\s?\)|/(P|PLEN|GEN|WP\d|\d)\b)?(?:\s?-?\s?R(?:ev)?\.?\s?(\d{1,2}))?`

var (
	tdOnly    = regexp.MustCompile(`(?i)^\s*(?:TD)?\s?(\d{1,6})` + tdTail + `\s*$`)
	stuckDate = regexp.MustCompile(`^(?:19|20)\d\d-\d\d`)
	tdHead    = regexp.MustCompile(`^TD\s?(\d{1,9})` + tdTail)
)

// ParseTD reads a temporary document's number: "TD 1293 Rev.5" is TD1293, revision 5. The mark of a plenary
// document, (P), is left out, that of a working party is kept: "TD73/2". "TD" itself may be missing. It is
// false for anything else.
func ParseTD(s string) (number string, revision int, ok bool) {
	m := tdOnly.FindStringSubmatch(strings.Join(strings.Fields(s), " "))
	if m == nil {
		return "", 0, false
	}
	number, revision = tdName(m)
	return number, revision, true
}

// CutTD reads the temporary document at the beginning of a text and gives its length there. A date that sticks
// to the number ("TD24422019-01") is not part of it.
func CutTD(s string) (number string, revision, length int, ok bool) {
	span := tdHead.FindStringSubmatchIndex(s)
	if span == nil {
		return "", 0, 0, false
	}
	digits := s[span[2]:span[3]]
	if rest := s[span[3]:]; len(digits) > 4 && len(rest) > 2 && rest[0] == '-' && isDigit(rest[1]) && isDigit(rest[2]) {
		digits = digits[:len(digits)-4]
		return "TD" + strings.TrimLeft(digits, "0"), 0, span[2] + len(digits), true
	}
	m := make([]string, len(span)/2)
	for i := range m {
		if span[2*i] >= 0 {
			m[i] = s[span[2*i]:span[2*i+1]]
		}
	}
	length = span[1]
	for _, group := range []int{2, 5} { // a date may stick to the revision: "Rev.22021-09"
		if len(m[group]) == 2 && stuckDate.MatchString(s[span[2*group]+1:]) {
			m[group], length = m[group][:1], span[2*group]+1
		}
	}
	number, revision = tdName(m)
	return number, revision, length, true
}

func tdName(m []string) (string, int) {
	number := "TD" + m[1]
	if party := strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(m[3]+m[4]), "WP")); party != "" && isDigit(party[0]) {
		number += "/" + party
	}
	revision, _ := strconv.Atoi(m[2] + m[5])
	return number, revision
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
