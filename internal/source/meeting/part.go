package meeting

import (
	"regexp"
	"strings"
)

// partKind is what a part of a report is about, told by its heading alone.
type partKind int

const (
	frontPart partKind = iota // before any heading
	hotTopicsPart
	workshopPart
	outputPart
	nextPart
	bridgingPart
	tutorialPart
	groupsPart
	inputPart
	absentPart
	annexPart    // an annex whose title has not come yet, or says nothing about decisions
	decisionPart // a table of decisions
	afterPart    // what follows a table without a heading
	otherPart
)

// part is a heading and the lines up to the next one.
type part struct {
	kind    partKind
	section *section // of a decisionPart
	heading string   // as printed, with single spaces
	at      int      // index of the heading's line, -1 where there is none
	from    int      // index of the first line after it
	to      int      // index after the last line
}

var (
	enumerator = regexp.MustCompile(`^(?:\(?([a-z])\)|([a-z])\.|(\d{1,2}(?:\.\d{1,2})*)[.)]?|([IVX]{1,4})[.)])\s+`)
	annexTitle = regexp.MustCompile(`(?i)^(?:annex|attachment|appendix) [A-Z0-9]{1,2}(?:\s*[:.–—-]\s*|\s+|$)(.*)$`)
	footnote   = regexp.MustCompile(`^(?:\(\d\)|\[\d\]|[¹²³])\s`)
	introWords = regexp.MustCompile(`(?i)^(?:the|at|these|this|during|in|it|details|see|note|following)\b`)

	hotHeading      = regexp.MustCompile(`(?i)^hot topics?\b`)
	outputHeading   = regexp.MustCompile(`(?i)^(?:(?:main|major)\b.*\b(?:accomplishments?|results?|outcomes?)|(?:the )?meeting (?:out?put|results|outcomes?)s?)\b`)
	nextHeading     = regexp.MustCompile(`(?i)^(?:next|future|upcoming|forthcoming|interim)\b.*\b(?:meetings?|RGMs?)\b`)
	bridgingHeading = regexp.MustCompile(`(?i)^(?:bridging the standardi[sz]ation gap|BSG)\b`)
	tutorialHeading = regexp.MustCompile(`(?i)^tutorials?\b`)
	groupsHeading   = regexp.MustCompile(`(?i)^(?:(?:ITU-T )?SG ?\d+ )?correspondence groups?\b`)
	inputHeading    = regexp.MustCompile(`(?i)^(?:meeting inputs?|organi[sz]ation of the meeting|(?:meeting )?statistics|participation|meeting participation)\b`)
	absentHeading   = regexp.MustCompile(`(?i)^(?:absent\b.*\bvice|SG ?\d+ vice.?chair\w* (?:absent|vacanc))`)
	workshopHeading = regexp.MustCompile(`(?i)^(?:(?:joint |mini |regional )?(?:ITU(?:-T)?\b.*)?(?:workshop|symposium|forum|webinar)|ITU(?:-T)? .{0,40}(?:workshop|symposium|webinar))\b`)
)

var frontHeadings = []struct {
	kind    partKind
	pattern *regexp.Regexp
}{
	{hotTopicsPart, hotHeading}, {outputPart, outputHeading}, {nextPart, nextHeading}, {bridgingPart, bridgingHeading},
	{tutorialPart, tutorialHeading}, {groupsPart, groupsHeading}, {inputPart, inputHeading}, {absentPart, absentHeading},
	{workshopPart, workshopHeading},
}

// divide splits the document into parts: the tables of decisions, and what is between them at its headings.
func (d *document) divide(sections []*section) []part {
	parts := []part{{kind: frontPart, at: -1}}
	begin := func(p part, i int) {
		parts[len(parts)-1].to = i
		parts = append(parts, p)
	}
	for i := 0; i < len(d.lines); i++ {
		if len(sections) > 0 && sections[0].at == i {
			s := sections[0]
			sections = sections[1:]
			begin(part{kind: decisionPart, section: s, heading: s.heading, at: i, from: i + 1}, i)
			if i = s.to; i < len(d.lines) && (len(sections) == 0 || sections[0].at > i) {
				if _, ok := d.headingAt(i, frontPart); !ok {
					begin(part{kind: afterPart, at: -1, from: i}, i)
				}
			}
			i--
			continue
		}
		if p, ok := d.headingAt(i, parts[len(parts)-1].kind); ok {
			p.at, p.from = i, i+1
			begin(p, i)
		}
	}
	parts[len(parts)-1].to = len(d.lines)
	return parts
}

// headingAt says whether a line begins a new part that is no table of decisions.
func (d *document) headingAt(i int, current partKind) (part, bool) {
	l := &d.lines[i]
	if l.bullet && !l.heading || len(l.cells) > 0 || len(l.text) > 300 || footnote.MatchString(l.text) {
		return part{}, false
	}
	text := l.text
	if m := annexTitle.FindStringSubmatch(text); m != nil && isAnnexTitle(text, m[1]) {
		return part{kind: annexPart, heading: text}, true
	}
	p, numbered := part{heading: text}, false
	if m := enumerator.FindStringSubmatch(text); m != nil {
		numbered = m[3] != ""
		text = text[len(m[0]):]
	}
	words := len(strings.Fields(text))
	for _, h := range frontHeadings {
		if !h.pattern.MatchString(text) || isSentence(text) || h.kind == workshopPart && (numbered || current == annexPart) || h.kind == nextPart && words > 12 {
			continue
		}
		p.kind = h.kind
		return p, true
	}
	if l.heading || strings.HasSuffix(text, ":") && words <= 10 && current != frontPart && !introWords.MatchString(text) && !strings.ContainsAny(text[:len(text)-1], ":.") {
		p.kind = otherPart
		return p, current != frontPart
	}
	return part{}, false
}

func isAnnexTitle(text, title string) bool {
	return len(strings.Fields(text)) <= 20 && (title == "" || title[0] < 'a' || title[0] > 'z')
}

var plainVerb = regexp.MustCompile(`(?i) (?:is|are|was|were|will|has|have|had|been|should|can|agreed|decided|discussed|noted|reviewed) `)

// isSentence tells running prose from names, titles and headings.
func isSentence(text string) bool {
	words := len(strings.Fields(text))
	return words > 6 && plainVerb.MatchString(text) && strings.HasSuffix(strings.TrimRight(text, " )”\"'"), ".") || words > 60
}
