package report_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

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

// hostile are kinds of content that a careless reader would take time for that grows with the square of its length.
func hostile(tb testing.TB) map[string]func(size int) []byte {
	heading := "Meeting of ITU-T SG17 'Security', Geneva, 1 - 9 May 2023\n"
	of := func(head, part string) func(int) []byte {
		return func(size int) []byte { return []byte(head + strings.Repeat(part, size/len(part)+1)) }
	}
	r, err := report.Parse(sample.Report, "sample")
	if err != nil {
		tb.Fatal(err)
	}
	return map[string]func(int) []byte{
		"reports":      of("", string(sample.Report)),
		"html":         of("", string(asHTML(blocks(string(sample.Report), r)))),
		"prose":        of(heading, "The group was glad to note that 12 texts were agreed at the meeting.\n"),
		"one line":     of(heading, "X.fog Security 6/17 TD12 "),
		"one row":      of(heading+"Work items removed\n1. 6/17X.fogSecurity", "\nAda Quay"),
		"numbers":      of(heading+"New work items\n", "7. 1, 2, 3/17, X.a (\n"),
		"blank lines":  of(heading, "\n"),
		"open tags":    of("<html><h1>"+heading+"</h1>", "<div><table>"),
		"long editors": of(heading+"e) AAP Recommendations consented\n1. 6/17X.fogSecurityNew", "Ada Quay Bo Strand "),
	}
}

// hostileEnv makes this process the child of TestLinearSteps that parses one kind of content: its name, a colon, the size.
const hostileEnv = "RAPPORTEUR_REPORT_HOSTILE"

func parseHostile(t *testing.T) {
	name, size, _ := strings.Cut(os.Getenv(hostileEnv), ":")
	n, err := strconv.Atoi(size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := report.Parse(hostile(t)[name](n), name); err != nil {
		t.Logf("%s: %v", name, err)
	}
}

// counted are the packages whose statements are steps, beside those of this module.
const counted = "rapporteur/internal/...,regexp,strings,slices,golang.org/x/net/html"

// steps runs a test binary that counts the statements it executes, and returns how many they were.
func steps(t *testing.T, binary, name string, size int) (sum int) {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	child := exec.CommandContext(t.Context(), binary, "-test.run=^TestLinearSteps$", "-test.coverprofile="+profile)
	child.Env = append(os.Environ(), hostileEnv+"="+name+":"+strconv.Itoa(size))
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	content, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) { // file:from,to statements count
		if f := strings.Fields(line); len(f) == 3 {
			statements, _ := strconv.Atoi(f[1])
			times, _ := strconv.Atoi(f[2])
			sum += statements * times
		}
	}
	return sum
}

// TestLinearSteps holds that the steps for four times the content are about four times as many, for each kind of content. Steps are
// the statements that run, as the coverage of the compiler counts them: they are the same on every machine, busy or not.
func TestLinearSteps(t *testing.T) {
	t.Parallel()
	if os.Getenv(hostileEnv) != "" {
		parseHostile(t)
		return
	}
	binary := filepath.Join(t.TempDir(), "report.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-covermode=count", "-coverpkg="+counted, "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const size = 16 << 10
	idle := steps(t, binary, "blank lines", 0)
	for name := range hostile(t) {
		one, four := steps(t, binary, name, size)-idle, steps(t, binary, name, 4*size)-idle
		t.Logf("%-12s %10d steps for %d kB, %10d for four times as much: %.1f a byte", name, one, size>>10, four, float64(four)/(4*size))
		if one < size/8 || four > 5*one {
			t.Errorf("%s: %d steps for %d kB, %d for four times as much", name, one, size>>10, four)
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
