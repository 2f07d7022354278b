package meeting_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/source/meeting"
)

func readAll(content []byte, name string) (*source.Facts, error) {
	return source.Readers{meeting.Reader{}}.Read(context.Background(), content, name)
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"list.txt":     "A shopping list:\n- milk\n- bread\n",
		"page.html":    "<html><body><p>Nothing here</p></body></html>",
		"circular.txt": "TSB Circular 12 Ref: TSB Circular 12 Tel: +41 22 To the Administrations of Member States of the Union. Subject: Meeting of Study Group 4, Geneva, 3-7 June 2013, with a view to approving draft Recommendations",
		"letter.txt":   "Dear Sir/Madam, at the request of the Chairman of Study Group 5 I have the honour to inform you of its meeting from 4 to 8 May 2015",
		"groups.txt":   "SG4 - Study Group structure\n(Study Period 2022-2024)\nWP1/4 Harbours\nQ1/4 Tides\nContinuation of Question 2/4\n",
	} {
		if facts, err := readAll([]byte(content), name); !errors.Is(err, source.ErrNotRecognised) {
			t.Errorf("%s: %v, %+v", name, err, facts)
		}
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (source.Readers{meeting.Reader{}}).Read(ctx, sample.Report, "sample"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
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
	r, err := readAll(sample.Report, "sample")
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

// FuzzRead holds that any bytes give a report or an error.
func FuzzRead(f *testing.F) {
	f.Add(sample.Report)
	for _, seed := range []string{
		"", "PK\x03\x04", "<table><tr><td>Q<td>Acronym<tr><td>6/17<td>X.a*", "Work items removed\n1. 6/17X.fog",
		"Annex A\n| Q | Title |\n|--|--|\n| 6/17 | a |", "New work items\n1. \n3. x\n9. 14/\n*: for determination",
		"Next SG17 meeting:\n1. 4/17 (colocated with Q16/13Dec 2019Japan", "SG17\nContributions from: A (1 (= B 2 (", "TD 12 Rev.3(P)/2",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := readAll(content, "fuzz")
		if (r == nil) == (err == nil) {
			t.Fatalf("report %v, error %v", r, err)
		}
		if err != nil {
			return
		}
		for _, row := range r.Statements {
			if row.FirstLine < 1 || row.LastLine < row.FirstLine || row.LastLine > r.LineCount+1 {
				t.Fatalf("row from line %d to %d of %d", row.FirstLine, row.LastLine, r.LineCount)
			}
		}
	})
}
