package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/standards"
)

// decision is what a heading says of the rows below it.
type decision struct {
	kind    standards.ActionKind
	certain bool              // the kind is said in a word of the decision itself
	novelty standards.Novelty // "Revised Recommendations approved"
	object  string            // "supplements": what the rows are, in small letters
}

// objects are the nouns for what is decided about.
const objects = `\b(?:Recommendations?|texts?|Supplements?|Corrigend\w+|Amendments?|Appendi\w+|Annex(?:es)?|Technical (?:Reports?|Papers?|Specifications?)|Implement[eo]rs?['’]{0,2}s?['’]? Guides?|work items?|NWIs?|Handbooks?|deliverables?|documents?|Recs?\b|work\b|Resolutions?|standards?|guidelines?|publications?)`

// relative are clauses that say of a heading's object what was decided: "for which consent was reached".
var relative = regexp.MustCompile(`(?i)\b(?:(?:for|on|to) which|that|which) (?:(?:was|were|is|are|has been|have been) (\w+)|(\w+) (?:was|were|is|are) \w+)\b`)

var objectNoun = regexp.MustCompile(`(?i)` + objects)

// decisionWords say which decision a heading is about, the weightier before the lighter: the agreement to a new work
// item is a new work item, and what is planned for approval is not approved.
var decisionWords = []struct {
	kind    standards.ActionKind
	pattern *regexp.Regexp
}{
	{standards.Planned, regexp.MustCompile(`(?i)\bplanned\b|\bcandidates?\b|next (?:\w+ ){0,3}(?:meeting|plenary)|for action\b|foreseen|expected|to be (?:presented|consented|approved|determined|agreed|submitted)|scheduled|\bpending\b|under preparation|intended for|\btarget(?:ed|ing)\b|\baimed\b`)},
	{standards.NotApproved, regexp.MustCompile(`(?i)\bnot (?:been )?(?:approved|determined|consented|agreed)|\brejected|non-approv`)},
	{standards.Removed, regexp.MustCompile(`(?i)(?:work items?|NWIs?).{0,30}(?:removed|discontinu|deleted|stopped|cancel|suspended|dropped|withdrawn|terminated|closed|abandoned)|(?:removed|discontinu\w+|deleted|removal of|deletion of|stopped|cancel\w+|withdrawn|terminated|closed|abandoned).{0,20}work items?`)},
	{standards.Deleted, regexp.MustCompile(`(?i)\bdelet(?:ed|ion)s?\b|withdraw|\brevoked\b`)},
	{standards.NewWorkItem, regexp.MustCompile(`(?i)\b(?:new|newly) (?:\w+ )?work items?\b|\bNWIs?\b|\badditions to the work program|work items? (?:initiated|created|added|started|approved|established|agreed|adopted|launched)|new work\b|\b(?:initiated|added|started|launched) work items?`)},
	{standards.Determined, regexp.MustCompile(`(?i)\bdetermin(?:ed|ation|e)\b`)},
	{standards.Consented, regexp.MustCompile(`(?i)\bconsent(?:ed)?\b`)},
	{standards.Approved, regexp.MustCompile(`(?i)\bapproved?\b|\bapproval\b|\badopted\b|\badoption\b`)},
	{standards.Agreed, regexp.MustCompile(`(?i)\bagreed?\b|\bagreement\b|informative texts|\bendorsed\b`)},
	{standards.Determined, regexp.MustCompile(`(?i)\bTraditional\b|\bTAP\b|Resolution 1\b`)},
	{standards.Consented, regexp.MustCompile(`(?i)\bAlternative\b|\bAAP\b|\bLast[ -]Call\b|\bA\.8\b`)},
}

var (
	ownWord      = regexp.MustCompile(`(?i)determin|consent|approv|adopt|agree|endors|work item|NWI|plan|next|delet|remov|withdraw|informative|candidate|discontinu`)
	processName  = regexp.MustCompile(`(?i)\bApproval (?:Process|Procedure)\b|\(decision\)`)
	ruleNames    = regexp.MustCompile(`(?:Recommendation )?(?:ITU-T )?(?:Rec\. )?\bA\.\d+|Resolution \d+|WTSA\S*`)
	inBracket    = regexp.MustCompile(`\([^()]*\)`)
	bothWords    = regexp.MustCompile(`(?i)approved.*agreed|agreed.*approved`)
	figureBehind = regexp.MustCompile(`(?i)[a-z]: ?\d{1,3}\b`) // "Consented Recommendations: 34 at this meeting" states a figure
	tokenLike    = regexp.MustCompile(`\bTD\s?\d|@|\.\.\.|\b20\d\d-\d\d\b`)
	nameLike     = regexp.MustCompile(`\b[A-Z]{1,4}\.\w`)
	questionLike = regexp.MustCompile(`(?:^|[^\w/])Q?\.?\d{1,2}/\d{1,2}(?:$|[^\d/])`)
	pointer      = regexp.MustCompile(`(?i)\bwhere\b|\bDetails\b|see (?:the )?(?:list|text|annex|section|below)|\bhttp`)
	capitalStart = regexp.MustCompile(`^(?:[\W\d]*(?:[a-z][.)]\s)?(?:[\d.]+\s)?[A-Z“'"]|[a-z\d][.)])`)
	newWord      = regexp.MustCompile(`(?i)\bnew\b`)
	newOther     = regexp.MustCompile(`(?i)\bnew(?: work|,? and|,? or|/| ?/)`)
	revisedWord  = regexp.MustCompile(`(?i)\brevised\b|\brevisions?\b`)
	subHeading   = regexp.MustCompile(`(?i)^(?:[\d.]+\s|[a-z]\)\s)?(?:Draft )?(New|Revised) (?:draft )?(?:ITU-T )?(?:Recommendations?|Supplements?|texts?)\W*$`)
	rowStart     = regexp.MustCompile(`^\d+\.?\s*\d{1,2}/\d`)
	subjectFirst = regexp.MustCompile(`(?i)^(?:the |this |in |at )?(?:ITU-T )?(?:closing |opening )?(?:meeting|plenary|study group|group|SG ?\d+|WP ?\d(?:/\d+)?|working party)\b.{0,40}\b(?:agreed|approved|determined|consented|adopted|decided|endorsed)\b`)
	questionsAre = regexp.MustCompile(`(?i)\bquestions?\b`)
)

// longestHeading is the number of words of a heading at most.
const longestHeading = 24

// decisionOfHeading reads a heading of a table of decisions. It is false for any other line.
func decisionOfHeading(line string) (decision, bool) {
	s := strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "|"))
	if s == "" || len(s) > 190 || figureBehind.MatchString(s) || rowStart.MatchString(s) || tokenLike.MatchString(s) || strings.Count(s, "|") > 1 {
		return decision{}, false
	}
	s = relative.ReplaceAllString(s, "$1$2")
	bare := ruleNames.ReplaceAllString(processName.ReplaceAllString(s, ""), "")
	if questionLike.MatchString(s) && nameLike.MatchString(bare) {
		return decision{}, false
	}
	outside := inBracket.ReplaceAllString(bare, "")
	if !objectNoun.MatchString(bare) || pointer.MatchString(s) || len(strings.Fields(s)) > longestHeading || !capitalStart.MatchString(s) {
		return decision{}, false
	}
	if (isProse(s) || strings.HasSuffix(s, ".") || subjectFirst.MatchString(s)) && !strings.HasSuffix(s, ":") || questionsAre.MatchString(outside) || !isProcedure(bare) {
		return decision{}, false
	}
	kinds := kindsIn(outside)
	if len(kinds) == 0 {
		if kinds = kindsIn(s); len(kinds) == 0 {
			return decision{}, false
		}
	}
	d := decision{kind: kinds[0], certain: sure(kinds), object: strings.ToLower(objectNoun.FindString(strings.NewReplacer("draft ", "", "Draft ", "").Replace(bare)))}
	if bothWords.MatchString(s) {
		d.kind, d.certain = standards.Agreed, false
	}
	d.certain = d.certain && ownWord.MatchString(outside)
	d.novelty = noveltyOfHeading(bare, d.kind)
	return d, true
}

// kindsIn are the decisions that a text speaks of, the weightiest first.
func kindsIn(text string) []standards.ActionKind {
	var kinds []standards.ActionKind
	for _, rule := range decisionWords {
		if rule.pattern.MatchString(text) {
			known := false
			for _, k := range kinds {
				known = known || k == rule.kind
			}
			if !known {
				kinds = append(kinds, rule.kind)
			}
		}
	}
	return kinds
}

// sure says whether the first of several decisions is the one that is meant.
func sure(kinds []standards.ActionKind) bool {
	switch kinds[0] {
	case standards.Planned, standards.NotApproved, standards.NewWorkItem, standards.Removed:
		return true
	}
	for _, k := range kinds[1:] {
		if k != standards.Approved && k != standards.Agreed {
			return false
		}
	}
	return true
}

func noveltyOfHeading(text string, kind standards.ActionKind) standards.Novelty {
	isNew, isRevised := newWord.MatchString(text) && !newOther.MatchString(text), revisedWord.MatchString(text)
	switch {
	case isNew && !isRevised && kind != standards.NewWorkItem:
		return standards.New
	case isRevised && !newWord.MatchString(text):
		return standards.Revised
	}
	return ""
}

// procedureWords are the words that headings of tables of decisions are made of.
var procedureWords = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(`recommendation recommendations rec recs rec's text texts work item items nwi nwis tap aap draft drafts
		new revised rev other informative normative non-normative supplement supplements sup amendment amendments corrigendum
		corrigenda annex annexes appendix appendices technical report reports paper papers implementers implementers' implementer's
		implementors implementors' implementor's guide guides handbook handbooks documents deliverables standards output outputs approved approval not agreed agreement
		determined determination consented consent consents last call planned candidate candidates for action actions in next meeting
		meetings plenary e-plenary removed removal discontinued discontinuation deleted deletion deletions withdrawn withdrawal stopped from programme program list of
		the by and or to at be under with according following resolution wtsa tsag itu-t itu sg study group question questions first
		second series added adopted adoption proposed taken on were section traditional alternative process procedure procedures using during closing opening
		this that completed completion initiated initiation created started work's presented submitted decision decisions decided made itu's into force
		existing current ongoing draft-new rejected endorsed final sent member states consultation summary table a.i results result accomplishments
		major main achieved new/revised new/rev via wp working party parties was as an a it is has been have per included including recommended
		foreseen expected scheduled established launched accepted status achievements maintenance editorial revisions revision corrections normative/informative
		guidelines specifications specification publications publication regular additional both all its their reviewed finalized concluded progressed pre-published which reached given put forward that
		having receiving received reaching targeted targeting aimed possible potential newly terminated closed additions entering entered after before`) {
		words[word] = true
	}
	return words
}()

var (
	procedureCode = regexp.MustCompile(`^(?:a\.\d+|\d[\d.]*(?:st|nd|rd|th)?|sg\d+|wtsa-?\d*|wp\d+.*|[a-z]|[ivx]+|§?[a-z]?\.?\d+|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?)$`)
	anyWord       = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}.'’/-]*`)
)

// procedureShare counts the words of a text, and those of the procedure among them.
func procedureShare(text string) (known, total int) {
	for _, word := range anyWord.FindAllString(strings.ToLower(text), longestHeading*2) {
		total++
		if word = strings.TrimRight(word, ".'’-"); isProcedureWord(word) {
			known++
		}
	}
	return known, total
}

func isProcedureWord(word string) bool {
	if procedureWords[word] || procedureCode.MatchString(word) {
		return true
	}
	before, after, ok := strings.Cut(word, "/")
	return ok && isProcedureWord(before) && isProcedureWord(after)
}

// isProcedure says whether nearly all words of a text are of the procedure: a title of a text may hold some.
func isProcedure(text string) bool {
	known, total := procedureShare(text)
	return known*10 >= total*8 || total <= 4 && known*10 >= total*6
}

// otherHeading is a heading of a part that is no table of decisions.
var otherHeading = regexp.MustCompile(`(?i)^[^\w(]*(?:(?:[a-z]|[\d.]{1,5})[.)]\s*|\d{1,2}(?:\.\d{1,2})+\s+|\d{1,2}\s{1,4})?(?:Annex(?:e)? [A-Z\d]\b|Appendix [A-Z\dIVX]+\b|Preparations? |Revised Questions?|New Questions?|Questions?\b.*\b(?:approved|revised|deleted|merged|proposed|new)|Next |Future |Interim |(?:Outgoing |Incoming )?Liaison|Top - |Contact (?:us|person)?|Updated|Copyright|Bridging|Correspondence|Statistics|Workshops?|Appointments?|Last meeting results|Joint (?:meetings?|coordination|activities)|Other (?:matters|business|issues|meetings|decisions|activities|outcomes|results)|Organi[sz]ation of|Focus Groups?|Participation|Approval of the report|Status of|Work programme|Tutorials?|Rapporteurs?\b.*\b(?:appointed|meetings?)|Highlights|Conclusions?$|Closing of|Acknowledg|Attendance|List of (?:participants|documents|TDs|contributions)|Summary of Questions|Hot topics?|Press |Agenda)`)

// isOtherHeading says whether a line is a heading that ends a table of decisions.
func isOtherHeading(text string) bool {
	return otherHeading.MatchString(text) && !strings.HasSuffix(text, ".") && len(strings.Fields(text)) < 14 && len(text) < 160
}
