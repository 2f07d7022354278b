package meeting

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapporteur/internal/layout"
	"rapporteur/internal/standards"
)

var (
	rowNumber  = regexp.MustCompile(`^(\d{1,3})[.)](?:\s+|$)`)
	bareNumber = regexp.MustCompile(`^(\d{1,3})\s+Q?\d{1,2}/\d`)
	nothing    = regexp.MustCompile(`(?i)^(?:none|nil|n/?a|tbd|tbc|vacant|no texts?|not applicable|-+|–|/)[.:]?(?: at this meeting)?\.?$`)
	tdAnywhere = regexp.MustCompile(`TD\s?\d`)
	namePrefix = regexp.MustCompile(`^(?:ITU-T )?(?:[A-Z]{1,4}\.[A-Za-z0-9]|[A-Z]ST[RP]-[A-Za-z0-9]|(?:Annex|Appendix) [A-Z0-9]{1,3} ?(?:/|to ) ?[A-Z]\.\d)`)
)

// cutRowNumber takes the number of a row or an item off a text; 0 where it has none.
func cutRowNumber(text string) (int, string) {
	if m := rowNumber.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, text[len(m[0]):]
	}
	if m := bareNumber.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, strings.TrimSpace(text[len(m[1]):])
	}
	return 0, text
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || r == '"' || r == '“'
}

func cutBullet(s string) (string, bool) { return layout.CutBullet(s) }

// decisionOf is the decision that a phrase speaks of, empty where it speaks of none.
func decisionOf(text string) standards.ActionKind {
	if kinds := kindsIn(text); len(kinds) > 0 {
		return kinds[0]
	}
	return ""
}
