package standards

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
)

// ExecutiveSummary is the key of the document that most meetings have.
const ExecutiveSummary = "executive-summary"

// What a title says beside what the document is: its meeting, dates, and which issue it is.
var (
	titleAsides = regexp.MustCompile(`(?i)\b(?:ITU-T|ITU|SG[\s-]?\d+|Study Group[\s-]?\d+|TSAG|(?:the )?meeting|(?:\d{1,2}\s?[-–]\s?)?\d{0,2}\s?` +
		monthNames + `(?:\s\d{1,2}(?:\s?[-–]\s?\d{1,2})?\b)?,?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d|` +
		`(?:draft|revised|corrected|updated|final|rev(?:ision)?\.?\s?\d*|version\s?[\d.]+|issue\s?\d+))(?:\b|$|\s)`)
	partOfReport = regexp.MustCompile(`(?i)\b(addendum|annex|appendix|attachment|corrigendum|part|supplement)\s+([\da-z]{1,4})\b`)
	wholeReports = regexp.MustCompile(`(?i)\b(?:(executive summary)|(summary report|meeting report|report of the meeting|summary of (?:the )?meeting))\b`)
)

const monthNames = `(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b`

// maxDocumentKey bounds a key in bytes.
const maxDocumentKey = 80

// DocumentKey is the key under which the issues of one document of a meeting are equal: the title without what it says
// of the meeting, its dates and place, and the issue. "Executive summary of the SG13 meeting, 4 - 15 June 2012" and "SG13 Executive
// Summary (rev.2)" are one document of that meeting, "TSB Circular 160" is another.
func DocumentKey(title, place string) string {
	if m := wholeReports.FindStringSubmatch(title); m != nil {
		key := "report"
		if m[1] != "" {
			key = ExecutiveSummary
		}
		for _, part := range partOfReport.FindAllString(title, 2) {
			key += "-" + strings.Join(Words(part), "-")
		}
		return key
	}
	asides := append(Words(place), "of", "the", "and", "a", "on", "in", "at", "to", "from", "for")
	words := slices.DeleteFunc(Words(titleAsides.ReplaceAllString(title, " ")), func(w string) bool { return slices.Contains(asides, w) })
	if len(words) == 0 {
		return "report"
	}
	return bounded(strings.Join(words, "-"), maxDocumentKey)
}

// bounded is a key of at most so many bytes: a longer one is cut, and ends in a hash of the whole.
func bounded(key string, most int) string {
	if len(key) <= most {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToValidUTF8(key[:most-17], "") + "-" + hex.EncodeToString(sum[:8])
}
