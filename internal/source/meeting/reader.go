// Package meeting reads reports and executive summaries of meetings: the meeting, what it decided about texts, the
// meetings it announced. A table of decisions is read as a whole: one programme finds the division of the text into
// rows and cells that explains all of it best. It must not know how facts become a graph.
package meeting

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Reader reads reports of meetings.
type Reader struct {
	// Known is the catalogue that settles names to which other cells stick; nil where there is none.
	Known source.Known
}

// guessed is the number of lines that Guess looks at.
const guessed = 200

// Guess is certain of a document whose heading names a meeting of a group, less of one that only has a table of
// decisions.
func (Reader) Guess(d *layout.Document) source.Certainty {
	certainty := source.Certainty(0.1)
	for i := range d.Lines[:min(len(d.Lines), guessed)] {
		l := &d.Lines[i]
		text := l.Text[:min(len(l.Text), longLine*5)]
		switch {
		case circularHead.MatchString(text):
			return 0
		case reportTitle.MatchString(text) || groupPattern.MatchString(text) && strings.Contains(strings.ToLower(text), "meeting"):
			certainty = max(certainty, 0.8)
		case len(text) < 200:
			if _, ok := decisionOfHeading(text); ok {
				certainty = max(certainty, 0.5)
			}
		}
	}
	return certainty
}

// circularHead is the head of a letter of the bureau, which announces meetings and decides nothing.
var circularHead = regexp.MustCompile(`\bRef\.?:? ?TSB (?:Circular|Collective)|\bTSB (?:Circular|Collective(?: letter)?) \d+\b.*\bTel\b|\bTo the Administrations of Member States\b|\bDear Sir/Madam\b`)

// Read returns what a report says.
func (all Reader) Read(ctx context.Context, from *layout.Document) (*source.Facts, error) {
	d := newDocument(from)
	r := &reader{document: d, catalogue: catalogue{ask: all.Known}, Facts: &source.Facts{
		Kind: source.MeetingReport, Format: d.format(), LineCount: d.Count, Meeting: &source.Meeting{},
	}}
	return r.report(ctx)
}

// reader collects what one document says.
type reader struct {
	*document
	*source.Facts
	catalogue catalogue
	group     int // the report's study group
	rows      []*statement
	marks     map[string]standards.ActionKind

	inHeading map[int]bool // lines that name the meeting

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
	section *section
	rows    int
}

// report reads the whole document.
func (r *reader) report(ctx context.Context) (*source.Facts, error) {
	sections, err := r.sections(ctx)
	if err != nil {
		return nil, err
	}
	r.heading(sections)
	r.legend()
	for _, p := range r.divide(sections) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.read(ctx, &p); err != nil {
			return nil, err
		}
	}
	if len(r.rows) == 0 && (r.Meeting.Start == "" || r.group == 0 && r.Meeting.GroupName == "") {
		return nil, source.ErrNotRecognised
	}
	r.infer()
	r.interimQuestions()
	r.check()
	r.checkFigures()
	r.checkInterim()
	if r.figures != nil && !reflect.ValueOf(*r.figures).IsZero() {
		r.Meeting.Statistics = r.figures
	}
	r.Date = r.Meeting.End
	r.unreadLines()
	r.sortWarnings()
	return r.Facts, nil
}

func (r *reader) read(ctx context.Context, p *part) error {
	if p.kind == decisionPart {
		return r.readSection(ctx, p.section)
	}
	if p.at >= 0 {
		r.lines[p.at].use = max(r.lines[p.at].use, boilerplate)
	}
	switch p.kind {
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
		r.partSection(p)
	}
	return nil
}

// partSection records a part that has a heading.
func (r *reader) partSection(p *part) {
	s := source.Section{Heading: p.heading, FirstLine: r.lines[p.at].first, LastLine: r.lines[p.to-1].last}
	if p.kind == annexPart && s.LastLine == s.FirstLine {
		return // the title behind it is the section
	}
	r.Sections = append(r.Sections, s)
}

func (r *reader) front(p *part) {
	titled := p.kind != annexPart
	for i := p.from; i < p.to; i++ {
		l := &r.lines[i]
		if l.use == fact && r.inHeading[i] {
			r.statisticsLine(p, l)
			r.claimLine(p, l)
			continue
		}
		if l.use != unread {
			continue
		}
		if !titled {
			titled = true
			if known, total := procedureShare(l.text); !l.bullet && (known*2 >= total || len(l.text) < 120) && !isSentence(l.text) {
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
	case r.proseDecision(p, i):
	case r.claimLine(p, l):
	case r.eventLine(p, l):
	case p.kind == absentPart && l.bullet && r.absentItem(l):
	case isFurniture(l.text):
		l.use = boilerplate
		return
	default:
		return
	}
	l.use = fact
}

var (
	groupsAhead = regexp.MustCompile(`(?i)\bcorrespondence groups\b.*:$`)
	// furniture is what a page prints around its text.
	furniture = regexp.MustCompile(`(?i)^(?:(?:- ?)?\d{1,3}(?: ?-)?|page \d+(?: of \d+)?|©.*|copyright\b.*|.{0,20}all rights reserved.?|(?:last )?updated ?:.*|top|print|feedback|contact us|back to top|_+|=+)$`)
	asides    = regexp.MustCompile(`(?i)^(?:none|nil|no texts?|not applicable|n/a)[.:]?(?: at this meeting)?\.?$|^(?:these|this|notes?\b|the following|the above|\*+ ?note|see (?:tsb|last call|aap|also|the)|the sg ?\d+ plenary)`)
)

// isFurniture says whether a line says no fact by itself wherever it stands.
func isFurniture(text string) bool {
	return furniture.MatchString(text) || footnote.MatchString(text) || groupsAhead.MatchString(text)
}

// isAside says whether a line within a table of decisions says no fact by itself: a note or a pointer.
func isAside(text string) bool {
	return isFurniture(text) || asides.MatchString(text) && len(strongToken.FindAllStringIndex(text, 2)) < 2
}

// frontNote reads a line within a table that is no row: the report's legend of marks, or a figure.
func (r *reader) frontNote(i int) bool {
	return furniture.MatchString(r.lines[i].text) || following.MatchString(r.lines[i].text)
}

// checkInterim compares the stated number of interim meetings with those read.
func (r *reader) checkInterim() {
	if r.rgmLine == nil {
		return
	}
	named := map[source.Question]bool{}
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
