package export

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

const nasty = `A & B <i>"50%"</i> #1 $x_y {z} ~^ \end` + "\nline, 2; x"

func TestEscapes(t *testing.T) {
	t.Parallel()
	node := func(create func(io.Writer) (GraphWriter, error)) func() string {
		return func() string {
			var b strings.Builder
			g, _ := create(&b)
			_ = g.Node(Node{ID: "n", Type: "Text", Label: nasty})
			return b.String()
		}
	}
	c := &citation{Key: "k", Title: nasty, Editors: []string{"A and B", "others", "=Zoë", "a, b, c, d", "x, y"}, Institution: institution}
	for name, x := range map[string]struct {
		of   func() string
		want string
	}{
		"BibTeX title":  {func() string { var b strings.Builder; _ = writeBibTeX(&b, c); return b.String() }, `{{A \& B <i>"50\%"</i> \#1 \$x\_y \textbraceleft{}z\textbraceright{} \textasciitilde{}\textasciicircum{} \textbackslash{}end line, 2; x}}`},
		"BibTeX editor": {func() string { var b strings.Builder; _ = writeBibTeX(&b, c); return b.String() }, `editor       = {{A and B} and {others} and \symbol{61}Zoë and {a, b, c, d} and x, y}`},
		"RIS":           {func() string { var b strings.Builder; _ = writeRIS(&b, c); return b.String() }, "TI  - " + strings.ReplaceAll(nasty, "\n", " ") + "\r\n"},
		"DOT":           {node(newDOT), `label="A & B <i>\"50%\"</i> #1 $x_y {z} ~^ \\end\nline, 2; x"`},
		"GraphML":       {node(newGraphML), `A &amp; B &lt;i&gt;&#34;50%&#34;&lt;/i&gt; #1`},
		"key":           {func() string { return citationKey("text:17:x.509 (2019)_ü") }, "sg17:x.509_20_282019_29_5f_c3_bc"},
	} {
		if got := x.of(); !strings.Contains(got, x.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	if err := xml.Unmarshal([]byte(node(newGraphML)()+"</graph></graphml>"), new(struct{})); err != nil {
		t.Error(err)
	}
}

func TestNoCellOfACSVIsAFormula(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	c, err := newCSV(&b, []column{{"a", 1}, {"b", 1}})
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "x=1": "x=1", "": "", "a-b; c": "a-b; c",
		"＝1+1": "'＝1+1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", " =1": " '=1", `"=1"`: `"'=1"`,
		"a;=1": "a;'=1", "a; +1": "a; '+1", "a\t-1": "a\t'-1", "a\n@x": "a\n'@x", "a|=1": "a|'=1", `a;"=1"`: `a;"'=1"`, "\r=1": "'\r'=1",
		"A; B": "A; B", "ISO/IEC 9594-8": "ISO/IEC 9594-8",
	}
	in := slices.Sorted(maps.Keys(cells))
	for _, s := range in {
		if err := c.row([]any{s, -7}); err != nil { // a number is none
			t.Fatal(err)
		}
	}
	if err := c.end(nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != len(in)+1 {
		t.Fatal(len(rows), err)
	}
	for i, s := range in {
		if got := rows[i+1]; got[0] != strings.ReplaceAll(cells[s], "\r", "") && got[0] != cells[s] || got[1] != "-7" {
			t.Errorf("%q is %q, want %q", s, got, cells[s])
		}
	}
}

// Whatever separator a spreadsheet takes, no cell that it finds begins as a formula does.
func TestNoCellIsAFormulaBehindAnySeparator(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"=1", "x;=1", "x\t=1", "x,=1", "x\n=1", `";"=1`, "x; ＝1", "a|@b"} {
		var b strings.Builder
		c, err := newCSV(&b, []column{{"a", 1}, {"b", 1}})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.row([]any{"first, quoted", value}), c.end(nil)); err != nil {
			t.Fatal(err)
		}
		for _, separator := range []string{";", "\t", "|", "\n"} {
			for _, cell := range strings.Split(b.String(), separator) {
				if cell = strings.TrimLeft(cell, ` "`); cell != "" && strings.ContainsAny(cell[:1], "=+-@") || strings.HasPrefix(cell, "＝") {
					t.Errorf("%q with %q: %q", value, separator, cell)
				}
			}
		}
	}
}

// No control character reaches a file, whatever is in the graph.
func TestFilesHaveNoControlCharacters(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	bad := "bell\a escape\x1b[31m null\x00 c1\u009b delete\x7f over\u202e isolate\u2066 end"
	r := graphtest.SyntheticReport(3)
	r.Meeting.Name, r.Meeting.Place, r.Title = bad, bad, bad
	for i := range r.Statements {
		r.Statements[i].Title, r.Statements[i].Section, r.Statements[i].Editors, r.Statements[i].Raw = bad+fmt.Sprint(i), bad, []string{"Ada " + bad}, bad
	}
	graphtest.Add(t, g, r)
	for _, f := range Formats() {
		content := written(t, g, f.Name, needed(f.Name))
		if f.Binary {
			file, err := excelize.OpenReader(bytes.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := file.GetRows(file.GetSheetName(0))
			if err != nil || file.Close() != nil {
				t.Fatal(err)
			}
			content = []byte(fmt.Sprint(rows))
		}
		if !utf8.Valid(content) || !bytes.Contains(content, []byte("bell")) && !strings.HasPrefix(f.Name, "neighborhood.") { // the Question's node is its label
			t.Errorf("%s: it is not UTF-8, or has not the words", f.Name)
		}
		if i := bytes.IndexFunc(content, control); i >= 0 {
			t.Errorf("%s: a control character in %q", f.Name, content[max(0, i-20):min(len(content), i+20)])
		}
	}
}

func TestAFileForExcelBeginsWithAByteOrderMark(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	without := written(t, g, "texts.csv", nil)
	for _, value := range []string{"1", "true"} {
		if with := written(t, g, "texts.csv", map[string][]string{"bom": {value}}); string(with) != "\ufeff"+string(without) {
			t.Errorf("bom=%s: it begins with %q", value, with[:10])
		}
	}
	if with := written(t, g, "actions.csv", map[string][]string{"bom": {"0"}}); !bytes.HasPrefix(with, []byte("Acronym")) {
		t.Errorf("bom=0: it begins with %q", with[:10])
	}
	f, _ := Find("texts.bib")
	if err := f.Check(map[string][]string{"bom": {"1"}}); err == nil {
		t.Error("BibTeX with a byte order mark")
	}
}

// Keys are valid and each one text's own, letter case aside, whatever the names.
func TestKeysOfCitationsDiffer(t *testing.T) {
	t.Parallel()
	valid, seen := regexp.MustCompile(`^[a-z0-9:.+_-]+$`), map[string]string{}
	for _, id := range []string{
		"x.1", "X.1", "x_1", "x 1", "x_201", "x,1", "x{1}", "x\t1", "x\x09a", "x\u009a", "x%1", "x#1", "x\\1", "x~1", "x=1", "x'1", "x\"1", "x(1)",
		"ü", "u\u0308", "\xff", "_ff", "title:a,b", "电", strings.Repeat("long-", 100),
	} {
		key := citationKey(standards.TextID("text:17:" + id))
		if other, taken := seen[strings.ToLower(key)]; taken || !valid.MatchString(key) {
			t.Errorf("%q has the key %q, as %q has", id, key, other)
		}
		seen[strings.ToLower(key)] = id
	}
}

func TestWrongParametersAreNamed(t *testing.T) {
	t.Parallel()
	for query, says := range map[[3]string]string{
		{"texts.csv", "colour", "red"}:                            "colour: there is no such parameter",
		{"texts.csv", "kind", "novel"}:                            "kind: \"novel\" is not one of",
		{"texts.csv", "kind", "annex,"}:                           "kind: a value is empty",
		{"texts.csv", "studyGroup", "x"}:                          "studyGroup: \"x\"",
		{"texts.csv", "questions", "6"}:                           "questions: \"6\" is neither a label",
		{"texts.csv", "hasEquivalent", "maybe"}:                   "hasEquivalent: \"maybe\"",
		{"texts.csv", "editors", "nakao"}:                         "editors: \"nakao\" is not an id",
		{"texts.csv", "targetTo", "soon"}:                         "targetTo: \"soon\"",
		{"texts.csv", "decidedKinds", "consent"}:                  "decidedKinds: \"consent\" is not one of",
		{"texts.csv", "decidedMeetings", "27 August"}:             "decidedMeetings: \"27 August\" is not an id",
		{"texts.csv", "decidedFrom", "soon"}:                      "decidedFrom: \"soon\"",
		{"actions.csv", "decidedTo", "2019-9"}:                    "decidedTo: \"2019-9\"",
		{"graph.jsonl", "kind", "annex"}:                          "kind: this export has no parameters",
		{"calendar.ics", "question", "Q"}:                         "question: \"Q\" is neither a label",
		{"feed.atom", "kinds", "plenary"}:                         "kinds: \"plenary\"",
		{"texts.csv", "kind", "technical-report,ANNEX"}:           "",
		{"texts.csv", "search", "a, b"}:                           "",
		{"texts.csv", "search", strings.Repeat("a", 1001)}:        "search: a value has more than 1000 characters",
		{"texts.csv", "editorName", strings.Repeat("\ufdfa", 56)}: "editorName: a value has more than 1000 characters",
	} {
		f, err := Find(query[0])
		if err != nil {
			t.Fatal(err)
		}
		err = f.Check(map[string][]string{query[1]: {query[2]}})
		if says == "" && err != nil || says != "" && (err == nil || !strings.HasPrefix(err.Error(), says)) {
			t.Errorf("%v: %v", query, err)
		}
	}
	f, _ := Find("texts.csv")
	if err := f.Check(map[string][]string{"search": {"a", "b"}}); err == nil {
		t.Error("a parameter given twice")
	}
	if v, err := choice(standards.ActionKinds())("new-work-item"); err != nil || v != standards.NewWorkItem {
		t.Error(v, err)
	}
}
