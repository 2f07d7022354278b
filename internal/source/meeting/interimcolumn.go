package meeting

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// column is what a column of a table holds.
type column int

const (
	noColumn column = iota
	numberColumn
	questionColumn
	nameColumn
	provisionalColumn
	titleColumn
	noveltyColumn
	editorColumn
	documentColumn
	equivalentColumn
	startColumn
	targetColumn
	dateColumn
	placeColumn
	objectiveColumn
	processColumn
	otherColumn
	columnCount
)

// columnNames are what headers call the columns, in lower case and without spaces. Where one begins another,
// the longer one is taken.
var columnNames = map[string]column{
	"#": numberColumn, "no.": numberColumn, "no": numberColumn, "nr": numberColumn, "item": numberColumn,
	"q": questionColumn, "qs": questionColumn, "q.": questionColumn, "question": questionColumn, "questions": questionColumn,
	"question(s)": questionColumn, "q/sg": questionColumn,
	"acronym": nameColumn, "acronyms": nameColumn, "nwi": nameColumn, "workitem": nameColumn, "workitem(acronym)": nameColumn,
	"name": nameColumn, "recommendation": nameColumn, "rec.no.": nameColumn, "rec.": nameColumn, "recno": nameColumn,
	"recommendationno.": nameColumn, "itu-trec.number": nameColumn, "itu-trec.": nameColumn, "itu-trec.no.": nameColumn,
	"itu-tsup.number": nameColumn, "itu-tsup.": nameColumn, "itu-trecommendation": nameColumn, "number": nameColumn,
	"workingtitle": provisionalColumn, "provisionalname": provisionalColumn, "workitemorprovisionalname": provisionalColumn,
	"draftsupplementforagreement": provisionalColumn, "draftrecommendation": provisionalColumn, "formername": provisionalColumn,
	"title": titleColumn, "titles": titleColumn, "titleoftext": titleColumn,
	"new/revised": noveltyColumn, "new/rev": noveltyColumn, "new/rev.": noveltyColumn, "neworrevised": noveltyColumn, "newrevised": noveltyColumn,
	"editor(s)": editorColumn, "editors": editorColumn, "editor": editorColumn,
	"locationoftext": documentColumn, "td": documentColumn, "tds": documentColumn, "tdreference": documentColumn, "tdno.": documentColumn,
	"document": documentColumn, "text": documentColumn, "a.1justification": documentColumn, "a.1": documentColumn,
	"a.1(td)": documentColumn, "a.1td": documentColumn, "finaltext": documentColumn, "locationoftext(td)": documentColumn,
	"equivalent": equivalentColumn, "e.g.,iso/iec": equivalentColumn, "equivalente.g.,iso/iec": equivalentColumn,
	"equivalent(e.g.,iso/iec)": equivalentColumn, "equivalents": equivalentColumn, "equivalente.g.iso/iec": equivalentColumn,
	"startofwork": startColumn, "start": startColumn,
	"timing": targetColumn, "timing(1)": targetColumn, "timing*": targetColumn, "targetdate": targetColumn,
	"target": targetColumn, "targetdate(1)": targetColumn, "(1)": targetColumn,
	"date": dateColumn, "dates": dateColumn, "dateandtime": dateColumn,
	"place/host": placeColumn, "place": placeColumn, "venue": placeColumn, "host": placeColumn, "location": placeColumn,
	"subject/objective": objectiveColumn, "subject": objectiveColumn, "objective": objectiveColumn, "objective(s)": objectiveColumn,
	"objectives": objectiveColumn, "scope": objectiveColumn, "subject/objectives": objectiveColumn, "termsofreference": objectiveColumn,
	"wp":      questionColumn,
	"process": processColumn, "approvalprocess": processColumn, "tap/aap": processColumn, "approvalprocedure": processColumn, "status": otherColumn, "remarks": otherColumn, "remark": otherColumn,
	"summary": otherColumn, "priority": otherColumn, "contact": otherColumn, "basetext": otherColumn, "comments": otherColumn,
}

var longestColumnName = func() int {
	longest := 0
	for name := range columnNames {
		longest = max(longest, len(name))
	}
	return longest
}()

// cutColumns reads names of columns from the beginning of a text, with or without spaces between them: those that
// leave nothing, where there are such, else the longest.
func cutColumns(s string) (columns []column, rest string) {
	if len(s) <= longestHeader {
		if columns, ok := allColumns(s, 0); ok {
			return columns, ""
		}
	}
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		found := columnsAt(s)
		if len(found) == 0 {
			return columns, s
		}
		longest := found[len(found)-1]
		columns, s = append(columns, longest.column), s[longest.length:]
	}
}

const (
	maxColumns    = 14  // of a header
	longestHeader = 300 // bytes
)

// allColumns reads a text that is nothing but names of columns: "date Scope" is no "dates".
func allColumns(s string, depth int) ([]column, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, depth > 0
	}
	if depth >= maxColumns {
		return nil, false
	}
	found := columnsAt(s)
	for k := len(found) - 1; k >= 0; k-- {
		if rest, ok := allColumns(s[found[k].length:], depth+1); ok {
			return append([]column{found[k].column}, rest...), true
		}
	}
	return nil, false
}

type namedColumn struct {
	length int
	column column
}

// columnsAt are the names that a text begins with, the shortest first.
func columnsAt(s string) []namedColumn {
	var found []namedColumn
	name := make([]byte, 0, longestColumnName)
	for i, r := range s {
		if unicode.IsSpace(r) {
			continue
		}
		if len(name) >= longestColumnName || r >= utf8.RuneSelf {
			break
		}
		name = append(name, byte(unicode.ToLower(r)))
		if c, ok := columnNames[string(name)]; ok {
			found = append(found, namedColumn{i + 1, c})
		}
	}
	return found
}

// columnOf is the column that a cell of a header names, all of it.
func columnOf(cell string) column {
	columns, rest := cutColumns(cell)
	if len(columns) == 0 || strings.Trim(rest, "()*0123456789: ") != "" {
		return noColumn
	}
	return columns[0]
}

// isHeader says whether cells name columns.
func isHeader(cells []string) bool {
	named, filled := 0, 0
	for _, cell := range cells {
		if clean(cell) == "" {
			continue
		}
		filled++
		if columnOf(cell) != noColumn {
			named++
		}
	}
	return named >= 2 && named*2 > filled
}

// headerLine says whether a line of flattened text names columns, and what follows them on the line: the first
// row, where the line break before it was lost. After another header a single name is enough.
func headerLine(text string, after bool) (columns []column, rest string, ok bool) {
	columns, rest = cutColumns(text)
	switch {
	case rest == "" && (len(columns) >= 2 || after && len(columns) == 1):
		return columns, "", true
	case len(columns) >= 3 && rowNumber.MatchString(rest):
		return columns, rest, true
	}
	return nil, "", false
}
