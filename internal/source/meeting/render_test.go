package meeting_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// block is a paragraph or, where it has rows, a table.
type block struct {
	text   string
	bullet bool
	rows   [][]string
}

// blocks are a report's text with tables made of its rows.
func blocks(text string, r *source.Facts) []block {
	var all []block
	skip := 0
	for i, line := range strings.Split(text, "\n") {
		if i+1 < skip {
			continue
		}
		if trimmed, ok := strings.CutPrefix(strings.TrimSpace(line), "• "); ok {
			all = append(all, block{text: trimmed, bullet: true})
		} else if strings.TrimSpace(line) != "" {
			all = append(all, block{text: strings.TrimSpace(line)})
		}
		for _, s := range r.Sections {
			if s.FirstLine == i+1 && s.Rows > 0 {
				all, skip = append(all, block{rows: tableOf(r, s)}), s.LastLine+1
			}
		}
	}
	return append(all, block{text: "*: determination, **: agreement"})
}

func tableOf(r *source.Facts, s source.Section) [][]string {
	header := []string{"#", "Q", "Acronym", "Title", "New / Revised", "Editor(s)", "Location of text", "Equivalent\ne.g., ISO/IEC", "Start of work", "Timing"}
	if s.Kind == standards.NewWorkItem {
		header = []string{"#", "Question", "NWI", "Title", "", "", "A.1 justification"}
	}
	rows := [][]string{header}
	for _, row := range r.Statements {
		if row.Section == s.Heading && row.Kind == s.Kind {
			rows = append(rows, cellsOf(row)[:len(header)])
		}
	}
	return rows
}

func cellsOf(row source.Statement) []string {
	var questions, equivalents []string
	for _, q := range row.Questions {
		questions = append(questions, standards.QuestionLabel(q.Number, q.Group))
	}
	for _, e := range row.Equivalents {
		equivalents = append(equivalents, e.String())
	}
	name := row.Acronym
	if slices.ContainsFunc(row.Doubts, func(d *standards.Doubt) bool {
		return d.Field == "acronym" && strings.HasPrefix(d.Reason, "not printed")
	}) {
		name = ""
	}
	if row.ProvisionalName != "" {
		name += "\n(" + row.ProvisionalName + ")"
	}
	name += map[standards.ActionKind]string{standards.Determined: "*", standards.Agreed: " **"}[row.TargetAction]
	// The word of a name that says rev is enough where the report has no column.
	novelty := map[standards.Novelty]string{standards.New: "New", standards.Revised: "Rev"}[row.Novelty]
	if row.Kind == standards.NewWorkItem {
		novelty = ""
	}
	document := row.Document.Number
	if row.Document.Revision > 0 {
		document += fmt.Sprintf(" Rev.%d", row.Document.Revision)
	}
	return []string{
		fmt.Sprintf("%d.", row.Number), strings.Join(questions, ", "), name, row.Title, novelty, strings.Join(row.Editors, ",\n"), document,
		strings.Join(equivalents, " | "), string(row.StartOfWork), string(row.Target),
	}
}

func asHTML(all []block) []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html><head><title>Report</title><style>p {}</style></head>\n<body>\n")
	lines := func(text string) string { return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>\n") }
	for _, block := range all {
		switch {
		case block.rows != nil:
			b.WriteString("<table>\n")
			for _, row := range block.rows {
				b.WriteString("<tr>")
				for _, cell := range row {
					b.WriteString("<td><p>" + lines(cell) + "</p></td>")
				}
				b.WriteString("</tr>\n")
			}
			b.WriteString("</table>\n")
		case block.bullet:
			b.WriteString("<ul><li>" + lines(block.text) + "</li></ul>\n")
		default:
			b.WriteString("<p>" + lines(block.text) + "</p>\n")
		}
	}
	return []byte(b.String() + "</body></html>\n")
}

func asDocx(t *testing.T, all []block) []byte {
	t.Helper()
	var body strings.Builder
	paragraph := func(text string, bullet bool) {
		body.WriteString("<w:p>")
		if bullet {
			body.WriteString(`<w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>`)
		}
		body.WriteString(`<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r><w:ins><w:r><w:t xml:space="preserve">`)
		_ = xml.EscapeText(&body, []byte(text))
		body.WriteString("</w:t></w:r></w:ins></w:p>")
	}
	for _, block := range all {
		if block.rows == nil {
			paragraph(block.text, block.bullet)
			continue
		}
		body.WriteString("<w:tbl>")
		for _, row := range block.rows {
			body.WriteString("<w:tr>")
			for _, cell := range row {
				body.WriteString("<w:tc>")
				for line := range strings.SplitSeq(cell, "\n") {
					paragraph(line, false)
				}
				body.WriteString("</w:tc>")
			}
			body.WriteString("</w:tr>")
		}
		body.WriteString("</w:tbl>")
	}
	return zipped(t, `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body.String()+`</w:body></w:document>`)
}

func zipped(t *testing.T, document string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	file, err := archive.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte(document)); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFormatsAgree reads one report as flattened text, as HTML and as .docx.
func TestFormatsAgree(t *testing.T) {
	t.Parallel()
	want := parse(t, sample.Report)
	all := blocks(string(sample.Report), want)
	for format, content := range map[standards.ReportFormat][]byte{standards.HTMLFormat: asHTML(all), standards.DocxFormat: asDocx(t, all)} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			got := parse(t, content)
			if got.Format != format {
				t.Errorf("the format was taken for %s", got.Format)
			}
			sameFacts(t, got, want)
			if a, b := asJSON(t, got.Meeting.Statistics), asJSON(t, want.Meeting.Statistics); a != b {
				t.Errorf("statistics\ngot  %s\nwant %s", a, b)
			}
			if a, b := len(got.Announced), len(want.Announced); a != b {
				t.Errorf("%d announced meetings, want %d", a, b)
			}
			for _, w := range got.Warnings {
				if w.Code == "UNREAD" {
					t.Errorf("line %d was not read: %s", *w.FirstLine, *w.Raw)
				}
			}
		})
	}
}
