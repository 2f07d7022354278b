package standards

import (
	"fmt"
	"strings"
)

// NodeID builds an id of the form kind:part:part. Parts are folded to lower case; spaces become hyphens.
func nodeID(kind string, parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(NameKey(p), ":", "-")
	}
	return kind + ":" + strings.Join(parts, ":")
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// NewStudyGroupID is study-group:17.
func NewStudyGroupID(number int) StudyGroupID {
	return StudyGroupID(fmt.Sprintf("study-group:%d", number))
}

// NamedGroupID is study-group:tsag, of a group that has a name and no number; empty for no name.
func NamedGroupID(name string) StudyGroupID {
	if name == "" {
		return ""
	}
	return StudyGroupID(nodeID("study-group", name))
}

// Key is the group as the ids of what belongs to it have it: "17", "tsag"; "0" for a text of no known group.
func (id StudyGroupID) Key() string {
	if key := strings.TrimPrefix(string(id), "study-group:"); key != "" {
		return key
	}
	return "0"
}

// NewQuestionID is question:17:2017-2020:6.
func NewQuestionID(group int, period string, number int) QuestionID {
	return QuestionID(fmt.Sprintf("question:%d:%s:%d", group, orUnknown(period), number))
}

// NewTextID is text:17:x.sgsec-3, of the name of the text that came first in its life; text:0:x.1332 while no document
// says which group works on it.
func NewTextID(group StudyGroupID, nameKey string) TextID {
	return TextID("text:" + group.Key() + ":" + nameKey)
}

// NewPersonID is person:koji-nakao, of a key made by FoldName.
func NewPersonID(foldedName string) PersonID { return PersonID("person:" + foldedName) }

// NewDocumentID is document:17:2017-2020:td2442.
func NewDocumentID(group StudyGroupID, period, number string) DocumentID {
	return DocumentID(nodeID("document", group.Key(), orUnknown(period), number))
}

// NewMeetingID is meeting:17:2019-08-27 for a plenary, with the numbers of the Questions behind the date for an
// interim meeting: meeting:17:2020-01-13:q6.
func NewMeetingID(group StudyGroupID, start PartialDate, questions ...int) MeetingID {
	id := "meeting:" + group.Key() + ":" + orUnknown(string(start))
	for i, q := range questions {
		sep := "-"
		if i == 0 {
			sep = ":"
		}
		id += fmt.Sprintf("%sq%d", sep, q)
	}
	return MeetingID(id)
}

// NewActionID is action:17:2019-08-27:consented:x.509rev: a meeting, what it decided, and about which text.
func NewActionID(meeting MeetingID, kind ActionKind, textKey string) ActionID {
	return ActionID(fmt.Sprintf("action:%s:%s:%s", strings.TrimPrefix(string(meeting), "meeting:"), kind.slug(), textKey))
}

// Parts are the meeting and the kind of a decision, and the text that goes by the name in the id; false for what is no
// id of an action.
func (id ActionID) Parts() (meeting MeetingID, kind ActionKind, text TextID, ok bool) {
	rest, ok := strings.CutPrefix(string(id), "action:")
	group, _, _ := strings.Cut(rest, ":")
	for _, kind := range ActionKinds() {
		if m, key, found := strings.Cut(rest, ":"+kind.slug()+":"); ok && found {
			return MeetingID("meeting:" + m), kind, TextID("text:" + group + ":" + key), true
		}
	}
	return "", "", "", false
}

// slug is the kind as ids have it: new-work-item.
func (v ActionKind) slug() string { return strings.ToLower(strings.ReplaceAll(string(v), "_", "-")) }

// NewReportID is report:17:2019-08-27 for the executive summary of a meeting, with the key of its title behind the
// date for any other document of it: report:17:2019-08-27:tsb-circular-160. The key is made by DocumentKey.
func NewReportID(meeting MeetingID, documentKey string) ReportID {
	id := "report:" + strings.TrimPrefix(string(meeting), "meeting:")
	if documentKey != ExecutiveSummary {
		id += ":" + documentKey
	}
	return ReportID(id)
}

// NewPageID is report:recommendation-page:x.1332 for a document that is about no meeting: its kind, and a key under which
// its issues are equal.
func NewPageID(kind SourceKind, key string) ReportID {
	return ReportID(nodeID("report", strings.ReplaceAll(string(kind), "_", "-"), key))
}

// NewStatementID is statement:17:2019-08-27:consented:x.509rev: a document, what it says was decided, and about which
// text. What decides nothing has "said" for it.
func NewStatementID(report ReportID, kind ActionKind, textKey string) StatementID {
	what := kind.slug()
	if what == "" {
		what = "said"
	}
	return StatementID(fmt.Sprintf("statement:%s:%s:%s", strings.TrimPrefix(string(report), "report:"), what, textKey))
}

// NewMeetingStatementID is meeting-statement:17:2019-08-27/17:2020-01-13:q6: a document, and the meeting it speaks of.
func NewMeetingStatementID(report ReportID, meeting MeetingID) string {
	return "meeting-statement:" + strings.TrimPrefix(string(report), "report:") + "/" + strings.TrimPrefix(string(meeting), "meeting:")
}

// NewGroupStatementID is group-statement:17:2019-08-27/17:cg-xss: a document, and the group it speaks of.
func NewGroupStatementID(report ReportID, group CorrespondenceGroupID) string {
	return "group-statement:" + strings.TrimPrefix(string(report), "report:") + "/" + strings.TrimPrefix(string(group), "correspondence-group:")
}

// NewWarningPageID is warnings:17:2019-08-27/00003: a document, and the number of the page.
func NewWarningPageID(report ReportID, number int) string {
	return fmt.Sprintf("warnings:%s/%05d", strings.TrimPrefix(string(report), "report:"), number)
}

// NewCorrespondenceGroupID is correspondence-group:17:cg-xss.
func NewCorrespondenceGroupID(group StudyGroupID, acronym string) CorrespondenceGroupID {
	return CorrespondenceGroupID(nodeID("correspondence-group", group.Key(), acronym))
}

// SortKey orders names as a reader expects: runs of digits by their value (X.9 before X.10, X.500 before
// X.1044), case and accents aside.
func SortKey(name string) string {
	var b strings.Builder
	digits := 0
	s := foldRunes(name)
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] >= '0' && s[i] <= '9' {
			digits++
			continue
		}
		if digits > 0 {
			run := strings.TrimLeft(s[i-digits:i], "0")
			fmt.Fprintf(&b, "%02d%s", min(len(run), 99), run)
			digits = 0
		}
		if i < len(s) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// AcronymSortKey orders texts by acronym: those of a lettered series (X.1332, Z.100) first, others such as
// TR.ors after them, texts without an acronym last, by title.
func AcronymSortKey(acronym, title string) string {
	switch {
	case acronym == "":
		return "3" + SortKey(title)
	case len(acronym) > 1 && acronym[1] == '.':
		return "1" + SortKey(acronym)
	}
	return "2" + SortKey(acronym)
}

// NewSpecificationID is specification:iso/iec_9594-8. It can be read back.
func NewSpecificationID(n SpecificationName) SpecificationID {
	return SpecificationID("specification:" + strings.ReplaceAll(strings.ToLower(n.String()), " ", "_"))
}

// Name is the identifier the id was made of.
func (id SpecificationID) Name() SpecificationName {
	n, _ := ParseSpecification(strings.ReplaceAll(strings.TrimPrefix(string(id), "specification:"), "_", " "))
	return n
}
