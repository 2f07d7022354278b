package loaders

import (
	"strings"
	"testing"

	"rapporteur/internal/budget"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// A search with wrong letters finds what was meant and says so; one that finds something is left as it is.
func TestSearchForgivesWrongLetters(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	g.Import(t, []byte(strings.ReplaceAll(string(sample.Report), "Gunhee Lee", "Patrick O'Connor")), "report.txt")
	for query, want := range map[string]string{
		"security":           "",
		"oconnor":            "",
		"O'Connor":           "",
		"securty":            "security",
		"quantm":             "quantum",
		"quantmu":            "quantum",
		"gudielines":         "guidelines", // two neighbours
		"guidelynws":         "guidelines", // two letters of ten, the first half right
		"securty framewrok":  "security framework",
		"security framewrok": "security framework",
		"cryptografik":       "-", // three
		"x.1339999":          "-", // digits are not guessed
		"zzz":                "-",
		"?":                  "-",
	} {
		l := New(g.Store, nil)
		page, err := l.Search(t.Context(), query, nil, store.PageArgs{})
		if err != nil {
			t.Fatal(err)
		}
		corrected := ""
		if page.Corrected != nil {
			corrected = *page.Corrected
		}
		if want == "-" {
			if corrected != "" || len(page.Edges) > 0 {
				t.Errorf("%q finds %d by %q", query, page.TotalCount, corrected)
			}
			continue
		}
		if corrected != want || len(page.Edges) == 0 || len(page.Edges[0].Highlights) == 0 {
			t.Errorf("%q: %q finds %d, want %q", query, corrected, page.TotalCount, want)
		}
		matches := l.Matches()
		if (want == "") != (len(matches) == 0) || want != "" && (matches[0].How != standards.Letters || matches[0].Argument != "query") {
			t.Errorf("%q: %+v", query, matches)
		}
	}
}

// A correction costs a number of finds and documents that does not grow with the graph.
func TestACorrectionIsBounded(t *testing.T) {
	t.Parallel()
	type cost struct{ commands, documents int }
	costs := map[int]cost{}
	large := raced.Some(10_000, 2000)
	for _, size := range []int{1000, large} {
		g := graphtest.Synthetic(t, size)
		var c cost
		c.commands = len(g.Commands(func() {
			ctx, release := budget.With(t.Context(), budget.Limits{}, nil)
			defer release()
			page, err := New(g.Store, nil).Search(ctx, "syntetic txet", nil, store.PageArgs{})
			if err != nil || page.Corrected == nil || *page.Corrected != "synthetic text" {
				t.Errorf("%+v, %v", page, err)
			}
			c.documents, _ = budget.Spent(ctx)
		}))
		costs[size] = c
	}
	if costs[1000] != costs[large] || costs[1000].commands > 2*18+9*5 || costs[1000].documents > 1000 {
		t.Errorf("%+v", costs)
	}
}
