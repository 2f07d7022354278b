package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/printed"
)

var (
	// pageMark is the number of a page as it is printed alone on a line.
	pageMark = regexp.MustCompile(`(?i)^(?:[-–—] ?\d{1,3} ?[-–—]|\d{1,3} ?[-–—]|page \d{1,3}(?: ?(?:of|/) ?\d{1,3})?|\d{1,3} ?/ ?\d{1,3} ?page)$`)
	// pageOfSeries is the name of a contribution or a report of a group, as its pages carry it: "COM 17 – R 12 – E".
	pageOfSeries = regexp.MustCompile(`^COM ?\d{1,2} ?[-–] ?(?:(?:R|C|LS) ?)?\d{1,4} ?[-–] ?[EFS](?: \d{1,3})?$`)
	bareFigure   = regexp.MustCompile(`^\d{1,3}$`)
)

// marginLines is how many lines beside the number of a page are looked at.
const marginLines = 2

// takeMargins takes the headers and footers of pages out of the lines, for they stand between the rows of a table and within
// them: numbers of pages, and the lines beside them that come again, there alone.
func (d *document) takeMargins() {
	margin, beside := make([]bool, len(d.lines)), map[int]bool{}
	seen, all := map[string]int{}, map[string]int{}
	for i := range d.lines {
		all[d.lines[i].text]++
		if !d.isPageMark(i) {
			continue
		}
		margin[i] = true
		for k := max(0, i-marginLines); k <= min(len(d.lines)-1, i+marginLines); k++ {
			if k != i && !beside[k] && mayBeMargin(&d.lines[k]) {
				beside[k] = true
				seen[d.lines[k].text]++
			}
		}
	}
	for k := range beside {
		n := seen[d.lines[k].text]
		margin[k] = margin[k] || n > 1 && n == all[d.lines[k].text]
	}
	kept := d.lines[:0]
	for i, l := range d.lines {
		switch {
		case margin[i]:
			d.margins++
		case i > 0 && margin[i-1]:
			l.gap = 1
			kept = append(kept, l)
		default:
			kept = append(kept, l)
		}
	}
	d.lines = kept
}

// isPageMark says whether a line is the number of a page: by its form, or a figure alone beside the end of a page.
func (d *document) isPageMark(i int) bool {
	l := &d.lines[i]
	if l.cells != nil || len(l.text) > longestName {
		return false
	}
	endsPage := i+1 < len(d.lines) && strings.HasPrefix(d.lines[i+1].printed, "\f") || strings.HasPrefix(l.printed, "\f")
	return pageMark.MatchString(clean(l.printed)) || pageOfSeries.MatchString(l.text) || endsPage && bareFigure.MatchString(l.text)
}

// mayBeMargin says whether a line beside the number of a page may belong to it: words that are no cell and no heading.
func mayBeMargin(l *line) bool {
	if l.cells != nil || l.bullet || len(l.text) > longLine || !strings.Contains(l.text, " ") {
		return false
	}
	if f := featuresOf(l); f.decides || f.sub || f.share > 0.7 {
		return false
	}
	for _, r := range printed.Read(nil, l.text, 0, 0) {
		if r.End == len(l.text) && r.Value.TD == "" {
			return false
		}
	}
	return true
}
