package export

import (
	"context"
	"fmt"
	"io"

	"rapporteur/internal/standards"
	"rapporteur/loaders"
)

// around is the part of the graph around one node.
type around struct {
	node         *string
	depth, first *int
	edges        []standards.EdgeKind
}

func aroundParameters() []Parameter {
	return []Parameter{
		one("node", "the id of the node; needed", anything, func(s *selection) **string { return &s.around.node }),
		one("depth", "how many edges away from it: 1 unless said, at most 3", number, func(s *selection) **int { return &s.around.depth }),
		one("first", "how many nodes, nearer ones first: 50 unless said, at most 500", number, func(s *selection) **int { return &s.around.first }),
		many("edges", "only over edges of these kinds", choice(standards.EdgeKinds()), func(s *selection) *[]standards.EdgeKind { return &s.around.edges }),
	}
}

// aroundNode writes the neighbourhood of a node. It is small, and read before anything is written.
func aroundNode(create func(io.Writer) (GraphWriter, error)) func(context.Context, *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
		a := s.selection.around
		if a.node == nil {
			return nil, standards.Errorf(standards.Invalid, "node: the id of a node is needed, like person:koji-nakao")
		}
		found, err := loaders.New(s.Store, nil).Neighbors(ctx, *a.node, a.edges, a.depth, a.first)
		if err != nil {
			return nil, err
		}
		return func(_ context.Context, w io.Writer) error {
			g, err := create(w)
			if err != nil {
				return err
			}
			for _, n := range found.Nodes {
				if err := g.Node(described(n)); err != nil {
					return err
				}
			}
			for _, e := range found.Edges {
				if err := g.Edge(Edge{From: described(e.From).ID, To: described(e.To).ID, Kind: string(e.Kind)}); err != nil {
					return err
				}
			}
			return g.Close()
		}, nil
	}
}

// described is a node as it is drawn.
func described(node standards.Node) Node {
	switch n := node.(type) {
	case *standards.StudyGroup:
		return Node{string(n.ID), "StudyGroup", n.Name}
	case *standards.Question:
		return Node{string(n.ID), "Question", n.Label}
	case *standards.Text:
		return Node{string(n.ID), "Text", shown(n)}
	case *standards.Person:
		return Node{string(n.ID), "Person", n.Name}
	case *standards.Document:
		return Node{string(n.ID), "Document", n.Number}
	case *standards.Specification:
		return Node{string(n.ID), "Specification", n.Identifier}
	case *standards.Meeting:
		return Node{string(n.ID), "Meeting", n.Name}
	case *standards.CorrespondenceGroup:
		return Node{string(n.ID), "CorrespondenceGroup", n.Acronym}
	case *standards.Action:
		return Node{string(n.ID), "Action", string(n.Kind)}
	case *standards.Report:
		return Node{string(n.ID), "Report", n.Title}
	}
	panic(fmt.Sprintf("a node of no kind: %T", node))
}
