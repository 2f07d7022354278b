package meeting

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

const (
	monthPattern   = `(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`
	weekdayPattern = `(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?`
	dayPattern     = `(\d{1,2})(?:st|nd|rd|th)?`
	yearPattern    = `((?:19|20)\d\d)`
	dashPattern    = `\s*(?:[-‐‑‒–—−]|to|until|till|au)\s*`
)

// The forms of a date, the fullest first: each group in order is day, month, year of the start, then of the end.
var (
	rangePattern = regexp.MustCompile(`(?i)` + weekdayPattern + dayPattern + `(?:\s+(` + monthPattern + `))?(?:,?\s+` + yearPattern + `)?` + dashPattern +
		weekdayPattern + dayPattern + `\s+(` + monthPattern + `),?\s+` + yearPattern)
	americanPattern = regexp.MustCompile(`(?i)(` + monthPattern + `)\s+` + dayPattern + `(?:` + dashPattern + `(?:(` + monthPattern + `)\s+)?` + dayPattern + `)?,?\s+` + yearPattern)
	dayFormPattern  = regexp.MustCompile(`(?i)` + weekdayPattern + dayPattern + `\s+(` + monthPattern + `),?\s+` + yearPattern)
	monthForm       = regexp.MustCompile(`(?i)(` + monthPattern + `),?\s+` + yearPattern)
	isoRange        = regexp.MustCompile(`\b` + yearPattern + `-(\d\d)-(\d\d)(?:` + dashPattern + `|/)(?:(?:` + yearPattern + `-)?(\d\d)-)?(\d\d)\b`)
	figureRange     = regexp.MustCompile(`\b(\d{1,2})[./](\d{1,2})[./]` + yearPattern + dashPattern + `(\d{1,2})[./](\d{1,2})[./]` + yearPattern + `\b`)
	figureDay       = regexp.MustCompile(`\b(?:(\d{1,2})\.?` + dashPattern + `)?(\d{1,2})\.(\d{1,2})\.` + yearPattern + `\b`)
	isoForm         = regexp.MustCompile(yearPattern + `-(\d\d)(?:-(\d\d))?`)
	alternative     = regexp.MustCompile(`(?i)(?:\bor|/)\s*$`)
	weekOf          = regexp.MustCompile(`(?i)\bweek (?:of|starting)\s*$`)
	undecided       = regexp.MustCompile(`(?i)\b(?:tbd|tbc|to be (?:confirmed|decided|determined|announced))\b`)
)

// dates are a period as printed: of days, of months, or one of them alone.
type dates struct {
	start, end standards.PartialDate
	from, to   int // where it stands in the text
	doubt      string
}

// findDates reads the first period in a text. Of alternatives ("May or June 2019") only what they share is kept.
func findDates(text string) (dates, bool) {
	if len(text) > longestLine || !strings.Contains(text, "20") && !strings.Contains(text, "19") {
		return dates{}, false
	}
	found, ok := firstDates(text)
	if !ok {
		return found, false
	}
	before := text[:found.from]
	switch {
	case alternative.MatchString(before):
		found.start = widen(found.start, found.end)
		found.end = found.start
		found.doubt = "several dates are printed as alternatives; what they share is kept"
	case weekOf.MatchString(before):
		found.end = ""
		found.doubt = "some days of the week that begins at the date"
	}
	return found, true
}

func firstDates(text string) (dates, bool) {
	best := dates{from: len(text) + 1}
	offer := func(d dates, m []int) {
		if d.from, d.to = m[0], m[1]; d.start != "" && d.from < best.from {
			best = d
		}
	}
	if m := rangePattern.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		if g[1] == "" {
			g[1] = g[4]
		}
		if g[2] == "" {
			g[2] = g[5]
			if month(g[1]) > month(g[4]) {
				g[2] = strconv.Itoa(number(g[5]) - 1)
			}
		}
		offer(dates{start: day(g[2], g[1], g[0]), end: day(g[5], g[4], g[3])}, m)
	}
	if m := americanPattern.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		offer(dates{start: day(g[4], g[0], g[1]), end: day(g[4], cmp.Or(g[2], g[0]), cmp.Or(g[3], g[1]))}, m)
	}
	if m, d := figureDates(text); m != nil {
		offer(d, m)
	}
	if m := dayFormPattern.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		on := day(g[2], g[1], g[0])
		offer(dates{start: on, end: on}, m)
	}
	if m := isoForm.FindStringSubmatchIndex(text); m != nil {
		if on, err := standards.ParsePartialDate(text[m[0]:m[1]]); err == nil {
			offer(dates{start: on, end: on}, m)
		}
	}
	if m := monthForm.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		in := standards.PartialDate(fmt.Sprintf("%s-%02d", g[1], month(g[0])))
		offer(dates{start: in, end: in}, m)
	}
	return best, best.from <= len(text)
}

// figureDates reads a period without names of months: "2009-02-02 - 2009-02-06", "2009-02-02/06", "02.02.2009 - 06.02.2009",
// "2-6.2.2009". Between slashes the day is the figure that differs.
func figureDates(text string) ([]int, dates) {
	if m := isoRange.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		return m, dates{start: figures(g[0], g[1], g[2]), end: figures(cmp.Or(g[3], g[0]), cmp.Or(g[4], g[1]), g[5])}
	}
	if m := figureRange.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		if g[0] == g[3] && g[1] != g[4] {
			g[0], g[1], g[3], g[4] = g[1], g[0], g[4], g[3]
		}
		return m, dates{start: figures(g[2], g[1], g[0]), end: figures(g[5], g[4], g[3])}
	}
	if m := figureDay.FindStringSubmatchIndex(text); m != nil {
		g := groups(text, m)
		return m, dates{start: figures(g[3], g[2], cmp.Or(g[0], g[1])), end: figures(g[3], g[2], g[1])}
	}
	return nil, dates{}
}

// figures is a date of figures, empty where there is no such day.
func figures(year, month, dayOfMonth string) standards.PartialDate {
	d, err := standards.ParsePartialDate(fmt.Sprintf("%s-%02d-%02d", year, number(month), number(dayOfMonth)))
	if err != nil {
		return ""
	}
	return d
}

func groups(text string, m []int) []string {
	g := make([]string, 0, len(m)/2)
	for i := 2; i < len(m); i += 2 {
		if m[i] < 0 {
			g = append(g, "")
			continue
		}
		g = append(g, text[m[i]:m[i+1]])
	}
	return g
}

// monthNames are the beginnings of the names of months, in English and French.
var monthNames = [...]string{"jan", "feb fev fév", "mar", "apr avr", "may mai", "jun juin", "jul juil", "aug aou aoû", "sep", "oct", "nov", "dec déc"}

// month is the number of a month by its name, 0 where no month has it.
func month(name string) int {
	name = strings.ToLower(name)
	for i, names := range monthNames {
		for begin := range strings.FieldsSeq(names) {
			if strings.HasPrefix(name, begin) {
				return i + 1
			}
		}
	}
	return 0
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// day is a date, empty where there is no such day.
func day(year, monthName, dayOfMonth string) standards.PartialDate {
	d, err := standards.ParsePartialDate(fmt.Sprintf("%s-%02d-%02d", year, month(monthName), number(dayOfMonth)))
	if err != nil {
		return ""
	}
	return d
}

// widen is the next less precise date.
func widen(start, end standards.PartialDate) standards.PartialDate {
	switch {
	case len(start) == 10 && len(end) == 10 && start[:7] == end[:7]:
		return start[:7]
	case len(start) > 4:
		return start[:4]
	}
	return start
}

var monthFull = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// printDates is a period as it is printed in names: "27 August - 5 September 2019".
func printDates(start, end standards.PartialDate) string {
	switch {
	case start == "":
		return ""
	case end == "" || start == end:
		return printDate(start, 3)
	case len(start) < 10 || len(end) < 10 || start[:4] != end[:4]:
		return printDate(start, 3) + " - " + printDate(end, 3)
	case start[:7] == end[:7]:
		return printDate(start, 1) + "-" + printDate(end, 3)
	}
	return printDate(start, 2) + " - " + printDate(end, 3)
}

// printDate prints the first parts of a date, the day being the first.
func printDate(d standards.PartialDate, parts int) string {
	var printed []string
	if len(d) == 10 {
		printed = append(printed, strings.TrimLeft(string(d[8:]), "0"))
	}
	if len(d) >= 7 {
		if m := number(string(d[5:7])); m >= 1 && m <= 12 {
			printed = append(printed, monthFull[m-1])
		}
	}
	if len(d) >= 4 {
		printed = append(printed, string(d[:4]))
	}
	return strings.Join(printed[:min(parts, len(printed))], " ")
}
