package attack

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"rapporteur/internal/graphtest"
)

// report is a document to import. Its content is made when it is sent, as large as told.
type report struct {
	what, name string
	content    func(n int) []byte
	sizes      []int
}

// reports are documents that are small and want much.
func reports() []report { return slices.Concat(pages(), plain(), office()) }

// text is a part so many times, between two others.
func text(before, part, after string) func(int) []byte {
	return func(n int) []byte { return []byte(before + strings.Repeat(part, n) + after) }
}

// number is a number in the first part.
func number(before, part, after string) func(int) []byte {
	return func(n int) []byte { return []byte(fmt.Sprintf(before, n) + strings.Repeat(part, 50) + after) }
}

func pages() []report {
	return []report{
		{"HTML: columns of one cell", "a.html", number("<table><tr><td colspan=%[1]d>a</td></tr>", "<tr><td>a</td></tr>", "</table>"), []int{1000, 1_000_000, 2_000_000_000}},
		{"HTML: rows of one cell", "a.html", number("<table><tr><td rowspan=%[1]d>"+strings.Repeat("a", 1<<16)+"</td></tr>", "<tr><td>a</td></tr>", "</table>"), []int{1000, 1_000_000, 2_000_000_000}},
		{"HTML: cells of 1,000 columns and rows", "a.html", text("<table>", "<tr><td rowspan=1000 colspan=1000>abcdefgh</td></tr>", "</table>"), []int{100, 4000, 100_000}},
		{"HTML: tables in each other", "a.html", text("", "<table><tr><td>", "a"), []int{100, 5000, 300_000}},
		{"HTML: elements in each other", "a.html", text("", "<div><b>", "a"), []int{200, 20_000, 600_000}},
		{"HTML: cells of one row", "a.html", text("<table><tr>", "<td>a", "</table>"), []int{200, 50_000, 1_000_000}},
		{"HTML: wrong formatting elements", "a.html", text("", "<a><p><b></a>", ""), []int{100, 5000, 200_000}},
		{"HTML: entities", "a.html", text("<p>", "&#x1d400;&nbsp;", ""), []int{1000, 400_000}},
		{"HTML: attributes", "a.html", func(n int) []byte { return []byte("<p" + graphtest.Each(n, " a%d=b") + ">a") }, []int{1000, 200_000}},
	}
}

func plain() []report {
	return []report{
		{"text: dates in one row", "a.txt", text("Meeting of ITU-T SG17 'Security', Geneva, 27 August - 5 September 2019\n\n1.  3/17 ", "13-14 Jan 2020 ", ""), []int{100, 4000, 400_000}},
		{"text: one long line", "a.txt", text("Meeting of ITU-T SG17, Geneva, 27 August - 5 September 2019\n", "X.509 ", ""), []int{1000, 1_000_000}},
		{"text: Questions in one cell", "a.txt", text("Meeting of ITU-T SG17, Geneva, 27 August - 5 September 2019\nd)\n1. X.1 ", "Q6/17, ", ""), []int{1000, 700_000}},
		{"text: empty lines", "a.txt", text("a", "\n", "b"), []int{100_000, 6_000_000}},
		{"text: brackets", "a.txt", text("Meeting of ITU-T SG17, Geneva, 27 August - 5 September 2019\n", "(", ""), []int{1000, 1_000_000}},
		{"text: U+FDFA", "a.txt", text("Meeting of ITU-T SG17, Geneva, 27 August - 5 September 2019\n", "\ufdfa", "\n"), []int{1000, 500_000}},
		{"text: nothing but zeros", "a.txt", text("", "\x00", ""), []int{1000, 6_000_000}},
		{"CSV: quotes", "a.csv", text("Acronym,Title\n", `"`, ""), []int{1001, 1_000_001}},
		{"CSV: columns", "a.csv", text("Acronym,Title", ",a", "\n"), []int{1000, 1_000_000}},
		{"CSV: rows of names of one surname", "a.csv", func(n int) []byte {
			return []byte("Acronym,Title,Kind,Questions,Editors,Study Group\n" + graphtest.Each(n, "X.%[1]d,Text,Recommendation,Q6/17,Given%[1]d Kim,ITU-T SG17\n"))
		}, []int{200, 2000, 10_000}},
		{"YAML: aliases", "a.yaml", func(n int) []byte { return []byte("a0: &a0 [x]\n" + aliases(n)) }, []int{10, 30}},
		{"JSON: levels", "a.json", text("", `[{"a":`, ""), []int{1000, 1_000_000}},
		{"XML: entities", "a.xml", func(n int) []byte {
			return []byte("<!DOCTYPE a [<!ENTITY e0 \"e\">" + entities(n) + "]><a>&e" + fmt.Sprint(n) + ";</a>")
		}, []int{10, 40}},
	}
}

func office() []report {
	const row, end = "<w:tr>%s</w:tr>", "</w:tbl>"
	merged := `<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>`
	return []report{
		{"docx: a merged cell above rows", "a.docx", docx(func(n int) (string, string, string) {
			return "<w:tbl>" + fmt.Sprintf(row, `<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>`+strings.Repeat("a", 1<<20)+`</w:t></w:r></w:p></w:tc>`), merged, end
		}), []int{100, 10_000, 100_000}},
		{"docx: columns of a cell", "a.docx", docx(func(n int) (string, string, string) {
			return "<w:tbl>", fmt.Sprintf(row, fmt.Sprintf(`<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p><w:r><w:t>abcdefgh</w:t></w:r></w:p></w:tc>`, n)), end
		}), []int{64, 100_000}},
		{"docx: blanks", "a.docx", docx(func(int) (string, string, string) { return "<w:p>", strings.Repeat(" ", 1000), "</w:p>" }), []int{1000, 60_000, 1_000_000}},
		{"docx: paragraphs", "a.docx", docx(func(int) (string, string, string) { return "", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", "" }), []int{10_000, 1_500_000}},
		{"docx: tables in each other", "a.docx", docx(func(int) (string, string, string) { return "", "<w:tbl><w:tr><w:tc>", "" }), []int{100, 10_000, 1_000_000}},
		{"docx: a damaged archive", "a.docx", text("PK\x03\x04", "\xff", ""), []int{100, 100_000}},
		{"xlsx: a document of Word", "a.xlsx", docx(func(int) (string, string, string) { return "", "<w:p/>", "" }), []int{100}},
	}
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d,", i), 10))
	}
	return b.String()
}

func entities(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<!ENTITY e%d \"%s\">", i+1, strings.Repeat(fmt.Sprintf("&e%d;", i), 10))
	}
	return b.String()
}

// docx makes documents of Word from a part that is repeated. They are deflated as they are made.
func docx(parts func(n int) (before, part, after string)) func(int) []byte {
	return func(n int) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("word/document.xml")
		if err != nil {
			panic(err) // a buffer takes everything
		}
		before, part, after := parts(n)
		_, _ = io.WriteString(w, `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+before)
		for range n {
			_, _ = io.WriteString(w, part)
		}
		_, _ = io.WriteString(w, after+`</w:body></w:document>`)
		if err := z.Close(); err != nil {
			panic(err)
		}
		return b.Bytes()
	}
}

// imports are dry runs of an administrator.
func imports() kind {
	k := kind{name: "imports"}
	for _, r := range reports() {
		for _, n := range r.sizes {
			k.tries = append(k.tries, try{fmt.Sprintf("%d of %s", n, r.what), func(ctx context.Context, v *victim) ending {
				content := r.content(n)
				sent := string(content)
				if strings.HasPrefix(sent, "PK") {
					sent = base64.StdEncoding.EncodeToString(content)
				}
				return v.ask(ctx, attacker(), graphtest.Hostile{
					Header: map[string]string{"Authorization": "Bearer " + adminToken},
					Body: graphtest.Query("mutation($i: ImportReportInput!) { importReport(input: $i) { created warningCount warnings { raw } rows { number } } }",
						map[string]any{"i": map[string]any{"content": sent, "filename": r.name, "dryRun": true}}),
				}.Bytes())
			}})
		}
	}
	return k
}
