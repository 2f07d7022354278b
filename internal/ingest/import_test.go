package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

var importedAt = regexp.MustCompile(`,"importedAt":"[^"]*"`)

// reports are those of three neighbouring meetings.
func reports(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{sample.Name: sample.Report}
	for _, name := range []string{"sg17-2019-01.txt", "sg17-2020-03.txt"} {
		content, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = content
	}
	return all
}

// dump is the whole graph, a line a node; when reports were imported is left out.
func dump(t *testing.T, g *graphtest.Graph) string {
	t.Helper()
	var out strings.Builder
	ctx := t.Context()
	lines(ctx, t, &out, g.StudyGroups)
	lines(ctx, t, &out, g.Questions)
	lines(ctx, t, &out, g.Texts)
	lines(ctx, t, &out, g.People)
	lines(ctx, t, &out, g.Documents)
	lines(ctx, t, &out, g.Specifications)
	lines(ctx, t, &out, g.Meetings)
	lines(ctx, t, &out, g.Actions)
	lines(ctx, t, &out, g.CorrespondenceGroups)
	lines(ctx, t, &out, g.Statements)
	lines(ctx, t, &out, g.MeetingStatements)
	lines(ctx, t, &out, g.GroupStatements)
	lines(ctx, t, &out, g.WarningPages)
	lines(ctx, t, &out, g.Reports)
	return out.String()
}

func lines[ID ~string, T any](ctx context.Context, t *testing.T, out *strings.Builder, c store.Collection[ID, T]) {
	t.Helper()
	nodes, err := c.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		if r, ok := any(n).(*standards.Report); ok {
			r.ImportedAt, r.Digest = r.ImportedAt.Truncate(1<<62), "" // the digest is over the time, too
		}
		fmt.Fprintln(out, encode(t, c, n))
	}
}

func encode[ID ~string, T any](t *testing.T, c store.Collection[ID, T], n *T) string {
	t.Helper()
	b, err := c.Encode(n)
	if err != nil {
		t.Fatal(err)
	}
	return store.JSON(b)
}

// differ reports the first lines in which two dumps differ.
func differ(t *testing.T, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s: line %d of %d and %d:\n got %s\nwant %s", what, i, len(a), len(b), a[i], b[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(a), len(b))
}

func TestMeetingsInAnyOrderGiveTheSameGraph(t *testing.T) {
	t.Parallel()
	all := reports(t)
	var first string
	for _, order := range [][]string{
		{"sg17-2019-01.txt", sample.Name, "sg17-2020-03.txt"},
		{"sg17-2019-01.txt", "sg17-2020-03.txt", sample.Name},
		{sample.Name, "sg17-2019-01.txt", "sg17-2020-03.txt"},
		{sample.Name, "sg17-2020-03.txt", "sg17-2019-01.txt"},
		{"sg17-2020-03.txt", "sg17-2019-01.txt", sample.Name},
		{"sg17-2020-03.txt", sample.Name, "sg17-2019-01.txt"},
	} {
		g := graphtest.Open(t)
		for _, name := range order {
			g.Import(t, all[name], name)
		}
		got := dump(t, g)
		if first == "" {
			first = got
		}
		differ(t, strings.Join(order, ", "), got, first)
	}
}

func TestImportingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	for name, content := range reports(t) {
		g.Import(t, content, name)
	}
	before := dump(t, g)
	for name, content := range reports(t) {
		r := g.Import(t, content, name)
		if r.Created != 0 || r.Updated != 0 || r.Deleted != 0 || r.Unchanged == 0 {
			t.Errorf("%s again: %d created, %d updated, %d deleted, %d unchanged", name, r.Created, r.Updated, r.Deleted, r.Unchanged)
		}
	}
	differ(t, "imported again", dump(t, g), before)
}

func TestACorrectedReportReplacesWhatItSaidAndOnlyThat(t *testing.T) {
	t.Parallel()
	all := reports(t)
	corrected := all[sample.Name]
	for _, change := range [][2]string{
		{"Koji Nakao", "Kouji Nakayama"},                            // another person
		{"X.tfrcaTechnical framework", "X.tfrca2Another framework"}, // another text
		{"TD2441", "TD2449"},                                        // another document
		{"ISO/IEC 9594-8", "ISO/IEC 9594-12"},                       // another twin
		{"X.1605 (X.SRIaaS)", "X.1606 (X.SRIaaS)"},                  // another number
	} {
		if !bytes.Contains(corrected, []byte(change[0])) {
			t.Fatalf("the sample has no %q", change[0])
		}
		corrected = bytes.ReplaceAll(corrected, []byte(change[0]), []byte(change[1]))
	}
	g, fresh := graphtest.Open(t), graphtest.Open(t)
	for name, content := range all {
		g.Import(t, content, name)
	}
	g.Import(t, corrected, sample.Name)
	for name, content := range all {
		if name == sample.Name {
			content = corrected
		}
		fresh.Import(t, content, name)
	}
	differ(t, "corrected", dump(t, g), dump(t, fresh))
	g.Import(t, all[sample.Name], sample.Name)
	original := graphtest.Open(t)
	for name, content := range all {
		original.Import(t, content, name)
	}
	differ(t, "corrected back", dump(t, g), dump(t, original))
}

func TestOneTextUnderAllItsNames(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	for name, content := range reports(t) {
		g.Import(t, content, name)
	}
	for _, name := range []string{"X.sgsec-3", "x.1332"} {
		found, err := g.TextsNamed(t.Context(), name, nil)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %d texts, %v", name, len(found), err)
		}
		text := found[0]
		var kinds []standards.ActionKind
		actions, err := g.Actions.Get(t.Context(), text.ActionIDs)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range text.ActionIDs {
			kinds = append(kinds, actions[id].Kind)
		}
		if got := fmt.Sprint(kinds); got != "[PLANNED DETERMINED APPROVED]" {
			t.Errorf("%s: %s", name, got)
		}
		if text.Status != standards.Approved || *text.Acronym != "X.1332" || *text.ProvisionalName != "X.sgsec-3" {
			t.Errorf("%s: %s %s %s", name, text.Status, *text.Acronym, *text.ProvisionalName)
		}
	}
	// A text known by its title alone at one meeting, and named at the next, is one text; its first id still leads
	// to it.
	found, err := g.TextsNamed(t.Context(), "X.dpbp", nil)
	if err != nil || len(found) != 1 || len(found[0].ActionIDs) != 2 {
		t.Fatalf("X.dpbp: %v %v", found, err)
	}
	old := standards.TextID("text:17:title:design-principles-and-best-practices-for-security-architectures")
	byOld, err := g.Texts.Get(t.Context(), []standards.TextID{old})
	if err != nil || byOld[old] == nil || byOld[old].ID != found[0].ID {
		t.Errorf("%s leads to %v, %v", old, byOld, err)
	}
}

func TestNamesThatFoldAlikeAreOnePersonAndWeakerLikenessIsAProposal(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	for name, content := range reports(t) {
		g.Import(t, content, name)
	}
	for name, want := range map[string]string{
		"Lim, Hyungjin":  "person:hyungjin-lim",
		"Hyungjin, Lim":  "person:hyungjin-lim",
		"HyungJin LIM":   "person:hyungjin-lim",
		"Seungwook Park": "person:seungwook-park",
		"SeungWook PARK": "person:seungwook-park",
	} {
		found, err := g.PersonNamed(t.Context(), "name", name)
		if err != nil || found.Person == nil || string(found.Person.ID) != want || found.Match != nil {
			t.Errorf("%s: %v, %v, want %s", name, found, err, want)
		}
	}
	people, err := g.People.Get(t.Context(), []standards.PersonID{"person:erik-andersen", "person:erik-anderson"})
	if err != nil {
		t.Fatal(err)
	}
	for id, other := range map[standards.PersonID]standards.PersonID{"person:erik-andersen": "person:erik-anderson", "person:erik-anderson": "person:erik-andersen"} {
		if p := people[id]; p == nil || len(p.PossibleDuplicateIDs) != 1 || p.PossibleDuplicateIDs[0] != other {
			t.Errorf("%s: %+v", id, people[id])
		}
	}
}
