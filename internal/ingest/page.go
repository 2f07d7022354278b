package ingest

import (
	"cmp"
	"slices"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// page takes the facts of a document that is about no meeting: a page, a record, a table.
func (f *Facts) page() error {
	r := f.Parsed
	if len(r.Statements) == 0 {
		return standards.Errorf(standards.Invalid, "the document says nothing of any text")
	}
	for i := range r.Statements {
		f.statements = append(f.statements, f.statementOfPage(&r.Statements[i]))
	}
	for i := range r.Statements {
		for _, other := range r.Statements[i].Others {
			f.statements = append(f.statements, f.statementOfPage(related(&r.Statements[i], other)))
		}
	}
	f.report.Statements = len(f.statements)
	f.report.Date = r.Date
	for _, s := range f.statements {
		if r.Date == "" {
			f.report.Date = max(f.report.Date, s.Said.Date)
		}
	}
	if len(r.Statements) == 1 {
		f.group, f.report.StudyGroupID = f.statements[0].Said.StudyGroupID, f.statements[0].Said.StudyGroupID
	}
	f.report.Key = f.pageKey()
	id := standards.NewPageID(f.report.Kind, f.report.Key)
	f.report.SortKey = newestFirst(f.report.Date) + ":" + string(id)
	f.report.Terms = standards.Terms(f.report.FoundBy())
	f.warnings = standards.NewWarningPages(f.report.ID, r.Warnings)
	f.identify(id)
	return nil
}

// pageKey is the key under which the issues of a document are equal: of the page of a work item, its text and the study
// period; of any other, its title, which names the edition that a page or a record is of.
func (f *Facts) pageKey() string {
	first := &f.Parsed.Statements[0]
	if f.report.Kind == standards.WorkProgramme && len(f.Parsed.Statements) == 1 {
		return strings.TrimSuffix(textKey(&f.statements[0].Said)+"-"+first.StudyPeriod, "-")
	}
	return standards.NameKey(f.report.Title)
}

// related is what a page says of a text that it lists under a heading: an amendment, a supplement.
func related(of *source.Statement, other source.RelatedName) *source.Statement {
	name := standards.ParseTextName(other.Name)
	s := &source.Statement{
		Section: of.Section, Number: of.Number, FirstLine: of.FirstLine, LastLine: of.LastLine, Raw: other.Name, Acronym: other.Name, Title: other.Title,
		TextKind: cmp.Or(other.Kind, name.Kind), Relations: name.Relations,
		Catalogue: source.Catalogue{Group: of.Group, Approved: other.Approved, Status: other.Status},
	}
	if other.Title != "" {
		s.Raw += ": " + other.Title
	}
	return s
}

// statementOfPage is what a page says of one text. What it says is dated by the text's last update, else by the document,
// else by the approval of the text, else by when it came to its stage.
func (f *Facts) statementOfPage(r *source.Statement) *standards.Statement {
	date := cmp.Or(r.LastUpdate, f.Parsed.Date, r.Approved, r.Reached)
	of := Facts{Parsed: f.Parsed, issue: issue{report: &standards.Report{Date: date}}, period: cmp.Or(r.StudyPeriod, standards.StudyPeriod(date))}
	if r.Group != 0 {
		of.group = standards.NewStudyGroupID(r.Group)
	} else if r.GroupName != "" {
		of.group = standards.NamedGroupID(r.GroupName)
	} else if len(r.Questions) > 0 {
		of.group = standards.NewStudyGroupID(r.Questions[0].Group)
	}
	s := of.statement(r)
	if s.Said.Kind == "" && r.Approved != "" {
		s.Said.Kind = standards.Approved
	}
	s.Page = &standards.Page{
		Publication: r.Status, Process: r.Process, Approved: r.Approved, Language: r.Language, Summary: standards.Shortened(r.Summary, maxRaw), URL: r.URL,
		SupportingMembers: r.SupportingMembers, Liaisons: r.Liaisons, OtherNames: r.OtherNames,
	}
	for _, e := range r.Editors {
		add(&s.PageEditors, e)
	}
	if slices.ContainsFunc(r.Degrees, func(d source.Degree) bool { return d != "" }) {
		s.Page.Degrees = r.Degrees
	}
	for _, td := range r.BaseTexts {
		s.Page.BaseTexts = append(s.Page.BaseTexts, td.Number)
	}
	for _, e := range r.Editions {
		s.Page.Editions = append(s.Page.Editions, &standards.Edition{
			Number: optional(e.Number), Name: cmp.Or(e.Name, r.Acronym), Approved: e.Approved, Publication: e.Status, URL: optional(e.URL),
		})
	}
	if len(r.Editions) == 0 && r.Approved != "" {
		s.Page.Editions = []*standards.Edition{{Name: editionName(r), Approved: r.Approved, Publication: r.Status, URL: optional(r.URL)}}
	}
	return s
}

// editionName is "X.1332 (03/2020)".
func editionName(r *source.Statement) string {
	year, month, _ := strings.Cut(string(r.Approved), "-")
	month, _, _ = strings.Cut(month, "-")
	if month != "" {
		year = month + "/" + year
	}
	return cmp.Or(r.Acronym, r.ProvisionalName, r.Title) + " (" + year + ")"
}

// steps are the actions of a text, and what pages say of it, in the order of time: what a page says of a day comes before
// the decision of that day, which it can only repeat.
func steps(actions []*standards.Action, pages []*standards.Statement) []*standards.Action {
	all := slices.Clone(actions)
	for _, s := range pages {
		all = append(all, &s.Said)
	}
	standards.Timeline(all)
	return all
}

// moved are the targets of a text with what one more statement says of it.
func moved(targets []*standards.TargetChange, s *standards.Statement) []*standards.TargetChange {
	if s.Said.Target == "" || len(targets) > 0 && targets[len(targets)-1].Target == s.Said.Target {
		return targets
	}
	return append(targets, &standards.TargetChange{ReportID: s.ReportID, Date: s.Said.Date, Target: s.Said.Target})
}

// publish derives what pages, which are in the order of time, say of the publication of a text. A page of an old edition says
// nothing of the text as it is now.
func publish(t *standards.Text, pages []*standards.Statement) {
	degrees := map[standards.SpecificationID]standards.EquivalenceDegree{}
	var listed [][]*standards.Edition
	for _, s := range pages {
		p := s.Page
		listed = append(listed, p.Editions)
		keep(&t.Publication, p.Publication)
		keep(&t.Process, p.Process)
		if p.Summary != "" {
			t.Summary = &p.Summary
		}
		if p.URL != "" {
			t.URL = &p.URL
		}
		for _, m := range p.SupportingMembers {
			add(&t.SupportingMembers, m)
		}
		for i, d := range p.Degrees {
			if d != "" && i < len(s.Said.EquivalentIDs) {
				degrees[s.Said.EquivalentIDs[i]] = d
			}
		}
	}
	t.Editions = standards.MergeEditions(listed...)
	if n := len(t.Editions); n > 0 {
		t.Approved = t.Editions[n-1].Approved
		keep(&t.Publication, t.Editions[n-1].Publication)
	}
	if len(degrees) > 0 {
		for _, id := range t.EquivalentIDs {
			t.Degrees = append(t.Degrees, degrees[id])
		}
	}
}
