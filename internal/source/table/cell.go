package table

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// parts divides a cell at its semicolons and line ends.
func parts(text string) []string {
	var all []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func doubt(s *source.Statement, field, reason, from string) {
	s.Doubts = append(s.Doubts, &standards.Doubt{Field: field, Reason: reason, InferredFrom: &from})
}

// acronym reads a name as the tables of reports print it: "X.1332 (X.sgsec-3)". One that has another form is kept as it is,
// where it is a single word.
func acronym(s *source.Statement, text string) bool {
	name, former, ok := printed.ReadName(text)
	if !ok && (strings.ContainsAny(text, "\n;") || len(strings.Fields(text)) > 3 || len(text) > 60) {
		return false
	}
	if !ok {
		name = text
	}
	s.Acronym = name
	if former != "" {
		s.ProvisionalName = former
	}
	return true
}

func provisional(s *source.Statement, text string) bool {
	if len(strings.Fields(text)) > 3 || len(text) > 60 {
		return false
	}
	s.ProvisionalName = text
	return true
}

func otherNames(s *source.Statement, text string) bool {
	s.OtherNames = parts(text)
	return true
}

func title(s *source.Statement, text string) bool {
	s.Title = strings.Join(strings.Fields(text), " ")
	return true
}

// value finds the value of an enumeration that words stand for: "New work item" is NEW_WORK_ITEM.
func value[T ~string](text string, all []T) (v T, ok bool) {
	key := T(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text), " ", "_")))
	return key, slices.Contains(all, key)
}

func kind(s *source.Statement, text string) (ok bool) {
	if v, known := value(text, standards.TextKinds()); known {
		s.TextKind, ok = v, true
	}
	return ok
}

var groupNumber = regexp.MustCompile(`^(?:ITU-T )?(?:SG|Study Group)? ?(\d{1,2})$`)

func group(s *source.Statement, text string) bool {
	if m := groupNumber.FindStringSubmatch(text); m != nil {
		s.Group, _ = strconv.Atoi(m[1])
	} else if name := strings.TrimPrefix(text, "ITU-T "); len(strings.Fields(name)) == 1 && strings.ToUpper(name) == name {
		s.GroupName = name
	}
	return s.Group > 0 || s.GroupName != ""
}

// status reads what was decided last, a novelty, or a process: all three stand below "Status".
func status(s *source.Statement, text string) bool {
	if v, ok := value(text, standards.ActionKinds()); ok {
		s.Kind = v
		return true
	}
	return process(s, text) || novelty(s, text)
}

func process(s *source.Statement, text string) bool {
	switch strings.ToUpper(text) {
	case "AAP":
		s.Process = source.AAP
	case "TAP":
		s.Process = source.TAP
	case "AGREEMENT":
		s.Process = source.Agreement
	default:
		return false
	}
	return true
}

func novelty(s *source.Statement, text string) bool {
	v, ok := whole(text, 0, printed.Novelty)
	if ok && v.Novelty != "" {
		s.Novelty = v.Novelty
		return true
	}
	return ok && v.Word != ""
}

// whole is the cheapest reading of a cell as one of a type, to its end.
func whole(text string, group int, of printed.Type) (v printed.Value, ok bool) {
	if text == "" {
		return v, false
	}
	cost := 0.0
	for _, r := range printed.Read(nil, text+"\n", 0, group) {
		if r.Type == of && r.End == len(text) && (!ok || r.Cost < cost) {
			v, ok, cost = r.Value, true, r.Cost
		}
	}
	return v, ok
}

func questions(s *source.Statement, text string) bool {
	read := true
	for _, part := range parts(text) {
		v, ok := whole(part, s.Group, printed.Question)
		read = read && ok && len(v.Questions) > 0
		if v.Guessed {
			doubt(s, "questions", fmt.Sprintf("the study group is not printed; it is taken from the row: %d", s.Group), part)
		}
		for _, q := range v.Questions {
			if q := (source.Question{Group: q.Group, Number: q.Number}); !slices.Contains(s.Questions, q) {
				s.Questions = append(s.Questions, q)
			}
		}
	}
	return read
}

// editors are divided by semicolons. Where a comma may divide two people or the parts of one name, there is a doubt.
func editors(s *source.Statement, text string) bool {
	for _, part := range parts(text) {
		before, after, comma := strings.Cut(part, ", ")
		switch {
		case strings.ContainsAny(part, "@0123456789"):
			return false
		case strings.EqualFold(part, "TBD"), strings.EqualFold(part, "vacant"):
		case comma && strings.Contains(before, " ") && strings.Contains(after, " "):
			people := strings.Split(part, ", ")
			doubt(s, "editors", "commas are taken to divide people", part)
			s.Editors = append(s.Editors, people...)
		default:
			s.Editors = append(s.Editors, part)
		}
	}
	return true
}

// documents keeps temporary documents; contributions have no node.
func documents(s *source.Statement, text string) bool {
	read := true
	for _, part := range parts(text) {
		number, revision, ok := standards.ParseTD(part)
		if read = read && ok; ok {
			s.BaseTexts = append(s.BaseTexts, source.TD{Number: number, Revision: revision})
		}
	}
	return read
}

func document(s *source.Statement, text string) bool {
	v, ok := whole(text, 0, printed.Document)
	if ok && v.TD != "" {
		s.Document = source.TD{Number: v.TD, Revision: v.Revision}
	}
	return ok
}

func equivalents(s *source.Statement, text string) bool {
	read := true
	for _, part := range parts(text) {
		name, ok := standards.ParseSpecification(part)
		if read = read && ok; ok {
			s.Equivalents = append(s.Equivalents, name)
		}
	}
	return read
}

// month reads a date; of a quarter its year is kept, with a doubt.
func month(s *source.Statement, text, field string) (standards.PartialDate, bool) {
	if on, err := standards.ParsePartialDate(text); err == nil {
		return on, true
	}
	v, ok := whole(text, 0, printed.Target)
	if ok && v.Quarter {
		doubt(s, field, "a quarter is printed, its year is kept", text)
	}
	return v.Date, ok && v.Date != ""
}

func start(s *source.Statement, text string) (ok bool) {
	s.StartOfWork, ok = month(s, text, "startOfWork")
	return ok
}

func target(s *source.Statement, text string) (ok bool) {
	s.Target, ok = month(s, text, "target")
	return ok
}

func date(s *source.Statement, text string) (ok bool) {
	s.Reached, ok = month(s, text, "date")
	return ok
}

func targetAction(s *source.Statement, text string) bool {
	v, ok := value(text, standards.ActionKinds())
	if ok {
		s.TargetAction = v
	}
	return ok
}
