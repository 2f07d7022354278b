package meeting

import (
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// statement is a row with what is needed until the whole report is read.
type statement struct {
	source.Statement
	section     *section
	from, to    int     // indexes of its first and last line
	sure        float64 // certainty of the row
	numbered    bool    // its number is printed
	ownName     string  // that the title begins with
	mark        string  // "*", "**"
	markLost    bool    // the cell that carries the mark is lost
	nameNovelty standards.Novelty
}

func (s *statement) doubt(field, reason string) {
	if !s.doubts(field) {
		s.Doubts = append(s.Doubts, &standards.Doubt{Field: field, Reason: reason})
	}
}

func (s *statement) doubtFrom(field, reason, from string) {
	if !s.doubts(field) {
		s.Doubts = append(s.Doubts, newDoubt(field, reason, clean(from)))
	}
}

func (s *statement) doubts(field string) bool {
	return slices.ContainsFunc(s.Doubts, func(d *standards.Doubt) bool { return d.Field == field })
}

// cellsOf are the cells of a row by the type of their column.
type cellsOf struct {
	by   [printed.Types][]*cell
	text string
	tab  *table
}

func (c *cellsOf) texts(of printed.Type) []string {
	var all []string
	for _, cell := range c.by[of] {
		all = append(all, c.text[cell.from:cell.end])
	}
	return all
}

// certainty is that of the least certain cell of a type; 1 where there is none.
func (c *cellsOf) certainty(of printed.Type) float64 {
	low := 1.0
	for _, cell := range c.by[of] {
		low = min(low, cell.certainty)
	}
	return low
}

// statement makes a statement of a row of a part of a table that begins at a place.
func (t *tableReader) statement(tab *table, row *tableRow, from int) *statement {
	cells := &cellsOf{text: tab.text, tab: tab}
	s := &statement{section: t.section, sure: row.certainty}
	s.Kind, s.Section = t.section.kind, t.section.heading
	first, last := row.cells[0].from, row.cells[0].end
	for i := range row.cells {
		c := &row.cells[i]
		of := tab.columns[c.column]
		cells.by[of] = append(cells.by[of], c)
		first, last = min(first, c.from), max(last, c.end)
		if of == printed.Name || of == printed.Title {
			s.sure = min(s.sure, c.certainty)
		}
	}
	s.from, s.to = t.text.lineAt(from+first), t.text.lineAt(from+max(first, last-1))
	s.FirstLine, s.LastLine, s.Raw = t.reader.lines[s.from].first, t.reader.lines[s.to].last, t.raw(s.from, s.to)
	if cells.by[printed.Number] != nil && cells.by[printed.Number][0].value != nil {
		s.Number, s.numbered = number(cells.by[printed.Number][0].value.Word), true
	}
	s.fillName(cells)
	s.fillTitle(cells)
	if t.reader.lines[s.from].unsure {
		s.doubt("title", noBorders)
	}
	if !slices.Contains(tab.columns, printed.Name) && s.Acronym == "" {
		s.nameInTitle()
	}
	s.fillValues(cells, slices.Contains(t.named, printed.Question))
	s.fillKind(t.section.object)
	if s.Novelty == "" {
		if s.Novelty = t.lines.novelty; s.Novelty == "" && t.lines.unnamed == "" {
			s.Novelty = t.section.novelty
		}
	}
	if t.lines.unnamed != "" {
		s.doubtFrom("kind", notUnderstood, t.lines.unnamed)
	} else if !t.section.certain {
		s.doubtFrom("kind", onlyProcess, t.section.heading)
	}
	s.oneDate(tab, t.Meeting.Start)
	s.doubtCells(cells, row)
	s.missing(t.lines.columns, tab)
	return s
}

var namePrefixes = regexp.MustCompile(`^(?:Draft (?:new |revised )?)?(?:ITU-T\s+)?(?:Rec(?:ommendation|\.)?\s+)?(?:ITU-T\s+)?([A-Z]{1,4}[.-])`)

// plainName is a name without "ITU-T" and marks.
func plainName(s string) string {
	s = namePrefixes.ReplaceAllString(clean(s), "$1")
	return strings.Trim(s, " *,")
}

func (s *statement) fillName(cells *cellsOf) {
	for _, of := range []printed.Type{printed.Name, printed.Former} {
		for _, c := range cells.by[of] {
			v := c.value
			if v == nil {
				continue
			}
			if name := plainName(v.Name); name != "" && s.Acronym == "" {
				s.Acronym = name
			} else if name != "" && strings.HasPrefix(s.Acronym, name) {
				s.ownName = name // the title begins with the text's own name
			} else if name != "" && s.ProvisionalName == "" && v.Former == "" {
				s.ProvisionalName = name
			}
			if former := plainName(v.Former); former != "" && s.ProvisionalName == "" {
				s.ProvisionalName = former
			}
			if v.Mark != "" {
				s.mark = v.Mark
			}
			if v.Specified != "" {
				s.addEquivalent(v.Specified)
			}
		}
	}
	s.markLost = s.Acronym == "" && s.ProvisionalName == ""
	if s.Acronym != "" && s.ProvisionalName != "" && standards.IsFormalName(s.ProvisionalName) && !standards.IsFormalName(s.Acronym) {
		s.Acronym, s.ProvisionalName = s.ProvisionalName, s.Acronym
	}
}

func (s *statement) addEquivalent(printed string) {
	names, _ := standards.FindSpecifications(printed)
	for _, name := range names {
		if !slices.ContainsFunc(s.Equivalents, func(known standards.SpecificationName) bool { return known.String() == name.String() }) {
			s.Equivalents = append(s.Equivalents, name)
		}
	}
}

func (s *statement) fillTitle(cells *cellsOf) {
	title := clean(strings.Map(func(r rune) rune {
		if r == cellBorder || r == rowBorder || r == '|' {
			return ' '
		}
		return r
	}, strings.Join(cells.texts(printed.Title), " ")))
	if s.Title = unquoted(strings.TrimSpace(strings.Trim(title, "|"))); s.ownName != "" && s.Title != "" {
		s.Title = s.ownName + " " + s.Title
	}
}

// quotationMarks are those that open and close a title.
var quotationMarks = [][2]string{{"“", "”"}, {"\"", "\""}, {"«", "»"}, {"‘", "’"}, {"”", "”"}}

// unquoted is a title without the quotation marks around it.
func unquoted(title string) string {
	for _, marks := range quotationMarks {
		inner, opened := strings.CutPrefix(title, marks[0])
		if inner, closed := strings.CutSuffix(inner, marks[1]); opened && closed && !strings.ContainsAny(inner, marks[0]+marks[1]) {
			return clean(inner)
		}
	}
	return title
}

// nameInTitle takes a name from the beginning of the title in a table without a column of names.
func (s *statement) nameInTitle() {
	for _, r := range printed.Read(nil, s.Title, 0, 0) {
		rest := strings.TrimLeft(s.Title[r.End:], " :–-")
		if r.Type != printed.Name || r.Cost > 0.5 || r.Value.Name == "" || rest == s.Title[r.End:] || rest == "" || !isUpper(rest[0]) {
			continue
		}
		s.Acronym, s.ProvisionalName, s.Title = plainName(r.Value.Name), plainName(r.Value.Former), rest
		s.doubt("acronym", "no column of names is printed; the title begins with one")
		s.doubt("title", "no column of names is printed; the title begins with one")
		return
	}
}

// fillValues takes the values of typed cells; named says whether the heading names a column of Questions.
func (s *statement) fillValues(cells *cellsOf, named bool) {
	s.fillQuestions(cells, named)
	for _, c := range cells.by[printed.Document] {
		s.fillDocument(c.value)
	}
	for _, of := range []printed.Type{printed.Novelty, printed.Status} {
		for _, c := range cells.by[of] {
			if c.value != nil && s.Novelty == "" {
				s.Novelty = c.value.Novelty
			}
		}
	}
	var doubts []*standards.Doubt
	s.Editors, doubts = splitEditors(strings.Map(func(r rune) rune {
		if r == cellBorder || r == '|' {
			return '\n'
		}
		return r
	}, strings.Join(cells.texts(printed.Editors), "\n")))
	s.Doubts = append(s.Doubts, doubts...)
	for _, c := range cells.by[printed.Equivalent] {
		s.addEquivalent(cells.text[c.from:c.end])
	}
	s.StartOfWork = s.date(cells.by[printed.Start], "startOfWork", cells.text)
	s.Target = s.date(cells.by[printed.Target], "target", cells.text)
	for _, c := range cells.by[printed.Process] {
		if c.value != nil && s.mark == "" {
			s.mark = strings.ToUpper(c.value.Word)
		}
	}
}

// fillQuestions takes the Questions of cells; see fillValues.
func (s *statement) fillQuestions(cells *cellsOf, named bool) {
	for _, c := range cells.by[printed.Question] {
		if c.value == nil {
			continue
		}
		for _, q := range c.value.Questions {
			if found := (source.Question{Group: q.Group, Number: q.Number}); !contains(s.Questions, found) {
				s.Questions = append(s.Questions, found)
			}
		}
		if printed := cells.text[c.from:c.end]; c.value.Guessed && (!named || strings.ContainsAny(printed, "(/")) {
			s.doubtFrom("questions", "the study group is not printed; it is taken from the report's heading", printed)
		}
		if len(c.value.Questions) == 0 && c.value.Word != "" {
			s.doubtFrom("questions", "all Questions of the study group are meant, none is named", c.value.Word)
		}
	}
}

func (s *statement) fillDocument(v *printed.Value) {
	switch {
	case v == nil || v.TD == "" && !v.Given:
		return
	case v.Given:
		s.doubtFrom("document", "a contribution or a report is printed, no temporary document", v.Word)
	case s.Document.Number != "":
		if s.Document.Number != v.TD {
			s.doubtFrom("document", "several temporary documents are printed; the first is kept", v.TD)
		}
	default:
		if v.Word != "" {
			s.doubtFrom("document", "several temporary documents are printed; the first is kept", v.TD+v.Word)
		}
		s.Document = source.TD{Number: v.TD, Revision: v.Revision}
		s.DocumentRole = standards.LocationOfText
		if s.Kind == standards.NewWorkItem {
			s.DocumentRole = standards.A1Justification
		}
	}
}

func (s *statement) date(cells []*cell, field, text string) standards.PartialDate {
	for _, c := range cells {
		if c.value == nil || c.value.Date == "" {
			continue
		}
		if c.value.Quarter {
			s.doubtFrom(field, "a quarter is printed; its year is kept", text[c.from:c.end])
		}
		return c.value.Date
	}
	return ""
}

// oneDate takes a lone date of a table with two for the one that it can be: work starts before the meeting.
func (s *statement) oneDate(tab *table, meeting standards.PartialDate) {
	if meeting == "" || (s.StartOfWork == "") == (s.Target == "") || !slices.Contains(tab.columns, printed.Start) || !slices.Contains(tab.columns, printed.Target) {
		return
	}
	date := s.StartOfWork + s.Target
	if date < meeting[:min(len(meeting), len(date))] {
		s.StartOfWork, s.Target = date, ""
		s.doubt("startOfWork", "one date of two is printed; it lies before the meeting")
	} else {
		s.StartOfWork, s.Target = "", date
		s.doubt("target", "one date of two is printed; it does not lie before the meeting")
	}
}

// fields are the fields that a type of column fills.
var fields = [printed.Types][]string{
	printed.Question: {"questions"}, printed.Name: {"acronym", "provisionalName"}, printed.Former: {"provisionalName"}, printed.Title: {"title"}, printed.Document: {"document"},
	printed.Novelty: {"novelty"}, printed.Status: {"novelty"}, printed.Editors: {"editors"}, printed.Equivalent: {"equivalents"}, printed.Start: {"startOfWork"}, printed.Target: {"target"},
}

const (
	unsureCell    = "other divisions of the table are nearly as likely"
	takenIn       = "the text contains what may be a cell of its own"
	wrongOrder    = "the cells of the row are not in the order of the columns"
	otherOrder    = "another order of columns explains the table nearly as well"
	noColumns     = "no names of columns are printed"
	notInTheRow   = "not printed in the row"
	notUnderstood = "the line above the table reads as a heading, and was not understood"
	noBorders     = "the cells stand in the middle of their rows, and nothing shows where a row begins"
	onlyProcess   = "the heading names the process, not the decision"
)
