package report

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

// docx is a document of these elements of the body.
func docx(t *testing.T, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	file, err := archive.Create("word/document.xml")
	if err == nil {
		_, err = file.Write([]byte(`<w:document xmlns:w="w" xmlns:mc="mc"><w:body>` + body + `</w:body></w:document>`))
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDocxIsBoundedUnzipped(t *testing.T) {
	t.Parallel()
	bomb := docx(t, "<w:p><w:r><w:t>"+strings.Repeat(" ", 2<<20)+"</w:t></w:r></w:p>")
	if _, err := openDocxWithin(bomb, 1<<20); err == nil || !strings.Contains(err.Error(), "more than 1 MiB") {
		t.Errorf("2 MiB of text in %d bytes: %v", len(bomb), err)
	}
}

func TestDocxKeepsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	run := func(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }
	d, err := openDocx(docx(t, `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`+run("Annex A")+`</w:p>`+
		`<w:p><w:hyperlink>`+run("linked ")+`</w:hyperlink><w:ins>`+run("inserted")+`</w:ins><w:del>`+run("deleted")+`</w:del>`+
		`<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> plain</w:t></w:r>`+
		`<mc:AlternateContent><mc:Choice>`+run(" chosen")+`</mc:Choice><mc:Fallback>`+run("fallback")+`</mc:Fallback></mc:AlternateContent></w:p>`+
		`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>`+run("6/17")+`</w:p></w:tc><w:tc><w:p>`+run("X.reef")+`</w:p><w:p>`+run("second")+`</w:p></w:tc></w:tr>`+
		`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p>`+run("nested")+`</w:p></w:tc></w:tr></w:tbl></w:tc></w:tr>`+
		`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>`+run("wide")+`</w:p></w:tc></w:tr></w:tbl>`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.lines {
		if l.cells != nil {
			got = append(got, strings.Join(l.cells, "|"))
			continue
		}
		got = append(got, l.text)
	}
	want := "Annex A; linked inserted plain chosen; 6/17|X.reef\nsecond; 6/17|nested; wide|"
	if joined := strings.Join(got, "; "); joined != want || !d.lines[0].heading {
		t.Errorf("got  %q\nwant %q", joined, want)
	}
}
