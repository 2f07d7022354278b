// Package layout turns the bytes of a document into lines and tables with cells, each with its place. It must not
// know what the lines are about: it has no word of standards work.
package layout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// MaxSize is the size in bytes above which a document is refused.
const MaxSize = 32 << 20

// Bounds of what one document may hold. They keep the memory for any content of MaxSize bytes under 512 MB.
const (
	maxSpan     = 64      // columns or rows that one cell covers; more are cut
	maxColumns  = 256     // of one row; further cells are refused
	maxCells    = 1 << 20 // of all tables of a document
	maxElements = 1 << 19 // of a page
	maxLines    = 1 << 20 // that are not blank
	maxDepth    = 400     // of nested elements; the HTML parser refuses more than 512
)

// What can be wrong with a file.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrTooLarge = fmt.Errorf("the file is larger than %d MiB", MaxSize>>20)
	ErrBinary   = errors.New("the file is neither text nor HTML nor a .docx document nor a spreadsheet")
	ErrPDF      = errors.New("the file is a PDF document, which is not read; save it as text or .docx")
	ErrBounds   = errors.New("the document is too large in its parts")
)

// Format is the format of a document.
type Format string

// The formats.
const (
	Text Format = "TEXT"
	HTML Format = "HTML"
	Docx Format = "DOCX"
	XLSX Format = "XLSX"
)

// Document is a document as lines, whatever it was read from.
type Document struct {
	Format  Format
	Lines   []Line // without the blank ones
	Count   int    // lines of the file: of its text, of its HTML source, paragraphs of a .docx document, or rows of a spreadsheet
	Content string // the decoded text or HTML source; empty for .docx and spreadsheets
	Page    *html.Node
}

// Line is one printed line, or one row of a table whose cells are known.
type Line struct {
	First, Last int    // numbers in the file, from 1
	Printed     string // as printed
	Text        string // printed, with single spaces, without a bullet
	Cells       []Cell // nil for a line that is no row
	Bullet      bool   // an item of a list
	Heading     bool   // marked up as a heading
	Sheet       string // of a spreadsheet, by its name
}

// Cell is a cell of a row. A cell that covers several columns or rows is stored once in each of its rows.
type Cell struct {
	Text   string // one line for each of its paragraphs
	Column int    // from 0
	Above  bool   // the cell began in a row above
}

// Open reads a document. Its format is guessed from the content. The error is one line and wraps ErrEmpty,
// ErrTooLarge, ErrBinary, ErrPDF or ErrBounds, or says what is wrong with a .docx document or a spreadsheet. It is the cause of
// the context where that ends while the document is read.
func Open(ctx context.Context, content []byte) (*Document, error) {
	d, err := opened(ctx, content)
	if ended := context.Cause(ctx); ended != nil {
		return nil, ended
	}
	return d, err
}

// while is a reader that ends with a context.
type while struct {
	ctx context.Context //nolint:containedctx // of the call that reads, which Read cannot be given
	io.Reader
}

func (w while) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.Reader.Read(p)
}

func opened(ctx context.Context, content []byte) (*Document, error) {
	switch {
	case len(content) > MaxSize:
		return nil, ErrTooLarge
	case len(bytes.TrimSpace(content)) == 0:
		return nil, ErrEmpty
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return openZip(ctx, content)
	case bytes.HasPrefix(bytes.TrimLeft(content[:min(len(content), 1024)], "\ufeff\r\n\t "), []byte("%PDF-")):
		return nil, ErrPDF
	}
	text, ok := decode(content)
	if !ok {
		return nil, ErrBinary
	}
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	if isHTML(text) {
		return openHTML(ctx, text)
	}
	return openText(ctx, text)
}

// Gap is the number of line ends before a line: more than one where blank lines come before it.
func (d *Document) Gap(i int) int {
	if d.Format != Text || i == 0 {
		return 1
	}
	return max(d.Lines[i].First-d.Lines[i-1].Last, 1)
}

// Raw is what is printed from one line to another, both included, with the blank lines between them.
func (d *Document) Raw(from, to int) string {
	if from == to {
		return d.Lines[from].Printed
	}
	var b strings.Builder
	for i := from; i <= to; i++ {
		if i > from {
			b.WriteString(strings.Repeat("\n", d.Gap(i)))
		}
		b.WriteString(d.Lines[i].Printed)
	}
	return b.String()
}

// addRow adds a row of a table. One that has a single cell is a paragraph.
func (d *Document) addRow(l Line) {
	filled := 0
	for _, cell := range l.Cells {
		if strings.TrimSpace(cell.Text) != "" && !cell.Above {
			filled++
		}
	}
	if filled == 0 {
		return
	}
	if len(l.Cells) == 1 {
		for printed := range strings.SplitSeq(l.Cells[0].Text, "\n") {
			if p := newLine(l.First, printed); p.Text != "" {
				d.Lines = append(d.Lines, p)
			}
		}
		return
	}
	texts := make([]string, 0, len(l.Cells))
	for _, cell := range l.Cells {
		if !cell.Above {
			texts = append(texts, cell.Text)
		}
	}
	l.Printed = strings.Join(texts, "\t")
	l.Text = Clean(l.Printed)
	d.Lines = append(d.Lines, l)
}
