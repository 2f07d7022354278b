package export

import (
	"archive/zip"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"

	"rapporteur/internal/standards"
)

// xlsxTable writes a workbook of one sheet. Rows wait in a temporary file once they are many; strings are stored
// as strings, so none is taken for a formula.
type xlsxTable struct {
	to   io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	n    int
}

func newXLSX(sheet string) newTable {
	return func(w io.Writer, columns []column) (table, error) {
		t := &xlsxTable{to: w, file: excelize.NewFile()}
		if err := t.begin(sheet, columns); err != nil {
			return nil, errors.Join(err, t.file.Close())
		}
		return t, nil
	}
}

// begin writes the heading, which stays in sight.
func (t *xlsxTable) begin(sheet string, columns []column) (err error) {
	if err = t.file.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	if t.rows, err = t.file.NewStreamWriter(sheet); err != nil {
		return err
	}
	bold, err := t.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	heading := make([]any, len(columns))
	for i, c := range columns {
		heading[i] = excelize.Cell{StyleID: bold, Value: c.name}
		if err := t.rows.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := t.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return t.row(heading)
}

func (t *xlsxTable) row(cells []any) error {
	if t.n++; t.n > excelize.TotalRows {
		return standards.Errorf(standards.Limit, "a spreadsheet has %d rows at most; narrow the filter", excelize.TotalRows)
	}
	cell, err := excelize.CoordinatesToCellName(1, t.n)
	if err != nil {
		return err
	}
	for i, c := range cells {
		if s, ok := c.(string); ok {
			cells[i] = plain(s)
		}
	}
	return t.rows.SetRow(cell, cells)
}

// end writes the workbook straight to where it goes; left to itself the library would collect it in memory.
func (t *xlsxTable) end(failed error) error {
	if failed == nil {
		failed = t.rows.Flush()
	}
	if failed == nil {
		t.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(t.to) })
		failed = t.file.Write(io.Discard)
	}
	return errors.Join(failed, t.file.Close())
}
