package layout

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Element is an element of a page: what is printed in it, and where it stands in the source.
type Element struct {
	Node        *html.Node
	First, Last int // lines of the source
}

// Link is a text that leads somewhere.
type Link struct{ Text, Target string }

// Row is a row of a table that holds no other table.
type Row struct {
	Element
	Cells []Element
}

// Rows are the rows of all tables of a page, in its order: of nested tables those of the innermost.
func (d *Document) Rows() []Row {
	if d.Page == nil {
		return nil
	}
	var rows []Row
	collectRows(d.Page, 1, &rows)
	return rows
}

// collectRows appends the rows below a node; it says whether a table is among what it walked, and the last line.
func collectRows(n *html.Node, at int, rows *[]Row) (table bool, last int) {
	first := sourceLine(n, at)
	last = first
	for child := range n.ChildNodes() {
		inner, end := collectRows(child, last, rows)
		table, last = table || inner, max(last, end)
	}
	if n.DataAtom == atom.Tr && !table {
		row := Row{Element: Element{n, first, last}}
		for cell := range n.ChildNodes() {
			if cell.DataAtom == atom.Td || cell.DataAtom == atom.Th {
				row.Cells = append(row.Cells, newElement(cell, first))
			}
		}
		*rows = append(*rows, row)
	}
	return table || n.DataAtom == atom.Table, last
}

func newElement(n *html.Node, at int) Element {
	e := Element{Node: n, First: sourceLine(n, at)}
	e.Last = e.First
	for inner := range n.Descendants() {
		e.Last = max(e.Last, sourceLine(inner, 0))
	}
	return e
}

// Identified are the elements of a page that have an id, in its order.
func (d *Document) Identified() []Element {
	if d.Page == nil {
		return nil
	}
	var all []Element
	at := 1
	for n := range d.Page.Descendants() {
		at = sourceLine(n, at)
		if Attribute(n, "id") != "" {
			all = append(all, Element{n, at, at})
		}
	}
	return all
}

// ID is the id of the element, empty where it has none.
func (e Element) ID() string { return Attribute(e.Node, "id") }

// Elements are the element itself and those in it.
func (e Element) Elements(yield func(Element) bool) {
	at := e.First
	if !yield(e) {
		return
	}
	for n := range e.Node.Descendants() {
		at = sourceLine(n, at)
		if n.Type == html.ElementNode && !yield(Element{n, at, at}) {
			return
		}
	}
}

// Text is what is printed in the element: a line for each of its paragraphs, without blank ones.
func (e Element) Text() string {
	var b strings.Builder
	printText(&b, e.Node, false)
	return cleanLines(b.String())
}

// TextBesideLinks is Text without what leads somewhere.
func (e Element) TextBesideLinks() string {
	var b strings.Builder
	printText(&b, e.Node, true)
	return cleanLines(b.String())
}

func printText(b *strings.Builder, n *html.Node, besideLinks bool) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		return
	case n.DataAtom == atom.Br:
		b.WriteByte('\n')
	case besideLinks && n.DataAtom == atom.A && Attribute(n, "href") != "":
		return
	}
	block := isBlock(n)
	if block {
		b.WriteByte('\n')
	}
	for child := range n.ChildNodes() {
		printText(b, child, besideLinks)
	}
	if block {
		b.WriteByte('\n')
	}
}

// Links are the links in the element, in its order.
func (e Element) Links() []Link {
	var links []Link
	for inner := range e.Elements {
		if target := Attribute(inner.Node, "href"); inner.Node.DataAtom == atom.A && target != "" {
			links = append(links, Link{inner.Text(), target})
		}
	}
	return links
}

// Attribute is the value of an attribute of an element, empty where it has none.
func Attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
