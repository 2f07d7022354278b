package meeting

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// statedClaim is a figure that the report states about its own tables.
type statedClaim struct {
	kind   standards.ActionKind
	stated int
	label  string // of the table it points to: "f" of "see Annex A f)"
	raw    string
	line   *line
}

var (
	notCounts = regexp.MustCompile(`(?i)\b(?:(?:SG|WP|LS|C|TD)[\s-]?\d+(?:/\d+)?\b|Q?\d+/\d+\b|WTSA-?\d+|(?:section|resolution|part|phase|version|annex|report) [\dIVX]+\b|annex [a-z](?: ?[a-z]\))?|` +
		`(?:\d{1,2}\s?[-–]\s?)?\d{1,2} ` + monthPattern + `(?: (?:19|20)\d\d)?\b|` + monthPattern + ` (?:\d{1,2}, )?(?:19|20)\d\d\b|` + monthPattern + ` \d{1,2}\b|` +
		`[A-Z]\.\d[\w.]*|\b\d+\.\d[\d.]*|\d+(?:st|nd|rd|th)\b|\d+ (?:working )?days|(?:19|20)\d\d(?:-(?:19|20)\d\d)?\b|TAP|AAP)`)
	countWord   = regexp.MustCompile(`(?i)\b\d+|\b(?:none|nil|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b`)
	inBrackets  = regexp.MustCompile(`\(\s*(\d+)\s*(?:[,;:][^()]*)?\)`)
	annexLabel  = regexp.MustCompile(`(?i)annex [A-Z]\s*\(?([a-z])\)`)
	outputTotal = regexp.MustCompile(`(?i)^output (?:standards|texts)\b[^(]*\((\d+)`)
	rgmFigures  = regexp.MustCompile(`(?i)(\d+) Questions? (?:plan|intend)\w* to hold (\d+) (?:interim )?(?:RGM|e-?meeting|meeting)s?`)
	countWords  = map[string]int{"none": 0, "nil": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
		"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
		"eighteen": 18, "nineteen": 19, "twenty": 20}
)

// claimLine reads the figures that a line states about decisions. In a list of results a label and a figure are
// enough; elsewhere the sentence must say that something was decided.
func (r *reader) claimLine(p *part, l *line) bool {
	if len(l.text) > 2000 || isProseOfQuestion(l.text) {
		return false
	}
	if m := outputTotal.FindStringSubmatch(l.text); m != nil && p.kind == outputPart {
		r.outputs, _ = strconv.Atoi(m[1])
		r.outputLine = l
		return true
	}
	found := false
	_, text := cutRowNumber(l.text)
	items := items(text)
	for _, sentence := range items {
		if r.parts(sentence, l) {
			found = true
			continue
		}
		for _, clause := range clauses(sentence) {
			kind, stated, ok := claimIn(clause)
			listed := (p.kind == outputPart || p.kind == nextPart) && (l.bullet || len(text) < 200 || len(items) > 1 && len(sentence) < 200)
			if !ok || !listed && !decided.MatchString(clause) || kind != standards.Planned && notNow.MatchString(clause) {
				continue
			}
			label := ""
			if m := annexLabel.FindStringSubmatch(l.text); m != nil {
				label = strings.ToLower(m[1])
			}
			r.claims = append(r.claims, statedClaim{kind, stated, label, clause, l})
			found = true
		}
	}
	return found
}

var (
	// ofQuestion is a sentence about what one Question did: its figures are not the meeting's.
	ofQuestion = regexp.MustCompile(`(?i)^(?:the )?(?:questions? \d|Q\.? ?\d|WP ?\d|working party|JCA|focus group|correspondence group|joint)`)
	// decided is the predicate of a decision with a figure before or behind it.
	decided = regexp.MustCompile(`(?i)\b(?:was|were|has been|have been)\b[^.;]{0,40}\b(?:re-?)?(?:approved|determined|consented|agreed|adopted|deleted|removed|discontinued|initiated|created|added|started|launched|withdrawn)\b|` +
		`\b(?:meeting|plenary|group|SG ?\d+)\b[^.;]{0,60}\b(?:approved|determined|consented|agreed|adopted|deleted|removed|discontinued|initiated|created|added|started|launched|gave consent)\b`)
	// notNow is about another meeting, or about something else than a text.
	notNow    = regexp.MustCompile(`(?i)\b(?:next|previous|last|future) (?:SG ?\d+ |study group )?(?:meeting|plenary)\b|\bagreed to (?:re-?number|rename|hold|send|create|establish|organi[sz]e|request|forward|continue|start a|merge|set up|appoint)|\bliaison|\bQuestions?\b (?:were|was)|\bworkshops?\b|\bcontributions?\b|\bparticipants?\b|\bdelegates?\b|\bwill be\b|\bto be (?:determined|approved|consented|agreed)\b|\bsince\b|\bso far\b|\bin total since\b|\brapporteurs?\b|\bfellowships?\b`)
	andClause = regexp.MustCompile(`(?i)(?:,? and |; |, )(?:the |another |a further |further )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b`)
	// attributive is a figure before what was decided.
	attributive = regexp.MustCompile(`(?i)\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|no) (?:new |revised |draft )*(approved|determined|consented|agreed|deleted)(?: new| revised| draft)* (?:` + strings.TrimPrefix(objects, `\b`) + `)`)
	// itemStart is where an item of a list begins within a line.
	itemStart = regexp.MustCompile(`[.;:)\w] ?\s[-–—•●▪]\s+[A-Z\d]`)
	// toCome is about texts that are only announced.
	toCome     = regexp.MustCompile(`(?i)\bannounced\b|\bforeseen\b`)
	pastFigure = regexp.MustCompile(`(?i)\([^()]*(?:\bin (?:19|20)\d\d|last time|previous|last meeting|at the last)[^()]*\)`)
)

func isProseOfQuestion(text string) bool { return ofQuestion.MatchString(text) }

// clauses splits a sentence before a figure that has its own decision: "One Recommendation was determined, and eleven
// Recommendations were consented".
func clauses(sentence string) []string {
	var all []string
	from := 0
	for _, m := range andClause.FindAllStringIndex(sentence, -1) {
		if decisionOf(sentence[from:m[0]]) != "" && decided.MatchString(sentence[m[0]:]) && decided.MatchString(sentence[from:m[0]]) {
			all, from = append(all, sentence[from:m[0]]), m[0]
		}
	}
	return append(all, strings.TrimLeft(sentence[from:], ",; "))
}

// claimIn reads the figure of one clause. Figures in brackets are parts of the one before them, or its total where
// none stands before; several figures add up; of two that stand side by side the first was struck out.
func claimIn(sentence string) (kind standards.ActionKind, stated int, ok bool) {
	if kind = decisionOf(sentence); kind == "" || len(sentence) > 2000 || toCome.MatchString(sentence) && !ownWord.MatchString(sentence) {
		return "", 0, false
	}
	if !objectNoun.MatchString(sentence) && !inBrackets.MatchString(sentence) && kind != standards.NewWorkItem {
		return "", 0, false
	}
	text := notCounts.ReplaceAllString(pastFigure.ReplaceAllString(sentence, " "), " # ")
	if m := inBrackets.FindAllStringSubmatch(text, -1); len(m) == 1 && !countWord.MatchString(text[:strings.Index(text, m[0][0])]) {
		stated, _ = strconv.Atoi(m[0][1])
		return kind, stated, true
	}
	text = inBracket.ReplaceAllString(text, " ; ")
	spans := countWord.FindAllStringIndex(text, -1)
	for k, span := range spans {
		if k+1 < len(spans) && strings.TrimSpace(text[span[1]:spans[k+1][0]]) == "" {
			continue
		}
		word := strings.ToLower(text[span[0]:span[1]])
		n, isWord := countWords[word]
		if !isWord {
			if n, _ = strconv.Atoi(word); n > 999 {
				return "", 0, false
			}
		}
		stated += n
	}
	return kind, stated, len(spans) > 0
}

// parts reads figures that stand before what was decided: "40 texts including 1 approved Recommendation, 36 consented
// Recommendations and 3 agreed documents".
func (r *reader) parts(sentence string, l *line) bool {
	all := attributive.FindAllStringSubmatch(sentence, -1)
	if len(all) < 2 || notNow.MatchString(sentence) {
		return false
	}
	for _, m := range all {
		n, isWord := countWords[strings.ToLower(m[1])]
		if !isWord {
			n = number(m[1])
		}
		r.claims = append(r.claims, statedClaim{kindsIn(m[2])[0], n, "", m[0], l})
	}
	return true
}

// items are the sentences of a line, and the items of a list that stand on it.
func items(text string) []string {
	var all []string
	from := 0
	for _, m := range itemStart.FindAllStringIndex(text, -1) {
		if m[0] >= from {
			all, from = append(all, sentences(text[from:m[0]])...), m[1]-1
		}
	}
	return append(all, sentences(text[from:])...)
}

// sentences splits a line at full stops that a capital follows.
func sentences(text string) []string {
	var all []string
	from := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i] == '.' && text[i+1] == ' ' && isUpper(text[i+2]) {
			all, from = append(all, text[from:i+1]), i+2
		}
	}
	return append(all, text[from:])
}

// check compares what the report states with what was read, where anything was.
func (r *reader) check() {
	r.findRead()
	seen := map[standards.ActionKind]bool{}
	for _, c := range r.claims {
		seen[c.kind] = true
		r.claim(c)
	}
	for _, c := range r.intros {
		if !seen[c.kind] {
			r.claim(c)
		} else if counted := r.counted(c.kind, ""); counted != c.stated || !r.tableRead[c.kind] {
			r.differ(c, counted)
		}
	}
	if r.outputLine != nil {
		counted, read := 0, false
		for _, kind := range []standards.ActionKind{standards.Approved, standards.Determined, standards.Consented, standards.Agreed} {
			counted, read = counted+r.counted(kind, ""), read || r.tableRead[kind]
		}
		if counted != r.outputs || !read {
			r.warn("CLAIM", fmt.Sprintf("the report states %d output texts; %s", r.outputs, held(counted, read)), r.outputLine)
		}
	}
}

func (r *reader) claim(c statedClaim) {
	counted := r.counted(c.kind, c.label)
	r.Meeting.Claims = append(r.Meeting.Claims, &standards.Claim{Kind: c.kind, Stated: c.stated, Counted: counted, Raw: c.raw})
	if !r.tableRead[c.kind] {
		if c.stated > 0 {
			r.differ(c, counted)
		}
		return
	}
	if counted != c.stated {
		r.differ(c, counted)
	}
}

func (r *reader) differ(c statedClaim, counted int) {
	r.warn("CLAIM", fmt.Sprintf("the report states %d %s; %s", c.stated, phrases[c.kind], held(counted, r.tableRead[c.kind])), c.line)
}

func held(counted int, read bool) string {
	if !read {
		return "no such table was read"
	}
	return fmt.Sprintf("its tables hold %d", counted)
}

var phrases = map[standards.ActionKind]string{
	standards.NewWorkItem: "new work items", standards.Planned: "texts planned for action", standards.Determined: "determined texts",
	standards.Consented: "consented texts", standards.Agreed: "agreed texts", standards.Approved: "approved texts",
	standards.NotApproved: "texts not approved", standards.Removed: "removed work items", standards.Deleted: "deleted Recommendations",
}

// counted is the number of rows of a kind: of the table with the label where there are several.
func (r *reader) counted(kind standards.ActionKind, label string) int {
	all, labelled, found := 0, 0, false
	for _, s := range r.tables {
		if s.section.kind == kind {
			all += s.rows
			if label != "" && s.section.label == label {
				labelled, found = labelled+s.rows, true
			}
		}
	}
	if found {
		return labelled
	}
	return all
}

// findRead decides of which kinds the tables were read: those with rows and, in a report with such a table, those that are
// empty. A table that has lines that were not understood, or of which the report states a figure, is not empty.
func (r *reader) findRead() {
	stated := map[standards.ActionKind]bool{}
	for _, c := range slices.Concat(r.claims, r.intros) {
		stated[c.kind] = stated[c.kind] || c.stated > 0
	}
	empty := map[standards.ActionKind]bool{}
	r.tableRead = map[standards.ActionKind]bool{}
	for _, t := range r.tables {
		kind, lines := t.section.kind, r.lines[t.section.at:t.section.to]
		if t.rows > 0 {
			r.tableRead[kind] = true
		} else if !stated[kind] && !slices.ContainsFunc(lines, func(l line) bool { return l.use == unread }) {
			empty[kind] = true
		}
	}
	anyRead := len(r.tableRead) > 0
	if anyRead {
		maps.Copy(r.tableRead, empty)
	}
	has := func(kind standards.ActionKind) bool {
		return stated[kind] || slices.ContainsFunc(r.tables, func(t tableCount) bool { return t.section.kind == kind })
	}
	r.Meeting.UnreadKinds = slices.DeleteFunc(standards.ActionKinds(), func(k standards.ActionKind) bool {
		return r.tableRead[k] || anyRead && !has(k) // a report of tables leaves out those of nothing
	})
}
