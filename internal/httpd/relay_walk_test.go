package httpd

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
)

// parents are those whose lists are walked: of the longest list, of the shortest that is not empty, and of an empty
// one where there is one.
func (c connection) parents(t *testing.T, s *Server, all *crawler) []string {
	if c.root() {
		return []string{""}
	}
	ids := all.ids(c.parent.Name)
	length := map[string]int{}
	for chunk := range slices.Chunk(ids, 100) {
		for i, p := range c.pages(t, s, view{}, chunk, map[string]any{"first": 1}) {
			length[chunk[i]] = p.TotalCount
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(length[a], length[b]) })
	full := slices.IndexFunc(ids, func(id string) bool { return length[id] > 0 })
	switch {
	case len(ids) == 0:
		return nil
	case full < 0:
		return ids[:1]
	}
	chosen := []string{ids[len(ids)-1], ids[full]}
	if full > 0 {
		chosen = append(chosen, ids[0])
	}
	return slices.Compact(chosen)
}

func TestConnectionsWalkedForwardsAndBackwardsGiveTheWholeList(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	for name, g := range relayGraphs(t) {
		s := newServer(g)
		all := crawl(t, s, schema)
		for _, c := range connections(t, schema) {
			t.Run(name+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				for _, parent := range c.parents(t, s, all) {
					for _, v := range c.views(t) {
						c.walkEveryWay(t, s, v, parent)
					}
				}
			})
		}
	}
}

// walkEveryWay compares the pages of a list with the whole of it.
func (c connection) walkEveryWay(t *testing.T, s *Server, v view, parent string) {
	whole := c.all(t, s, v, parent)
	if n := c.pages(t, s, v, []string{parent}, nil)[0].TotalCount; n != len(whole) {
		t.Errorf("%s of %s %s: totalCount is %d, the list has %d", c, parent, v, n, len(whole))
	}
	for _, size := range []int{1, 3, 7} {
		if size == 1 && v.order != "" && len(whole) > 30 {
			continue // one by one through a long list in its own order is enough
		}
		if got := slices.Concat(c.walk(t, s, v, parent, size, false, nil)...); !slices.Equal(got, whole) {
			t.Errorf("%s of %s %s by %d forwards:\n%v, want\n%v", c, parent, v, size, got, whole)
		}
		if !c.backwards() {
			continue
		}
		pages := c.walk(t, s, v, parent, size, true, nil)
		slices.Reverse(pages)
		if got := slices.Concat(pages...); !slices.Equal(got, whole) {
			t.Errorf("%s of %s %s by %d backwards:\n%v, want\n%v", c, parent, v, size, got, whole)
		}
	}
	if other, ok := v.reversed(); ok {
		back := c.all(t, s, other, parent)
		slices.Reverse(back)
		if !slices.Equal(back, whole) {
			t.Errorf("%s of %s %s is not the reverse of %s", c, parent, v, other)
		}
	}
}

func (v view) reversed() (view, bool) {
	const asc, desc = "direction: ASC}", "direction: DESC}"
	if n := len(v.order) - len(asc); n > 0 && v.order[n:] == asc {
		return view{v.order[:n] + desc, v.filter}, true
	}
	return v, false
}

// One cursor cuts the lists of many parents at one place of the order, whether its node is in a list or not.
func TestOneCursorCutsTheListsOfManyParents(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	for name, g := range relayGraphs(t) {
		s := newServer(g)
		all := crawl(t, s, schema)
		every := connections(t, schema)
		for _, c := range every {
			at := slices.IndexFunc(every, func(o connection) bool { return o.root() && o.field.Type.Name() == c.field.Type.Name() })
			ids := all.ids(c.parent.Name)
			if c.root() || at < 0 || len(ids) == 0 {
				continue
			}
			t.Run(name+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				for _, v := range c.views(t) {
					c.cutMany(t, s, v, every[at], ids[:min(100, len(ids))])
				}
			})
		}
	}
}

func (c connection) cutMany(t *testing.T, s *Server, v view, root connection, parents []string) {
	place, cursors := map[identity]int{}, []string{}
	var after any
	for after != "" {
		p := root.pages(t, s, v, nil, map[string]any{"first": 100, "after": after})[0]
		for _, e := range p.Edges {
			place[e.Node] = len(cursors)
			cursors = append(cursors, e.Cursor)
		}
		after = ""
		if p.PageInfo.HasNextPage {
			after = *p.PageInfo.EndCursor
		}
	}
	whole := c.pages(t, s, v, parents, map[string]any{"first": 100})
	for _, cut := range []int{0, len(cursors) / 3, len(cursors) - 1} {
		if cut < 0 || cut >= len(cursors) {
			continue
		}
		following := c.pages(t, s, v, parents, map[string]any{"first": 3, "after": cursors[cut]})
		preceding := c.pages(t, s, v, parents, map[string]any{"last": 3, "before": cursors[cut]})
		for i := range parents {
			var before, after []identity
			for _, n := range whole[i].Nodes {
				if p, ok := place[n]; !ok {
					t.Fatalf("%s of %s %s: %v is not among all", c, parents[i], v, n)
				} else if p > cut {
					after = append(after, n)
				} else if p < cut {
					before = append(before, n)
				}
			}
			for what, w := range map[string]struct {
				got, want []identity
				more      bool
			}{
				"after":  {following[i].Nodes, after[:min(3, len(after))], following[i].PageInfo.HasNextPage != (len(after) > 3)},
				"before": {preceding[i].Nodes, before[max(0, len(before)-3):], preceding[i].PageInfo.HasPreviousPage != (len(before) > 3)},
			} {
				if !slices.Equal(w.got, w.want) || w.more {
					t.Errorf("%s of %s %s %s number %d:\n%v, want\n%v (more said wrongly: %v)", c, parents[i], v, what, cut, w.got, w.want, w.more)
				}
			}
			if following[i].TotalCount != whole[i].TotalCount {
				t.Errorf("%s of %s %s: totalCount depends on the cursor", c, parents[i], v)
			}
		}
	}
}

// Whoever pages through a list sees all that was in it when they began, once and in order, though a report is imported
// meanwhile that puts others before and after the cursor.
func TestCursorsHoldWhenNodesComeInBetweenPages(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	g := graphtest.Sample(t)
	s := newServer(g)
	all := crawl(t, s, schema)
	type walk struct {
		connection
		view
		parent       string
		whole, first []identity
		cursor       *string
	}
	var walks []walk
	for _, c := range connections(t, schema) {
		for _, parent := range c.parents(t, s, all) {
			for _, v := range c.views(t) {
				p := c.pages(t, s, v, []string{parent}, map[string]any{"first": 3})[0]
				walks = append(walks, walk{c, v, parent, c.all(t, s, v, parent), p.Nodes, p.PageInfo.EndCursor})
			}
		}
	}
	importAnother(t, g)
	grown := map[string]bool{}
	for _, w := range walks {
		if w.cursor == nil {
			continue
		}
		got := slices.Concat(append([][]identity{w.first}, w.walk(t, s, w.view, w.parent, 3, false, *w.cursor)...)...)
		if len(got) > len(w.whole) {
			grown[w.connection.String()] = true
		}
		old := slices.DeleteFunc(got, func(n identity) bool { return !slices.Contains(w.whole, n) })
		if !slices.Equal(old, w.whole) {
			t.Errorf("%s of %s %s:\n%v, want\n%v", w.connection, w.parent, w.view, old, w.whole)
		}
	}
	for _, name := range []string{"Query.texts", "Query.editors", "Query.actions", "Question.texts", "Question.editors", "StudyGroup.texts"} {
		if !grown[name] {
			t.Errorf("nothing came into %s behind the cursor", name)
		}
	}
}

// importAnother imports a meeting before the sample's, about texts and of people of its own.
func importAnother(t *testing.T, g *graphtest.Graph) {
	t.Helper()
	r := graphtest.SyntheticReport(60)
	r.Meeting.Name, r.Meeting.Start, r.Meeting.End = "Another meeting", "2018-03-20", "2018-03-29"
	for i := range r.Statements {
		r.Statements[i].Acronym = fmt.Sprintf("X.%d", 1+i*37)
		if found, err := g.TextsNamed(t.Context(), r.Statements[i].Acronym, nil); err != nil || len(found) > 0 {
			r.Statements[i].Acronym += "99"
		}
		r.Statements[i].TextKind = standards.Recommendation
	}
	facts, err := ingest.New(r, "another")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Import(t.Context(), g.Store, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
}
