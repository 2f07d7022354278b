package export

import (
	"context"
	"io"

	"rapporteur/internal/standards"
)

// Node is a node of a drawn graph.
type Node struct {
	ID    string
	Type  string // "Text", as in the schema
	Label string
}

// Edge leads from one node to another.
type Edge struct {
	From, To string
	Kind     string // "EDITED_BY"
}

// GraphWriter writes a graph, in any order: an edge may come before its nodes.
type GraphWriter interface {
	Node(Node) error
	Edge(Edge) error
	Close() error // writes the end
}

// maxNodes is how many different nodes and relations a drawn graph may have: their ids are in memory, so that each
// is written once.
const maxNodes = 100_000

// graphOf writes texts with what they are directly related to.
func graphOf(create func(io.Writer) (GraphWriter, error)) func(context.Context, *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
		each, err := s.texts(ctx)
		return func(ctx context.Context, w io.Writer) error {
			g, err := create(w)
			if err != nil {
				return err
			}
			n := &neighborhood{source: s, to: g, nodes: map[string]bool{}, edges: map[Edge]bool{}}
			if err := each(ctx, func(page []*standards.Text) error { return n.page(ctx, page) }); err != nil {
				return err
			}
			return g.Close()
		}, err
	}
}

// neighborhood writes every node and every relation once.
type neighborhood struct {
	*source
	to    GraphWriter
	nodes map[string]bool
	edges map[Edge]bool // between texts; the others are met once, with their text
}

func (n *neighborhood) node(kind, id, label string) error {
	if n.nodes[id] {
		return nil
	}
	if n.nodes[id] = true; len(n.nodes)+len(n.edges) > maxNodes {
		return standards.Errorf(standards.Limit, "the graph has more than %d nodes; narrow the filter", maxNodes)
	}
	return n.to.Node(Node{ID: id, Type: kind, Label: label})
}

func (n *neighborhood) text(t *standards.Text) error { return n.node("Text", string(t.ID), shown(t)) }

// page writes a page of texts with their neighbours.
func (n *neighborhood) page(ctx context.Context, page []*standards.Text) error {
	var r references
	ids := make([]standards.TextID, len(page))
	for i, t := range page {
		r.text(t)
		ids[i] = t.ID
		if err := n.text(t); err != nil {
			return err
		}
	}
	r.groups = nil
	called, err := n.names(ctx, &r)
	if err != nil {
		return err
	}
	for _, t := range page {
		for _, err := range []error{
			related(n, t, "EDITED_BY", "Person", t.EditorIDs, called.people),
			related(n, t, "QUESTION_OF", "Question", t.QuestionIDs, called.questions),
			related(n, t, "CARRIED_BY", "Document", documents(t), called.documents),
			related(n, t, "EQUIVALENT_TO", "Specification", t.EquivalentIDs, called.specifications),
		} {
			if err != nil {
				return err
			}
		}
	}
	return n.relations(ctx, page, ids)
}

// related writes what a text leads to. A node that is missing is left out, with its edge.
func related[ID ~string](n *neighborhood, t *standards.Text, edge, kind string, ids []ID, names map[ID]string) error {
	met := make(map[ID]bool, len(ids))
	for _, id := range ids {
		name, ok := names[id]
		if !ok || met[id] {
			continue
		}
		met[id] = true
		if err := n.node(kind, string(id), name); err != nil {
			return err
		}
		if err := n.to.Edge(Edge{From: string(t.ID), To: string(id), Kind: edge}); err != nil {
			return err
		}
	}
	return nil
}

// relations writes the relations of texts to texts, outward and inward, wherever the other text is.
func (n *neighborhood) relations(ctx context.Context, page []*standards.Text, ids []standards.TextID) error {
	var out []standards.TextID
	here := make(map[standards.TextID]bool, len(page))
	for _, t := range page {
		here[t.ID] = true
		for _, l := range t.RelationLinks {
			out = append(out, l.TextID)
		}
	}
	fields := []string{"acronym", "provisionalName", "title", "relations"}
	targets, err := n.Texts.Where(ctx, "_id", out, fields...)
	if err != nil {
		return err
	}
	sources, err := n.Texts.Where(ctx, "relations.text", ids, fields...)
	if err != nil {
		return err
	}
	there := make(map[standards.TextID]*standards.Text, len(targets))
	for _, t := range targets {
		there[t.ID] = t
	}
	for _, t := range page {
		for _, l := range t.RelationLinks {
			if err := n.relation(t, l.Kind, there[l.TextID]); err != nil {
				return err
			}
		}
	}
	for _, t := range sources {
		for _, l := range t.RelationLinks {
			if here[l.TextID] {
				if err := n.relation(t, l.Kind, &standards.Text{ID: l.TextID}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (n *neighborhood) relation(from *standards.Text, kind standards.RelationKind, to *standards.Text) error {
	if to == nil {
		return nil
	}
	e := Edge{From: string(from.ID), To: string(to.ID), Kind: string(kind)}
	if n.edges[e] {
		return nil
	}
	n.edges[e] = true
	if err := n.text(from); err != nil {
		return err
	}
	if err := n.text(to); err != nil {
		return err
	}
	return n.to.Edge(e)
}
