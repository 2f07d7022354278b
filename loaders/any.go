package loaders

import (
	"context"
	"strings"

	"rapporteur/internal/standards"
)

// One reads the node of an id, nil where there is none.
func (n *Nodes[ID, T]) One(ctx context.Context, id ID) (*T, error) {
	found, err := n.Each(ctx, []ID{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// Any reads nodes of any kind, in the order of the ids, nil where there is none. The kind is told by what an id
// begins with; each kind is one find.
func (l *Loaders) Any(ctx context.Context, ids []string) ([]standards.Node, error) {
	out := make([]standards.Node, len(ids))
	for kind, read := range map[string]func([]string, []int) error{
		"study-group":          into(ctx, l.StudyGroups, out),
		"question":             into(ctx, l.Questions, out),
		"text":                 into(ctx, l.Texts, out),
		"person":               into(ctx, l.People, out),
		"document":             into(ctx, l.Documents, out),
		"specification":        into(ctx, l.Specifications, out),
		"meeting":              into(ctx, l.Meetings, out),
		"action":               into(ctx, l.Actions, out),
		"correspondence-group": into(ctx, l.CorrespondenceGroups, out),
		"report":               into(ctx, l.Reports, out),
	} {
		var at []int
		for i, id := range ids {
			if k, _, ok := strings.Cut(id, ":"); ok && k == kind {
				at = append(at, i)
			}
		}
		if at == nil {
			continue
		}
		if err := read(ids, at); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// into reads the nodes at some places of a list of ids, and puts them in those places.
func into[ID ~string, T any, N interface {
	*T
	standards.Node
}](ctx context.Context, nodes *Nodes[ID, T], out []standards.Node) func([]string, []int) error {
	return func(ids []string, at []int) error {
		own := make([]ID, len(at))
		for i, a := range at {
			own[i] = ID(ids[a])
		}
		found, err := nodes.Each(ctx, own)
		for i, node := range found {
			if node != nil {
				out[at[i]] = N(node)
			}
		}
		return err
	}
}

// Strings are ids as plain strings.
func Strings[ID ~string](ids []ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
