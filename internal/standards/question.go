package standards

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var questionLabel = regexp.MustCompile(`(?i)^Q?(?:uestion)?\s*(\d{1,2})\s*/\s*(?:SG\s*)?(\d{1,2})$`)

// QuestionLabel is the name of a Question: Question 6 of Study Group 17 is "Q6/17".
func QuestionLabel(number, group int) string { return fmt.Sprintf("Q%d/%d", number, group) }

// ParseQuestionLabel reads "Q6/17", "6/17" or "Question 6/17". It is false for anything else.
func ParseQuestionLabel(s string) (number, group int, ok bool) {
	m := questionLabel.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, 0, false
	}
	number, _ = strconv.Atoi(m[1])
	group, _ = strconv.Atoi(m[2])
	return number, group, number > 0 && group > 0
}
