package meeting

import (
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/printed"
)

// doubtCells doubts what other divisions read otherwise.
func (s *statement) doubtCells(cells *cellsOf, row *tableRow) {
	for of := range printed.Types {
		if cells.certainty(printed.Type(of)) < certain {
			s.doubtFields(printed.Type(of), unsureCell)
		}
	}
	inOrder := true
	for i := range row.cells {
		c := &row.cells[i]
		if i > 0 && c.column < row.cells[i-1].column {
			inOrder = false
		}
		if of := cells.tab.columns[c.column]; of.IsText() && c.value == nil && cells.tab.body.columns == nil {
			s.doubtTaken(cells.tab, of, c)
		}
	}
	if !inOrder {
		for i := range row.cells {
			s.doubtFields(cells.tab.columns[row.cells[i].column], wrongOrder)
		}
	}
}

func (s *statement) doubtFields(of printed.Type, reason string) {
	for _, field := range fields[of] {
		s.doubt(field, reason)
	}
}

// doubtTaken doubts a text that contains a readable token, and the field of the token.
func (s *statement) doubtTaken(tab *table, of printed.Type, c *cell) {
	for p := c.from; p < c.end; p++ {
		if tab.swallow[p+1]-tab.swallow[p] < 1.5 {
			continue
		}
		s.doubtFields(of, takenIn)
		for _, r := range tab.readingsAt(p) {
			if r.Type == printed.Title || r.Value.Empty() {
				continue
			}
			switch r.Type {
			case printed.Document, printed.Question, printed.Start, printed.Target, printed.Novelty, printed.Equivalent:
				s.doubtFields(r.Type, takenIn)
			}
		}
	}
	if strings.ContainsAny(strings.Trim(tab.text[c.from:c.end], " |\n"), "|") {
		for _, known := range []printed.Type{printed.Title, printed.Question, printed.Document, printed.Novelty, printed.Name} {
			s.doubtFields(known, takenIn)
		}
	}
}

// doubtRival doubts what another order of columns reads otherwise.
func (s *statement) doubtRival(t *tableReader, tab *table, rows []tableRow, at, from int) {
	for i := range rows {
		if rows[i].isNote() || rows[i].cells[0].from != at {
			continue
		}
		other := t.statement(tab, &rows[i], from)
		for _, differs := range []struct {
			is    bool
			field string
		}{
			{s.Acronym != other.Acronym, "acronym"}, {s.ProvisionalName != other.ProvisionalName, "provisionalName"}, {s.Title != other.Title, "title"},
			{!slices.Equal(s.Questions, other.Questions), "questions"}, {s.Document != other.Document, "document"}, {s.Novelty != other.Novelty, "novelty"},
			{!slices.Equal(s.Editors, other.Editors), "editors"}, {s.StartOfWork != other.StartOfWork, "startOfWork"}, {s.Target != other.Target, "target"},
		} {
			if differs.is {
				s.doubt(differs.field, otherOrder)
			}
		}
		return
	}
	for of := range printed.Types {
		s.doubtFields(printed.Type(of), otherOrder)
	}
}

// longestTitle is the number of words above which a title is in doubt.
const longestTitle = 40

// runsOn is a text that goes on with another sentence or a numbered heading.
var runsOn = regexp.MustCompile(`[a-z]{3}\. [A-Z][a-z]|[a-z)] \d{1,2}(?:\.\d{1,2})*\.? [A-Z][a-z]+ [a-z]`)

// personInTitle are words at the beginning or the end of a title that may name a person.
var personInTitle = regexp.MustCompile(`^(?:(?:Mr|Ms|Mrs|Dr) )?\p{Lu}[\p{L}.’'-]+ (?:(?:da|de|van|von|\p{Lu}[\p{L}.’'-]*) )*\p{Lu}[\p{L}’'-]+|\p{Ll} (?:(?:Mr|Ms|Mrs|Dr) )?\p{Lu}[\p{L}.’'-]+(?: (?:da|de|van|von|\p{Lu}[\p{L}.’'-]*)){1,3}$`)

const nameTakenIn = "the heading names a column of editors, and the title holds what may be a name of a person"

// missing doubts the fields whose cell is empty though the heading names their column and most rows fill it, and a
// title that lost its head.
func (s *statement) missing(named []printed.Column, tab *table) {
	filled := map[printed.Type]bool{
		printed.Question: len(s.Questions) > 0, printed.Name: s.Acronym != "", printed.Title: s.Title != "", printed.Novelty: s.Novelty != "",
		printed.Editors: len(s.Editors) > 0, printed.Document: s.Document.Number != "", printed.Start: s.StartOfWork != "", printed.Target: s.Target != "",
	}
	for _, column := range named {
		k := slices.Index(tab.columns, column.Type)
		if is, known := filled[column.Type]; known && !is && k >= 0 && tab.learned.miss[k] < 0.5 {
			s.doubt(fields[column.Type][0], notInTheRow)
		}
	}
	if slices.ContainsFunc(named, func(c printed.Column) bool { return c.Type == printed.Editors }) && len(s.Editors) == 0 && personInTitle.MatchString(s.Title) {
		s.doubt("title", nameTakenIn)
		s.doubt("editors", nameTakenIn)
	}
	if first := strings.TrimLeft(s.Title, `"“(`); first != "" && s.Acronym == "" && first[0] >= 'a' && first[0] <= 'z' {
		s.doubt("title", "the title begins in the middle; its head is lost")
	}
	if strings.Count(s.Title, " ") > longestTitle || runsOn.MatchString(s.Title) {
		s.doubt("title", "the title is long, or holds what may be the text behind its table")
	}
	if strings.Count(s.Title, `"`)%2 == 1 {
		s.doubt("title", "a quotation mark has no partner")
	}
}
