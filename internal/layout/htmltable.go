package layout

import (
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isLayout says whether a table arranges a page rather than holding rows: it contains another table or a heading.
func isLayout(table *html.Node) bool {
	for n := range table.Descendants() {
		if n.DataAtom == atom.Table || isHeading(n) {
			return true
		}
	}
	return false
}

// table reads the rows of a table.
func (r *htmlReader) table(table *html.Node) {
	below := map[int]spanned{}
	goquery.NewDocumentFromNode(table).Find("tr").EachWithBreak(func(_ int, tr *goquery.Selection) bool {
		l := Line{First: sourceLine(tr.Nodes[0], r.at)}
		l.Last = l.First
		r.row(&l, tr, below)
		r.cells += len(l.Cells)
		r.document.addRow(l)
		r.at = l.Last
		return r.cells <= maxCells
	})
}

// spanned is a cell that covers rows below.
type spanned struct {
	text string
	rows int
}

func (r *htmlReader) row(l *Line, tr *goquery.Selection, below map[int]spanned) {
	column := 0
	carry := func() {
		for below[column].rows > 0 && column < maxColumns {
			l.Cells = append(l.Cells, Cell{Text: below[column].text, Column: column, Above: true})
			below[column] = spanned{below[column].text, below[column].rows - 1}
			column++
		}
	}
	tr.ChildrenFiltered("td, th").Each(func(_ int, td *goquery.Selection) {
		carry()
		if column >= maxColumns {
			return
		}
		text := cellText(td.Nodes[0])
		l.Last = max(l.Last, lastLine(td.Nodes[0], l.Last))
		l.Cells = append(l.Cells, Cell{Text: text, Column: column})
		rows := span(td, "rowspan")
		for range span(td, "colspan") {
			if rows > 1 {
				below[column] = spanned{text, rows - 1}
				text = ""
			}
			column++
		}
	})
	carry()
}

func span(td *goquery.Selection, attribute string) int {
	n, err := strconv.Atoi(td.AttrOr(attribute, "1"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxSpan)
}

func lastLine(n *html.Node, at int) int {
	for ; n != nil; n = n.LastChild {
		for n != nil && n.Type != html.ElementNode {
			n = n.PrevSibling
		}
		if n == nil {
			break
		}
		at = max(at, sourceLine(n, at))
	}
	return at
}

// cellText is the text of a cell, one line for each of its paragraphs.
func cellText(td *html.Node) string {
	r := &htmlReader{document: &Document{}}
	for child := td.FirstChild; child != nil; child = child.NextSibling {
		r.walk(child, 0)
	}
	r.flush()
	lines := make([]string, len(r.document.Lines))
	for i, l := range r.document.Lines {
		lines[i] = l.Printed
	}
	return strings.Join(lines, "\n")
}
