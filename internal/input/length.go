package input

import (
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/standards"
)

// lengths is the check of the lengths of the strings of one operation.
type lengths struct {
	*Checker
	op        *ast.OperationDefinition
	fragments ast.FragmentDefinitionList
	variables map[string]any
	spread    map[string]bool
	errs      gqlerror.List
}

// Lengths checks that no string of an operation is too long: it may have standards.MaxText characters, or as many as the
// argument or input field says with @length(max:). The variables are coerced. The errors are LIMIT, and name the argument or
// variable and its place.
func (c *Checker) Lengths(op *ast.OperationDefinition, fragments ast.FragmentDefinitionList, variables map[string]any) gqlerror.List {
	l := &lengths{Checker: c, op: op, fragments: fragments, variables: variables, spread: map[string]bool{}}
	l.selection(op.SelectionSet)
	return l.errs
}

func (l *lengths) selection(sel ast.SelectionSet) {
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			for _, a := range s.Arguments {
				if def := s.Definition.Arguments.ForName(a.Name); def != nil {
					l.literal(place{what: fmt.Sprintf("Argument %q", a.Name), root: a.Name}, def.Type, most(def.Directives), a.Value)
				}
			}
			l.selection(s.SelectionSet)
		case *ast.InlineFragment:
			l.selection(s.SelectionSet)
		case *ast.FragmentSpread:
			if f := l.fragments.ForName(s.Name); f != nil && !l.spread[s.Name] {
				l.spread[s.Name] = true
				l.selection(f.SelectionSet)
			}
		}
	}
}

func (l *lengths) literal(at place, t *ast.Type, limit int, v *ast.Value) {
	switch v.Kind {
	case ast.Variable:
		def := l.op.VariableDefinitions.ForName(v.Raw)
		if def == nil {
			return
		}
		of := place{what: fmt.Sprintf(`Variable "$%s"`, v.Raw), root: v.Raw}
		if value, given := l.variables[v.Raw]; given {
			l.value(of, t, limit, value, def.Position)
		} else if def.DefaultValue != nil {
			l.literal(of, t, limit, def.DefaultValue)
		}
	case ast.StringValue, ast.BlockValue:
		l.measure(at, limit, v.Raw, v.Position)
	case ast.ListValue:
		for i, e := range v.Children {
			l.literal(at.element(i), t, limit, e.Value)
		}
	case ast.ObjectValue:
		fields := l.Schema.Types[t.Name()].Fields
		for _, child := range v.Children {
			if f := fields.ForName(child.Name); f != nil {
				l.literal(at.field(f.Name), f.Type, most(f.Directives), child.Value)
			}
		}
	}
}

func (l *lengths) value(at place, t *ast.Type, limit int, value any, pos *ast.Position) {
	switch v := value.(type) {
	case string:
		l.measure(at, limit, v, pos)
	case []any:
		for i, e := range v {
			l.value(at.element(i), t, limit, e, pos)
		}
	case map[string]any:
		for _, f := range l.Schema.Types[t.Name()].Fields {
			if e, given := v[f.Name]; given {
				l.value(at.field(f.Name), f.Type, most(f.Directives), e, pos)
			}
		}
	}
}

func (l *lengths) measure(at place, limit int, s string, pos *ast.Position) {
	if len(l.errs) >= maxErrors || !standards.LongerThan(s, limit) {
		return
	}
	where := at.what
	if at.path != "" {
		where += fmt.Sprintf(" at %q", at.root+at.path)
	}
	err := gqlerror.Wrap(standards.Errorf(standards.Limit, "%s has more than %d characters", where, limit))
	if pos != nil {
		err.Locations = []gqlerror.Location{{Line: pos.Line, Column: pos.Column}}
	}
	l.errs = append(l.errs, err)
}

// most is how many characters a string may have by the directive @length.
func most(directives ast.DirectiveList) int {
	if d := directives.ForName("length"); d != nil {
		if n, err := strconv.Atoi(d.Arguments.ForName("max").Value.Raw); err == nil {
			return n
		}
	}
	return standards.MaxText
}
