package export

import (
	"bytes"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
)

// Every parameter that takes ids takes old ones. Each is named here with an old id of a sample in which ChangOh Kim was
// merged with Ikkyun Kim, where there is one, and with the id of today.
func TestParametersTakeOldIDs(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:changoh-kim", []standards.PersonID{"person:ikkyun-kim"}); err != nil {
		t.Fatal(err)
	}
	ids := map[string]struct{ old, current string }{
		"editors":         {"person:ikkyun-kim", "person:changoh-kim"},
		"node":            {"text:17:x.677", "text:17:x.uav-oid"},
		"meetings":        {"", "meeting:17:2019-08-27"}, // ids of meetings and Questions never change
		"decidedMeetings": {"", "meeting:17:2019-08-27"},
		"meeting":         {"", "meeting:17:2019-08-27"},
		"questions":       {"", "question:17:2017-2020:6"},
		"question":        {"", "question:17:2017-2020:6"},
	}
	met := map[string]bool{}
	for _, f := range Formats() {
		if f.Binary {
			continue // the same selection as its CSV
		}
		for _, p := range f.Parameters {
			c, ok := ids[p.Name]
			if !ok {
				if takesIDs(f, p) {
					t.Errorf("%s of %s: name an id in this test", p.Name, f.Name)
				}
				continue
			}
			met[p.Name] = true
			want := written(t, g, f.Name, map[string][]string{p.Name: {c.current}})
			if kind, _, _ := strings.Cut(c.current, ":"); p.Name != "node" && bytes.Equal(want, written(t, g, f.Name, map[string][]string{p.Name: {kind + ":nothing"}})) {
				t.Errorf("%s of %s: the id of today selects nothing", p.Name, f.Name)
			}
			if c.old != "" && !bytes.Equal(written(t, g, f.Name, map[string][]string{p.Name: {c.old}}), want) {
				t.Errorf("%s of %s: the old id selects something else", p.Name, f.Name)
			}
		}
	}
	if len(met) != len(ids) {
		t.Errorf("only the parameters %v were met", met)
	}
}

// takesIDs says whether a parameter takes ids of a kind: it takes one and refuses what is none.
func takesIDs(f Format, p Parameter) bool {
	for _, kind := range []string{"person", "meeting", "text", "question", "document", "report", "specification", "study-group", "action"} {
		if f.Check(map[string][]string{p.Name: {kind + ":x"}}) == nil && f.Check(map[string][]string{p.Name: {"x"}}) != nil {
			return true
		}
	}
	return false
}

// An export says how a name was understood, and refuses one that several people may have.
func TestExportsSayHowANameWasUnderstood(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	f, err := Find("texts.csv")
	if err != nil {
		t.Fatal(err)
	}
	for given, how := range map[string]standards.MatchKind{"nakao, koji": "", "Koji Nakoa": standards.Letters, "K. Nakao": standards.Initials} {
		e, err := f.Open(t.Context(), g.Store, map[string][]string{"editorName": {given}}, Place{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := e.Write(t.Context(), &b); err != nil || bytes.Count(b.Bytes(), []byte("\n")) != 5 {
			t.Errorf("%s: %v\n%s", given, err, b.Bytes())
		}
		var got standards.MatchKind
		for _, m := range e.Matches {
			if got = m.How; m.Argument != "editorName" || m.ID != "person:koji-nakao" {
				t.Errorf("%s: %+v", given, m)
			}
		}
		if got != how {
			t.Errorf("%s: understood by %q, want %q", given, got, how)
		}
	}
	if _, err := f.Open(t.Context(), g.Store, map[string][]string{"editorName": {"Feng"}}, Place{}); err == nil || !strings.Contains(err.Error(), "person:feng-gao, person:feng-zhang") {
		t.Errorf("a name of several: %v", err)
	}
}
