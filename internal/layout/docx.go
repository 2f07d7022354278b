package layout

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxUnzipped is the size in bytes of the text of a .docx document above which it is refused.
const maxUnzipped = 64 << 20

// openDocx reads paragraphs and table rows; a line is a paragraph, counted from 1. Inserted text is read,
// deleted and struck-out text is not.
func openDocx(ctx context.Context, content []byte) (*Document, error) {
	return openDocxWithin(ctx, content, maxUnzipped)
}

func openDocxWithin(ctx context.Context, content []byte, limit int64) (*Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("the .docx document is damaged: %w", err)
	}
	for _, file := range archive.File {
		if file.Name != "word/document.xml" {
			continue
		}
		text, err := file.Open()
		if err != nil {
			return nil, fmt.Errorf("the .docx document is damaged: %w", err)
		}
		defer func() { _ = text.Close() }()
		limited := &io.LimitedReader{R: while{ctx, text}, N: limit + 1}
		d, err := readDocx(xml.NewDecoder(limited))
		if limited.N <= 0 {
			return nil, fmt.Errorf("the .docx document holds more than %d MiB of text", limit>>20)
		}
		if errors.Is(err, ErrBounds) {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("the .docx document is damaged: %w", err)
		}
		if len(d.Lines) == 0 {
			return nil, ErrEmpty
		}
		return d, nil
	}
	return nil, ErrBinary
}

// docxReader follows the elements of word/document.xml.
type docxReader struct {
	document *Document
	text     strings.Builder // of the paragraph
	run      strings.Builder
	struck   bool // the run is struck out
	skip     int  // depth within deleted text or a fallback
	bullet   bool
	heading  bool
	inText   bool

	tables  int // depth of nested tables
	row     Line
	cell    []string
	column  int // of the next cell
	columns int // that the cell covers
	merged  bool
	above   map[int]string // cells that cover rows below
	cells   int            // of all tables
}

func readDocx(decoder *xml.Decoder) (*Document, error) {
	r := &docxReader{document: &Document{Format: Docx}, above: map[int]string{}}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return r.document, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			if r.end(t.Name.Local); r.cells > maxCells || len(r.document.Lines) > maxLines {
				return nil, fmt.Errorf("%w: it has more than %d cells or %d lines", ErrBounds, maxCells, maxLines)
			}
		case xml.CharData:
			if r.inText && r.skip == 0 {
				r.run.Write(t)
			}
		}
	}
}

func (r *docxReader) start(t xml.StartElement) {
	switch t.Name.Local {
	case "del", "Fallback", "moveFrom":
		r.skip++
	case "p":
		r.text.Reset()
		r.bullet, r.heading = false, false
	case "r":
		r.run.Reset()
		r.struck = false
	case "strike", "dstrike":
		r.struck = r.struck || isOn(t)
	case "t":
		r.inText = true
	case "tab":
		r.run.WriteByte(' ')
	case "br", "cr":
		r.run.WriteByte('\n')
	case "noBreakHyphen":
		r.run.WriteByte('-')
	case "numPr":
		r.bullet = true
	case "pStyle":
		style := strings.ToLower(value(t))
		r.heading = strings.HasPrefix(style, "heading") || style == "title"
	case "tbl":
		r.tables++
		if r.tables == 1 {
			r.above = map[int]string{}
		}
	case "tr":
		if r.tables == 1 {
			r.row, r.column = Line{First: r.document.Count + 1}, 0
		}
	case "tc":
		if r.tables == 1 {
			r.cell, r.columns, r.merged = nil, 1, false
		}
	case "gridSpan":
		if n := 0; r.tables == 1 {
			_, _ = fmt.Sscanf(value(t), "%d", &n)
			r.columns = min(max(n, 1), maxSpan)
		}
	case "vMerge":
		r.merged = r.tables == 1 && value(t) != "restart"
	}
}

func (r *docxReader) end(name string) {
	switch name {
	case "del", "Fallback", "moveFrom":
		r.skip = max(r.skip-1, 0)
	case "t":
		r.inText = false
	case "r":
		if !r.struck {
			r.text.WriteString(r.run.String())
		}
		r.run.Reset()
	case "p":
		r.paragraph()
	case "tc":
		if r.tables == 1 {
			r.endCell()
		}
	case "tr":
		if r.tables == 1 {
			r.row.Last = max(r.document.Count, r.row.First)
			r.document.addRow(r.row)
		}
	case "tbl":
		r.tables = max(r.tables-1, 0)
	}
}

func (r *docxReader) paragraph() {
	r.document.Count++
	text := r.text.String()
	r.text.Reset()
	if r.tables > 0 {
		r.cell = append(r.cell, text)
		return
	}
	for printed := range strings.SplitSeq(text, "\n") {
		l := newLine(r.document.Count, printed)
		l.Bullet, l.Heading = l.Bullet || r.bullet, r.heading
		if l.Text != "" {
			r.document.Lines = append(r.document.Lines, l)
		}
	}
}

func (r *docxReader) endCell() {
	if r.cells++; r.column >= maxColumns {
		return
	}
	cell := Cell{Text: cleanLines(strings.Join(r.cell, "\n")), Column: r.column}
	if r.merged && cell.Text == "" {
		cell.Text, cell.Above = r.above[r.column], true
	}
	r.above[r.column] = cell.Text
	r.row.Cells = append(r.row.Cells, cell)
	r.column += r.columns
}

func value(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

func isOn(t xml.StartElement) bool {
	switch value(t) {
	case "0", "false", "off":
		return false
	}
	return true
}
