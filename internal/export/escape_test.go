package export

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

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
	c := &citation{Key: "k", Title: nasty, Authors: []string{"A and B", "Zoë"}, Institution: institution}
	for name, x := range map[string]struct {
		of   func() string
		want string
	}{
		"BibTeX title":  {func() string { var b strings.Builder; _ = writeBibTeX(&b, c); return b.String() }, `{{A \& B <i>"50\%"</i> \#1 \$x\_y \textbraceleft{}z\textbraceright{} \textasciitilde{}\textasciicircum{} \textbackslash{}end line, 2; x}}`},
		"BibTeX author": {func() string { var b strings.Builder; _ = writeBibTeX(&b, c); return b.String() }, `author      = {{A and B} and Zoë}`},
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
	c, err := newCSV(&b, []column{{"a", 1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"=1+1", "+1", "-1", "@x", "\tx", "x=1", ""} {
		if err := c.row([]any{s, 7}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.end(nil); err != nil || b.String() != "a\n'=1+1,7\n'+1,7\n'-1,7\n'@x,7\n'\tx,7\nx=1,7\n,7\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestWrongParametersAreNamed(t *testing.T) {
	t.Parallel()
	for query, says := range map[[3]string]string{
		{"texts.csv", "colour", "red"}:                  "colour: there is no such parameter",
		{"texts.csv", "kind", "novel"}:                  "kind: \"novel\" is not one of",
		{"texts.csv", "kind", "annex,"}:                 "kind: a value is empty",
		{"texts.csv", "studyGroup", "x"}:                "studyGroup: \"x\"",
		{"texts.csv", "questions", "6"}:                 "questions: \"6\" is not a label",
		{"texts.csv", "hasEquivalent", "maybe"}:         "hasEquivalent: \"maybe\"",
		{"texts.csv", "editors", "nakao"}:               "editors: \"nakao\" is not an id",
		{"texts.csv", "targetTo", "soon"}:               "targetTo: \"soon\"",
		{"texts.csv", "decidedKinds", "consent"}:        "decidedKinds: \"consent\" is not one of",
		{"texts.csv", "decidedMeetings", "27 August"}:   "decidedMeetings: \"27 August\" is not an id",
		{"texts.csv", "decidedFrom", "soon"}:            "decidedFrom: \"soon\"",
		{"actions.csv", "decidedTo", "2019-9"}:          "decidedTo: \"2019-9\"",
		{"graph.jsonl", "kind", "annex"}:                "kind: this export has no parameters",
		{"calendar.ics", "question", "Q"}:               "question: \"Q\" is not a label",
		{"feed.atom", "kinds", "plenary"}:               "kinds: \"plenary\"",
		{"texts.csv", "kind", "technical-report,ANNEX"}: "",
		{"texts.csv", "search", "a, b"}:                 "",
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
