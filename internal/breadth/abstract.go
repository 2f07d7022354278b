package breadth

import (
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"
)

// Abstract is the table of an interface or union bound to the Go interface I.
type Abstract[I any] struct {
	name  string
	types int
	sort  func(c *Cases, v I)
}

// NewAbstract makes the table of an interface or union of a number of object types. sort puts a value among its
// kind: it calls exactly one of Put, Cases.Null and Cases.Unknown.
func NewAbstract[I any](name string, types int, sort func(c *Cases, v I)) *Abstract[I] {
	return &Abstract[I]{name: name, types: types, sort: sort}
}

func (a *Abstract[I]) plan(c *compiler, sel ast.SelectionSet) branch {
	return &choice{compiler: c, sel: sel, plans: make([]atomic.Value, a.types)}
}

// choice is the plan of a selection set on an interface or union. What it asks of a concrete type is compiled
// when the type is first met: nested interfaces would multiply otherwise.
type choice struct {
	compiler *compiler
	sel      ast.SelectionSet
	plans    []atomic.Value // of *selection[T], by case
}

// waits is assumed, for what lies below is not known yet.
func (*choice) waits() bool { return true }

// Either is the shape of I.
func Either[I any](of *Abstract[I]) Shape[I] {
	return Shape[I]{of, func(c *objects, b branch, results []I) {
		cases := &Cases{column: c, choice: b.(*choice)}
		c.at = make([]int32, len(results))
		c.kind = make([]uint16, len(results))
		c.levels = make([]objectLevel, of.types)
		for i, v := range results {
			cases.position = i
			if c.failed(i) {
				cases.Null()
				continue
			}
			of.sort(cases, v)
		}
	}}
}

// Cases takes the values of an interface or union apart by concrete type.
type Cases struct {
	column   *objects
	choice   *choice
	position int
}

// Null says that the value is nil.
func (c *Cases) Null() { c.column.at[c.position] = atNull }

// Unknown says that the value is of no known type; the position becomes an error.
func (c *Cases) Unknown(err error) {
	c.column.at[c.position] = atOdd
	if c.column.odd == nil {
		c.column.odd = map[int]error{}
	}
	c.column.odd[c.position] = err
}

// Put says that the value is an object of a type, which is case number k of its interface or union.
func Put[T any](c *Cases, k int, of *Object[T], o *T) {
	if o == nil {
		c.Null()
		return
	}
	l, _ := c.column.levels[k].(*level[T])
	if l == nil {
		sel, _ := c.choice.plans[k].Load().(*selection[T])
		if sel == nil {
			compiler := c.choice.compiler.later()
			sel = of.compile(compiler, c.choice.sel)
			c.choice.plans[k].Store(sel)
			if compiler.grew != nil {
				compiler.grew(compiler.steps)
			}
		}
		l = &level[T]{sel: sel}
		c.column.levels[k] = l
	}
	c.column.at[c.position] = int32(len(l.items))
	c.column.kind[c.position] = uint16(k)
	l.items = append(l.items, o)
}
