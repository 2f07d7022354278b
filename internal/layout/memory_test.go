package layout

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"rapporteur/internal/raced"
)

// Cells that cover many rows or columns are references: small files that repeat a large cell need little memory, or pass a
// bound. It is not parallel: it counts the bytes that the process allocates.
func TestMergedCellsAreNotCopied(t *testing.T) { //nolint:paralleltest // see above
	cell := func(properties, text string) string {
		return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>"
	}
	most := uint64(raced.Some(512, 2048)) // MiB; the race detector makes more copies
	large, merged, one := strings.Repeat("a", 1<<20), cell("<w:vMerge/>", ""), cell("", "b")
	for name, content := range map[string][]byte{
		"a merge of 1 MiB above 100,000 rows":   docx(t, "<w:tbl><w:tr>"+cell(`<w:vMerge w:val="restart"/>`, large)+one+"</w:tr>"+strings.Repeat("<w:tr>"+merged+one+"</w:tr>", 100_000)+"</w:tbl>"),
		"gridSpan":                              docx(t, "<w:tbl>"+strings.Repeat("<w:tr>"+cell(`<w:gridSpan w:val="1000000000"/>`, "a")+one+"</w:tr>", 50_000)+"</w:tbl>"),
		"rowspan":                               []byte("<table><tr><td rowspan=100000>" + large + "<td>b" + strings.Repeat("<tr><td>b<td>c", 50_000) + "</table>"),
		"colspan":                               []byte("<table>" + strings.Repeat("<tr><td colspan=1000000>a<td>b", 50_000) + "</table>"),
		"both":                                  []byte("<table>" + strings.Repeat("<tr>"+strings.Repeat("<td rowspan=64 colspan=64>aa", 8), 5_000) + "</table>"),
		"rows of large cells that cover others": []byte("<table>" + strings.Repeat("<tr><td rowspan=64>"+large[:1<<14]+"<td>b", 500) + "</table>"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d, err := Open(t.Context(), content)
		runtime.ReadMemStats(&after)
		grown := (after.TotalAlloc - before.TotalAlloc) >> 20
		lines := 0
		if err == nil {
			lines = len(d.Lines)
		}
		t.Logf("%s: %d kB, %d lines, %d MiB allocated, %v", name, len(content)>>10, lines, grown, err)
		if err != nil && !errors.Is(err, ErrBounds) {
			t.Errorf("%s: %v", name, err)
		}
		if grown >= most {
			t.Errorf("%s: %d kB make %d MiB", name, len(content)>>10, grown)
		}
	}
}
