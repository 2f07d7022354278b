package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	workingDays   = regexp.MustCompile(`(?i)\(?(\d{1,2}) working days\)?`)
	notPlenary    = regexp.MustCompile(`(?i)^(?:(?:ITU )?(?:mini )?(?:workshop|symposium|webinar)|open and extended|.*\bmanagement team\b|.*\bcandidates? for\b|.*\bplanned for (?:approval|action|determination)\b)`)
	plenaryWords  = regexp.MustCompile(`(?i)\b(?:meeting|plenary|e-plenary)\b`)
	weekdayWord   = regexp.MustCompile(`(?i)\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b`)
	dateUndecided = regexp.MustCompile(`(?i)\b(?:tbc|tbd)\b.*$`)
)

// next reads the announced meetings: plenaries one a line, then the list of interim meetings.
func (r *reader) next(p *part) {
	list := &interimReader{reader: r}
	inList := interimMarker.MatchString(p.heading)
	for i := p.from; i < p.to; i++ {
		l := &r.lines[i]
		if l.use == boilerplate {
			continue
		}
		switch {
		case len(l.text) > 2000:
		case len(l.cells) > 0:
			r.interimCells(list, i)
		case interimMarker.MatchString(l.text) && len(list.rows) == 0:
			inList = true
			r.interimClaim(l)
			l.use = fact
		case !inList && r.startsList(i):
			inList = true
			if list.item(i) {
				l.use = max(l.use, boilerplate)
			}
		case inList && !r.isPlenary(l):
			if list.item(i) {
				l.use = max(l.use, boilerplate)
			} else {
				r.frontLine(p, i)
			}
		case r.plenaryLine(i):
			l.use, list.open = fact, false
		default:
			r.frontLine(p, i)
		}
	}
	list.finish()
}

// startsList says whether the list of interim meetings begins though nothing announced it: by a header or a
// numbered row with Questions.
func (r *reader) startsList(i int) bool {
	l := &r.lines[i]
	if l.bullet {
		return false
	}
	if columns, _, ok := headerLine(l.text, false); ok && len(columns) >= 2 {
		return true
	}
	if wpHead.MatchString(l.text) {
		return true
	}
	number, rest := cutRowNumber(l.text)
	return number == 1 && (rest == "" || questionsLength(rest, r.group) > 0)
}

func (r *reader) isPlenary(l *line) bool {
	return l.bullet && weekdayWord.MatchString(l.text) && workingDays.MatchString(l.text) || l.bullet && strings.Contains(l.text, fmt.Sprintf("SG%d meeting", r.group)) && workingDays.MatchString(l.text)
}

func (r *reader) interimClaim(l *line) {
	if m := rgmFigures.FindStringSubmatch(l.text); m != nil {
		r.rgmQuestions, _ = strconv.Atoi(m[1])
		r.rgmMeetings, _ = strconv.Atoi(m[2])
		r.rgmLine = l
	}
}

// plenaryLine reads a meeting of the study group: "1st SG17 meeting in 2020: Tuesday 17 - Thursday 26 March 2020 in
// Geneva (8 working days)". A workshop or another gathering beside it is one of its objectives.
func (r *reader) plenaryLine(i int) bool {
	l := &r.lines[i]
	_, text := cutRowNumber(l.text)
	found, dated := findDates(dateUndecided.ReplaceAllString(text, ""))
	if notPlenary.MatchString(text) {
		if last := r.lastPlenary; last > 0 && dated && !objectNoun.MatchString(text) && !strings.Contains(text, "candidate") {
			r.Announced[last-1].Objectives = append(r.Announced[last-1].Objectives, source.Objective{Description: strings.TrimRight(text, " .")})
			return true
		}
		return false
	}
	if !l.bullet && !plenaryWords.MatchString(text) && !weekdayWord.MatchString(text) {
		return false
	}
	if !dated && !(plenaryWords.MatchString(text) && undecided.MatchString(text) && !isSentence(text)) {
		return false
	}
	if isSentence(text) && !weekdayWord.MatchString(text) {
		return false
	}
	a := source.Announced{Kind: standards.Plenary, Start: found.start, End: found.end, FirstLine: l.first, LastLine: l.last, Raw: l.printed}
	if !dated {
		doubt(&a, "start", "the date is still to be decided", text)
	}
	if days := figure(workingDays, text, nil); days != nil {
		a.WorkingDays = days
	}
	confirmed := !undecided.MatchString(text)
	after := text
	if dated {
		after = text[found.to:]
	}
	after = strings.TrimSpace(undecided.ReplaceAllString(workingDays.ReplaceAllString(after, " "), " "))
	a.Place, a.Remote = plenaryPlace(after)
	if strings.Contains(strings.ToLower(text), "e-plenary") || strings.Contains(strings.ToLower(text), "e-meeting") {
		a.Place, a.Remote = "", true
	}
	if a.Place != "" || !confirmed {
		a.VenueConfirmed = &confirmed
	}
	a.Name = meetingName(r.group, "", a.Place, a.Remote, a.Start, a.End)
	r.Announced = append(r.Announced, a)
	r.lastPlenary = len(r.Announced)
	return true
}

// plenaryPlace is the first name behind the dates that can be a place, with its country.
func plenaryPlace(after string) (string, bool) {
	var place []string
	for _, segment := range strings.FieldsFunc(after, func(r rune) bool { return strings.ContainsRune(",;()", r) }) {
		segment = strings.Trim(clean(segment), " .:")
		lower := strings.ToLower(segment)
		if segment == "" || strings.Contains(lower, "venue") || strings.Contains(lower, "plenary") || strings.HasPrefix(lower, "sg") {
			continue
		}
		name, remote := placeName(segment)
		if remote {
			return "", true
		}
		if name == "" || !startsUpper(name) {
			break
		}
		if place = append(place, name); len(place) == 2 {
			break
		}
	}
	return strings.Join(place, ", "), false
}

// interimCells reads a row of the list of interim meetings whose cells are known.
func (r *reader) interimCells(list *interimReader, i int) {
	l := &r.lines[i]
	texts := make([]string, len(l.cells))
	for k, c := range l.cells {
		texts[k] = c.Text
	}
	if isHeader(texts) {
		r.interimColumns = r.interimColumns[:0]
		for _, cell := range texts {
			r.interimColumns = append(r.interimColumns, columnOf(cell))
		}
		l.use = boilerplate
		return
	}
	row := interimRow{from: i, to: i}
	for k, cell := range texts {
		which := noColumn
		if k < len(r.interimColumns) {
			which = r.interimColumns[k]
		}
		switch {
		case clean(cell) == "":
		case which == numberColumn || which == noColumn && k == 0 && rowNumber.MatchString(strings.TrimRight(clean(cell), ".")+"."):
			row.number, _ = cutRowNumber(strings.TrimRight(clean(cell), ".)") + ".")
		case which == objectiveColumn || which == noColumn && k == len(texts)-1:
			for item := range strings.SplitSeq(cell, "\n") {
				item, _ = cutBullet(clean(item))
				row.objectives = append(row.objectives, item)
			}
		default:
			row.head += clean(cell) + "\n"
		}
	}
	if row.head == "" && len(row.objectives) == 0 {
		return
	}
	l.use = fact
	list.rows = append(list.rows, row)
}
