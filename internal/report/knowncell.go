package report

import (
	"strings"

	"rapporteur/internal/standards"
)

// knownCells takes the cells of a row of a table by the columns of its header. Where no header was seen, each
// cell is told by what it looks like.
func knownCells(row []string, columns []column, group int) (c *cells, number int) {
	c = &cells{}
	if len(columns) == 0 {
		columns = guessColumns(row, group)
	}
	for i, cell := range row {
		if clean(cell) == "" {
			continue
		}
		which := otherColumn
		if i < len(columns) {
			which = columns[i]
		}
		switch which {
		case numberColumn:
			number, _ = cutRowNumber(strings.TrimRight(clean(cell), ".)") + ".")
		case questionColumn:
			c.question = cell
		case nameColumn:
			c.name = join(c.name, cell)
		case provisionalColumn:
			c.provisional = cell
		case titleColumn:
			c.rest = join(c.rest, cell)
		case noveltyColumn:
			c.novelty = cell
		case editorColumn:
			c.editors = cell
		case documentColumn:
			c.document, c.moreTDs = documents(cell)
		case equivalentColumn:
			c.equivalents = cell
		case startColumn:
			c.start = cell
		case targetColumn:
			c.target = cell
		case processColumn:
			c.process = strings.ToUpper(clean(cell))
		}
	}
	c.splitTitle(columns)
	return c, number
}

// splitTitle takes a name from the beginning of the title's cell where there is no column for it.
func (c *cells) splitTitle(columns []column) {
	for _, column := range columns {
		if column == nameColumn || column == provisionalColumn {
			return
		}
	}
	if length := nameLength(c.rest, bool(spaced)); length > 0 && length < len(c.rest) {
		c.name, c.rest = c.rest[:length], strings.TrimLeft(c.rest[length:], " \n:–-")
	}
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// documents are the temporary documents of a cell; the first is the row's. What else the cell says is kept
// where no document is found.
func documents(cell string) (first string, more []string) {
	rest := clean(cell)
	for {
		at := tdAnywhere.FindStringIndex(rest)
		if at == nil {
			break
		}
		_, _, length, _ := standards.CutTD(rest[at[0]:])
		more = append(more, rest[at[0]:at[0]+length])
		rest = rest[at[0]+length:]
	}
	if len(more) == 0 {
		return clean(cell), nil
	}
	return more[0], more[1:]
}

// guessColumns tells what each cell of a row without a header holds.
func guessColumns(row []string, group int) []column {
	columns := make([]column, len(row))
	taken := map[column]bool{}
	title, longest := -1, 0
	for i, cell := range row {
		cell = clean(cell)
		guess := otherColumn
		switch {
		case cell == "":
		case i == 0 && rowNumber.MatchString(strings.TrimRight(cell, ".")+"."):
			guess = numberColumn
		case !taken[questionColumn] && isQuestions(cell, group):
			guess = questionColumn
		case !taken[documentColumn] && justified.MatchString(cell):
			guess = documentColumn
		case !taken[nameColumn] && nameLength(cell, bool(spaced)) == len(cell):
			guess = nameColumn
		case !taken[noveltyColumn] && noveltyOf(cell) != "" && len(cell) < 12:
			guess = noveltyColumn
		case isDate(cell) && !taken[startColumn]:
			guess = startColumn
		case isDate(cell):
			guess = targetColumn
		case isSpecification(cell):
			guess = equivalentColumn
		case title < 0 || taken[titleColumn] && !taken[editorColumn] && taken[noveltyColumn]:
			guess = titleColumn
			if taken[titleColumn] {
				guess = editorColumn
			}
			title = i
		case len(cell) > longest:
			guess = editorColumn
		}
		longest = max(longest, len(cell))
		taken[guess] = true
		columns[i] = guess
	}
	return columns
}

func isQuestions(cell string, group int) bool {
	return cell != "" && questionsLength(cell+" X.a", group) == len(cell)
}

func isDate(cell string) bool {
	date, doubt := cellDate(cell)
	return date != "" && doubt == "" && len(cell) <= 20
}

func isSpecification(cell string) bool {
	_, ok := standards.ParseSpecification(cell)
	return ok
}
