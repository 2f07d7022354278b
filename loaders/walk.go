package loaders

import (
	"context"
	"slices"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// The bounds of walks through the graph.
const (
	maxDepth      = 3
	defaultNodes  = 50
	maxNodes      = 500
	defaultLength = 6
	maxLength     = 12
	maxVisited    = 20_000
)

// Neighborhood is the part of the graph around a node.
type Neighborhood struct {
	Nodes     []standards.Node
	Edges     []*GraphEdge
	Truncated bool
}

// GraphEdge is an edge with its nodes, in the direction in which it is recorded.
type GraphEdge struct {
	Kind     standards.EdgeKind
	From, To standards.Node
}

// Path is a way through the graph.
type Path struct {
	Length int
	Nodes  []standards.Node
	Edges  []*GraphEdge
}

// Neighbors walks from a node over edges of these kinds, all where none are given. Each level is at most one find
// for each collection that records such edges; a find for each kind of node reads the nodes.
func (l *Loaders) Neighbors(ctx context.Context, id string, kinds []standards.EdgeKind, depth, first *int) (*Neighborhood, error) {
	levels, err := within("depth", depth, 1, maxDepth)
	if err != nil {
		return nil, err
	}
	most, err := within("first", first, defaultNodes, maxNodes)
	if err != nil {
		return nil, err
	}
	ends, err := l.existing(ctx, id)
	if err != nil {
		return nil, err
	}
	seen, n := map[string]bool{ends[0]: true}, &Neighborhood{}
	var edges []store.Link
	for level, frontier := 0, ends; level < levels && len(frontier) > 0; level++ {
		// What is found was seen before or is new: more than twice as many cannot all be shown.
		found, more, err := l.store.Links(ctx, orAll(kinds), frontier, 2*most)
		if err != nil {
			return nil, err
		}
		if err := budget.Steps(ctx, len(found)); err != nil {
			return nil, err
		}
		n.Truncated = n.Truncated || more
		frontier = nil
		for _, e := range found {
			for _, end := range []string{e.From, e.To} {
				switch {
				case seen[end]:
				case len(seen) == most:
					n.Truncated = true
				default:
					seen[end] = true
					frontier, ends = append(frontier, end), append(ends, end)
				}
			}
		}
		edges = append(edges, found...)
	}
	edges = slices.DeleteFunc(edges, func(e store.Link) bool { return !seen[e.From] || !seen[e.To] })
	n.Nodes, n.Edges, err = l.shown(ctx, ends, edges)
	return n, err
}

// side is what one end of a path has reached.
type side struct {
	reached  map[string]reach
	frontier []string
	level    int
}

// reach is how a node was reached: by an edge, after so many.
type reach struct {
	edge  store.Link
	level int
}

// Path finds a shortest path, nil where there is none of at most length edges. The end with the narrower frontier
// goes on, a level at a time. LIMIT where more than 20,000 nodes would have to be visited.
func (l *Loaders) Path(ctx context.Context, from, to string, kinds []standards.EdgeKind, length *int) (*Path, error) {
	longest, err := within("maxLength", length, defaultLength, maxLength)
	if err != nil {
		return nil, err
	}
	ends, err := l.existing(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return l.path(ctx, ends, orAll(kinds), longest, maxVisited)
}

func (l *Loaders) path(ctx context.Context, ends []string, kinds []standards.EdgeKind, longest, most int) (*Path, error) {
	var sides [2]*side
	for i, id := range ends {
		sides[i] = &side{reached: map[string]reach{id: {}}, frontier: []string{id}}
	}
	at := sides[0].met(sides[1])
	for at == "" && sides[0].level+sides[1].level < longest {
		s, other := sides[0], sides[1]
		if c := len(other.frontier) - len(s.frontier); c < 0 || c == 0 && other.level < s.level {
			s, other = other, s
		}
		if len(s.frontier) == 0 {
			return nil, nil
		}
		found, more, err := l.store.Links(ctx, kinds, s.frontier, most)
		if err != nil {
			return nil, err
		}
		if err := budget.Steps(ctx, 2*len(found)+len(s.frontier)); err != nil {
			return nil, err
		}
		s.advance(found)
		if more || len(s.reached)+len(other.reached) > most {
			return nil, standards.Errorf(standards.Limit, "more than %d nodes would have to be visited; choose fewer kinds of edges or a smaller maxLength", most)
		}
		at = s.met(other)
	}
	if at == "" {
		return nil, nil
	}
	back, edges := sides[0].way(at)
	slices.Reverse(back)
	slices.Reverse(edges)
	on, rest := sides[1].way(at)
	p := &Path{Length: len(edges) + len(rest)}
	var err error
	p.Nodes, p.Edges, err = l.shown(ctx, append(back, on[1:]...), append(edges, rest...))
	return p, err
}

// advance goes one level on, over the edges of the frontier.
func (s *side) advance(edges []store.Link) {
	s.frontier = nil
	for _, e := range edges {
		for _, step := range [][2]string{{e.From, e.To}, {e.To, e.From}} {
			before, ok := s.reached[step[0]]
			if _, known := s.reached[step[1]]; ok && before.level == s.level && !known {
				s.reached[step[1]] = reach{e, s.level + 1}
				s.frontier = append(s.frontier, step[1])
			}
		}
	}
	s.level++
}

// met is the first node of the frontier, by id, that the other end has reached, "" where there is none. Both have
// gone whole levels and had not met before, so all such nodes are on shortest paths.
func (s *side) met(other *side) string {
	at := ""
	for _, id := range s.frontier {
		if _, ok := other.reached[id]; ok && (at == "" || id < at) {
			at = id
		}
	}
	return at
}

// way leads from a node back to the end: the nodes, and the edges between them.
func (s *side) way(id string) (nodes []string, edges []store.Link) {
	nodes = []string{id}
	for s.reached[id].level > 0 {
		e := s.reached[id].edge
		if id = e.From; id == nodes[len(nodes)-1] {
			id = e.To
		}
		nodes, edges = append(nodes, id), append(edges, e)
	}
	return nodes, edges
}

// existing are the ids by which these nodes go now. NOT_FOUND for an id of nothing.
func (l *Loaders) existing(ctx context.Context, ids ...string) ([]string, error) {
	nodes, err := l.Any(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(ids))
	for i, n := range nodes {
		if n == nil {
			return nil, standards.Errorf(standards.NotFound, "there is no node with the id %q", ids[i])
		}
		out[i] = n.NodeID()
	}
	return out, nil
}

// shown reads the nodes of a walk. One that is missing is left out with its edges, see Missing.
func (l *Loaders) shown(ctx context.Context, ids []string, edges []store.Link) ([]standards.Node, []*GraphEdge, error) {
	if err := budget.Steps(ctx, len(ids)+len(edges)); err != nil {
		return nil, nil, err
	}
	found, err := l.Any(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var dangling []string
	nodes, byID := make([]standards.Node, 0, len(ids)), make(map[string]standards.Node, len(ids))
	for i, n := range found {
		if n == nil {
			dangling = append(dangling, ids[i])
			continue
		}
		nodes, byID[ids[i]] = append(nodes, n), n
	}
	if dangling != nil {
		l.missing.add(dangling)
	}
	out, have := make([]*GraphEdge, 0, len(edges)), make(map[store.Link]bool, len(edges))
	for _, e := range edges {
		from, to := byID[e.From], byID[e.To]
		if from != nil && to != nil && !have[e] {
			have[e] = true
			out = append(out, &GraphEdge{e.Kind, from, to})
		}
	}
	return nodes, out, nil
}

// orAll are the kinds of edges asked for, all where none are.
func orAll(kinds []standards.EdgeKind) []standards.EdgeKind {
	if kinds == nil {
		return standards.EdgeKinds()
	}
	return kinds
}

// within is a number from 1 to most, otherwise where none is given.
func within(name string, n *int, otherwise, most int) (int, error) {
	if n == nil {
		return otherwise, nil
	}
	if *n < 1 || *n > most {
		return 0, standards.Errorf(standards.Invalid, "%s is %d; it must be between 1 and %d", name, *n, most)
	}
	return *n, nil
}
