package recommendation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// labels are what stands beside the values, and the end of the value's id for those that have one: pages in other
// languages print other words, but the same ids.
var labels = map[string]struct {
	id   string
	read func(*reader, *layout.Row, layout.Element, string) bool
}{
	"Citation":                   {"_Label9", (*reader).citation},
	"Series title":               {"_Label6", nil},
	"Approval date":              {"_Label5", (*reader).approved},
	"Identical standard":         {"", (*reader).identical},
	"Provisional name":           {"", (*reader).provisional},
	"Approval process":           {"", (*reader).approvedBy},
	"Status":                     {"_Label7", (*reader).status},
	"Maintenance responsibility": {"_Label8", (*reader).responsible},
	"Further details":            {"_Label1", nil},
}

// mainID is in the ids of the values that stand beside labels.
const mainID = "_rpt_main_"

// label is the label of a row that has one, in the words of the list, and its value.
func label(row *layout.Row) (name string, value layout.Element, ok bool) {
	if len(row.Cells) != 2 {
		return "", value, false
	}
	name, value = strings.TrimSuffix(layout.Clean(row.Cells[0].Text()), ":"), row.Cells[1]
	if _, known := labels[strings.TrimSpace(name)]; known {
		return strings.TrimSpace(name), value, true
	}
	for e := range value.Elements {
		for name, l := range labels {
			if id := e.ID(); l.id != "" && strings.Contains(id, mainID) && strings.HasSuffix(id, l.id) {
				return name, value, true
			}
		}
	}
	return name, value, strings.HasSuffix(layout.Clean(row.Cells[0].Text()), ":")
}

// labelledRow reads a row with a label. It is false for a row without one.
func (r *reader) labelledRow(row *layout.Row) bool {
	name, value, ok := label(row)
	if !ok {
		return false
	}
	text := value.Text()
	l, known := labels[name]
	if !known {
		l, known = labels[labelOf(text)]
	}
	switch {
	case !known:
		r.unread(fmt.Sprintf("the label %q is not known", name), row, name+": "+text)
	case l.read == nil, text == "", text == "-":
		r.labelled++
		r.boilerplate()
	case l.read(r, row, value, text):
		r.labelled++
		r.note(&r.own, row.First, row.Last, name+": "+text)
	default:
		r.unread(fmt.Sprintf("what stands beside %q was not understood", name), row, name+": "+text)
	}
	return true
}

// labelOf is the label of a value that can only be beside one: pages in other languages have other labels.
func labelOf(value string) string {
	if value == "AAP" || value == "TAP" {
		return "Approval process"
	}
	if names, at := standards.FindSpecifications(value); len(names) == 1 && at[0][0] == 0 {
		if m := degreeWord.FindStringSubmatch(value[at[0][1]:]); m != nil && degrees[strings.ToLower(m[1])] != "" {
			return "Identical standard"
		}
	}
	return ""
}

func (r *reader) citation(_ *layout.Row, _ layout.Element, text string) bool {
	if strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://") {
		r.own.URL = strings.Fields(text)[0]
		return true
	}
	return false
}

func (r *reader) approved(_ *layout.Row, _ layout.Element, text string) bool {
	on, err := standards.ParsePartialDate(text)
	r.own.Approved = on
	return err == nil
}

// degrees are the words for how far a text is that of another organization. "Common text" and "twin text" are those of
// A.23.
var degrees = map[string]source.Degree{"": "", "common": source.Identical, "identical": source.Identical, "twinned": source.Twin, "twin": source.Twin}

var degreeWord = regexp.MustCompile(`^[\s(]*([A-Za-z]*)[)\s]*(?:[,;|/]|and)?\s*$`)

// identical reads specifications, each with its degree in brackets behind it: "ISO/IEC 17788:2014 (Common)".
func (r *reader) identical(_ *layout.Row, _ layout.Element, text string) bool {
	names, at := standards.FindSpecifications(text)
	if len(names) == 0 || strings.TrimSpace(text[:at[0][0]]) != "" {
		return false
	}
	read := true
	for i, name := range names {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		degree, known := source.Degree(""), false
		if m := degreeWord.FindStringSubmatch(text[at[i][1]:end]); m != nil {
			degree, known = degrees[strings.ToLower(m[1])]
		}
		read = read && known
		r.own.Equivalents = append(r.own.Equivalents, name)
		r.own.Degrees = append(r.own.Degrees, degree)
	}
	return read
}

// provisional reads the name that the text had on its way. One that is the base text's own, or says that the base text is
// revised, names another text.
func (r *reader) provisional(row *layout.Row, _ layout.Element, text string) bool {
	if len(strings.Fields(text)) > 2 || strings.ContainsAny(text, ",;\n") {
		return false
	}
	name := standards.ParseTextName(text)
	switch {
	case strings.EqualFold(text, r.own.Acronym):
	case r.own.TextKind != standards.Recommendation && name.Kind != r.own.TextKind:
		reason := fmt.Sprintf("the page gives %s, which does not say that it is the name of this part", text)
		r.own.Doubts = append(r.own.Doubts, &standards.Doubt{Field: "provisionalName", Reason: reason, InferredFrom: &text})
	case len(name.Relations) > 0 && name.Relations[0].Name == r.own.Acronym:
	default:
		r.own.ProvisionalName = text
	}
	return true
}

// approvedBy reads the process: AAP is that of A.8, TAP of WTSA Resolution 1, agreement of A.13.
func (r *reader) approvedBy(_ *layout.Row, _ layout.Element, text string) bool {
	switch strings.ToUpper(text) {
	case "AAP":
		r.own.Process = source.AAP
	case "TAP":
		r.own.Process = source.TAP
	case "AGREEMENT":
		r.own.Process = source.Agreement
	default:
		return false
	}
	return true
}

func (r *reader) status(_ *layout.Row, _ layout.Element, text string) bool {
	status, ok := statusOf(text, "")
	r.own.Status = status
	return ok
}

var (
	studyGroup  = regexp.MustCompile(`^(?:ITU-T )?(?:Study Group|SG) ?(\d{1,2})$`)
	groupTarget = regexp.MustCompile(`/go/tsg(\d{1,2})$`)
)

// responsible reads the study group; in other languages by where its name leads.
func (r *reader) responsible(_ *layout.Row, value layout.Element, text string) bool {
	m := studyGroup.FindStringSubmatch(text)
	for _, link := range value.Links() {
		if m == nil {
			m = groupTarget.FindStringSubmatch(link.Target)
		}
		if m == nil && strings.Contains(strings.ToLower(link.Target), "/tsag") {
			r.own.GroupName = "TSAG"
			return true
		}
	}
	if m == nil {
		if strings.EqualFold(text, "Telecommunication Standardization Advisory Group") || text == "TSAG" {
			r.own.GroupName = "TSAG"
			return true
		}
		return false
	}
	r.own.Group, _ = strconv.Atoi(m[1])
	return true
}
