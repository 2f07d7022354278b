package plugin

import (
	"fmt"
	"sort"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// tables is what the template prints.
type tables struct {
	*codegen.Data
	Objects   []*object
	Abstracts []*abstract
	Leaves    []*leaf
	Enums     []*enum
}

func newTables(data *codegen.Data) (*tables, error) {
	t := &tables{Data: data}
	for _, location := range []string{"FIELD", "QUERY", "MUTATION"} {
		if len(data.AllDirectives.LocationDirectives(location)) > 0 {
			return nil, fmt.Errorf("directives of the schema on %s are not supported", location)
		}
	}
	leaves := leafSet{enums: map[string]*enum{}, leaves: map[string]*leaf{}}
	for _, o := range data.Objects {
		if o.IsReserved() || o.Stream {
			continue
		}
		if !o.Root && config.IsNilable(o.Type) {
			return nil, fmt.Errorf("type %s is bound to %s; only structs are supported", o.Name, o.Type)
		}
		obj := &object{Object: o}
		for _, f := range o.Fields {
			if f.IsReserved() {
				continue // introspection, which package breadth has
			}
			fld := &field{Field: f}
			if err := fld.check(); err != nil {
				return nil, fmt.Errorf("field %s.%s: %w", o.Name, f.Name, err)
			}
			if !fld.IsComposite() {
				leaves.add(f.TypeReference)
			}
			obj.Fields = append(obj.Fields, fld)
		}
		t.Objects = append(t.Objects, obj)
	}
	for name, i := range data.Interfaces {
		if !strings.HasPrefix(name, "__") {
			t.Abstracts = append(t.Abstracts, newAbstract(i))
		}
	}
	sort.Slice(t.Abstracts, func(i, j int) bool { return t.Abstracts[i].Name < t.Abstracts[j].Name })
	t.Leaves, t.Enums = leaves.sorted()
	return t, nil
}

// object is an object type of the schema.
type object struct {
	*codegen.Object
	Fields []*field
}

// GoType is the struct the object is bound to.
func (o *object) GoType() string {
	if o.Root {
		return templates.CurrentImports.Lookup("rapporteur/internal/breadth") + ".Root"
	}
	return templates.CurrentImports.LookupType(o.Type)
}

// abstract is an interface or union of the schema.
type abstract struct {
	*codegen.Interface
	Cases []implementor
	Types int // number of object types
}

// implementor is a Go type behind an interface or union. A struct that implements it has two, itself and its
// pointer, of the same number.
type implementor struct {
	codegen.InterfaceImplementor
	Number int
}

func newAbstract(i *codegen.Interface) *abstract {
	a := &abstract{Interface: i}
	numbers := map[string]int{}
	for _, impl := range i.Implementors {
		if impl.Kind != ast.Object {
			continue // an interface that implements this one
		}
		n, ok := numbers[impl.Name]
		if !ok {
			n = len(numbers)
			numbers[impl.Name] = n
		}
		a.Cases = append(a.Cases, implementor{impl, n})
	}
	a.Types = len(numbers)
	return a
}

// isComposite tells whether a type has selections.
func isComposite(d *ast.Definition) bool {
	return d.Kind == ast.Object || d.Kind == ast.Interface || d.Kind == ast.Union
}
