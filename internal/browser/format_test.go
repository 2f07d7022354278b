package browser

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"testing"

	"rapporteur/internal/sample"
)

// TestTheFormatsOfReports gives the page the same report in each format that it takes; each is read whole, with the letters of
// names as they are.
func TestTheFormatsOfReports(t *testing.T) {
	t.Parallel()
	s := sampleSite(t)
	for name, content := range map[string][]byte{
		"report.txt":  sample.Report,
		"windows.txt": windows(sample.Report),
		"report.DOCX": docx(t, sample.Report),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t, s, desktop)
			b.goTo("/import")
			b.click("#token")
			b.write(adminToken)
			b.offer(reportFile(t, name, content))
			b.sees(".figures li | 98")
			b.click(".chip | Rows")
			b.until(`document.querySelectorAll(".block").length === 60`)
			b.click("button | Show more")
			b.sees(".block-read | Matthieu Legré")
		})
	}
}

// windows is text as old Windows wrote it, where that can be.
func windows(utf8 []byte) []byte {
	var out []byte
	for _, r := range string(utf8) {
		switch {
		case r == '–':
			out = append(out, 0x96)
		case r == '•':
			out = append(out, 0x95)
		case r == '’':
			out = append(out, 0x92)
		case r < 256:
			out = append(out, byte(r))
		default:
			out = append(out, '?')
		}
	}
	return out
}

// docx is text as a document of Word, a paragraph a line.
func docx(t *testing.T, text []byte) []byte {
	t.Helper()
	var document bytes.Buffer
	document.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for line := range bytes.Lines(text) {
		document.WriteString(`<w:p><w:r><w:t xml:space="preserve">`)
		if err := xml.EscapeText(&document, bytes.TrimRight(line, "\r\n")); err != nil {
			t.Fatal(err)
		}
		document.WriteString(`</w:t></w:r></w:p>`)
	}
	document.WriteString(`</w:body></w:document>`)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(document.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
