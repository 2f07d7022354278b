package httpd

import (
	"encoding/json"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
)

// A nested query costs the same database commands at 3 parents and at hundreds, at every depth.
func TestCommandsDependOnDepthAndNotOnWidth(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 1500)
	s := newServer(g)
	for name, c := range map[string]struct {
		query    string
		commands int
	}{
		"texts with their editors": {
			`query($n: Int) { texts(first: $n) { nodes { editors { name } } } }`, 2,
		},
		"a Question's texts, their editors, and those people's texts with documents and twins": {
			`query($n: Int) { question(label: "1/17") { texts(first: $n) { nodes { editors { name texts(first: 10) { totalCount nodes { acronym documents { document { number } action { kind } } equivalents { identifier } questions { label } } } } } } } }`, 8,
		},
		"filtered and ordered lists of many parents": {
			`query($n: Int) { editors(first: $n) { nodes { texts(first: 2, filter: {kind: [RECOMMENDATION]}, orderBy: {field: TITLE, direction: DESC}) { totalCount nodes { title questions { label } } } } } }`, 4,
		},
		"co-editors of co-editors": {
			`query($n: Int) { texts(first: $n) { nodes { editors { coEditors(first: 3) { edges { sharedTexts node { coEditors(first: 2) { nodes { name } } } } } } } } }`, 6,
		},
		"through meeting, actions and back": {
			`query($n: Int) { meetings(first: 1) { nodes { actions(first: $n) { totalCount nodes { text { acronym actions { meeting { name } source { report { title } } } } editors { name } document { number texts { text { title } } } equivalents { texts { nodes { acronym } } } } } } } }`, 7,
		},
		"relations both ways": {
			`query($n: Int) { texts(first: $n) { nodes { relations { direction text { acronym relations { kind } } } } } }`, 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			cost := func(parents int) []string {
				commands := g.Commands(func() {
					var answer struct{ Errors []struct{ Message string } }
					raw := ask(t, s, c.query, map[string]any{"n": parents})
					if err := json.Unmarshal(raw, &answer); err != nil || len(answer.Errors) > 0 {
						t.Fatalf("%v: %s", err, clip(raw))
					}
				})
				slices.Sort(commands)
				return commands
			}
			few, many := cost(3), cost(100)
			if len(few) != c.commands || !slices.Equal(few, many) {
				t.Errorf("%d commands for 3 parents: %v\n%d commands for 100: %v\nwant %d", len(few), few, len(many), many, c.commands)
			}
		})
	}
}
