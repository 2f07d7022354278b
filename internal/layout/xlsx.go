package layout

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// openZip opens a document that is packed: a spreadsheet or a .docx document.
func openZip(ctx context.Context, content []byte) (*Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err == nil && slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "xl/workbook.xml" }) {
		return openXLSX(ctx, content)
	}
	return openDocx(ctx, content)
}

// openXLSX reads the rows of all sheets of a spreadsheet. A line is a row; those of a further sheet are counted on.
func openXLSX(ctx context.Context, content []byte) (d *Document, err error) {
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, fmt.Errorf("the spreadsheet is damaged or holds more than %d MiB: %w", maxUnzipped>>20, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	d = &Document{Format: XLSX}
	for _, sheet := range file.GetSheetList() {
		if err := d.sheet(ctx, file, sheet); err != nil {
			return nil, err
		}
	}
	if len(d.Lines) == 0 {
		return nil, ErrEmpty
	}
	return d, nil
}

func (d *Document) sheet(ctx context.Context, file *excelize.File, name string) (err error) {
	rows, err := file.Rows(name)
	if err != nil {
		return nil //nolint:nilerr // a chart, which has no rows
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	cells := 0
	for ctx.Err() == nil && rows.Next() {
		columns, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("the spreadsheet is damaged: %w", err)
		}
		d.Count++
		if cells += len(columns); d.Count > maxLines || cells > maxCells || len(columns) > maxColumns {
			return fmt.Errorf("%w: it has more than %d rows, %d cells, or %d in a row", ErrBounds, maxLines, maxCells, maxColumns)
		}
		l := Line{First: d.Count, Last: d.Count, Printed: strings.Join(columns, "\t"), Sheet: name}
		if row(&l, columns) {
			d.Lines = append(d.Lines, l)
		}
	}
	return rows.Error()
}
