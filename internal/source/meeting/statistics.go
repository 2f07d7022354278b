package meeting

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

var (
	participants  = regexp.MustCompile(`(?i)\b(\d+) (?:participants|attendees|delegates)\b`)
	announced     = regexp.MustCompile(`(?i)\b(\d+) (?:announced|pre-?registered|registered)\b`)
	countries     = regexp.MustCompile(`(?i)\b(\d+) (?:countries|member states)\b`)
	sectorMembers = regexp.MustCompile(`(?i)\b(\d+) sector members?\b`)
	associates    = regexp.MustCompile(`(?i)\b(\d+) associates?\b`)
	academia      = regexp.MustCompile(`(?i)\b(\d+) academi\w+`)
	experts       = regexp.MustCompile(`(?i)\b(\d+) invited experts?\b`)
	fellowships   = regexp.MustCompile(`(?i)\b(\d+) (?:(\w+) )?fellowships?(?: (?:were|was))? granted:?\s*(?:to )?(.*)$`)
	newStates     = regexp.MustCompile(`(?i)\b(\d+) new member states?[^:]*:\s*(.+)$`)
	absentCount   = regexp.MustCompile(`(?i)vice.?chair(?:men|man|persons?|s)? absent \((\d+)\s*(?:/|of)\s*(\d+)\):?\s*(.+)$`)
	personIn      = regexp.MustCompile(`([^,();]+?)\s*\(([^()]+)\)`)
	pastMeetings  = regexp.MustCompile(`(?i)\((?:past|previous|last) meetings?:?\s*([\d,\s]+)\)`)
	oneBefore     = regexp.MustCompile(`(?i)\((\d+) last time\b`)
	leading       = regexp.MustCompile(`(?i)^(?:(?:no\. of |number of )?(?:contributions?|TDs?|sessions?)\s*[:#]?\s*)?(\d+)\b`)
	incoming      = regexp.MustCompile(`(?i)\b(\d+) incoming liaison`)
	outgoing      = regexp.MustCompile(`(?i)\b(\d+) outgoing liaison`)
	sessionCount  = regexp.MustCompile(`(?i)^(\d+) sessions\b`)
	honorific     = regexp.MustCompile(`^(?:Mr|Ms|Mrs|Dr|Prof)\.?\s+`)
)

// statisticsLine reads a line of figures.
func (r *reader) statisticsLine(p *part, l *line) bool {
	text := l.text
	if len(text) > 4000 || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	lower := strings.ToLower(text)
	has := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(lower, word) {
				return true
			}
		}
		return false
	}
	s := r.statistics()
	switch {
	case has("fellowship") && r.fellowshipLine(s, text):
	case has("new member state") && r.newStatesLine(s, text):
	case has("absent") && r.absentLine(s, l):
	case has("contribution") && has("from") && r.regionLine(s, text):
	case has("sessions") && sessionCount.MatchString(text):
		series := seriesIn(text)
		if has("remote participation") {
			s.RemoteSessions = series
		} else {
			s.Sessions = series
		}
	case strings.HasPrefix(text, "TDs") && leading.MatchString(text):
		s.Documents = seriesIn(text)
		s.IncomingLiaisons, s.OutgoingLiaisons = figure(incoming, text, s.IncomingLiaisons), figure(outgoing, text, s.OutgoingLiaisons)
	case has("liaison") && (incoming.MatchString(text) || outgoing.MatchString(text)):
		s.IncomingLiaisons, s.OutgoingLiaisons = figure(incoming, text, s.IncomingLiaisons), figure(outgoing, text, s.OutgoingLiaisons)
	case s.Contributions == nil && (strings.HasPrefix(lower, "contribution") || p.kind == inputPart && pastMeetings.MatchString(text)) && leading.MatchString(text):
		s.Contributions = seriesIn(text)
	case participants.MatchString(text) && !has("circular", "workshop"):
		s.Participants, s.Announced = figure(participants, text, nil), figure(announced, text, nil)
		s.Countries, s.SectorMembers = figure(countries, text, nil), figure(sectorMembers, text, nil)
		s.Associates, s.Academia = figure(associates, text, nil), figure(academia, text, nil)
		s.InvitedExperts = figure(experts, text, nil)
	default:
		return false
	}
	return true
}

func (r *reader) statistics() *standards.Statistics {
	if r.figures == nil {
		r.figures = &standards.Statistics{}
	}
	return r.figures
}

func figure(pattern *regexp.Regexp, text string, otherwise *int) *int {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return otherwise
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return otherwise
	}
	return &n
}

// seriesIn is the figure at the beginning of a text, with those of the meetings before where they are listed.
func seriesIn(text string) *standards.Series {
	total := figure(leading, text, nil)
	if total == nil {
		return nil
	}
	s := &standards.Series{Total: *total}
	if m := pastMeetings.FindStringSubmatch(text); m != nil {
		for field := range strings.SplitSeq(m[1], ",") {
			if n, err := strconv.Atoi(strings.TrimSpace(field)); err == nil {
				s.Previous = append(s.Previous, n)
			}
		}
	} else if before := figure(oneBefore, text, nil); before != nil {
		s.Previous = []int{*before}
	}
	return s
}

// names are the parts of a list with commas and a last "and".
func names(list string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(list, " and ", ","), ",") {
		if part = strings.Trim(clean(part), " ."); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func (r *reader) fellowshipLine(s *standards.Statistics, text string) bool {
	m := fellowships.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	granted, _ := strconv.Atoi(m[1])
	s.Fellowships = &standards.Fellowships{Granted: granted, Countries: names(m[3])}
	if m[2] != "" {
		s.Fellowships.Kind = &m[2]
	}
	return true
}

func (r *reader) newStatesLine(s *standards.Statistics, text string) bool {
	m := newStates.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	s.NewMemberStates = names(m[2])
	return true
}

func (r *reader) absentLine(s *standards.Statistics, l *line) bool {
	m := absentCount.FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	for _, person := range personIn.FindAllStringSubmatch(m[3], -1) {
		name := honorific.ReplaceAllString(strings.TrimPrefix(clean(person[1]), "and "), "")
		s.Absentees = append(s.Absentees, absentee(name, clean(person[2])))
	}
	if stated, _ := strconv.Atoi(m[1]); stated != len(s.Absentees) {
		r.warn("CLAIM", fmt.Sprintf("the report states %d vice-chairmen absent; it names %d", stated, len(s.Absentees)), l)
	}
	return true
}

var absentPerson = regexp.MustCompile(`\b(?:Mr|Ms|Mrs|Dr)\.? ([^,(]+?)\s*(?:\(([^()]+)\)|,\s*([A-Z][\w ]*?)),\s*SG ?\d+ vice`)

// absentItem reads one of a list of absent vice-chairmen: "Mr Name (Country), SG17 vice chairman".
func (r *reader) absentItem(l *line) bool {
	m := absentPerson.FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	s := r.statistics()
	s.Absentees = append(s.Absentees, absentee(clean(m[1]), m[2]+m[3]))
	return true
}

func absentee(name, represents string) *standards.Role {
	present := false
	role := &standards.Role{Name: name, Title: "vice-chairman", Present: &present}
	if represents != "" {
		role.Represents = &represents
	}
	return role
}
