package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/sample"
)

func TestExport(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), t.TempDir()
	if code, _, messages := run(t, nil, "import", "--data-dir", dir, file(t, "good.txt", sample.Report)); code != 0 {
		t.Fatal(messages)
	}
	saved := filepath.Join(out, "texts.xlsx")
	for _, c := range []struct {
		args string
		code int
		out  string // of the standard output
		says string // of the messages
	}{
		{"texts.csv --acronym X.1332", 0, "X.1332,X.sgsec-3,", ""},
		{"texts.csv --study-group 17 --questions 6/17,Q10/17 --questions 11/17 --kind recommendation", 0, "X.509prot", ""},
		{"texts.csv --studyGroup=17 --editorName KojiNakao --hasEquivalent false", 0, "Acronym,", ""},
		{"actions.csv --acronym X.1332", 0, "action:17:2019-08-27:", ""},
		{"texts.csv --bom --acronym X.1332", 0, "\ufeffAcronym,", ""},
		{"texts.csv --decided-kinds determined --decided-meetings meeting:17:2019-08-27 --decided-from 2019", 0, "X.1332,X.sgsec-3,", ""},
		{"feed.atom --public-url https://sg17.example.org/", 0, `href="https://sg17.example.org/?node=text:17:`, ""},
		{"feed.atom --public-url sg17.example.org", 2, "", "--public-url"},
		{"graph.jsonl", 0, `{"type":"StudyGroup","id":"study-group:17"`, ""},
		{"calendar.ics --question 3/17", 0, "BEGIN:VEVENT", ""},
		{"texts.xlsx --output " + saved, 0, "", ""},
		{"", 2, "", "name a format"},
		{"texts.pdf", 2, "", `"texts.pdf" is none of the formats actions.csv`},
		{"texts.csv more", 2, "", "more"},
		{"texts.csv --colour red", 2, "", "--colour"},
		{"texts.csv --kind novel", 2, "", `kind: "novel" is not one of`},
		{"texts.csv --study-group x", 2, "", `studyGroup: "x"`},
		{"graph.jsonl --kind annex", 2, "", "--kind"},
		{"texts.csv --output " + filepath.Join(out, "absent", "x"), 1, "", "absent"},
	} {
		code, got, messages := run(t, nil, append([]string{"export", "--data-dir", dir}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(got, c.out) || !strings.Contains(messages, c.says) {
			t.Errorf("%s: %d %.300s %s", c.args, code, got, messages)
		}
	}
	if b, err := os.ReadFile(saved); err != nil || !strings.HasPrefix(string(b), "PK") {
		t.Errorf("%v %.10q", err, b)
	}
	if left, _ := filepath.Glob(saved + ".part-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, _, messages := run(t, nil, "export", "texts.csv", "--data-dir", inMemory); !strings.Contains(messages, "the store is empty") {
		t.Error(messages)
	}
}
