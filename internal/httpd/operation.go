package httpd

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// operationLimits refuses operations that are too large: before they are validated, which takes time that grows with
// the square of their fields, by what they look like; and after, by how many objects they ask for.
type operationLimits struct {
	limits Limits
	known  graphql.Cache[*ast.QueryDocument] // those that were accepted before
}

var (
	_ graphql.OperationParameterMutator = operationLimits{}
	_ graphql.OperationContextMutator   = operationLimits{}
)

// ExtensionName names the extension.
func (operationLimits) ExtensionName() string { return "OperationLimits" }

// Validate accepts every schema.
func (operationLimits) Validate(graphql.ExecutableSchema) error { return nil }

func limit(format string, args ...any) *gqlerror.Error {
	err := gqlerror.Errorf(format, args...)
	errcode.Set(err, string(standards.Limit))
	return err
}

// MutateOperationParameters refuses an operation by its looks.
func (o operationLimits) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if _, ok := o.known.Get(ctx, p.Query); ok {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: p.Query}, o.limits.Tokens)
	if err != nil { // it is told in the usual way
		return nil
	}
	for _, op := range doc.Operations {
		s := shape{limits: o.limits, fragments: doc.Fragments, open: map[string]bool{}}
		s.walk(op.SelectionSet, 1)
		s.directives += len(op.Directives)
		if err := s.over(len(op.SelectionSet)); err != nil {
			return err
		}
	}
	return nil
}

// shape is what an operation looks like with its fragments written out.
type shape struct {
	limits                             Limits
	fragments                          ast.FragmentDefinitionList
	open                               map[string]bool // fragments that are being walked
	fields, aliases, directives, depth int
}

// walk counts until there are too many fields.
func (s *shape) walk(set ast.SelectionSet, depth int) {
	s.depth = max(s.depth, depth)
	if s.depth > s.limits.Depth {
		return
	}
	for _, selection := range set {
		if s.fields++; s.fields > s.limits.Fields {
			return
		}
		switch n := selection.(type) {
		case *ast.Field:
			s.directives += len(n.Directives)
			if n.Alias != n.Name {
				s.aliases++
			}
			if len(n.SelectionSet) > 0 {
				s.walk(n.SelectionSet, depth+1)
			}
		case *ast.InlineFragment:
			s.directives += len(n.Directives)
			s.walk(n.SelectionSet, depth)
		case *ast.FragmentSpread:
			s.directives += len(n.Directives)
			if f := s.fragments.ForName(n.Name); f != nil && !s.open[n.Name] {
				s.open[n.Name] = true
				s.walk(f.SelectionSet, depth)
				delete(s.open, n.Name)
			}
		}
	}
}

func (s *shape) over(rootFields int) *gqlerror.Error {
	for _, c := range []struct {
		what        string
		count, most int
	}{
		{"fields, fragments included", s.fields, s.limits.Fields}, {"levels", s.depth, s.limits.Depth}, {"aliases", s.aliases, s.limits.Aliases},
		{"root fields", rootFields, s.limits.RootFields}, {"directives", s.directives, s.limits.Directives},
	} {
		if c.count > c.most {
			return limit("the operation has more than %d %s", c.most, c.what)
		}
	}
	return nil
}

// unpaged is how many objects a list without pages is taken to have: texts have one to five editors, one or two documents,
// and actions at a few meetings.
const unpaged = 3

// costKey is where a client asks for the cost of its operation, in the request's extensions, and where it is told.
const costKey = "cost"

// MutateOperationContext refuses an operation that asks for too many objects.
func (o operationLimits) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	c := cost{most: o.limits.Cost, oc: oc}
	c.walk(oc.Operation.SelectionSet, 1, 0)
	if c.objects > c.most {
		return limit("the operation asks for %d objects or more; it may ask for %d: ask for smaller pages", c.objects, c.most)
	}
	oc.Stats.SetExtension(costKey, c.objects)
	return nil
}

// cost counts the objects of an answer by the sizes of the pages it asks for.
type cost struct {
	most, objects int
	oc            *graphql.OperationContext
}

// walk counts what parents objects select. page is the size of the page they are, and 0 where they are none.
func (c *cost) walk(set ast.SelectionSet, parents, page int) {
	for _, selection := range set {
		if c.objects > c.most {
			return
		}
		switch n := selection.(type) {
		case *ast.Field:
			if len(n.SelectionSet) == 0 || n.Definition == nil {
				continue
			}
			if n.Name == "__schema" || n.Name == "__type" { // as large as the schema, and no larger
				continue
			}
			below, size := parents, c.page(n)
			if n.Definition.Type.Elem != nil {
				if page > 0 { // nodes or edges
					below *= page
				} else {
					below *= unpaged
				}
			}
			c.objects += below
			c.walk(n.SelectionSet, below, size)
		case *ast.InlineFragment:
			c.walk(n.SelectionSet, parents, page)
		case *ast.FragmentSpread:
			if n.Definition != nil {
				c.walk(n.Definition.SelectionSet, parents, page)
			}
		}
	}
}

// page is the size of the page that a field asks for; 0 where it has no pages.
func (c *cost) page(f *ast.Field) int {
	if f.Definition.Arguments.ForName("first") == nil {
		return 0
	}
	arguments := f.ArgumentMap(c.oc.Variables)
	for _, name := range []string{"first", "last"} {
		switch n := arguments[name].(type) {
		case int64:
			return max(int(n), 1)
		case int:
			return max(n, 1)
		case interface{ Int64() (int64, error) }: // json.Number
			if i, err := n.Int64(); err == nil {
				return max(int(min(i, 1<<30)), 1)
			}
		}
	}
	return store.DefaultPage
}
