package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	circular        = regexp.MustCompile(`(?i)\b((?:TSB )?(?:Circular|Collective(?: letter)?) \d+(?:/\d+)?)\b`)
	eventBefore     = regexp.MustCompile(`(?i)\b((?:joint |mini |regional )?ITU(?:-T)? (?:mini )?(?:workshop|symposium|webinar|forum)\b[^.;:]{3,120}?)\s+The (?:event|workshop|symposium|webinar|forum) was\b`)
	attended        = regexp.MustCompile(`(?i)\battended by (\d+) participants\b`)
	ofEvent         = regexp.MustCompile(`(?i)\b(?:event|workshop|webinar|symposium|forum|tutorial|training)\b`)
	ofMeeting       = regexp.MustCompile(`(?i)\b(?:meeting|plenary|session)\b[^.]{0,60}\battended\b`)
	fromCountries   = regexp.MustCompile(`(?i)\bfrom (\d+) countries\b`)
	workshopItem    = regexp.MustCompile(`(?i)^(?:(?:a |an |the )?(?:ITU(?:-T)? )?(?:mini |joint |regional )?(?:workshop|symposium|webinar|training session))\b`)
	documentBracket = regexp.MustCompile(`\s*\([^()]*TD\s?\d[^()]*\)`)
	tutorialItem    = regexp.MustCompile(`(?i)^tutorials?\b`)
	groupItem       = regexp.MustCompile(`^(CG-[A-Za-z0-9][\w-]*|JCA-[A-Za-z0-9][\w-]*)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?\s*[:,–-]?\s*(.*)$`)
	groupStatus     = regexp.MustCompile(`(?i)\b(to continue|continued|new|re-established|established|closed|terminated|concluded|disbanded|completed)\b`)
)

// workshopHeading makes an event of a heading that names one.
func (r *reader) workshop(p *part) {
	r.Meeting.Events = append(r.Meeting.Events, source.Event{Event: standards.Event{Title: strings.TrimRight(p.heading, ": "), Kind: standards.Workshop}})
	r.workshopAt = len(r.Meeting.Events)
	r.lines[p.at].use = fact
}

// attendanceLine reads who announced an event and who came. Without a word of an event it is about the meeting.
func (r *reader) attendanceLine(l *line) bool {
	if len(l.text) > 2000 || !strings.Contains(l.text, "articipants") {
		return false
	}
	m := circular.FindStringSubmatch(l.text)
	if m == nil && (!attended.MatchString(l.text) || r.workshopAt == 0 && (!ofEvent.MatchString(l.text) || ofMeeting.MatchString(l.text))) {
		return false
	}
	if r.workshopAt == 0 {
		title := "Workshop"
		if named := eventBefore.FindStringSubmatch(l.text); named != nil {
			title = clean(named[1])
		} else if m != nil {
			title = "Workshop announced by " + m[1]
		}
		r.Meeting.Events = append(r.Meeting.Events, source.Event{Event: standards.Event{Title: title, Kind: standards.Workshop}})
		r.workshopAt = len(r.Meeting.Events)
		if strings.HasPrefix(title, "Workshop") {
			r.warn("TITLE", "the title of the event was not found", l)
		}
	}
	event := &r.Meeting.Events[r.workshopAt-1]
	if m != nil {
		event.AnnouncedBy = &m[1]
	}
	event.Participants, event.Countries = figure(attended, l.text, nil), figure(fromCountries, l.text, nil)
	if event.Participants == nil {
		event.Participants = figure(participants, l.text, nil)
	}
	return true
}

// eventLine reads an item that is a workshop or a tutorial, with the documents in its brackets.
func (r *reader) eventLine(p *part, l *line) bool {
	if len(l.text) > 300 {
		return false
	}
	kind := standards.EventKind("")
	number, text := cutRowNumber(l.text)
	numbered := number > 0
	switch {
	case tutorialItem.MatchString(text):
		kind = standards.SessionEvent
	case numbered && workshopItem.MatchString(text), l.bullet && workshopItem.MatchString(text):
		kind = standards.Workshop
	case l.bullet && p.kind == bridgingPart:
		kind = bridgingKind(text)
	default:
		return false
	}
	r.addEvent(text, kind)
	return true
}

func (r *reader) addEvent(text string, kind standards.EventKind) {
	title, tds := documentBracket.ReplaceAllString(text, ""), tdsIn(text)
	if head, rest, ok := strings.Cut(title, ":"); ok && tdAnywhere.MatchString(rest) {
		title = head
	}
	title = strings.TrimRight(clean(title), ";,.: ")
	r.Meeting.Events = append(r.Meeting.Events, source.Event{Event: standards.Event{Title: title, Kind: kind}, Documents: tds})
}

func bridgingKind(text string) standards.EventKind {
	text = strings.ToLower(text)
	switch {
	case strings.Contains(text, "training"):
		return standards.Training
	case strings.Contains(text, "session"), strings.Contains(text, "tutorial"):
		return standards.SessionEvent
	case strings.Contains(text, "gathering"):
		return standards.Gathering
	case strings.Contains(text, "workshop"):
		return standards.Workshop
	}
	return standards.OtherEvent
}

func tdsIn(text string) []source.TD {
	var all []source.TD
	for at := tdAnywhere.FindStringIndex(text); at != nil; at = tdAnywhere.FindStringIndex(text) {
		number, revision, length, ok := standards.CutTD(text[at[0]:])
		if !ok {
			return all
		}
		all, text = append(all, source.TD{Number: number, Revision: revision}), text[at[0]+length:]
	}
	return all
}

// groupLine reads a correspondence group: "CG-xss (correspondence group on ...): continued".
func (r *reader) groupLine(p *part, l *line) bool {
	if len(l.text) > 1000 || !strings.HasPrefix(l.text, "CG-") && !(p.kind == groupsPart && strings.HasPrefix(l.text, "JCA-")) {
		return false
	}
	m := groupItem.FindStringSubmatch(l.text)
	if m == nil {
		return false
	}
	group := source.CorrespondenceGroup{Acronym: m[1], Title: clean(m[2]), FirstLine: l.first, LastLine: l.last}
	if status := groupStatus.FindString(m[3]); status != "" {
		group.Status = strings.ToLower(status)
	} else if p.kind == groupsPart {
		group.Status = strings.ToLower(groupStatus.FindString(p.heading))
	}
	r.Groups = append(r.Groups, group)
	return true
}
