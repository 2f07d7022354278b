package report

import (
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"rapporteur/internal/standards"
)

const (
	lineAttribute = "data-report-line"
	maxSpan       = 64   // of a cell over columns or rows
	maxDepth      = 2000 // of nested elements; deeper ones are not read
)

// openHTML reads paragraphs, list items and table rows. Lines are those of the HTML source. Struck-out text
// is not read.
func openHTML(text string) (*document, error) {
	root, err := html.Parse(strings.NewReader(numbered(text)))
	if err != nil {
		return nil, err
	}
	d := &document{format: standards.HTMLFormat, count: strings.Count(text, "\n") + 1}
	r := &htmlReader{document: d, at: 1}
	page := goquery.NewDocumentFromNode(root)
	page.Find("script, style, noscript, template, head, del, s, strike").Remove()
	r.walk(page.Nodes[0], 0)
	r.flush()
	return d, nil
}

// numbered gives each element the line of the source that it begins on, as an attribute.
func numbered(text string) string {
	var b strings.Builder
	b.Grow(len(text) * 2)
	tokens, at := html.NewTokenizer(strings.NewReader(text)), 1
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		raw := string(tokens.Raw())
		if kind == html.StartTagToken {
			token := tokens.Token()
			token.Attr = append(token.Attr, html.Attribute{Key: lineAttribute, Val: strconv.Itoa(at)})
			b.WriteString(token.String())
		} else {
			b.WriteString(raw)
		}
		at += strings.Count(raw, "\n")
	}
}

// htmlReader gathers inline text until a block ends it.
type htmlReader struct {
	document *document
	text     strings.Builder
	at       int // source line of the newest element
	began    int // source line where the gathered text began
	bullet   bool
	heading  bool
}

func (r *htmlReader) walk(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	if n.Type == html.TextNode {
		if r.text.Len() == 0 {
			r.began = r.at
		}
		r.text.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		return
	}
	r.at = sourceLine(n, r.at)
	switch n.DataAtom {
	case atom.Br:
		r.flush()
		return
	case atom.Table:
		r.flush()
		if !isLayout(n) {
			r.table(n)
			return
		}
	}
	block := isBlock(n)
	if block {
		r.flush()
	}
	bullet, heading := r.bullet, r.heading
	r.bullet = r.bullet || n.DataAtom == atom.Li
	r.heading = r.heading || isHeading(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		r.walk(child, depth+1)
	}
	if block {
		r.flush()
	}
	r.bullet, r.heading = bullet, heading
}

func (r *htmlReader) flush() {
	printed := r.text.String()
	r.text.Reset()
	if clean(printed) == "" {
		return
	}
	l := newLine(r.began, clean(printed))
	l.bullet, l.heading = l.bullet || r.bullet, r.heading
	r.document.lines = append(r.document.lines, l)
}

func sourceLine(n *html.Node, fallback int) int {
	for _, a := range n.Attr {
		if a.Key == lineAttribute {
			if at, err := strconv.Atoi(a.Val); err == nil {
				return at
			}
		}
	}
	return fallback
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Nav,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Dl, atom.Dt, atom.Dd, atom.Body, atom.Html,
		atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Title:
		return true
	}
	return false
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isLayout tells a table that arranges a page rather than holding rows: it contains another table or a heading.
func isLayout(table *html.Node) bool {
	for n := range table.Descendants() {
		if n.DataAtom == atom.Table || isHeading(n) {
			return true
		}
	}
	return false
}

func (r *htmlReader) table(table *html.Node) {
	spanning := map[int]spanned{}
	goquery.NewDocumentFromNode(table).Find("tr").Each(func(_ int, tr *goquery.Selection) {
		l := line{first: sourceLine(tr.Nodes[0], r.at)}
		l.last = l.first
		column := 0
		carry := func() {
			for spanning[column].rows > 0 && column < maxSpan {
				l.cells = append(l.cells, spanning[column].text)
				spanning[column] = spanned{spanning[column].text, spanning[column].rows - 1}
				column++
			}
		}
		tr.ChildrenFiltered("td, th").Each(func(_ int, td *goquery.Selection) {
			carry()
			text := cellText(td.Nodes[0])
			l.last = max(l.last, lastLine(td.Nodes[0], l.last))
			for i := range span(td, "colspan") {
				if rows := span(td, "rowspan"); rows > 1 {
					spanning[column] = spanned{text, rows - 1}
				}
				if i > 0 {
					text = ""
				}
				l.cells = append(l.cells, text)
				column++
			}
		})
		carry()
		r.document.addRow(l)
		r.at = l.last
	})
}

// spanned is a cell that goes on in the rows below.
type spanned struct {
	text string
	rows int
}

func span(td *goquery.Selection, attribute string) int {
	n, err := strconv.Atoi(td.AttrOr(attribute, "1"))
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxSpan)
}

func lastLine(n *html.Node, at int) int {
	at = max(at, sourceLine(n, at))
	for child := n.LastChild; child != nil; child = child.PrevSibling {
		if child.Type == html.ElementNode {
			return lastLine(child, at)
		}
	}
	return at
}

// cellText is the text of a cell, one line for each of its paragraphs.
func cellText(td *html.Node) string {
	r := &htmlReader{document: &document{}}
	for child := td.FirstChild; child != nil; child = child.NextSibling {
		r.walk(child, 0)
	}
	r.flush()
	lines := make([]string, len(r.document.lines))
	for i, l := range r.document.lines {
		lines[i] = l.printed
	}
	return strings.Join(lines, "\n")
}

// addRow adds a row of a table. One that has a single cell is a paragraph.
func (d *document) addRow(l line) {
	filled := 0
	for _, cell := range l.cells {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
	}
	if filled == 0 {
		return
	}
	if len(l.cells) == 1 {
		for printed := range strings.SplitSeq(l.cells[0], "\n") {
			if p := newLine(l.first, printed); p.text != "" {
				d.lines = append(d.lines, p)
			}
		}
		return
	}
	l.printed = strings.Join(l.cells, "\t")
	l.text = clean(l.printed)
	d.lines = append(d.lines, l)
}
