package breadth

import (
	"container/list"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// maxVariants bounds the plans of one operation: one for each combination of values that the variables in its
// @skip and @include directives take. Further combinations are compiled each time.
const maxVariants = 32

// stepsPerPlan is how many steps plans have on average before those used least are dropped early. One step takes about
// 300 bytes; operations met in practice have 10 to 50.
const stepsPerPlan = 100

// planCache holds the plans of the operations used last. It is keyed by the parsed operation, which gqlgen's
// query cache hands out again for the same text.
type planCache struct {
	mu      sync.Mutex
	max     int
	steps   int        // of all plans
	recent  *list.List // of *operation, the newest first
	entries map[*ast.OperationDefinition]*list.Element
}

// operation is what is known of one parsed operation.
type operation struct {
	def        *ast.OperationDefinition
	conditions []string // variables used in @skip and @include
	steps      int      // of all variants, under the lock of the cache

	mu       sync.Mutex
	variants map[string]*selection[Root] // by the conditions' values
}

func newPlanCache(limit int) *planCache {
	return &planCache{max: max(limit, 1), recent: list.New(), entries: map[*ast.OperationDefinition]*list.Element{}}
}

// plan finds or compiles the plan of an operation for the values its conditions have.
func (c *planCache) plan(schema *ast.Schema, oc *graphql.OperationContext, root *Object[Root]) (*selection[Root], error) {
	op := c.operation(oc)
	var values [64]byte
	key := values[:0]
	for _, name := range op.conditions {
		v, ok := oc.Variables[name].(bool)
		if !ok {
			return nil, gqlerror.Errorf("variable %q in @skip or @include has no value", name)
		}
		if v {
			key = append(key, '1')
		} else {
			key = append(key, '0')
		}
	}
	op.mu.Lock()
	plan := op.variants[string(key)]
	op.mu.Unlock()
	if plan != nil {
		return plan, nil
	}
	variables := make(map[string]any, len(op.conditions))
	for _, name := range op.conditions {
		variables[name] = oc.Variables[name]
	}
	compiler := &compiler{schema: schema, fragments: oc.Doc.Fragments, variables: variables}
	plan = root.compile(compiler, op.def.SelectionSet)
	plan.root = true
	plan.serial = op.def.Operation == ast.Mutation
	steps := compiler.steps
	op.mu.Lock()
	_, again := op.variants[string(key)] // compiled by two at once
	kept := !again && len(op.variants) < maxVariants
	if kept {
		compiler.grew = func(steps int) { c.grow(op, steps) } // before others can see the plan
		op.variants[string(key)] = plan
	}
	op.mu.Unlock()
	if kept {
		c.grow(op, steps)
	}
	return plan, nil
}

// grow counts the steps of a plan that is kept, and drops the operations used least where there are too many.
func (c *planCache) grow(op *operation, steps int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[op.def]
	if !ok || e.Value != op {
		return // dropped meanwhile
	}
	op.steps += steps
	c.steps += steps
	for c.steps > c.max*stepsPerPlan {
		c.dropOldest()
	}
}

func (c *planCache) dropOldest() {
	oldest := c.recent.Remove(c.recent.Back()).(*operation)
	delete(c.entries, oldest.def)
	c.steps -= oldest.steps
}

func (c *planCache) operation(oc *graphql.OperationContext) *operation {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[oc.Operation]; ok {
		c.recent.MoveToFront(e)
		return e.Value.(*operation)
	}
	op := &operation{
		def:        oc.Operation,
		conditions: conditions(oc.Operation.SelectionSet, oc.Doc.Fragments),
		variants:   map[string]*selection[Root]{},
	}
	c.entries[oc.Operation] = c.recent.PushFront(op)
	if c.recent.Len() > c.max {
		c.dropOldest()
	}
	return op
}

// conditions are the names of the variables that decide which selections an operation includes.
func conditions(sel ast.SelectionSet, fragments ast.FragmentDefinitionList) []string {
	var names []string
	seen := map[string]bool{}
	visited := map[string]bool{}
	note := func(directives ast.DirectiveList) {
		for _, d := range directives {
			arg := d.Arguments.ForName("if")
			if d.Name != "skip" && d.Name != "include" || arg == nil || arg.Value.Kind != ast.Variable {
				continue
			}
			if name := arg.Value.Raw; !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	var walk func(ast.SelectionSet)
	walk = func(sel ast.SelectionSet) {
		for _, s := range sel {
			switch s := s.(type) {
			case *ast.Field:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				note(s.Directives)
				walk(s.SelectionSet)
			case *ast.FragmentSpread:
				note(s.Directives)
				if f := fragments.ForName(s.Name); f != nil && !visited[s.Name] {
					visited[s.Name] = true
					walk(f.SelectionSet)
				}
			}
		}
	}
	walk(sel)
	return names
}
