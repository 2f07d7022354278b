package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

var (
	groupPattern  = regexp.MustCompile(`(?i)\b(?:SG|Study Group)[\s-]?(\d{1,2})\b`)
	quotedTitle   = regexp.MustCompile(`(?i)\b(?:SG|Study Group)[\s-]?\d{1,2}\s*,?\s*[\x60'‘“"«]\s*([^'’”"»]{2,80}?)\s*['’”"»]`)
	commaTitle    = regexp.MustCompile(`(?i)\b(?:SG|Study Group)[\s-]?\d{1,2},\s*([^,()]{2,80}),\s*meeting\b`)
	reportTitle   = regexp.MustCompile(`(?i)\b(?:executive summary|summary report|meeting report|report of the meeting|summary of (?:the )?meeting)\b`)
	remotePlace   = regexp.MustCompile(`(?i)^(?:(?:fully )?virtual(?: meeting)?|e-?meeting|e-?plenary|online|remote(?: meeting)?|fully remote|virtually)$`)
	meetingWords  = regexp.MustCompile(`(?i)\b(?:meeting of|meeting|ITU-T|the|executive summary|study period|joint coordination activity)\b`)
	placeSegments = regexp.MustCompile(`[,;()]`)
)

// headingLines is how many lines at the beginning are looked at for the meeting's name, place and dates.
const headingLines = 25

// bannerLines is how many lines of a page may come before the report on it.
const bannerLines = 500

// heading reads what the report says of its own meeting, and marks the banner of the page before it.
func (r *reader) heading(sections []*section) {
	stop := len(r.lines)
	if len(sections) > 0 {
		stop = sections[0].at
	}
	start := r.begin(stop)
	var lines []int
	for i := start; i < stop && len(lines) < headingLines; i++ {
		if l := &r.lines[i]; l.bullet || len(l.cells) > 0 || hotHeading.MatchString(l.text) {
			break
		} else if len(l.text) < 500 {
			lines = append(lines, i)
		}
	}
	if start > 0 {
		r.mark(0, start-1, boilerplate)
	}
	first, last := r.headingFacts(lines)
	for _, i := range lines {
		l := &r.lines[i]
		switch {
		case i < first && last >= 0:
			l.use = boilerplate
		case i <= last && (l.use == fact || len(strings.Fields(l.text)) <= 14):
			l.use = fact
		}
	}
	m := r.Meeting
	if r.group == 0 {
		r.groupFromText()
	}
	m.StudyGroup = r.group
	m.Name = meetingName(r.group, "", m.Place, m.Remote, m.Start, m.End)
	if m.Start == "" {
		r.warn("HEADING", "the dates of the meeting were not found in the heading", nil)
	}
	if r.group == 0 {
		r.warn("HEADING", "the study group was not found in the heading", nil)
	}
}

// begin is the index of the line that the report begins with, behind the banner and menus of its page.
func (r *reader) begin(stop int) int {
	for i := range r.lines[:min(stop, bannerLines)] {
		l := &r.lines[i]
		if len(l.text) > 500 || isSentence(l.text) || len(l.cells) > 0 {
			continue
		}
		if hotHeading.MatchString(l.text) {
			return 0
		}
		if !l.bullet && (reportTitle.MatchString(l.text) || groupPattern.MatchString(l.text) && strings.Contains(strings.ToLower(l.text), "meeting")) {
			return i
		}
	}
	return 0
}

// headingFacts reads the lines of the heading; first and last are the indexes of those that say something.
func (r *reader) headingFacts(lines []int) (first, last int) {
	first, last = len(r.lines), -1
	use := func(i int) {
		first, last = min(first, i), max(last, i)
		r.lines[i].use = fact
	}
	m := r.Meeting
	for _, i := range lines {
		text := r.lines[i].text
		if isSentence(text) {
			continue
		}
		if reportTitle.MatchString(text) {
			if r.Title == "" {
				r.Title = text
			}
			use(i)
		}
		if g := groupPattern.FindStringSubmatch(text); g != nil && r.group == 0 {
			r.group, _ = strconv.Atoi(g[1])
			use(i)
		}
		for _, pattern := range []*regexp.Regexp{quotedTitle, commaTitle} {
			if t := pattern.FindStringSubmatch(text); t != nil && m.GroupTitle == "" {
				m.GroupTitle = clean(t[1])
			}
		}
		if found, ok := findDates(text); ok && m.Start == "" && len(found.start) == 10 {
			m.Start, m.End = found.start, found.end
			m.Place, m.Remote = placeAround(text, found)
			use(i)
		}
	}
	if r.Title == "" && last >= 0 {
		r.Title = r.lines[first].text
	}
	return first, last
}

// placeAround is the place named before the dates, else behind them.
func placeAround(text string, found dates) (place string, remote bool) {
	before := placeSegments.Split(text[:found.from], -1)
	for k := len(before) - 1; k >= 0; k-- {
		if place, remote := placeName(before[k]); place != "" || remote {
			return place, remote
		}
	}
	after := strings.FieldsFunc(text[found.to:], func(r rune) bool { return strings.ContainsRune(",;()/", r) })
	for _, segment := range after {
		if place, remote := placeName(segment); place != "" || remote {
			return place, remote
		}
	}
	return "", false
}

func placeName(segment string) (place string, remote bool) {
	segment = strings.Trim(clean(segment), " :.-–—")
	if remotePlace.MatchString(segment) {
		return "", true
	}
	segment = strings.TrimPrefix(strings.TrimPrefix(segment, "in "), "at ")
	if segment == "" || meetingWords.MatchString(segment) || strings.ContainsAny(segment, "0123456789'’\"‘“") || len(strings.Fields(segment)) > 4 {
		return "", false
	}
	return segment, false
}

// groupFromText takes the group that the text names first, where the heading names none.
func (r *reader) groupFromText() {
	for i := range r.lines {
		if len(r.lines[i].text) > 1000 {
			continue
		}
		if g := groupPattern.FindStringSubmatch(r.lines[i].text); g != nil {
			r.group, _ = strconv.Atoi(g[1])
			r.warn("HEADING", fmt.Sprintf("the study group is taken from a line of the text: %d", r.group), &r.lines[i])
			return
		}
	}
}

// meetingName is the name that a meeting has in every report: "ITU-T SG17 meeting, Geneva, 27 August - 5 September 2019".
func meetingName(group int, what, place string, remote bool, start, end standards.PartialDate) string {
	name := "ITU-T meeting"
	if group > 0 {
		name = fmt.Sprintf("ITU-T SG%d meeting", group)
	}
	if what != "" {
		name = what
	}
	if place == "" && remote {
		place = "e-meeting"
	}
	for _, part := range []string{place, printDates(start, end)} {
		if part != "" {
			name += ", " + part
		}
	}
	return name
}
