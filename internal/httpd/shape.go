package httpd

import (
	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/standards"
)

// shape is the size of a selection, fragments written out but for their aliases. It is known before the document is validated, because
// validation takes time that grows with the square of some of it.
type shape struct {
	depth      int // fields on the longest way down
	top        int // fields of the selection itself
	fields     int
	aliases    int
	directives int
	introspect bool
}

// huge is where counting stops: forty fragments that each spread the next one twice have a million million fields.
const huge = 1 << 40

// with is a shape beside another one.
func (s shape) with(o shape) shape {
	return shape{
		depth:      max(s.depth, o.depth),
		top:        min(s.top+o.top, huge),
		fields:     min(s.fields+o.fields, huge),
		aliases:    min(s.aliases+o.aliases, huge),
		directives: min(s.directives+o.directives, huge),
		introspect: s.introspect || o.introspect,
	}
}

// measurer measures the selections of one operation. Each fragment is walked once, however often it is spread.
type measurer struct {
	fragments ast.FragmentDefinitionList
	measured  map[string]shape
}

func newMeasurer(d *ast.QueryDocument) *measurer {
	return &measurer{fragments: d.Fragments, measured: map[string]shape{}}
}

func (m *measurer) measure(sel ast.SelectionSet) (total shape) {
	keys := map[string]bool{}
	for _, s := range sel {
		switch s := s.(type) {
		case *ast.Field:
			below := m.measure(s.SelectionSet)
			one := shape{
				depth: below.depth + 1, top: 1, fields: below.fields + 1, aliases: below.aliases,
				directives: below.directives + len(s.Directives), introspect: s.Name == "__schema" || s.Name == "__type",
			}
			if s.Alias != s.Name || keys[s.Alias] {
				one.aliases++
			}
			keys[s.Alias] = true
			total = total.with(one)
		case *ast.InlineFragment:
			total = total.with(m.measure(s.SelectionSet)).with(shape{directives: len(s.Directives)})
		case *ast.FragmentSpread:
			total = total.with(m.fragment(s.Name)).with(shape{directives: len(s.Directives)})
		}
	}
	return total
}

// fragment measures a fragment. Its aliases count once: they are there for reading, and what they ask for again is in the
// fields and the cost, which count wherever it is spread. One that spreads itself, or does not exist, counts as empty there: validation refuses
// it.
func (m *measurer) fragment(name string) shape {
	s, ok := m.measured[name]
	if ok {
		s.aliases = 0
		return s
	}
	if f := m.fragments.ForName(name); f != nil {
		m.measured[name] = shape{}
		s = m.measure(f.SelectionSet)
		m.measured[name] = s
	}
	return s
}

// within is nil, or a LIMIT error that names the limit an operation breaks.
func (s shape) within(l Limits) error {
	for _, c := range []struct {
		what      string
		got, most int
	}{
		{"levels of fields, fragments written out", s.depth, l.Depth},
		{"root fields, fragments written out", s.top, l.RootFields},
		{"aliases and repeated fields, each fragment counted once", s.aliases, l.Aliases},
		{"directives, fragments written out", s.directives, l.Directives},
		{"fields, fragments written out", s.fields, l.Fields},
	} {
		if c.got > c.most {
			return standards.Errorf(standards.Limit, "the operation has more than %d %s", c.most, c.what)
		}
	}
	return nil
}
