package breadth

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// SizeLimit is a gqlgen extension that refuses operations with more fields than it says, fragments written out.
// It must be used before gqlgen's complexity limit, which writes fragments out one by one: forty fragments that
// each spread the next one twice keep it busy for hours. Here a fragment is counted once.
type SizeLimit int

var _ graphql.OperationContextMutator = SizeLimit(0)

// ExtensionName names the extension.
func (SizeLimit) ExtensionName() string { return "BreadthSizeLimit" }

// Validate accepts every schema.
func (SizeLimit) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses an operation that is too large, with the code LIMIT.
func (l SizeLimit) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	c := fieldCounter{limit: int(l), fragments: oc.Doc.Fragments, counted: map[string]int{}}
	if c.count(oc.Operation.SelectionSet) <= int(l) {
		return nil
	}
	err := gqlerror.Errorf("the operation selects more than %d fields, fragments included", int(l))
	errcode.Set(err, "LIMIT")
	return err
}

// fieldCounter counts fields up to one more than the limit.
type fieldCounter struct {
	limit     int
	fragments ast.FragmentDefinitionList
	counted   map[string]int
}

func (c *fieldCounter) count(sel ast.SelectionSet) (n int) {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			n += 1 + c.count(s.SelectionSet)
		case *ast.InlineFragment:
			n += c.count(s.SelectionSet)
		case *ast.FragmentSpread:
			n += c.fragment(s.Name)
		}
		if n > c.limit {
			return c.limit + 1
		}
	}
	return n
}

func (c *fieldCounter) fragment(name string) int {
	n, ok := c.counted[name]
	if f := c.fragments.ForName(name); !ok && f != nil {
		n = c.count(f.SelectionSet)
		c.counted[name] = n
	}
	return n
}
