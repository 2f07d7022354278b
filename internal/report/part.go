package report

import (
	"regexp"
	"strings"

	"rapporteur/internal/standards"
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
	otherPart
)

// part is a heading and the lines up to the next one.
type part struct {
	kind    partKind
	action  standards.ActionKind // of a decisionPart
	label   string               // "f" of "f) Work items planned"
	heading string               // as printed, with single spaces
	at      int                  // index of the heading's line, -1 where there is none
	from    int                  // index of the first line after it
	to      int                  // index after the last line
}

var (
	enumerator  = regexp.MustCompile(`^(?:\(?([a-z])\)|([a-z])\.|(\d{1,2}(?:\.\d{1,2})*)[.)]?|([IVX]{1,4})[.)])\s+`)
	annexTitle  = regexp.MustCompile(`(?i)^(?:annex|attachment|appendix) [A-Z0-9]{1,2}(?:\s*[:.–—-]\s*|\s+|$)(.*)$`)
	introWords  = regexp.MustCompile(`(?i)^(?:the|at|these|this|during|in|it|details|see|note|following)\b`)
	wordPattern = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}.'’/-]*`)

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

// divide splits the document into parts at its headings.
func (d *document) divide() []part {
	parts := []part{{kind: frontPart, at: -1}}
	for i := range d.lines {
		current := &parts[len(parts)-1]
		next, ok := d.headingAt(i, current)
		if !ok {
			continue
		}
		current.to = i
		next.at, next.from = i, i+1
		parts = append(parts, next)
	}
	parts[len(parts)-1].to = len(d.lines)
	return parts
}

// headingAt says whether a line begins a new part.
func (d *document) headingAt(i int, current *part) (part, bool) {
	l := &d.lines[i]
	if l.bullet && !l.heading || len(l.cells) > 0 || len(l.text) > 300 || footnote.MatchString(l.text) {
		return part{}, false
	}
	text := l.text
	if m := annexTitle.FindStringSubmatch(text); m != nil && isAnnexTitle(text, m[1]) {
		p := part{kind: annexPart, heading: text}
		if action := decisionHeading(m[1]); action != "" {
			p.kind, p.action = decisionPart, action
		}
		return p, true
	}
	p, numbered := part{heading: text}, false
	if m := enumerator.FindStringSubmatch(text); m != nil {
		if inTable := current.kind == decisionPart || current.kind == annexPart; inTable && m[3] != "" {
			return part{}, false
		}
		numbered = m[3] != ""
		p.label, text = m[1]+m[2], text[len(m[0]):]
	}
	if action := decisionHeading(text); action != "" && current.kind != nextPart {
		p.kind, p.action = decisionPart, action
		return p, true
	}
	words := len(strings.Fields(text))
	titled := strings.HasSuffix(text, ":") || l.heading || words <= 7
	for _, h := range frontHeadings {
		if !h.pattern.MatchString(text) || isSentence(text) {
			continue
		}
		if current.kind == decisionPart && !titled || h.kind == workshopPart && (numbered || current.kind == decisionPart || current.kind == annexPart) {
			continue
		}
		if h.kind == nextPart && words > 12 {
			continue
		}
		p.kind = h.kind
		return p, true
	}
	if current.kind == decisionPart && !l.heading {
		return part{}, false
	}
	if l.heading || strings.HasSuffix(text, ":") && words <= 10 && current.kind != frontPart && !introWords.MatchString(text) && !strings.ContainsAny(text[:len(text)-1], ":.") {
		p.kind = otherPart
		if current.kind == frontPart {
			return part{}, false
		}
		return p, true
	}
	return part{}, false
}

func isAnnexTitle(text, title string) bool {
	return len(strings.Fields(text)) <= 20 && (title == "" || title[0] < 'a' || title[0] > 'z')
}

// headingVocabulary are the words that headings of tables of decisions are made of.
var headingVocabulary = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(`recommendation recommendations rec rec's texts text work item items nwi nwis tap aap draft drafts
		new revised rev other informative normative non-normative supplement supplements sup amendment amendments corrigendum
		corrigenda annex annexes appendix appendices technical report reports paper papers implementers implementers' implementer's
		implementors guide guides handbook documents deliverables standards output approved approval not agreed agreement
		determined determination consented consent last call planned candidate candidates for action actions in next meeting
		meetings plenary e-plenary removed removal discontinued discontinuation deleted deletion withdrawn stopped from programme program list of
		the by and or to at be under with according following resolution wtsa itu-t itu sg study group question questions first
		second series added adopted proposed taken on were section traditional alternative process procedure`) {
		words[word] = true
	}
	return words
}()

var (
	vocabularyCode = regexp.MustCompile(`^(?:a\.\d+|\d+(?:st|nd|rd|th)?|sg\d+|wtsa-\d+|wp\d+.*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)$`)
	headingObjects = regexp.MustCompile(`(?i)\b(?:recommendations?|texts?|work items?|supplements?|amendments?|corrigend(?:um|a)|technical (?:reports?|papers?)|nwis?|guides?|documents|deliverables|standards)\b`)
)

// decisionHeading is the decision that a heading of a table announces, empty for anything else. A heading is
// told from a sentence or a title by its words: nearly all are words of the procedure.
func decisionHeading(text string) standards.ActionKind {
	action := decisionOf(text)
	if action == "" || introWords.MatchString(text) || strings.Contains(text, "Details") || !headingObjects.MatchString(text) {
		return ""
	}
	if at := countWord.FindStringIndex(text); at != nil && at[0] == 0 && finiteVerb.MatchString(text) {
		return "" // "Seven new work items were agreed"
	}
	known, total := vocabularyShare(text)
	if total > 30 || known*10 < total*8 {
		return ""
	}
	return action
}

func vocabularyShare(text string) (known, total int) {
	for _, word := range wordPattern.FindAllString(strings.ToLower(text), -1) {
		total++
		word = strings.TrimRight(word, ".'’")
		if headingVocabulary[word] || vocabularyCode.MatchString(word) {
			known++
			continue
		}
		if before, after, ok := strings.Cut(word, "/"); ok && headingVocabulary[before] && headingVocabulary[after] {
			known++
		}
	}
	return known, total
}

// decisionOf is the decision that a phrase speaks of, the weightier word before the lighter: the agreement to a
// new work item is a new work item.
func decisionOf(text string) standards.ActionKind {
	text = strings.ToLower(text)
	has := func(words ...string) bool {
		for _, word := range words {
			if strings.Contains(text, word) {
				return true
			}
		}
		return false
	}
	switch {
	case has("not approved", "non-approv"):
		return standards.NotApproved
	case has("removed", "removal", "discontinu", "deleted", "deletion", "withdrawn"):
		return standards.Removed
	case has("new work item", "nwi"):
		return standards.NewWorkItem
	case has("planned for", "candidate", "for action"):
		return standards.Planned
	case has("determin"):
		return standards.Determined
	case has("consent"):
		return standards.Consented
	case has("agree"):
		return standards.Agreed
	case has("approv"):
		return standards.Approved
	}
	return ""
}

var finiteVerb = regexp.MustCompile(`(?i) (?:is|are|was|were|will|has|have|had|been|should|can|agreed|decided|discussed|noted|reviewed) `)

// isSentence tells running prose from names, titles and headings.
func isSentence(text string) bool {
	words := len(strings.Fields(text))
	return words > 6 && finiteVerb.MatchString(text) && strings.HasSuffix(strings.TrimRight(text, " )”\"'"), ".") || words > 60
}
