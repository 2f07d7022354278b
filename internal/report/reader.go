package report

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"rapporteur/internal/standards"
)

// reader gathers what one document says.
type reader struct {
	*document
	*Report
	group int // the report's study group
	rows  []*tableRow
	marks map[string]standards.ActionKind

	tables     []tableCount
	tableRead  map[standards.ActionKind]bool // whether a table of the kind was read
	claims     []statedClaim                 // of the meeting's output
	intros     []statedClaim                 // above the tables
	outputs    int                           // all texts, as stated
	outputLine *line

	figures    *standards.Statistics
	regionsAt  *line
	workshopAt int // the event that a line about attendance is of, from 1

	interim        []int // indexes of the interim meetings among those announced
	interimColumns []column
	lastPlenary    int // among those announced, from 1
	rgmQuestions   int
	rgmMeetings    int
	rgmLine        *line
}

type tableCount struct {
	part *part
	rows int
}

// report reads the whole document.
func (d *document) report() (*Report, error) {
	r := &reader{document: d, Report: &Report{Format: d.format, LineCount: d.count}}
	r.heading()
	r.legend()
	parts := d.divide()
	for i := range parts {
		r.read(&parts[i])
	}
	if len(r.Sections) == 0 && (r.Meeting.Start == "" || r.group == 0) {
		return nil, ErrNotRecognised
	}
	r.infer()
	r.interimQuestions()
	r.check()
	r.checkFigures()
	r.checkInterim()
	if r.figures != nil && !reflect.ValueOf(*r.figures).IsZero() {
		r.Meeting.Statistics = r.figures
	}
	r.unreadLines()
	r.sortWarnings()
	return r.Report, nil
}

func (r *reader) read(p *part) {
	if p.at >= 0 {
		r.lines[p.at].use = max(r.lines[p.at].use, boilerplate)
	}
	switch p.kind {
	case decisionPart:
		r.decisions(p)
		return
	case nextPart:
		r.next(p)
	case workshopPart:
		r.workshop(p)
		r.front(p)
		r.workshopAt = 0
	case tutorialPart:
		r.eventLine(p, &r.lines[p.at])
		r.front(p)
	default:
		r.front(p)
	}
	if p.at >= 0 {
		r.section(p, 0)
	}
}

// section records a part that has a heading.
func (r *reader) section(p *part, rows int) {
	s := Section{Heading: p.heading, Kind: p.action, FirstLine: r.lines[p.at].first, LastLine: r.lines[p.to-1].last, Rows: rows}
	if p.kind == annexPart && s.LastLine == s.FirstLine {
		return // the title behind it is the section
	}
	r.Sections = append(r.Sections, s)
}

func (r *reader) front(p *part) {
	titled := p.kind != annexPart
	for i := p.from; i < p.to; i++ {
		l := &r.lines[i]
		if l.use != unread {
			continue
		}
		if !titled {
			titled = true
			if known, total := vocabularyShare(l.text); !l.bullet && (known*2 >= total || len(l.text) < 120) && !isSentence(l.text) {
				l.use = boilerplate // the annex's title
				continue
			}
		}
		r.frontLine(p, i)
	}
}

// frontLine reads a line outside the tables.
func (r *reader) frontLine(p *part, i int) {
	l := &r.lines[i]
	switch {
	case len(l.cells) > 0 || len(l.text) > longestLine:
		return
	case p.kind == hotTopicsPart && l.bullet:
		r.Meeting.HotTopics = append(r.Meeting.HotTopics, l.text)
	case r.attendanceLine(l):
	case r.groupLine(p, l):
	case r.statisticsLine(p, l):
		if r.regionsAt == nil && r.figures.ContributionsByRegion != nil {
			r.regionsAt = l
		}
	case (p.kind == outputPart || p.kind == nextPart) && r.claimLine(l):
	case r.eventLine(p, l):
	case p.kind == absentPart && l.bullet && r.absentItem(l):
	case furniture.MatchString(l.text), strings.HasSuffix(l.text, ":") && groupsAhead.MatchString(l.text):
		l.use = boilerplate
		return
	default:
		return
	}
	l.use = fact
}

var (
	groupsAhead = regexp.MustCompile(`(?i)\bcorrespondence groups\b`)
	// furniture is what a page prints around its text.
	furniture = regexp.MustCompile(`(?i)^(?:(?:- ?)?\d{1,3}(?: ?-)?|page \d+(?: of \d+)?|©.*|copyright\b.*|.{0,20}all rights reserved.?|(?:last )?updated ?:.*|top|print|feedback|contact us|back to top|_+|=+)$`)
)

// checkInterim compares the stated number of interim meetings with those read.
func (r *reader) checkInterim() {
	if r.rgmLine == nil {
		return
	}
	named := map[Question]bool{}
	for _, i := range r.interim {
		for _, q := range r.Announced[i].Questions {
			named[q] = true
		}
	}
	if len(r.interim) == 0 && r.rgmMeetings > 0 {
		r.warn("CLAIM", fmt.Sprintf("the report states %d interim meetings of %d Questions; no list of them was read", r.rgmMeetings, r.rgmQuestions), r.rgmLine)
	} else if len(r.interim) != r.rgmMeetings || len(named) != r.rgmQuestions {
		r.warn("CLAIM", fmt.Sprintf("the report states %d interim meetings of %d Questions; it lists %d of %d", r.rgmMeetings, r.rgmQuestions, len(r.interim), len(named)), r.rgmLine)
	}
}
