package workprogramme

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// list is the list of work items: a table of six columns.
type list struct {
	*source.Facts
	columns []string // by their headings, where no ids tell them
	named   bool     // the columns have headings that are known
}

// columns are the columns of the list in the order of the page.
var columns = []string{"Work item", "Question", "Subject/title", "Timing", "Study group", "Study period"}

// recognised says whether a page holds the list: a row of cells with its ids, or one with the names of its columns.
func (l *list) recognised(rows []layout.Row) bool {
	for i := range rows {
		if len(listCells(&rows[i])) > 0 || l.heading(&rows[i]) {
			return true
		}
	}
	return false
}

// listCells are the elements of a row with ids of the list, the outermost ones.
func listCells(row *layout.Row) []layout.Element {
	var cells []layout.Element
	for _, cell := range row.Cells {
		for e := range cell.Elements {
			if strings.Contains(e.ID(), listID) {
				cells = append(cells, e)
				break
			}
		}
	}
	return cells
}

func (l *list) heading(row *layout.Row) bool {
	var names []string
	known := 0
	for _, cell := range row.Cells {
		name := layout.Clean(cell.Text())
		names = append(names, name)
		for _, c := range columns {
			if strings.EqualFold(c, name) {
				names[len(names)-1], known = c, known+1
			}
		}
	}
	if known >= 4 {
		l.columns, l.named = names, true
	}
	return known >= 4
}

func (l *list) read(ctx context.Context, rows []layout.Row) (*source.Facts, error) {
	l.columns, l.named = columns, false
	section := source.Section{Heading: "Work Programme"}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		row := &rows[i]
		cells := listCells(row)
		switch {
		case len(cells) == 0 && l.heading(row):
			l.Coverage.Boilerplate++
			continue
		case len(cells) == 0 && l.named && len(row.Cells) == len(l.columns):
			cells = row.Cells
		case len(cells) == 0:
			continue // what the page prints around the list
		case len(cells) != len(l.columns):
			l.unread(fmt.Sprintf("the row has %d cells, the list has %d columns", len(cells), len(l.columns)), row)
			continue
		}
		if l.row(row, cells) {
			if section.FirstLine == 0 {
				section.FirstLine = row.First
			}
			section.LastLine, section.Rows = row.Last, section.Rows+1
		}
	}
	if len(l.Statements) == 0 {
		return nil, source.ErrNotRecognised
	}
	l.Sections = []source.Section{section}
	l.Title = l.title()
	return l.Facts, nil
}

// row reads a row of the list.
func (l *list) row(row *layout.Row, cells []layout.Element) bool {
	s := source.Statement{Number: len(l.Statements) + 1, FirstLine: row.First, LastLine: row.Last, Section: "Work Programme"}
	value := map[string]string{}
	var raw []string
	for i, name := range l.columns {
		value[name] = layout.Clean(cells[i].Text())
		raw = append(raw, value[name])
	}
	s.Raw = strings.Join(raw, "\t")
	if !name(&s, value["Work item"]) {
		l.unread("the row has no name of a work item", row)
		return false
	}
	s.Title = value["Subject/title"]
	s.Group, s.GroupName = group(value["Study group"])
	questions(&s, value["Question"])
	timing(&s, value["Timing"])
	s.StudyPeriod = studyPeriod.FindString(value["Study period"])
	for _, link := range row.Links() {
		if strings.Contains(link.Target, "wp_item") {
			s.URL = address(link.Target)
			break
		}
	}
	l.Coverage.Facts++
	l.Statements = append(l.Statements, s)
	return true
}

func (l *list) unread(message string, row *layout.Row) {
	l.Coverage.Unread++
	l.Warnings = append(l.Warnings, source.Unread(message, row.First, row.Last, row.Text()))
}

// title is what one page of the list is known by: its group and study period, where it has one, and its first and last
// items, so that the next page is another document.
func (l *list) title() string {
	first, last := &l.Statements[0], &l.Statements[len(l.Statements)-1]
	title := "Work Programme"
	same := true
	for i := range l.Statements {
		same = same && l.Statements[i].Group == first.Group && l.Statements[i].StudyPeriod == first.StudyPeriod
	}
	if same && first.Group > 0 {
		title += ", SG" + strconv.Itoa(first.Group)
	}
	if same && first.StudyPeriod != "" {
		title += ", " + first.StudyPeriod
	}
	return fmt.Sprintf("%s: %s to %s", title, first.Acronym, last.Acronym)
}

// name reads the name of a work item: "X.1332 (ex X.sgsec-3)", "X.509 (revised)".
func name(s *source.Statement, text string) bool {
	acronym, former, ok := printed.ReadName(text)
	if !ok {
		return false
	}
	said := standards.ParseTextName(acronym)
	s.Acronym, s.ProvisionalName, s.TextKind, s.Novelty, s.Relations = acronym, former, said.Kind, said.Novelty, said.Relations
	return true
}
