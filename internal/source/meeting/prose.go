package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// decisionSentence is an item that decides about one text: "Recommendation ITU-T X.1 "Tides" was consented", "Draft new
// Recommendation X.2, Tides, was determined (TD 12)".
var decisionSentence = regexp.MustCompile(`^(?:The )?(?:[Dd]raft )?(?:([Nn]ew|[Rr]evised) )?(?:ITU-T )?(?:[Dd]raft )?(?:([Nn]ew|[Rr]evised) )?(?:Recommendation |Rec\. |Supplement |Technical Report |Corrigendum |Amendment )?(?:ITU-T )?(.+?),? (?:was|were|has been|have been) (approved|determined|consented|agreed|deleted|withdrawn)\b([^.]*)\.?$`)

// proseDecision reads an item of a list that decides about one text.
func (r *reader) proseDecision(p *part, i int) bool {
	l := &r.lines[i]
	item, text := cutRowNumber(l.text)
	if !l.bullet && item == 0 || len(text) > 400 || p.kind == nextPart || notNow.MatchString(text) {
		return false
	}
	m := decisionSentence.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	var name *printed.Reading
	for _, reading := range printed.Read(nil, m[3], 0, r.group) {
		if reading.Type == printed.Name && reading.Value.Name != "" && (name == nil || reading.Cost < name.Cost) {
			name = &reading
		}
	}
	kinds := kindsIn(m[4])
	if name == nil || len(kinds) == 0 {
		return false
	}
	title := strings.Trim(clean(m[3][name.End:]), " ,:;–-\"“”")
	if strings.Contains(title, " and ") && strongToken.MatchString(title) {
		return false // several texts
	}
	st := &statement{section: &section{decision: decision{kind: kinds[0]}}, from: i, to: i}
	st.Kind, st.Section, st.Number = kinds[0], p.heading, max(item, 1)
	st.FirstLine, st.LastLine, st.Raw = l.first, l.last, l.printed
	st.Acronym, st.ProvisionalName, st.Title = plainName(name.Value.Name), plainName(name.Value.Former), title
	st.Novelty = noveltyOf(m[1] + m[2])
	if found := tdsIn(m[5]); len(found) == 1 {
		st.Document, st.DocumentRole = found[0], standards.LocationOfText
	}
	for _, q := range ownQuestion.FindAllStringSubmatch(m[5], 1) {
		st.Questions = append(st.Questions, source.Question{Group: number(q[2]), Number: number(q[1])})
	}
	st.fillKind("")
	r.rows = append(r.rows, st)
	return true
}
