package layout

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const lineAttribute = "data-source-line"

// openHTML reads paragraphs, list items and table rows. Lines are those of the HTML source. Struck-out text
// is not read.
func openHTML(ctx context.Context, text string) (*Document, error) {
	source, err := numbered(ctx, text)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(while{ctx, strings.NewReader(source)})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBounds, err)
	}
	d := &Document{Format: HTML, Count: strings.Count(text, "\n") + 1, Content: text, Page: root}
	r := &htmlReader{document: d, at: 1}
	page := goquery.NewDocumentFromNode(root)
	page.Find("script, style, noscript, template, head, del").Remove()
	r.walk(page.Nodes[0], 0)
	r.flush()
	if r.cells > maxCells || len(d.Lines) > maxLines {
		return nil, fmt.Errorf("%w: it has more than %d cells or %d lines", ErrBounds, maxCells, maxLines)
	}
	return d, nil
}

// plainTags are elements that only change how text looks. They are left out: the parser repeats those that are
// never closed in every later paragraph.
var plainTags = map[atom.Atom]bool{
	atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.Small: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// numbered returns the source with the line that each element begins on as an attribute of it.
func numbered(ctx context.Context, text string) (string, error) {
	var b strings.Builder
	b.Grow(len(text) + len(text)/2)
	tokens, at, elements := html.NewTokenizer(while{ctx, strings.NewReader(text)}), 1, 0
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return b.String(), nil
		}
		raw := tokens.Raw()
		lines := strings.Count(string(raw), "\n")
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			if elements++; elements > maxElements {
				return "", fmt.Errorf("%w: the page has more than %d elements", ErrBounds, maxElements)
			}
			writeTag(&b, string(raw), tokens.Token(), at)
		default:
			b.Write(raw)
		}
		at += lines
	}
}

func writeTag(b *strings.Builder, raw string, token html.Token, at int) {
	switch {
	case plainTags[token.DataAtom]:
	case token.DataAtom == atom.S || token.DataAtom == atom.Strike:
		if token.Type == html.EndTagToken {
			b.WriteString("</del>")
		} else {
			b.WriteString("<del>")
		}
	case token.Type != html.StartTagToken:
		b.WriteString(raw)
	default:
		token.Attr = append(token.Attr, html.Attribute{Key: lineAttribute, Val: strconv.Itoa(at)})
		b.WriteString(token.String())
	}
}

// htmlReader collects inline text until a block ends it.
type htmlReader struct {
	document *Document
	text     strings.Builder
	at       int // source line of the newest element
	began    int // source line where the collected text began
	bullet   bool
	heading  bool
	cells    int // of all tables
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
	if Clean(printed) == "" {
		return
	}
	l := newLine(r.began, Clean(printed))
	l.Bullet, l.Heading = l.Bullet || r.bullet, r.heading
	r.document.Lines = append(r.document.Lines, l)
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

// SourceLine is the line of the source that an element begins on, or fallback for one that the source does not hold.
func SourceLine(n *html.Node, fallback int) int { return sourceLine(n, fallback) }

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
