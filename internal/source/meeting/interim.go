package meeting

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	interimMarker = regexp.MustCompile(`(?i)\binterim (?:RGM|rapporteur|e-?meeting|meeting)`)
	coLocated     = regexp.MustCompile(`(?i)^\(?\s*(?:co-?l?located?|jointly?|together|joint)\s+with\s+`)
	jointMeeting  = regexp.MustCompile(`(?i)^(?:joint|collaborative) (?:e-)?meeting(?:s)?(?: of| between)?\s*`)
	jointInText   = regexp.MustCompile(`(?i)\b(?:joint|collaborative)\b.*\bmeeting\b`)
	standardsBody = regexp.MustCompile(`\b(ISO/IEC(?:/|\s)JTC\s?1(?:\s?/\s?SC\s?\d+)?(?:\s?/\s?WG\s?\d+)?|(?:ISO|IEC|ETSI|3GPP|IETF|IEEE|GSMA|oneM2M)(?:/?\s?(?:TC|SC|WG|SA|ISG)\s?[A-Z0-9]+(?:\s?/\s?(?:SC|WG)\s?\d+)*)?)`)
	ownQuestion   = regexp.MustCompile(`\bQ?(\d{1,2})/(\d{1,2})\b`)
	datesUnknown  = regexp.MustCompile(`(?i)^(?:tbd|tbc|to be (?:confirmed|decided|determined))\b`)
	wpHead        = regexp.MustCompile(`^(WP\s?\d+/\d{1,2})\b`)
	bracketTD     = regexp.MustCompile(`\([^()]*TD\s?\d[^()]*\)`)
	remoteWord    = regexp.MustCompile(`(?i)^(?:e-?meeting|virtual(?: meeting)?|online|remote)\b`)
)

// interimRow is a meeting of the list while its lines are gathered.
type interimRow struct {
	number     int
	from, to   int
	head       string // Question, date and place, one line for each printed line
	objectives []string
	party      bool // a working party's meeting rather than a Question's
}

// interimReader splits the list of interim meetings into rows.
type interimReader struct {
	*reader
	rows []interimRow
	open bool
}

// item takes a line of the list; it is false for one that is none of it.
func (t *interimReader) item(i int) bool {
	l := &t.lines[i]
	if l.bullet {
		if !t.open {
			return false
		}
		row := &t.rows[len(t.rows)-1]
		row.objectives = append(row.objectives, l.text)
		row.to = i
		return true
	}
	text := l.text
	if columns, rest, ok := headerLine(text, false); ok || len(columns) >= 2 && rest == "" {
		if rest == "" {
			l.use = boilerplate
			return true
		}
		text = rest
	}
	number, rest := cutRowNumber(text)
	switch {
	case number > 0 && rest == "" && !t.goesOn(i):
		l.use = boilerplate // the number of an empty item
		return true
	case number > 0, wpHead.MatchString(text):
		t.rows = append(t.rows, interimRow{number: number, from: i, to: i, head: rest, party: wpHead.MatchString(rest)})
		t.open = true
		return true
	}
	_, dated := findDates(text)
	if !t.open || t.dated() && dated {
		if !dated {
			return false
		}
		t.rows = append(t.rows, interimRow{from: i, to: i, head: text})
		t.open = true
		return true
	}
	row := &t.rows[len(t.rows)-1]
	row.to = i
	if n := len(row.objectives); n > 0 && len(row.objectives[n-1]) < longestLine {
		row.objectives[n-1] += " " + text
		return true
	}
	if len(row.head) < longestLine {
		row.head += "\n" + text
	}
	return true
}

// goesOn says whether the next line belongs to the row that a bare number begins.
func (t *interimReader) goesOn(i int) bool {
	if i+1 >= len(t.lines) {
		return false
	}
	next, _ := cutRowNumber(t.lines[i+1].text)
	return next == 0 && !t.lines[i+1].bullet
}

func (t *interimReader) dated() bool {
	row := &t.rows[len(t.rows)-1]
	if _, ok := findDates(row.head); ok {
		return true
	}
	return len(row.objectives) > 0
}

// finish makes announced meetings of the rows.
func (t *interimReader) finish() {
	for _, row := range t.rows {
		t.mark(row.from, row.to, fact)
		a := source.Announced{
			Kind: standards.Interim, FirstLine: t.lines[row.from].first, LastLine: t.lines[row.to].last, Raw: t.raw(row.from, row.to),
		}
		t.head(&a, &row)
		t.objectives(&a, row.objectives)
		if !row.party {
			if row.number == 0 && t.numbered() {
				doubt(&a, "row", "the row's number is lost", "")
			}
			t.interim = append(t.interim, len(t.Announced))
		}
		t.Announced = append(t.Announced, a)
	}
}

// numbered says whether the rows of the list have numbers.
func (t *interimReader) numbered() bool {
	return slices.ContainsFunc(t.rows, func(row interimRow) bool { return row.number > 0 })
}

func doubt(a *source.Announced, field, reason, from string) {
	d := &standards.Doubt{Field: field, Reason: reason}
	if from = clean(from); from != "" {
		d.InferredFrom = &from
	}
	a.Doubts = append(a.Doubts, d)
}

// head reads Questions, dates and place, which stick together.
func (t *interimReader) head(a *source.Announced, row *interimRow) {
	name, text := "", strings.TrimSpace(row.head)
	if m := wpHead.FindString(text); m != "" {
		name, text = "ITU-T "+m+" meeting", strings.TrimSpace(text[len(m):])
	}
	if m := jointMeeting.FindString(text); m != "" {
		a.Kind, text = standards.Joint, text[len(m):]
	}
	if length := questionsLength(text, t.group); length > 0 {
		var doubts []*standards.Doubt
		a.Questions, doubts = questions(text[:length], t.group)
		a.Doubts = append(a.Doubts, doubts...)
		text = strings.TrimSpace(text[length:])
	}
	text = t.coLocated(a, text)
	t.when(a, text, row.party)
	nameMeeting(a, t.group, name)
}

// coLocated reads with whom a meeting shares its place; the bracket may never close.
func (t *interimReader) coLocated(a *source.Announced, text string) string {
	m := coLocated.FindString(text)
	if m == "" {
		return text
	}
	rest := text[len(m):]
	if length := questionsLength(rest, 0); length > 0 {
		with, _ := questions(rest[:length], t.group)
		for _, q := range with {
			a.JointWith = append(a.JointWith, standards.QuestionLabel(q.Number, q.Group))
		}
		doubt(a, "jointWith", "the meetings share a place", text[:len(m)+length])
		rest = rest[length:]
	}
	inner, after, closed := strings.Cut(rest, ")")
	if closed && !strings.ContainsAny(inner, "(\n") {
		if len(a.JointWith) == 0 {
			a.JointWith = append(a.JointWith, clean(inner))
			inner = ""
		}
		rest = inner + " " + after
	}
	return strings.TrimSpace(rest)
}

// when reads the dates, and the place behind them.
func (t *interimReader) when(a *source.Announced, text string, party bool) {
	text = clean(bracketTD.ReplaceAllString(text, " "))
	found, ok := findDates(text)
	if !ok {
		if datesUnknown.MatchString(text) {
			doubt(a, "start", "the date is still to be decided", text)
			text = strings.TrimSpace(text[len(datesUnknown.FindString(text)):])
		} else {
			doubt(a, "start", "no date is printed", text)
		}
		t.where(a, text, party)
		return
	}
	a.Start, a.End = found.start, found.end
	if found.doubt != "" {
		doubt(a, "start", found.doubt, text[:found.to])
	}
	if undecided.MatchString(text) {
		doubt(a, "start", "printed as still to be decided", text)
	}
	t.where(a, text[found.to:], party)
}

func (t *interimReader) where(a *source.Announced, text string, party bool) {
	text = clean(text)
	if undecided.MatchString(text) {
		confirmed := false
		a.VenueConfirmed = &confirmed
		text = clean(undecided.ReplaceAllString(text, " "))
	}
	if m := remoteWord.FindString(strings.TrimLeft(text, "(), ")); m != "" {
		a.Remote = true
		text = strings.TrimLeft(text, "(), ")[len(m):]
	}
	text = strings.Trim(text, " ,;:()[]-–.")
	if party {
		if text != "" {
			a.Objectives = append(a.Objectives, source.Objective{Description: text, Texts: standards.FindTextNames(text)})
		}
		return
	}
	a.Place = text
	if len(strings.Fields(text)) > 8 {
		a.Place = ""
		doubt(a, "place", "not read as a place", text)
	}
}

func (t *interimReader) objectives(a *source.Announced, items []string) {
	for _, item := range items {
		a.Objectives = append(a.Objectives, source.Objective{Description: strings.TrimRight(item, " ;,"), Texts: standards.FindTextNames(item)})
		if jointInText.MatchString(item) {
			a.Kind = standards.Joint
		}
		if a.Kind == standards.Joint {
			for _, m := range standardsBody.FindAllString(item, -1) {
				if body := strings.Replace(clean(m), "ISO/IEC/JTC", "ISO/IEC JTC", 1); !slices.Contains(a.JointWith, body) {
					a.JointWith = append(a.JointWith, body)
				}
			}
		}
	}
}

// name is what the meeting is called: its Questions, place and dates.
func nameMeeting(a *source.Announced, group int, name string) {
	if name == "" {
		labels := make([]string, len(a.Questions))
		for i, q := range a.Questions {
			labels[i] = standards.QuestionLabel(q.Number, q.Group)
		}
		switch {
		case len(labels) == 0:
			name = fmt.Sprintf("SG%d Rapporteur Group meeting", group)
		default:
			name = strings.Join(labels, ", ") + " Rapporteur Group meeting"
		}
	}
	a.Name = meetingName(group, name, a.Place, a.Remote, a.Start, a.End)
}
