package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

var (
	fromList    = regexp.MustCompile(`(?i)^contributions?\s*#?\s*from:?\s*(.+)$`)
	regionItem  = regexp.MustCompile(`^([^\d():=]+?)\s*[(:]?\s*(\d+)\b`)
	regionShare = regexp.MustCompile(`\(\s*(\d+(?:\.\d+)?)\s*%\s*\)`)
)

// regionLine reads the contributions by region, some of them split by country: "APT (120 (79%) (= China 57 (38%),
// Korea 50)), Americas (16)" and "Africa: 3, Americas: 1".
func (r *reader) regionLine(s *standards.Statistics, text string) bool {
	m := fromList.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	list, _, _ := strings.Cut(m[1], ". ")
	regions := regionCounts(list, 0)
	if len(regions) == 0 {
		return false
	}
	s.ContributionsByRegion = append(s.ContributionsByRegion, regions...)
	return true
}

func regionCounts(list string, depth int) []*standards.RegionCount {
	var counts []*standards.RegionCount
	for _, item := range splitTop(list) {
		m := regionItem.FindStringSubmatch(clean(item))
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		count := &standards.RegionCount{Region: m[1], Count: n}
		own, inner, split := strings.Cut(clean(item), "(=")
		if share := regionShare.FindStringSubmatch(own); share != nil {
			percent, _ := strconv.ParseFloat(share[1], 64)
			count.Percent = &percent
		}
		if split && depth < 3 {
			count.Countries = regionCounts(closed(inner), depth+1)
		}
		counts = append(counts, count)
	}
	return counts
}

// splitTop parts a list at the commas outside brackets.
func splitTop(list string) []string {
	depth := 0
	return strings.FieldsFunc(list, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return depth <= 0 && (r == ',' || r == ';')
	})
}

// closed is a text up to the bracket that closes it.
func closed(text string) string {
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return text[:i]
			}
		}
	}
	return text
}

// checkFigures finds sums that do not come out.
func (r *reader) checkFigures() {
	s := r.figures
	if s == nil {
		return
	}
	if s.Contributions != nil && len(s.ContributionsByRegion) > 0 {
		if sum := sumOf(s.ContributionsByRegion); sum != s.Contributions.Total {
			r.warn("SUM", fmt.Sprintf("the report states %d contributions; those of the regions add up to %d", s.Contributions.Total, sum), r.regionsAt)
		}
	}
	for _, region := range s.ContributionsByRegion {
		if sum := sumOf(region.Countries); len(region.Countries) > 0 && sum != region.Count {
			r.warn("SUM", fmt.Sprintf("the report states %d contributions from %s; those of its countries add up to %d", region.Count, region.Region, sum), r.regionsAt)
		}
	}
	if f := s.Fellowships; f != nil && len(f.Countries) > 0 && f.Granted != len(f.Countries) {
		r.warn("SUM", fmt.Sprintf("the report states %d fellowships; it names %d countries", f.Granted, len(f.Countries)), nil)
	}
}

func sumOf(counts []*standards.RegionCount) int {
	sum := 0
	for _, count := range counts {
		sum += count.Count
	}
	return sum
}
