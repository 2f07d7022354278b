package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/report"
	"rapporteur/internal/sample"
)

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"empty.txt":   {nil, report.ErrEmpty},
		"blank.txt":   {[]byte(" \n\t\n"), report.ErrEmpty},
		"binary.txt":  {[]byte("\x7fELF\x00\x01\x02"), report.ErrBinary},
		"picture.png": {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), report.ErrBinary},
		"large.txt":   {bytes.Repeat([]byte("a"), report.MaxSize+1), report.ErrTooLarge},
		"other.txt":   {[]byte("A shopping list:\n- milk\n- bread\n"), report.ErrNotRecognised},
		"other.html":  {[]byte("<html><body><p>Nothing here</p></body></html>"), report.ErrNotRecognised},
		"zip.docx":    {zippedOther(t), report.ErrBinary},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := report.Parse(c.content, name)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if text := err.Error(); !strings.HasPrefix(text, name+": ") || strings.Contains(text, "\n") {
				t.Errorf("not one line with the name: %q", text)
			}
			if _, err := report.Read(bytes.NewReader(c.content), name); !errors.Is(err, c.want) {
				t.Errorf("Read: %v", err)
			}
		})
	}
}

func TestParseRefusesDamagedDocx(t *testing.T) {
	t.Parallel()
	whole := zipped(t, "<w:document><w:body><w:p></w:body>")
	for name, content := range map[string][]byte{"cut": whole[:len(whole)/2], "malformed": whole} {
		if _, err := report.Parse(content, "a.docx"); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func zippedOther(t *testing.T) []byte {
	t.Helper()
	return bytes.ReplaceAll(zipped(t, "<a/>"), []byte("word/document.xml"), []byte("word/settings.xml"))
}

// TestEncodings reads the sample in other encodings and with other line ends.
func TestEncodings(t *testing.T) {
	t.Parallel()
	want := parse(t, sample.Report)
	utf16 := []byte{0xff, 0xfe}
	for _, r := range string(sample.Report) {
		utf16 = append(utf16, byte(r), byte(r>>8))
	}
	for name, content := range map[string][]byte{
		"byte order mark": append([]byte("\xef\xbb\xbf"), sample.Report...),
		"CRLF":            bytes.ReplaceAll(sample.Report, []byte("\n"), []byte("\r\n")),
		"UTF-16":          utf16,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sameFacts(t, parse(t, content), want)
		})
	}
}

// TestLinearTime reads 5 MB of each kind of content within the promised two seconds, with room for a slow machine.
func TestLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: reads 5 MB reports, which -short leaves out; TestGolden reads small ones")
	}
	size, limit := 5<<20, 6*time.Second
	if raceEnabled { // tenfold slower
		size = 256 << 10
	}
	fill := func(s string) []byte { return []byte(strings.Repeat(s, size/len(s)+1)) }
	heading := "Meeting of ITU-T SG17 'Security', Geneva, 1 - 9 May 2023\n"
	want := parse(t, sample.Report)
	all := blocks(string(sample.Report), want)
	for name, content := range map[string][]byte{
		"reports":      fill(string(sample.Report)),
		"html":         fill(string(asHTML(all))),
		"prose":        append([]byte(heading), fill("The group was glad to note that 12 texts were agreed at the meeting.\n")...),
		"one line":     append([]byte(heading), fill("X.fog Security 6/17 TD12 ")...),
		"one row":      append([]byte(heading+"Work items removed\n1. 6/17X.fogSecurity"), fill("\nAda Quay")...),
		"numbers":      append([]byte(heading+"New work items\n"), fill("7. 1, 2, 3/17, X.a (\n")...),
		"blank lines":  append([]byte(heading), fill("\n")...),
		"open tags":    append([]byte("<html><h1>"+heading+"</h1>"), fill("<div><table>")...),
		"long editors": append([]byte(heading+"e) AAP Recommendations consented\n1. 6/17X.fogSecurityNew"), fill("Ada Quay Bo Strand ")...),
	} {
		started := time.Now()
		_, err := report.Parse(content, name)
		took := time.Since(started)
		t.Logf("%-12s %5.1f MB %v", name, float64(len(content))/(1<<20), took.Round(time.Millisecond))
		if took > limit {
			t.Errorf("%s took %v (%v)", name, took, err)
		}
	}
}

// FuzzParse holds that any bytes give a report or an error.
func FuzzParse(f *testing.F) {
	f.Add(sample.Report)
	for _, seed := range []string{
		"", "PK\x03\x04", "<table><tr><td>Q<td>Acronym<tr><td>6/17<td>X.a*", "Work items removed\n1. 6/17X.fog",
		"Annex A\n| Q | Title |\n|--|--|\n| 6/17 | a |", "New work items\n1. \n3. x\n9. 14/\n*: for determination",
		"Next SG17 meeting:\n1. 4/17 (colocated with Q16/13Dec 2019Japan", "SG17\nContributions from: A (1 (= B 2 (", "TD 12 Rev.3(P)/2",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := report.Parse(content, "fuzz")
		if (r == nil) == (err == nil) {
			t.Fatalf("report %v, error %v", r, err)
		}
		if err != nil {
			return
		}
		for _, row := range r.Rows {
			if row.FirstLine < 1 || row.LastLine < row.FirstLine || row.LastLine > r.LineCount+1 {
				t.Fatalf("row from line %d to %d of %d", row.FirstLine, row.LastLine, r.LineCount)
			}
		}
	})
}
