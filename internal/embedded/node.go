package embedded

import "go.mongodb.org/mongo-driver/v2/bson"

// maxBackfill is how far behind an array's end a position may be set.
const maxBackfill = 1_500_000

// node is a value that an update may change. It is opened into its parts only where a path goes through it.
type node struct {
	v    value // the value, while it is not open
	open bool
	kids []child
}

// child is a field of a document or an element of an array, whose name counts for nothing.
type child struct {
	name string
	n    *node
}

func (n *node) isDoc() bool   { return n.v.isDoc() }
func (n *node) isArray() bool { return n.v.isArray() }

// expand opens a document or an array.
func (n *node) expand() {
	if n.open {
		return
	}
	n.open = true
	it := n.v.elements()
	for it.next() {
		n.kids = append(n.kids, child{string(it.key), &node{v: it.val}})
	}
}

// find is the place of a name in an opened document or array, or -1.
func (n *node) find(name string) int {
	n.expand()
	if n.isArray() {
		if i := arrayPosition(name); i >= 0 && i < len(n.kids) {
			return i
		}
		return -1
	}
	for i := range n.kids {
		if n.kids[i].name == name {
			return i
		}
	}
	return -1
}

// at is what a path leads to, nil when there is nothing.
func (n *node) at(parts []string) *node {
	for _, p := range parts {
		if !n.isDoc() && !n.isArray() {
			return nil
		}
		i := n.find(p)
		if i < 0 {
			return nil
		}
		n = n.kids[i].n
	}
	return n
}

// ensure is what a path leads to; what is missing on the way is made. A new node at the end has a missing value.
func (n *node) ensure(parts []string) (*node, error) {
	for i, p := range parts {
		if !n.isDoc() && !n.isArray() {
			if n.v.missing() {
				n.v, n.open = emptyDocument.value(), true
			} else {
				return nil, codePathNotViable.errorf("Cannot create field '%s' in element {%s: %s}", p, parts[i-1], shell(n.v))
			}
		}
		at := n.find(p)
		if at < 0 {
			var err error
			if at, err = n.grow(p, parts[:i]); err != nil {
				return nil, err
			}
		}
		n = n.kids[at].n
	}
	return n, nil
}

// grow adds a field to a document or a position to an array.
func (n *node) grow(name string, above []string) (int, error) {
	if n.isArray() {
		position := arrayPosition(name)
		if position < 0 {
			return 0, codePathNotViable.errorf("Cannot create field '%s' in element {%s: %s}", name, above[len(above)-1], shell(n.value()))
		}
		if position-len(n.kids) > maxBackfill {
			return 0, codeCannotBackfill.errorf("can't backfill more than %d elements", maxBackfill)
		}
		for len(n.kids) < position {
			n.kids = append(n.kids, child{n: &node{v: null}})
		}
	}
	n.kids = append(n.kids, child{name, &node{}})
	return len(n.kids) - 1, nil
}

// unset removes a field, or leaves null in an array.
func (n *node) unset(parts []string) {
	parent := n.at(parts[:len(parts)-1])
	if parent == nil || !parent.isDoc() && !parent.isArray() {
		return
	}
	i := parent.find(parts[len(parts)-1])
	switch {
	case i < 0:
	case parent.isArray():
		parent.kids[i].n.assign(null)
	default:
		parent.kids = append(parent.kids[:i], parent.kids[i+1:]...)
	}
}

func (n *node) assign(v value) { *n = node{v: v} }

// write appends the value's bytes, without type or name.
func (n *node) write(w *builder) {
	if !n.open {
		w.b = append(w.b, n.v.b...)
		return
	}
	w.begin()
	array := n.isArray()
	for i, k := range n.kids {
		if array {
			w.itemHeader(i, k.n.v.t)
		} else {
			w.header(k.n.v.t, k.name)
		}
		k.n.write(w)
	}
	w.end()
}

// value is the node as it is now.
func (n *node) value() value {
	if !n.open {
		return n.v
	}
	var w builder
	n.write(&w)
	return value{n.v.t, w.b}
}

// document encodes the whole, with _id as its first field.
func (n *node) document() document {
	n.expand()
	if i := n.find("_id"); i > 0 {
		id := n.kids[i]
		copy(n.kids[1:i+1], n.kids[:i])
		n.kids[0] = id
	}
	var w builder
	n.write(&w)
	return w.b
}

func newNode(d document) *node { return &node{v: value{bson.TypeEmbeddedDocument, d}} }
