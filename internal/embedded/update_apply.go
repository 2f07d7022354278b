package embedded

import (
	"math"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// apply changes one path of the document.
func (m *modifier) apply(root *node, id value) error {
	switch m.op {
	case "$unset":
		root.unset(m.parts)
		return nil
	case "$pull":
		n := root.at(m.parts)
		if n == nil {
			return nil
		}
		if !n.isArray() {
			return badValue("Cannot apply $pull to a non-array value")
		}
		m.pull(n)
		return nil
	}
	n, err := root.ensure(m.parts)
	if err != nil {
		return err
	}
	switch m.op {
	case "$set", "$setOnInsert":
		n.assign(m.arg)
	case "$inc":
		return m.increment(n, id)
	case "$min":
		if n.v.missing() || compare(m.arg, n.value()) < 0 {
			n.assign(m.arg)
		}
	case "$max":
		if n.v.missing() || compare(m.arg, n.value()) > 0 {
			n.assign(m.arg)
		}
	case "$push", "$addToSet":
		return m.add(n, id)
	}
	return nil
}

func (m *modifier) increment(n *node, id value) error {
	if n.v.missing() {
		n.assign(m.arg)
		return nil
	}
	if !n.v.isNumber() {
		return codeTypeMismatch.errorf("Cannot apply $inc to a value of non-numeric type. {_id: %s} has the field '%s' of non-numeric type %s", shell(id), m.parts[len(m.parts)-1], typeName(n.v.t))
	}
	sum, ok := addNumbers(n.v, m.arg)
	if !ok {
		return badValue("Failed to apply $inc operations to current value (%s) for document {_id: %s}", shell(n.v), shell(id))
	}
	n.assign(sum)
	return nil
}

// addNumbers adds as $inc does: the wider type wins, int grows to long, a long does not grow any more.
func addNumbers(a, b value) (value, bool) {
	if a.t == bson.TypeDouble || b.t == bson.TypeDouble {
		return doubleValue(a.float() + b.float()), true
	}
	x, y := a.integer(), b.integer()
	sum := x + y
	if (sum > x) != (y > 0) && y != 0 {
		return value{}, false
	}
	if a.t == bson.TypeInt32 && b.t == bson.TypeInt32 && sum >= math.MinInt32 && sum <= math.MaxInt32 {
		return int32Value(int32(sum)), true
	}
	return int64Value(sum), true
}

// add appends to an array; $addToSet only what is not in it.
func (m *modifier) add(n *node, id value) error {
	if n.v.missing() {
		n.v, n.open = value{bson.TypeArray, emptyDocument}, true
	}
	if !n.isArray() {
		if m.op == "$push" {
			return badValue("The field '%s' must be an array but is of type %s in document {_id: %s}", m.path, typeName(n.v.t), shell(id))
		}
		return badValue("Cannot apply $addToSet to non-array field. Field named '%s' has non-array type %s", m.parts[len(m.parts)-1], typeName(n.v.t))
	}
	n.expand()
	var have map[string]bool
	if m.op == "$addToSet" {
		have = map[string]bool{}
		for _, k := range n.kids {
			have[keyOf(k.n.value())] = true
		}
	}
	for _, v := range m.items {
		if have != nil {
			key := keyOf(v)
			if have[key] {
				continue
			}
			have[key] = true
		}
		n.kids = append(n.kids, child{n: &node{v: v}})
	}
	return nil
}

// pull removes the elements that are equal to one of the items.
func (m *modifier) pull(n *node) {
	gone := map[string]bool{}
	for _, v := range m.items {
		gone[keyOf(v)] = true
	}
	n.expand()
	kept := n.kids[:0]
	for _, k := range n.kids {
		if !gone[keyOf(k.n.value())] {
			kept = append(kept, k)
		}
	}
	n.kids = kept
}

// seed is the document an upsert starts from: what the filter says fields are equal to.
func seed(f filter) (document, error) {
	root := newNode(emptyDocument)
	var taken []string
	if err := seedFrom(f, root, &taken); err != nil {
		return nil, err
	}
	return root.document(), nil
}

func seedFrom(f filter, root *node, taken *[]string) error {
	switch f := f.(type) {
	case allOf:
		for _, k := range f {
			if err := seedFrom(k, root, taken); err != nil {
				return err
			}
		}
	case anyOf:
		if len(f) == 1 {
			return seedFrom(f[0], root, taken)
		}
	case *condition:
		if f.test.op != opEq {
			return nil
		}
		for _, t := range *taken {
			if related(t, f.path) {
				return codeNotSingleValue.errorf("cannot infer query fields to set, path '%s' is matched twice", f.path)
			}
		}
		*taken = append(*taken, f.path)
		n, err := root.ensure(f.parts)
		if err != nil {
			return err
		}
		n.assign(f.test.arg)
	}
	return nil
}
