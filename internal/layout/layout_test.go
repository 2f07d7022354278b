package layout

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// docx is a document of these elements of the body.
func docx(tb testing.TB, body string) []byte {
	tb.Helper()
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
		tb.Fatal(err)
	}
	return b.Bytes()
}

// printed are the lines of a document, cells between bars, cells from above in angle brackets.
func printed(d *Document) string {
	var got []string
	for _, l := range d.Lines {
		if l.Cells == nil {
			got = append(got, l.Text)
			continue
		}
		var cells []string
		for _, c := range l.Cells {
			text := fmt.Sprintf("%d:%s", c.Column, c.Text)
			if c.Above {
				text = "<" + text + ">"
			}
			cells = append(cells, text)
		}
		got = append(got, strings.Join(cells, "|"))
	}
	return strings.Join(got, "; ")
}

func open(t *testing.T, content string) *Document {
	t.Helper()
	d, err := Open(t.Context(), []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content string
		want    error
	}{
		"empty":      {"", ErrEmpty},
		"blank":      {" \n\t\n", ErrEmpty},
		"binary":     {"\x7fELF\x00\x01\x02", ErrBinary},
		"picture":    {"\x89PNG\r\n\x1a\n\x00\x00", ErrBinary},
		"large":      {strings.Repeat("a", MaxSize+1), ErrTooLarge},
		"PDF":        {"%PDF-1.7\n%\xe2\xe3\xcf\xd3", ErrPDF},
		"PDF late":   {"\r\n%PDF-1.4\n", ErrPDF},
		"other zip":  {string(bytes.ReplaceAll(docx(t, ""), []byte("word/document.xml"), []byte("word/settings.xml"))), ErrBinary},
		"lines":      {strings.Repeat("a\n", maxLines+1), ErrBounds},
		"elements":   {"<html>" + strings.Repeat("<p>", maxElements), ErrBounds},
		"deep":       {"<html>" + strings.Repeat("<div>", 600), ErrBounds},
		"docx blank": {string(docx(t, "<w:p/>")), ErrEmpty},
	} {
		if _, err := Open(t.Context(), []byte(c.content)); !errors.Is(err, c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	whole := docx(t, "<w:p></w:body>")
	for name, content := range map[string][]byte{"cut": whole[:len(whole)/2], "malformed": whole} {
		if _, err := Open(t.Context(), content); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDocxIsBoundedUnzipped(t *testing.T) {
	t.Parallel()
	bomb := docx(t, "<w:p><w:r><w:t>"+strings.Repeat(" ", 2<<20)+"</w:t></w:r></w:p>")
	if _, err := openDocxWithin(t.Context(), bomb, 1<<20); err == nil || !strings.Contains(err.Error(), "more than 1 MiB") {
		t.Errorf("2 MiB of text in %d bytes: %v", len(bomb), err)
	}
}

func TestDocxKeepsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	run := func(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }
	d := open(t, string(docx(t, `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`+run("Annex A")+`</w:p>`+
		`<w:p><w:hyperlink>`+run("linked ")+`</w:hyperlink><w:ins>`+run("inserted")+`</w:ins><w:del>`+run("deleted")+`</w:del>`+
		`<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> plain</w:t></w:r>`+
		`<mc:AlternateContent><mc:Choice>`+run(" chosen")+`</mc:Choice><mc:Fallback>`+run("fallback")+`</mc:Fallback></mc:AlternateContent></w:p>`+
		`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>`+run("6/17")+`</w:p></w:tc><w:tc><w:p>`+run("X.reef")+`</w:p><w:p>`+run("second")+`</w:p></w:tc></w:tr>`+
		`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p>`+run("nested")+`</w:p></w:tc></w:tr></w:tbl></w:tc></w:tr>`+
		`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>`+run("wide")+`</w:p></w:tc><w:tc><w:p>`+run("narrow")+`</w:p></w:tc></w:tr></w:tbl>`)))
	want := "Annex A; linked inserted plain chosen; 0:6/17|1:X.reef\nsecond; <0:6/17>|1:nested; 0:wide|2:narrow"
	if got := printed(d); got != want || !d.Lines[0].Heading || d.Format != Docx {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestHTMLKeepsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	d := open(t, "<html><head><title>no</title></head>\n<body><h2>Tides</h2>\n<ul><li>one <b>bold</b> <strike>gone</strike></ul>\n"+
		"<table><tr><td rowspan=2>A<td colspan=2>B<td>C\n<tr><td>D<br>E<td>F\n<tr><td>only</table><p>end")
	want := "Tides; one bold; 0:A|1:B|3:C; <0:A>|1:D\nE|2:F; only; end"
	if got := printed(d); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if d.Lines[0].First != 2 || !d.Lines[0].Heading || !d.Lines[1].Bullet || d.Lines[3].First != 5 || d.Count != 6 {
		t.Errorf("places: %+v, %d lines", d.Lines, d.Count)
	}
}

func TestTextLinesAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plain":   "Tides\n\n  • one two\r\n--- | ---\nA | B\n",
		"UTF-16":  "\xff\xfeT\x00i\x00d\x00e\x00s\x00\n\x00\n\x00\x22\x20o\x00n\x00e\x00 \x00t\x00w\x00o\x00\n\x00-\x00\n\x00A\x00 \x00|\x00 \x00B\x00\n\x00",
		"no mark": "\xef\xbb\xbfTides\n\n\u2022 one\u00a0 t\u200bwo\n\nA | B\n",
	} {
		d := open(t, content)
		if got := printed(d); !strings.HasPrefix(got, "Tides; one two; ") || !strings.HasSuffix(got, "A | B") || d.Lines[1].First != 3 || !d.Lines[1].Bullet || d.Lines[len(d.Lines)-1].First != 5 || d.Count != 5 {
			t.Errorf("%s: %q, %+v", name, got, d.Lines)
		}
	}
	d := open(t, "a\n\n\nb\nc")
	if raw := d.Raw(0, 2); raw != "a\n\n\nb\nc" || d.Gap(1) != 3 {
		t.Errorf("raw %q, gap %d", raw, d.Gap(1))
	}
}

// TestFormattingElementsAreNotRepeated holds that elements that are never closed cost once, not in each paragraph.
func TestFormattingElementsAreNotRepeated(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("<html><p>")
	for i := range 300 {
		fmt.Fprintf(&b, "<font color=%d>", i)
	}
	b.WriteString(strings.Repeat("<p>a", 2000))
	nodes := 0
	for range open(t, b.String()).Page.Descendants() {
		nodes++
	}
	if nodes > 10_000 {
		t.Errorf("%d nodes of 2,300 elements", nodes)
	}
}

func FuzzOpen(f *testing.F) {
	for _, seed := range []string{"", "a | b\n\n- c", "<table><tr><td rowspan=9 colspan=9>a<td>b<tr><td>c", "<p><b><i>x</p>y<table><table>", string(docx(f, "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"))} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := Open(t.Context(), content)
		if (d == nil) == (err == nil) {
			t.Fatalf("document %v, error %v", d, err)
		}
		if err != nil {
			return
		}
		for i, l := range d.Lines {
			if l.First < 1 || l.Last < l.First || l.Last > d.Count+1 || i > 0 && d.Format == Text && l.First <= d.Lines[i-1].Last {
				t.Fatalf("line %d from %d to %d of %d", i, l.First, l.Last, d.Count)
			}
		}
	})
}
