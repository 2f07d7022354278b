package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

var (
	groupPattern = regexp.MustCompile(`(?i)\b(?:SG|Study Group|Commission d'études)[\s-]?(\d{1,2})\b`)
	partyPattern = regexp.MustCompile(`(?i)\b(?:WP|Working Party)[\s-]?(\d{1,2}/\d{1,2})\b`)
	namedGroup   = regexp.MustCompile(`\b(TSAG|WTSA|CWG-[A-Z]+|RevCom)\b`)
	writtenGroup = regexp.MustCompile(`(?i)\bStudy Group (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b`)
	quotedTitle  = regexp.MustCompile(`(?i)\b(?:SG|Study Group)[\s-]?\d{1,2}\s*,?\s*[\x60'‘“"«]\s*([^'’”"»]{2,80}?)\s*['’”"»]`)
	commaTitle   = regexp.MustCompile(`(?i)\b(?:SG|Study Group)[\s-]?\d{1,2},\s*([^,()]{2,80}),\s*meeting\b`)
	reportTitle  = regexp.MustCompile(`(?i)\b(?:executive summary|summary report|meeting report|report of the meeting|report on the meeting|summary of (?:the )?meeting|meeting results|results of the meeting|outcomes? of the meeting|meeting outcomes?)\b`)
)

// headingLines is how many lines at the beginning are looked at for the meeting's name, place and dates.
const headingLines = 40

// bannerLines is how many lines of a page may come before the report on it.
const bannerLines = 500

// longHeading is how many bytes of a line are looked at for the meeting's name: a whole report may stand on one line.
const longHeading = 500

// titleWithin is how many bytes of a sentence may come before the title of the report in it.
const titleWithin = 150

// heading reads what the report says of its own meeting, and marks the banner of the page before it.
func (r *reader) heading(sections []*section) {
	start := r.begin()
	zone := r.zone(start, sections)
	first, last := r.groupAndTitle(zone)
	if best := r.bestDates(zone); best != nil {
		r.Meeting.Start, r.Meeting.End = best.start, best.end
		r.Meeting.Place, r.Meeting.Remote = best.place, best.remote
		first, last = min(first, best.first), max(last, best.last)
		r.mark(best.first, best.last, fact)
		r.inHeading = map[int]bool{best.first: true, best.last: true}
	}
	if r.Title == "" && last >= 0 && first < len(r.lines) {
		r.Title = r.lines[first].text
	}
	if start > 0 {
		r.mark(0, start-1, boilerplate)
	}
	if last >= 0 {
		r.mark(0, min(first, len(r.lines))-1, boilerplate)
	}
	r.nameMeeting()
}

// nameMeeting names the meeting, and warns of what its name lacks.
func (r *reader) nameMeeting() {
	m := r.Meeting
	if r.group == 0 && m.GroupName == "" {
		r.groupFromText()
	}
	m.StudyGroup = r.group
	what := ""
	if m.GroupName != "" {
		what = "ITU-T " + m.GroupName + " meeting"
	}
	m.Name = meetingName(r.group, what, m.Place, m.Remote, m.Start, m.End)
	if m.Start == "" {
		r.warn("HEADING", "the dates of the meeting were not found in the heading", nil)
	}
	if r.group == 0 && m.GroupName == "" {
		r.warn("HEADING", "the study group was not found in the heading", nil)
	}
}

// zone are the lines that may name the meeting: those at the beginning that are no rows of a table and no items.
func (r *reader) zone(start int, sections []*section) []int {
	body := map[int]bool{}
	for _, s := range sections {
		for _, t := range s.tables {
			for _, i := range t.body {
				body[i] = true
			}
		}
	}
	var zone []int
	for i := start; i < len(r.lines) && len(zone) < headingLines; i++ {
		l := &r.lines[i]
		if nextHeading.MatchString(l.text) && len(l.text) < 80 {
			break
		}
		if !l.bullet && len(l.cells) == 0 && !body[i] {
			zone = append(zone, i)
		}
	}
	return zone
}

// begin is the index of the line that the report begins with, behind the banner and menus of its page.
func (r *reader) begin() int {
	for i := range r.lines[:min(len(r.lines), bannerLines)] {
		l := &r.lines[i]
		head := l.text[:min(len(l.text), longHeading)]
		title := reportTitle.FindStringIndex(head)
		titled := title != nil && title[0] <= titleWithin
		if len(l.cells) > 0 || !titled && len(l.text) <= longHeading && isSentence(l.text) {
			continue
		}
		if hotHeading.MatchString(head) {
			return 0
		}
		if !l.bullet && (title != nil || groupPattern.MatchString(head) && strings.Contains(strings.ToLower(head), "meeting")) {
			return i
		}
	}
	return 0
}

// groupAndTitle reads the title of the report and the group that met; first and last are the indexes of the lines
// that say so.
func (r *reader) groupAndTitle(zone []int) (first, last int) {
	first, last = len(r.lines), -1
	use := func(i int) {
		first, last = min(first, i), max(last, i)
		r.lines[i].use = fact
	}
	for _, i := range zone {
		text := r.lines[i].text
		if isSentence(text) && r.group != 0 {
			continue
		}
		if reportTitle.MatchString(text) && len(text) < 300 && !isSentence(text) {
			if r.Title == "" {
				r.Title = text
			}
			use(i)
		}
		if r.group == 0 && r.Meeting.GroupName == "" && r.readGroup(text) && !isSentence(text) {
			use(i)
		}
		for _, pattern := range []*regexp.Regexp{quotedTitle, commaTitle} {
			if t := pattern.FindStringSubmatch(text); t != nil && r.Meeting.GroupTitle == "" {
				r.Meeting.GroupTitle = clean(t[1])
			}
		}
	}
	return first, last
}

// readGroup reads the group of a line: a study group by its number, in digits or words, a working party of one, or
// a group that has only a name.
func (r *reader) readGroup(text string) bool {
	if g := groupPattern.FindStringSubmatch(text); g != nil {
		r.group, _ = strconv.Atoi(g[1])
		return r.group > 0
	}
	if g := writtenGroup.FindStringSubmatch(text); g != nil {
		r.group = countWords[strings.ToLower(g[1])]
		return true
	}
	if g := partyPattern.FindStringSubmatch(text); g != nil {
		_, of, _ := strings.Cut(g[1], "/")
		r.group, r.Meeting.GroupName = number(of), "WP"+g[1]
		return r.group > 0
	}
	if g := namedGroup.FindStringSubmatch(text); g != nil && strings.Contains(strings.ToLower(text), "meeting") {
		r.Meeting.GroupName = g[1]
		return true
	}
	return false
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
