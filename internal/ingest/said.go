package ingest

import (
	"reflect"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// value is one field of what a document says of something, in words.
type value struct{ name, text string }

// unsaid are the fields, by their types, that documents do not say: ids, what is derived, and where lines stand. They do not
// count as changes. Every other field does.
var unsaid = map[string]bool{
	"Action.ID": true, "Action.Kind": true, "Action.TextID": true, "Action.MeetingID": true, "Action.StudyGroupID": true, "Action.SortKey": true,
	"Source.Row": true, "Source.FirstLine": true, "Source.LastLine": true, "Source.Raw": true, "ActionEditor.PersonID": true,

	"Meeting.ID": true, "Meeting.StudyGroupID": true, "Meeting.AnnouncedByIDs": true, "Meeting.ReportID": true, "Meeting.ActionIDs": true,
	"Meeting.ActionCount": true, "Meeting.SortKey": true, "Meeting.NameKey": true, "Meeting.LastDay": true, "Meeting.Terms": true,
	"Objective.Names": true, "Objective.TextIDs": true, "Event.DocumentIDs": true, "Role.PersonID": true, "Role.MeetingID": true,
	"Claim.Counted": true, "Claim.Raw": true, "StatedFigure.Raw": true,

	"CorrespondenceGroup.ID": true, "CorrespondenceGroup.StudyGroupID": true, "CorrespondenceGroup.Terms": true,
	"StudyGroup.ID": true, "StudyGroup.Name": true, "StudyGroup.Number": true, "StudyGroup.Terms": true,
}

// namer returns the names of reports and meetings.
type namer struct {
	report  func(standards.ReportID) string
	meeting func(standards.MeetingID) string
}

// said are the fields of an action, a meeting or a group, with their names in the store; those of a part after a dot:
// "source.section". Fields that say nothing are empty. A node that is not there says nothing.
func (n *namer) said(node any) []value { return n.fields(reflect.ValueOf(node), "") }

func (n *namer) fields(v reflect.Value, within string) []value {
	if v = reflect.Indirect(v); !v.IsValid() {
		return nil
	}
	var all []value
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if unsaid[v.Type().Name()+"."+f.Name] {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("bson"), ",")
		if name == "unread" { // as the schema has it
			name = "unreadKinds"
		}
		part := f.Type
		if part.Kind() == reflect.Pointer {
			part = part.Elem()
		}
		if part.Kind() == reflect.Struct && within == "" {
			all = append(all, n.fields(v.Field(i), name+".")...)
			continue
		}
		all = append(all, value{within + name, n.words(v.Field(i))})
	}
	return all
}

// words returns a value as a person reads it.
func (n *namer) words(v reflect.Value) string {
	switch id := v.Interface().(type) {
	case standards.QuestionID:
		return newQuestion(id).Label
	case standards.SpecificationID:
		return id.Name().String()
	case standards.ReportID:
		return n.report(id)
	case standards.MeetingID:
		return n.meeting(id)
	case standards.DocumentID:
		return strings.ToUpper(string(id[strings.LastIndexByte(string(id), ':')+1:]))
	case string:
		return id
	case bool:
		return map[bool]string{true: "yes"}[id]
	case *bool: // where the document speaks of it
		if id != nil && !*id {
			return "no"
		}
	}
	var parts []string
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return n.words(v.Elem())
		}
	case reflect.String: // of an enumeration, or a date
		return words(v.String())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Slice:
		for i := range v.Len() {
			parts = append(parts, n.words(v.Index(i)))
		}
		return strings.Join(parts, "; ")
	case reflect.Struct:
		for _, f := range n.fields(v, ".") {
			if f.text != "" {
				parts = append(parts, f.text)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}

// maxValue bounds a value of a field that changes, in bytes.
const maxValue = 2 << 10

// differences are the fields that say something else after a change, in their order.
func differences(before, after []value) []*FieldChange {
	texts := make(map[string]string, len(after))
	for _, f := range after {
		texts[f.name] = f.text
	}
	var changes []*FieldChange
	seen := make(map[string]bool, len(before))
	for _, f := range before {
		seen[f.name] = true
		if f.text != texts[f.name] {
			changes = append(changes, newFieldChange(f.name, f.text, texts[f.name]))
		}
	}
	for _, f := range after {
		if !seen[f.name] && f.text != "" {
			changes = append(changes, newFieldChange(f.name, "", f.text))
		}
	}
	return changes
}

func newFieldChange(name, before, after string) *FieldChange {
	return &FieldChange{name, optional(standards.Shortened(before, maxValue)), optional(standards.Shortened(after, maxValue))}
}
