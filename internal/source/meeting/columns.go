package meeting

import (
	"strings"

	"rapporteur/internal/printed"
)

// columnsRead are names of columns that follow each other.
type columnsRead struct {
	columns []printed.Column
	end     int // behind the last one
	named   int // letters of known columns
	letters int // letters from the first to the last
}

// columnRun reads the names of columns at a place, with nothing but separators between them.
func columnRun(text string, at int) columnsRead {
	r := columnsRead{end: at}
	for at < len(text) {
		for at < len(text) && (isGap(text[at]) || strings.IndexByte(".:;,/()*", text[at]) >= 0) {
			at++
		}
		if at >= len(text) {
			break
		}
		column, end := printed.ReadColumn(text, at)
		if end == 0 {
			break
		}
		n := letters(text[at:end])
		r.columns, r.end, at = append(r.columns, column), end, end
		r.named, r.letters = r.named+n, r.letters+n
	}
	return r
}

func letters(s string) int {
	n := 0
	for i := range len(s) {
		if !isGap(s[i]) && strings.IndexByte(".:;,/()*", s[i]) < 0 {
			n++
		}
	}
	return n
}

// longestColumns is the number of bytes of a line of column names at most.
const longestColumns = 400

// columnsIn reads a line of names of columns. Words that name no known column are a column of another kind; share
// is the part of the letters that known names have.
func columnsIn(text string) (columns []printed.Column, share float64) {
	if len(text) > longestColumns {
		return nil, 0
	}
	named, total, unknown := 0, 0, -1
	flush := func(end int) {
		if unknown >= 0 {
			if name := strings.Trim(text[unknown:end], " \t|.:;,/()*"); name != "" {
				columns = append(columns, printed.Column{Type: printed.Other, Name: name})
			}
			unknown = -1
		}
	}
	for at := 0; at < len(text); {
		if isGap(text[at]) {
			if text[at] != ' ' {
				flush(at)
			}
			at++
			continue
		}
		if at == 0 || !isWord(text[at-1]) || isUpper(text[at]) {
			if column, end := printed.ReadColumn(text, at); end > 0 {
				flush(at)
				n := letters(text[at:end])
				columns, named, total, at = append(columns, column), named+n, total+n, end
				continue
			}
		}
		if unknown < 0 {
			unknown = at
		}
		total += letters(text[at : at+1])
		at++
	}
	flush(len(text))
	if total == 0 {
		return columns, 0
	}
	return columns, float64(named) / float64(total)
}

// columnsOfCells reads a row of cells that name columns; empty cells are columns, too.
func columnsOfCells(cells []string) (columns []printed.Column, known int) {
	for _, text := range cells {
		column := printed.Column{Type: printed.Other, Name: clean(text)}
		if found, share := columnsIn(clean(text)); len(found) > 0 && share > 0.6 && clean(text) != "" {
			column.Type = found[0].Type
			known++
		}
		columns = append(columns, column)
	}
	return columns, known
}
