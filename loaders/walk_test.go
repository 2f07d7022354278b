package loaders

import (
	"errors"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// A hub with more nodes than may be visited ends a path with an error, unless the other end comes to it first.
func TestPathsThroughHubsAreBounded(t *testing.T) {
	t.Parallel()
	l := New(graphtest.Synthetic(t, 300).Store, nil)
	for _, c := range []struct {
		name     string
		from, to string
		kinds    []standards.EdgeKind
		most     int
		length   int // -1 for no path, -2 for LIMIT
	}{
		{"into the hub", "meeting:17:2019-08-27", "person:nobody", []standards.EdgeKind{standards.DecidedAt}, 100, -2},
		{"out of the hub", "person:nobody", "meeting:17:2019-08-27", []standards.EdgeKind{standards.DecidedAt}, 100, -1},
		{"both ends come to the hub", "document:17:2017-2020:td1", "document:17:2017-2020:td2", []standards.EdgeKind{standards.DecidedAt, standards.CarriedBy}, 100, 4},
		{"room for all", "meeting:17:2019-08-27", "person:nobody", []standards.EdgeKind{standards.DecidedAt}, 1000, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := l.path(t.Context(), []string{c.from, c.to}, c.kinds, 12, c.most)
			var own *standards.Error
			got := -1
			switch {
			case errors.As(err, &own) && own.Code == standards.Limit:
				got = -2
			case err != nil:
				t.Fatal(err)
			case p != nil:
				got = p.Length
			}
			if got != c.length {
				t.Errorf("got %d, want %d", got, c.length)
			}
		})
	}
}

// A path is as short as a walk that knows nothing of its end finds it, and its edges join its nodes.
func TestPathsAreShortest(t *testing.T) {
	t.Parallel()
	l := New(graphtest.Sample(t).Store, nil)
	kinds := []standards.EdgeKind{standards.EditedBy, standards.CarriedBy, standards.RelatedTo}
	from := "person:koji-nakao"
	distance := map[string]int{from: 0}
	for frontier, d := []string{from}, 1; len(frontier) > 0 && d <= maxLength; d++ {
		edges, _, err := l.store.Links(t.Context(), kinds, frontier, maxVisited)
		if err != nil {
			t.Fatal(err)
		}
		frontier = nil
		for _, e := range edges {
			for _, id := range []string{e.From, e.To} {
				if _, ok := distance[id]; !ok {
					distance[id] = d
					frontier = append(frontier, id)
				}
			}
		}
	}
	if len(distance) < 30 {
		t.Fatalf("only %d nodes within reach", len(distance))
	}
	longest := maxLength
	for to, d := range distance {
		p, err := l.Path(t.Context(), from, to, kinds, &longest)
		if err != nil || p == nil || p.Length != d || len(p.Nodes) != d+1 || len(p.Edges) != d {
			t.Errorf("to %s: %+v %v, want %d edges", to, p, err, d)
			continue
		}
		for i, e := range p.Edges {
			ends := []string{e.From.NodeID(), e.To.NodeID()}
			if !slices.Contains(ends, p.Nodes[i].NodeID()) || !slices.Contains(ends, p.Nodes[i+1].NodeID()) {
				t.Errorf("to %s: edge %d joins %v", to, i, ends)
			}
		}
	}
}

// A neighbourhood holds as many nodes as asked for, and says when there are more.
func TestNeighborhoodsAreCutAtDistinctNodes(t *testing.T) {
	t.Parallel()
	l := New(graphtest.Synthetic(t, 300).Store, nil)
	for first, truncated := range map[int]bool{1: true, 50: true, 300: true, 301: false, 500: false} {
		n, err := l.Neighbors(t.Context(), "meeting:17:2019-08-27", []standards.EdgeKind{standards.DecidedAt}, nil, &first)
		if err != nil || len(n.Nodes) != min(first, 301) || n.Truncated != truncated || len(n.Edges) != len(n.Nodes)-1 {
			t.Errorf("first %d: %d nodes, %d edges, truncated %t, %v", first, len(n.Nodes), len(n.Edges), n.Truncated, err)
		}
	}
}
