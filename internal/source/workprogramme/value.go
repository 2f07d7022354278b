package workprogramme

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	studyPeriod  = regexp.MustCompile(`(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d`)
	groupNumber  = regexp.MustCompile(`(?i)\b(?:SG|Study Group) ?-?(\d{1,2})\b`)
	groupWord    = regexp.MustCompile(`\b(TSAG|WTSA|RevCom|SCV|JCA-[A-Z0-9]+)\b`)
	questionOf   = regexp.MustCompile(`\b(?:Q|Question )?(\d{1,2})/(\d{1,2})\b`)
	questionOnly = regexp.MustCompile(`^(?:Q|Question )?(\d{1,2})$`)
	onDay        = regexp.MustCompile(`\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b`)
)

// site is where addresses without a host lead.
const site = "https://www.itu.int/ITU-T/workprog/"

func address(target string) string {
	switch {
	case strings.HasPrefix(target, "https://"), strings.HasPrefix(target, "http://"):
		return target
	case strings.HasPrefix(target, "/"), strings.Contains(target, ":"):
		return ""
	}
	return site + strings.TrimPrefix(target, "./")
}

// group reads a study group: by its number, or its name where it has none.
func group(text string) (number int, called string) {
	if m := groupNumber.FindStringSubmatch(text); m != nil {
		number, _ = strconv.Atoi(m[1])
		return number, ""
	}
	if n, err := strconv.Atoi(text); err == nil && n > 0 && n < 100 {
		return n, ""
	}
	return 0, groupWord.FindString(text)
}

// questions reads "Q6/17", "6/17" or, where the group is known, "6". "QALL/17" and a dash name none.
func questions(s *source.Statement, text string) bool {
	for _, m := range questionOf.FindAllStringSubmatch(text, -1) {
		number, _ := strconv.Atoi(m[1])
		of, _ := strconv.Atoi(m[2])
		q := source.Question{Group: of, Number: number}
		if number > 0 && of > 0 && !slices.Contains(s.Questions, q) {
			s.Questions = append(s.Questions, q)
		}
	}
	if m := questionOnly.FindStringSubmatch(text); m != nil && s.Group > 0 {
		number, _ := strconv.Atoi(m[1])
		s.Questions = append(s.Questions, source.Question{Group: s.Group, Number: number})
	}
	return len(s.Questions) > 0
}

// timing reads when the work is to be done: "2020-03", "Q1 2020", of which the year is kept.
func timing(s *source.Statement, text string) bool {
	cost := 0.0
	for _, r := range readings(text) {
		if r.Type == printed.Target && r.End == len(text) && r.Value.Date != "" && (s.Target == "" || r.Cost < cost) {
			s.Target, cost = r.Value.Date, r.Cost
			if r.Value.Quarter {
				s.Doubts = append(s.Doubts, doubt("target", "a quarter is printed, its year is kept", text))
			}
		}
	}
	return s.Target != ""
}

func readings(text string) []printed.Reading {
	if text == "" {
		return nil
	}
	return printed.Read(nil, text+"\n", 0, 0) // a date is read to the end of its line
}

func doubt(field, reason, from string) *standards.Doubt {
	return &standards.Doubt{Field: field, Reason: reason, InferredFrom: &from}
}

// date reads a day, with or without the time of day. Numbers with slashes say the month in two ways and are not read.
func date(text string) (standards.PartialDate, bool) {
	text = layout.Clean(text)
	if day := onDay.FindString(text); day != "" && strings.HasPrefix(text, day) {
		on, err := standards.ParsePartialDate(day)
		return on, err == nil
	}
	for _, form := range []string{"2 January 2006", "2 Jan 2006", "02-Jan-2006", "January 2, 2006", "2006/01/02"} {
		if t, err := time.Parse(form, text); err == nil {
			return standards.PartialDate(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// stages are the words for where a work item stands. "Under study" is no decision.
var stages = []struct {
	word string
	kind standards.ActionKind
}{
	{"under study", ""}, {"not approved", standards.NotApproved}, {"determined", standards.Determined}, {"consented", standards.Consented}, {"agreed", standards.Agreed},
	{"approved", standards.Approved}, {"deleted", standards.Removed}, {"removed", standards.Removed}, {"discontinued", standards.Removed},
}

// stage reads the status of a work item, with the day it was reached where one is printed.
func stage(s *source.Statement, text string) bool {
	low := strings.ToLower(text)
	for _, st := range stages {
		if !strings.HasPrefix(low, st.word) {
			continue
		}
		s.Kind = st.kind
		rest := strings.Trim(text[len(st.word):], " ():,[]")
		if rest == "" {
			return true
		}
		on, ok := date(strings.TrimPrefix(rest, "on "))
		if s.Reached = on; st.kind == standards.Approved {
			s.Approved = on
		}
		return ok
	}
	return false
}

// process reads how the text is to be approved: A.8, WTSA Resolution 1, or A.13.
func process(s *source.Statement, text string) bool {
	s.Process = map[string]source.Process{"AAP": source.AAP, "TAP": source.TAP, "AGREEMENT": source.Agreement}[strings.ToUpper(text)]
	return s.Process != ""
}

// textKinds are the words for types of work items.
var textKinds = map[string]standards.TextKind{
	"recommendation": standards.Recommendation, "supplement": standards.Supplement, "technical report": standards.TechnicalReport,
	"technical paper": standards.TechnicalPaper, "implementers' guide": standards.ImplementersGuide, "implementer's guide": standards.ImplementersGuide,
	"implementers guide": standards.ImplementersGuide, "amendment": standards.Amendment, "corrigendum": standards.Corrigendum, "annex": standards.Annex,
}

// textKind reads the type of a work item. A name that says a part ("X.694 Cor.1") says more than "Recommendation" does.
func textKind(s *source.Statement, text string) bool {
	kind := textKinds[strings.ToLower(strings.ReplaceAll(text, "’", "'"))]
	if kind != standards.Recommendation || s.TextKind == "" {
		s.TextKind = kind
	}
	return kind != ""
}

// version reads whether the text is new or revises another. One that amends or corrects has a name that says so; where it
// has not, the name is that of the text that it amends, and the number is not known.
func version(s *source.Statement, text string) bool {
	low := strings.ToLower(strings.TrimRight(text, ". 0123456789"))
	part := map[string]standards.TextKind{"amd": standards.Amendment, "amendment": standards.Amendment, "cor": standards.Corrigendum, "corrigendum": standards.Corrigendum}[low]
	switch {
	case low == "new":
		s.Novelty = standards.New
	case low == "rev", low == "revised", low == "revision":
		s.Novelty = standards.Revised
	case part == "":
		return false
	case standards.ParseTextName(s.Acronym).Kind != part:
		word := map[standards.TextKind]string{standards.Amendment: " Amd", standards.Corrigendum: " Cor"}[part]
		s.Doubts = append(s.Doubts, doubt("acronym", fmt.Sprintf("the version says %s, the name %s does not", text, s.Acronym), text))
		s.Acronym += word
		s.TextKind, s.Relations = part, standards.ParseTextName(s.Acronym).Relations
	}
	return true
}

// equivalent reads specifications of other organizations.
func equivalent(s *source.Statement, text string) bool {
	names, at := standards.FindSpecifications(text)
	s.Equivalents = append(s.Equivalents, names...)
	return len(names) > 0 && at[0][0] == 0
}

// parts divides a list at its line ends and semicolons or, where it has none, at its commas.
func parts(text string) []string {
	by := ";\n"
	if !strings.ContainsAny(text, by) {
		by = ","
	}
	var all []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(by, r) }) {
		part = strings.Trim(layout.Clean(part), " ,")
		if by == "," && len(all) > 0 && companyEnd.MatchString(part) {
			all[len(all)-1] += ", " + part
		} else if part != "" {
			all = append(all, part)
		}
	}
	return all
}

var companyEnd = regexp.MustCompile(`^(?:Ltd|Inc|Co|Corp|LLC|GmbH|S\.?A|Limited|Incorporated)\.?$`)
