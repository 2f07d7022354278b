package export

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

// Parameter narrows an export: a query parameter of a server, a flag of the command line.
type Parameter struct {
	Name   string // "studyGroup"
	Help   string
	List   bool // repeatable, its values also parted by commas: any one of them
	Switch bool // true or false; a flag without a value is true

	set func(*selection, []string) error
}

// selection is what the parameters say.
type selection struct {
	texts    standards.TextFilter
	meetings standards.MeetingFilter
	actions  standards.ActionFilter
	around   around
	bom      *bool // whether the file begins with a byte order mark; nil is false
}

// decided is the condition on one decision, which is made where there is none yet.
func (s *selection) decided() *standards.DecisionFilter {
	if s.texts.Decided == nil {
		s.texts.Decided = &standards.DecisionFilter{}
	}
	return s.texts.Decided
}

// read reads the values of parameters. Errors are INVALID, or LIMIT where a value is too long, and name the parameter.
func (s *selection) read(known []Parameter, given map[string][]string) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		i := slices.IndexFunc(known, func(p Parameter) bool { return p.Name == name })
		if i < 0 {
			return unknown(known, name)
		}
		values := given[name]
		if known[i].List {
			values = strings.Split(strings.Join(values, ","), ",")
		} else if len(values) != 1 {
			return standards.Errorf(standards.Invalid, "%s: it is given %d times; it may be given once", name, len(values))
		}
		for j, v := range values {
			values[j] = strings.TrimSpace(v)
			if values[j] == "" {
				return standards.Errorf(standards.Invalid, "%s: a value is empty", name)
			}
			if standards.LongerThan(values[j], standards.MaxText) {
				return standards.Errorf(standards.Limit, "%s: a value has more than %d characters", name, standards.MaxText)
			}
		}
		if err := known[i].set(s, values); err != nil {
			return standards.Errorf(standards.Invalid, "%s: %s", name, err)
		}
	}
	return nil
}

func unknown(known []Parameter, name string) error {
	if len(known) == 0 {
		return standards.Errorf(standards.Invalid, "%s: this export has no parameters", name)
	}
	names := make([]string, len(known))
	for i, p := range known {
		names[i] = p.Name
	}
	return standards.Errorf(standards.Invalid, "%s: there is no such parameter; there are %s", name, strings.Join(names, ", "))
}

// The kinds of values.

func one[T any](name, help string, parse func(string) (T, error), at func(*selection) **T) Parameter {
	return Parameter{Name: name, Help: help, set: func(s *selection, values []string) error {
		v, err := parse(values[0])
		*at(s) = &v
		return err
	}}
}

func many[T any](name, help string, parse func(string) (T, error), at func(*selection) *[]T) Parameter {
	return Parameter{Name: name, Help: help, List: true, set: func(s *selection, values []string) error {
		for _, value := range values {
			v, err := parse(value)
			if err != nil {
				return err
			}
			*at(s) = append(*at(s), v)
		}
		return nil
	}}
}

func anything(s string) (string, error) { return s, nil }

func choice[T ~string](all []T) func(string) (T, error) {
	return func(s string) (T, error) {
		v := T(strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(s)))
		if !slices.Contains(all, v) {
			return v, standards.Errorf(standards.Invalid, "%q is not one of %v", s, all)
		}
		return v, nil
	}
}

func number(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, standards.Errorf(standards.Invalid, "%q is not a number like 17", s)
	}
	return n, nil
}

func yesOrNo(s string) (bool, error) {
	switch s {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, standards.Errorf(standards.Invalid, "%q is neither true nor false", s)
}

// bomParameter asks for a byte order mark, by which Excel recognises UTF-8.
func bomParameter() Parameter {
	p := one("bom", "begin with a byte order mark, so that Excel opens the file as UTF-8", yesOrNo, func(s *selection) **bool { return &s.bom })
	p.Switch = true
	return p
}

// question reads the label or the id of a Question.
func question(s string) (string, error) {
	if _, _, ok := standards.ParseQuestionLabel(s); !ok && !strings.HasPrefix(s, "question:") {
		return s, standards.Errorf(standards.Invalid, "%q is neither a label like Q6/17 nor an id like question:17:2017-2020:6", s)
	}
	return s, nil
}

// id reads the id of a node of this kind.
func id[ID ~string](kind string) func(string) (ID, error) {
	return func(s string) (ID, error) {
		if !strings.HasPrefix(s, kind+":") || len(s) == len(kind)+1 {
			return "", standards.Errorf(standards.Invalid, "%q is not an id, which begins with %s:", s, kind)
		}
		return ID(s), nil
	}
}

func textParameters() []Parameter {
	actions := choice(standards.ActionKinds())
	return []Parameter{
		one("search", "words of the title or a name, the last one by its beginning", anything, func(s *selection) **string { return &s.texts.Search }),
		one("acronym", "a name the text ever had", anything, func(s *selection) **string { return &s.texts.Acronym }),
		many("kind", "the kind of text, like recommendation", choice(standards.TextKinds()), func(s *selection) *[]standards.TextKind { return &s.texts.Kind }),
		one("novelty", "new or revised", choice(standards.Noveltys()), func(s *selection) **standards.Novelty { return &s.texts.Novelty }),
		many("status", "what was decided last, like consented", actions, func(s *selection) *[]standards.ActionKind { return &s.texts.Status }),
		many("questions", "Questions: labels like Q6/17, of the newest study period that has each, or ids", question, func(s *selection) *[]string { return &s.texts.Questions }),
		one("studyGroup", "the number of the study group", number, func(s *selection) **int { return &s.texts.StudyGroup }),
		many("editors", "ids of editors", id[standards.PersonID]("person"), func(s *selection) *[]standards.PersonID { return &s.texts.Editors }),
		one("editorName", "an editor's name, in any spelling", anything, func(s *selection) **string { return &s.texts.EditorName }),
		one("referencedOnly", "true for texts that are known by reference alone", yesOrNo, func(s *selection) **bool { return &s.texts.ReferencedOnly }),
		many("organizations", "organizations with an equivalent specification, like iso", anything, func(s *selection) *[]string { return &s.texts.Organizations }),
		one("hasEquivalent", "whether there is an equivalent specification", yesOrNo, func(s *selection) **bool { return &s.texts.HasEquivalent }),
		many("meetings", "ids of meetings that acted on the text, whatever they decided", id[standards.MeetingID]("meeting"), func(s *selection) *[]standards.MeetingID { return &s.texts.Meetings }),
		many("actions", "what was ever decided, at any meeting, like new-work-item", actions, func(s *selection) *[]standards.ActionKind { return &s.texts.Actions }),
		many("decidedKinds", "what was decided by one decision for which all of decided-... holds", actions, func(s *selection) *[]standards.ActionKind { return &s.decided().Kinds }),
		many("decidedMeetings", "ids of meetings that made that decision", id[standards.MeetingID]("meeting"), func(s *selection) *[]standards.MeetingID { return &s.decided().Meetings }),
		one("decidedFrom", "the earliest date of that decision, like 2019 or 2019-09", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.decided().From }),
		one("decidedTo", "the latest date of that decision", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.decided().To }),
		many("targetActions", "what the text is heading for, like consented", actions, func(s *selection) *[]standards.ActionKind { return &s.texts.TargetActions }),
		one("startedFrom", "the earliest start of work, like 2019 or 2019-09", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.texts.StartedFrom }),
		one("startedTo", "the latest start of work", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.texts.StartedTo }),
		one("targetFrom", "the earliest target", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.texts.TargetFrom }),
		one("targetTo", "the latest target", standards.ParsePartialDate, func(s *selection) **standards.PartialDate { return &s.texts.TargetTo }),
		many("targets", "exact targets: 2020 is not 2020-03", standards.ParsePartialDate, func(s *selection) *[]standards.PartialDate { return &s.texts.Targets }),
		many("publication", "the status of the newest edition, like in-force", choice(standards.PublicationStatuses()), func(s *selection) *[]standards.PublicationStatus { return &s.texts.Publication }),
	}
}

func meetingParameters() []Parameter {
	return []Parameter{
		many("question", "Questions: labels like Q6/17, of the newest study period that has each, or ids", question, func(s *selection) *[]string { return &s.meetings.Questions }),
		one("studyGroup", "the number of the study group", number, func(s *selection) **int { return &s.meetings.StudyGroup }),
		many("kinds", "kinds of meetings: plenary, interim or joint", choice(standards.MeetingKinds()), func(s *selection) *[]standards.MeetingKind { return &s.meetings.Kinds }),
	}
}

func actionParameters() []Parameter {
	return []Parameter{
		many("question", "Questions: labels like Q6/17, of the newest study period that has each, or ids", question, func(s *selection) *[]string { return &s.actions.Questions }),
		many("kinds", "what was decided, like consented", choice(standards.ActionKinds()), func(s *selection) *[]standards.ActionKind { return &s.actions.Kinds }),
		one("meeting", "the id of the meeting", id[standards.MeetingID]("meeting"), func(s *selection) **standards.MeetingID { return &s.actions.Meeting }),
	}
}
