package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// defaultColumns are those of a table whose header was lost.
var defaultColumns = map[standards.ActionKind][]column{
	standards.NewWorkItem: {questionColumn, nameColumn, titleColumn, documentColumn},
	standards.Removed:     {questionColumn, nameColumn, titleColumn},
}

var fullColumns = []column{questionColumn, nameColumn, titleColumn, noveltyColumn, editorColumn, documentColumn, equivalentColumn, startColumn, targetColumn}

func columnsOf(action standards.ActionKind) []column {
	if columns, ok := defaultColumns[action]; ok {
		return columns
	}
	return fullColumns
}

func hasDefault(action standards.ActionKind, c column) bool {
	for _, column := range columnsOf(action) {
		if column == c {
			return true
		}
	}
	return false
}

// expected are the fields that a row of a table is to fill, by the column they come from.
var expected = []struct {
	column column
	field  string
	filled func(*Row) bool
}{
	{questionColumn, "questions", func(r *Row) bool { return len(r.Questions) > 0 }},
	{nameColumn, "acronym", func(r *Row) bool { return r.Acronym != "" }},
	{titleColumn, "title", func(r *Row) bool { return r.Title != "" }},
	{noveltyColumn, "novelty", func(r *Row) bool { return r.Novelty != "" }},
	{editorColumn, "editors", func(r *Row) bool { return len(r.Editors) > 0 }},
	{documentColumn, "document", func(r *Row) bool { return r.Document.Number != "" }},
	{startColumn, "startOfWork", func(r *Row) bool { return r.StartOfWork != "" }},
	{targetColumn, "target", func(r *Row) bool { return r.Target != "" }},
}

// decisions reads one table.
func (r *reader) decisions(p *part) {
	printed, columns := r.readRows(p)
	if len(columns) == 0 {
		columns = columnsOf(p.action)
	}
	style := spaced
	for _, row := range printed {
		if row.cells == nil && runsTogether(row.text, r.group) {
			style = stuck
			break
		}
	}
	for _, row := range printed {
		c := row.cells
		if c == nil {
			c = unstick(row.text, r.group, style, columns)
		}
		r.rows = append(r.rows, r.fill(p, row, c, columns))
	}
	r.tables = append(r.tables, tableCount{p, len(printed)})
	r.section(p, len(printed))
}

var noSpace = regexp.MustCompile(`\d/\d{1,2}[A-Z]`)

// runsTogether says whether a row has no space between its Question and what follows.
func runsTogether(text string, group int) bool {
	length := questionsLength(text, group)
	return length > 0 && namePrefix.MatchString(text[length:]) || noSpace.MatchString(text[:min(len(text), 80)])
}

// fill makes a row of its cells.
func (r *reader) fill(p *part, printed printedRow, c *cells, columns []column) *tableRow {
	row := &tableRow{part: p, lastCell: c.name == "", Row: Row{
		Kind: p.action, Section: p.heading, Number: printed.number,
		FirstLine: r.lines[printed.from].first, LastLine: r.lines[printed.to].last, Raw: r.raw(printed.from, printed.to),
	}}
	if printed.inferred {
		row.doubt("row", "the row's number is lost; it follows from the rows around it")
	}
	r.fillName(row, c)
	row.Title = strings.TrimSpace(strings.Trim(c.title(), "|"))
	row.fillKind()
	var doubts []*standards.Doubt
	row.Questions, doubts = questions(c.question, r.group)
	row.Doubts = append(row.Doubts, doubts...)
	row.Novelty = noveltyOf(c.novelty)
	row.Editors, doubts = splitEditors(c.editors)
	row.Doubts = append(row.Doubts, doubts...)
	row.fillDocument(c)
	row.fillEquivalents(c.equivalents)
	row.fillDates(c, r.Meeting.Start, columns)
	row.missing(columns)
	return row
}

func (r *reader) fillName(row *tableRow, c *cells) {
	name := splitName(c.name)
	row.Acronym, row.ProvisionalName, row.mark = name.acronym, name.provisional, name.mark
	if _, known := processes[c.process]; known && row.mark == "" {
		row.mark = c.process
	}
	if other := splitName(c.provisional); other.acronym != "" {
		switch {
		case row.Acronym == "":
			row.Acronym = other.acronym
		case row.ProvisionalName == "" && other.acronym != row.Acronym:
			row.ProvisionalName = other.acronym
		}
		row.mark += other.mark
	}
	if row.Acronym != "" && row.ProvisionalName != "" && standards.IsFormalName(row.ProvisionalName) && !standards.IsFormalName(row.Acronym) {
		row.Acronym, row.ProvisionalName = row.ProvisionalName, row.Acronym
	}
	if name.equivalents != "" {
		c.equivalents = strings.TrimSpace(name.equivalents + " | " + c.equivalents)
	}
}

func noveltyOf(cell string) standards.Novelty {
	switch cell = strings.ToLower(clean(cell)); {
	case strings.HasPrefix(cell, "new") && !strings.Contains(cell, "rev"):
		return standards.New
	case strings.HasPrefix(cell, "rev"):
		return standards.Revised
	}
	return ""
}

// fillKind sets what the name and the title say about the text.
func (row *tableRow) fillKind() {
	name := standards.ParseTextName(row.Acronym)
	row.TextKind, row.Relations = name.Kind, name.Relations
	row.nameNovelty = name.Novelty
	if row.ProvisionalName != "" {
		former := standards.ParseTextName(row.ProvisionalName)
		if row.TextKind == "" || row.TextKind == standards.Recommendation && former.Kind != "" && former.Kind != standards.Recommendation {
			row.TextKind = former.Kind
		}
		for _, relation := range former.Relations {
			row.relate(relation)
		}
	}
	if kind := kindByTitle(row.Title); kind != "" && (row.TextKind == "" || row.TextKind == standards.Recommendation && row.Acronym != "" && !standards.IsFormalName(row.Acronym)) {
		row.TextKind = kind
		if row.Acronym == "" {
			row.doubts("kind", "the name is lost; the title says what the text is", row.Title)
		}
	}
	if row.TextKind == standards.Supplement && len(row.Relations) == 0 {
		if m := supplementTitle.FindStringSubmatch(row.Title); m != nil {
			row.relate(standards.NamedRelation{Kind: standards.Supplements, Name: m[1]})
			row.doubts("relations", "the title names the text that is supplemented", row.Title)
		}
	}
}

func (row *tableRow) relate(relation standards.NamedRelation) {
	for _, known := range row.Relations {
		if known == relation {
			return
		}
	}
	row.Relations = append(row.Relations, relation)
}

func (row *tableRow) fillDocument(c *cells) {
	number, revision, ok := standards.ParseTD(c.document)
	if !ok {
		if clean(c.document) != "" && !nothing.MatchString(clean(c.document)) {
			row.doubts("document", "not read as the number of a temporary document", c.document)
		}
		return
	}
	row.Document = TD{number, revision}
	row.DocumentRole = standards.LocationOfText
	if row.Kind == standards.NewWorkItem {
		row.DocumentRole = standards.A1Justification
	}
	if len(c.moreTDs) > 0 {
		row.doubts("document", "several temporary documents are printed; the first is kept", c.document+" "+strings.Join(c.moreTDs, " "))
	}
}

func (row *tableRow) fillEquivalents(cell string) {
	names, at := standards.FindSpecifications(cell)
	for _, name := range names {
		if !slices.ContainsFunc(row.Equivalents, func(known standards.SpecificationName) bool { return known.String() == name.String() }) {
			row.Equivalents = append(row.Equivalents, name)
		}
	}
	left, from := "", 0
	for _, span := range at {
		left, from = left+cell[from:span[0]], span[1]
	}
	left = strings.Trim(clean(left+cell[from:]), " |,;&/()-–.")
	if left != "" && !nothing.MatchString(left) && !strings.EqualFold(left, "and") {
		row.doubts("equivalents", "not read as a specification of another organization", cell)
	}
}

func (row *tableRow) fillDates(c *cells, meeting standards.PartialDate, columns []column) {
	read := func(field, cell string) standards.PartialDate {
		date, doubt := cellDate(cell)
		if doubt != "" {
			row.doubts(field, doubt, cell)
		} else if date == "" && clean(cell) != "" && !nothing.MatchString(clean(cell)) {
			row.doubts(field, "not read as a date", cell)
		}
		return date
	}
	if c.start != "" || c.target != "" {
		row.StartOfWork, row.Target = read("startOfWork", c.start), read("target", c.target)
		return
	}
	hasStart, hasTarget := false, false
	for _, column := range columns {
		hasStart, hasTarget = hasStart || column == startColumn, hasTarget || column == targetColumn
	}
	switch {
	case len(c.dates) == 0:
	case len(c.dates) >= 2:
		row.StartOfWork, row.Target = read("startOfWork", c.dates[0]), read("target", c.dates[len(c.dates)-1])
	case hasTarget && !hasStart:
		row.Target = read("target", c.dates[0])
	case hasStart && !hasTarget:
		row.StartOfWork = read("startOfWork", c.dates[0])
	default:
		date, _ := cellDate(c.dates[0])
		if meeting == "" || date < meeting[:min(len(meeting), len(date))] {
			row.StartOfWork = date
			row.doubts("startOfWork", "one date of two is printed; it lies before the meeting", c.dates[0])
		} else {
			row.Target = date
			row.doubts("target", "one date of two is printed; it does not lie before the meeting", c.dates[0])
		}
	}
}

// missing marks the fields whose cell is empty, and a title that lost its head.
func (row *tableRow) missing(columns []column) {
	for _, e := range expected {
		for _, column := range columns {
			if column == e.column && !e.filled(&row.Row) && !row.hasDoubt(e.field) {
				row.doubt(e.field, "not printed in the row")
				break
			}
		}
	}
	if first := strings.TrimLeft(row.Title, `"“(`); first != "" && row.Acronym == "" && first[0] >= 'a' && first[0] <= 'z' {
		row.doubt("title", "the title begins in the middle; its head is lost")
	}
	if strings.Count(row.Title, `"`)%2 == 1 {
		row.doubt("title", fmt.Sprintf("a quotation mark has no partner: %q", row.Title))
	}
}
