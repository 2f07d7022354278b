package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// newestGroup is the highest number of a study group.
const newestGroup = 21

var (
	questionItem  = regexp.MustCompile(`^(?:Q(?:uestions?)?s?\.?\s?)?(\d{1,2})`)
	questionJoin  = regexp.MustCompile(`^(?:\s?[,;&+]\s?|\s+and\s+|\s?/\s?Q)`)
	questionExtra = regexp.MustCompile(`^\s?\(\s?Q?(\d{1,2}(?:\s?/\s?\d{1,2})?(?:\s?[,&]\s?Q?\d{1,2}(?:/\d{1,2})?)*)\s?\)`)
	allQuestions  = regexp.MustCompile(`^(?i:Q?all)\s?/\s?\d{1,2}`)
)

// questionsLength is how much of the beginning of a text is a cell of Questions: "6/17", "4", "7 (10)", "8, 14/17",
// "6/", "Q11/17 and Q14/17". Digits behind the group's number stick to it and are not part of it. A bare number
// is one only where a name of a text follows.
func questionsLength(s string, group int) int {
	if m := allQuestions.FindString(s); m != "" {
		return len(m)
	}
	at, slash := 0, false
	for {
		m := questionItem.FindStringSubmatchIndex(s[at:])
		if m == nil {
			if at == 0 {
				return 0
			}
			break
		}
		next := at + m[1]
		if rest := s[next:]; strings.HasPrefix(rest, "/") {
			slash = true
			next += 1 + groupLength(rest[1:], group)
		} else if at == 0 && m[3]-m[2] < m[1] {
			slash = true // "Q6"
		}
		at = next
		join := questionJoin.FindString(s[at:])
		if join == "" || questionItem.FindString(s[at+len(join):]) == "" {
			break
		}
		at += len(strings.TrimSuffix(join, "Q"))
	}
	if m := questionExtra.FindString(s[at:]); m != "" {
		at += len(m)
	}
	if !slash {
		after := strings.TrimLeftFunc(s[at:], unicode.IsSpace)
		if !namePrefix.MatchString(after) {
			return 0
		}
	}
	return at
}

// groupLength is how many of the digits at the beginning of a text are a study group's number.
func groupLength(s string, group int) int {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if known := strconv.Itoa(group); group > 0 && strings.HasPrefix(s[:digits], known) {
		return len(known)
	}
	if digits >= 2 {
		if n, _ := strconv.Atoi(s[:2]); n >= 1 && n <= newestGroup {
			return 2
		}
	}
	return min(digits, 1)
}

var (
	bracketed   = regexp.MustCompile(`\([^()]*\)`)
	questionOne = regexp.MustCompile(`(\d{1,2})(?:\s?/\s?(\d{1,2})?)?`)
)

// questions reads a cell of Questions. A number without a group is of the report's group, or of the group that
// closes the list: "8, 14/17".
func questions(cell string, group int) ([]source.Question, []*standards.Doubt) {
	var all []source.Question
	var doubts []*standards.Doubt
	cell = clean(cell)
	if allQuestions.MatchString(cell) {
		return nil, []*standards.Doubt{{Field: "questions", Reason: "all Questions of the study group are meant, none is named", InferredFrom: &cell}}
	}
	bare := false
	add := func(text string) {
		found := questionOne.FindAllStringSubmatch(text, -1)
		last := 0
		for _, m := range found {
			if g, _ := strconv.Atoi(m[2]); g > 0 {
				last = g
			}
		}
		for _, m := range found {
			number, _ := strconv.Atoi(m[1])
			of, _ := strconv.Atoi(m[2])
			if of == 0 {
				of = last
			}
			if of == 0 {
				of, bare = group, true
			}
			if q := (source.Question{Group: of, Number: number}); number > 0 && of > 0 && !contains(all, q) {
				all = append(all, q)
			}
		}
	}
	add(bracketed.ReplaceAllString(cell, " "))
	if extra := bracketed.FindString(cell); extra != "" {
		before := len(all)
		add(extra)
		if len(all) > before {
			doubts = append(doubts, &standards.Doubt{Field: "questions", Reason: fmt.Sprintf("%s stands in brackets and is taken for a further Question", extra), InferredFrom: &cell})
		}
	}
	if bare && len(all) > 0 {
		doubts = append(doubts, &standards.Doubt{Field: "questions", Reason: fmt.Sprintf("the study group is not printed; it is taken from the report's heading: %d", group), InferredFrom: &cell})
	}
	return all, doubts
}
