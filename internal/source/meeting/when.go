package meeting

import (
	"regexp"
	"strings"
)

var (
	remotePlace  = regexp.MustCompile(`(?i)^(?:(?:fully )?virtual(?: meeting)?|e-?meeting|e-?plenary|electronic meeting|online|remote(?: meeting)?|fully remote|virtually)$`)
	placeWords   = regexp.MustCompile(`^[\p{Lu}][\p{L}.’'-]+(?: (?:[\p{Lu}][\p{L}.’'-]*|de|la|do|del|of|the|y|and)){0,3}$`)
	notPlace     = regexp.MustCompile(`(?i)\b(?:meetings?|ITU-T|executive|summary|study|group|period|joint|decisions?|made|quality|performance|recommendations?|report|results?|committed|note|plenary|session|circular|collective|annex|part|questions?|opening|closing|SG\d*|WP\d*|draft|security|services?|networks?|last|first|second|third|fourth|fifth|dates?|held|during|resolution|document|TD|contribution|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|from|january|february|march|april|may|june|july|august|september|october|november|december)\b`)
	placeLead    = regexp.MustCompile(`(?i)^(?:(?:was |were |will be )?(?:held|met|took place|taking place|meeting|convened)\b.*?\b)?(?:physically )?(?:in|at|and|the|,)\s+`)
	placeTail    = regexp.MustCompile(`(?i)[\s,]+(?:from|on|between|during|dated|the|of|\()$`)
	meetingWord  = regexp.MustCompile(`(?i)\b(?:meeting|plenary|session|held|met|summary)\b`)
	otherDate    = regexp.MustCompile(`(?i)\b(?:circular|collective|dated|updated|as of|deadline|by|since|until|approved on|next|future|workshop|webinar|tutorial|will take place|study period|published|announced|decision made on|last update|copyright|circular letter|contribution|previous|from the|last (?:ITU-T )?(?:SG ?\d+ |study group \d+ )?meeting)\b[^.]{0,30}$`)
	twoParts     = regexp.MustCompile(`(?i)\b` + dayPattern + `(?:\s+(` + monthPattern + `))?\s*(?:[-–—]|to)\s*` + dayPattern + `\s+(` + monthPattern + `),?\s*(?:and|&|;|,)\s.{0,60}$`)
	person       = regexp.MustCompile(`(?i)\b(?:chair(?:man|woman|person)?|rapporteur|mr|ms|mrs|dr|prof)\b`)
	closedBefore = regexp.MustCompile(`\([^()]*\)`)
)

// dated are the dates of a heading, and how well they fit the report's own meeting.
type dated struct {
	dates
	first, last int // indexes of the lines
	place       string
	remote      bool
	fit         float64
}

// bestDates finds the dates of the report's own meeting: a period beside its place, in a line that speaks of a
// meeting, before a single day, before a month.
func (r *reader) bestDates(zone []int) *dated {
	var best *dated
	for k, i := range zone {
		text, last := r.lines[i].text[:min(len(r.lines[i].text), longLine*10)], i
		d := r.datesOf(text, i, last)
		if k+1 < len(zone) && zone[k+1] == i+1 && len(text) < longLine*3 { // dates over two lines
			if joined := r.datesOf(text+" "+r.lines[i+1].text, i, i+1); joined != nil && joined.from < len(text) && joined.to > len(text) {
				d = joined
			}
		}
		if d == nil {
			continue
		}
		d.fit -= 0.02 * float64(k)
		if d.fit > 0 && (best == nil || d.fit > best.fit) {
			best = d
		}
	}
	if best == nil {
		return nil
	}
	if best.place == "" && !best.remote { // the place may stand alone beside the dates
		for _, i := range []int{best.last + 1, best.first - 1} {
			if i >= 0 && i < len(r.lines) && len(strings.Fields(r.lines[i].text)) <= 4 && !r.lines[i].bullet {
				if place, remote := placeName(strings.Trim(r.lines[i].text, " ,()")); place != "" && knownCity(place) || remote {
					best.place, best.remote = place, remote
					break
				}
			}
		}
	}
	return best
}

// knownCity says whether a line of few words reads as a place: "Geneva", "Geneva, Switzerland".
func knownCity(place string) bool { return strings.Count(place, " ") < 3 }

// datesOf reads the best dates of a text.
func (r *reader) datesOf(text string, first, last int) *dated {
	var best *dated
	for from := 0; from < len(text); {
		found, ok := findDates(text[from:])
		if !ok {
			break
		}
		found.from, found.to = found.from+from, found.to+from
		d := &dated{dates: found, first: first, last: last}
		d.twoParts(text)
		d.place, d.remote = placeAround(text, d.dates)
		if d.fit = d.fits(text); best == nil || d.fit > best.fit {
			best = d
		}
		from = found.to
	}
	return best
}

// twoParts lets a meeting in two parts begin with the first: "25-28 August and Geneva, 1-5 September 2025".
func (d *dated) twoParts(text string) {
	if len(d.start) < 10 {
		return
	}
	m := twoParts.FindStringSubmatch(text[:d.from])
	if m == nil {
		return
	}
	in := m[2]
	if in == "" {
		in = m[4]
	}
	if start := day(string(d.start[:4]), in, m[1]); start != "" && start < d.start {
		d.start = start
	}
}

// fits is how well dates fit the report's own meeting.
func (d *dated) fits(text string) float64 {
	fit := 0.0
	switch {
	case len(d.start) == 10 && d.end != d.start && d.end != "":
		fit = 4
	case len(d.start) == 10:
		fit = 1.5
	case len(d.start) == 7:
		fit = 0.5
	default:
		return -1
	}
	if meetingWord.MatchString(text) {
		fit++
	}
	if groupPattern.MatchString(text) || reportTitle.MatchString(text) {
		fit += 0.5
	}
	if reportTitle.MatchString(text[:d.from]) {
		fit++
	}
	if d.place != "" || d.remote {
		fit += 0.7
	}
	if otherDate.MatchString(text[:d.from]) {
		fit -= 4
	}
	if isSentence(text) {
		fit -= 0.5
	}
	return fit
}

// placeAround is the place named beside dates: in their brackets, before them, else behind them.
func placeAround(text string, found dates) (place string, remote bool) {
	before := closedBefore.ReplaceAllString(text[:found.from], " , ")
	segments := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(",;():/", r) })
	for k := len(segments) - 1; k >= 0 && k >= len(segments)-3; k-- {
		if place, remote := placeName(segments[k]); place != "" || remote {
			if k > 0 && !remote { // the country stands behind the place
				if city, _ := placeName(segments[k-1]); city != "" {
					return city, false
				}
			}
			return place, remote
		}
	}
	if person.MatchString(text[found.to:min(len(text), found.to+80)]) {
		return "", false
	}
	after := strings.FieldsFunc(text[found.to:], func(r rune) bool { return strings.ContainsRune(",;()/", r) })
	for k, segment := range after {
		if k > 1 {
			break
		}
		if place, remote := placeName(segment); place != "" || remote {
			return place, remote
		}
	}
	return "", false
}

// placeName reads a place between commas: "held in Geneva", "ITU Headquarters from".
func placeName(segment string) (place string, remote bool) {
	segment = strings.Trim(clean(segment), " :.-–—\"'")
	for range 2 {
		segment = strings.TrimSpace(placeTail.ReplaceAllString(segment, ""))
	}
	if at := strings.LastIndex(segment, " in "); at >= 0 && meetingWord.MatchString(segment[:at]) {
		segment = segment[at+4:]
	}
	segment = placeLead.ReplaceAllString(segment, "")
	if remotePlace.MatchString(segment) {
		return "", true
	}
	if segment == "" || notPlace.MatchString(segment) || !placeWords.MatchString(segment) {
		return "", false
	}
	return segment, false
}
