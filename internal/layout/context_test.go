package layout

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xuri/excelize/v2"
)

// looked is a context that counts how often it is looked at, and ends at a number of looks.
type looked struct {
	context.Context
	looks atomic.Int64
	end   int64 // 0 for never
}

func (l *looked) Err() error {
	if n := l.looks.Add(1); l.end > 0 && n >= l.end {
		return context.Canceled
	}
	return nil
}

// documentsOf are documents of each format, with many lines.
func documentsOf(t *testing.T) map[string][]byte {
	t.Helper()
	const lines = 20_000
	var docx, xlsx bytes.Buffer
	z := zip.NewWriter(&docx)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte("<w:document><w:body>" + strings.Repeat("<w:p><w:r><w:t>A line of text.</w:t></w:r></w:p>", lines) + "</w:body></w:document>"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	sheet := excelize.NewFile()
	for n := range 100 {
		cell, _ := excelize.CoordinatesToCellName(1, n+1)
		err = errors.Join(err, sheet.SetCellValue("Sheet1", cell, "text"))
	}
	if err = errors.Join(err, sheet.Write(&xlsx)); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"text": []byte(strings.Repeat("A line of text.\n", lines)), ".docx": docx.Bytes(), "spreadsheet": xlsx.Bytes(),
		"HTML": []byte("<html><body>" + strings.Repeat("<p>A line of text.</p>\n", lines) + "</body></html>"),
	}
}

// A document is read no further when the context has ended.
func TestOpenLooksAtItsContext(t *testing.T) {
	t.Parallel()
	for format, content := range documentsOf(t) {
		whole := &looked{Context: t.Context()}
		if _, err := Open(whole, content); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		looks := whole.looks.Load()
		ended := &looked{Context: t.Context(), end: looks / 2}
		d, err := Open(ended, content)
		if !errors.Is(err, context.Canceled) || d != nil {
			t.Errorf("%s: %v", format, err)
		}
		if after := ended.looks.Load() - looks/2; looks < 10 || after > 5 {
			t.Errorf("%s: %d looks at the context of a whole document, and %d more when it had ended", format, looks, after)
		}
	}
}
