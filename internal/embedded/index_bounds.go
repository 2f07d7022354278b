package embedded

import (
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// orderFields are the fields the keys of the index are ordered by: its own, then _id.
func (ix *index) orderFields() []indexField {
	if ix.hasID {
		return ix.fields
	}
	n := len(ix.fields)
	return append(ix.fields[:n:n], indexField{path: "_id", parts: []string{"_id"}, desc: ix.fields[0].desc})
}

// isMultikey says whether an array was met on the path of field i of orderFields.
func (ix *index) isMultikey(i int) bool { return i < len(ix.multikey) && ix.multikey[i] }

// bounds returns for each field the values that the conditions leave, nil where they leave all. Where an array may be,
// two conditions can be met by two elements, so only the best of them counts. Of several fields with arrays only the
// first is bounded, and those that the same $elemMatch bounds: it is met by one element, whose values are in one key.
func (ix *index) bounds(fields []indexField, conds []*condition) []spans {
	out := make([]spans, len(fields))
	var array *condition // bounds the fields with arrays so far
	for i, f := range fields {
		multi := ix.isMultikey(i)
		candidates := conds
		if multi && array != nil {
			if candidates = nil; array.test.sub != nil {
				candidates = []*condition{array}
			}
		}
		for _, c := range candidates {
			s, ok := c.spansAt(f.path)
			switch {
			case !ok:
				continue
			case out[i] == nil:
				out[i] = s
			case !multi:
				out[i] = intersect(out[i], s)
			case better(s, out[i]):
				out[i] = s
			default:
				continue
			}
			if multi {
				array = c
			}
		}
		if out[i] == nil {
			break // nothing behind an open field narrows the index
		}
	}
	return out
}

// covered says whether the bounds on the index's fields say all that the filter does.
func (p *planner) covered(ix *index, fields []indexField, base []spans) bool {
	bounded := 0
	for points := true; points && bounded < len(fields) && base[bounded] != nil; bounded++ {
		points = base[bounded].allPoints()
	}
	if p.partly || combinations(base[:bounded]) > maxIntervals {
		return false
	}
	on := make([]int, bounded) // conditions on each field
	for _, c := range p.conds {
		at := slices.IndexFunc(fields[:bounded], func(f indexField) bool { return f.path == c.path })
		if at < 0 || !c.test.exact() {
			return false
		}
		on[at]++
	}
	arrays := 0
	for i, n := range on {
		if ix.isMultikey(i) {
			if arrays++; n > 1 || arrays > 1 {
				return false
			}
		}
	}
	return true
}

// exact says whether the test's spans hold nothing but what passes it.
func (t *test) exact() bool {
	plain := func(r byte) bool { return r > rank(bson.TypeNull) && r < rank(bson.TypeCodeWithScope) }
	switch t.op {
	case opEq:
		return plain(rank(t.arg.t)) && !t.arg.isArray()
	case opIn:
		for k := range t.set {
			if !plain(k[0]) || k[0] == rank(bson.TypeArray) {
				return false
			}
		}
		return len(t.res) == 0
	case opGt, opGte, opLt, opLte:
		return t.arg.t == bson.TypeString || t.arg.t == bson.TypeDateTime
	}
	return false
}

// spansAt is what the condition says about the values at path.
func (c *condition) spansAt(path string) (spans, bool) {
	if c.path == path {
		return c.test.spansOf()
	}
	if c.test.op != opElemMatch || c.test.sub == nil || !strings.HasPrefix(path, c.path+".") {
		return nil, false
	}
	inner := planner{}
	inner.take(c.test.sub)
	for _, k := range inner.conds {
		if k.path == path[len(c.path)+1:] {
			if s, ok := k.test.spansOf(); ok {
				return s, true
			}
		}
	}
	return nil, false
}

// serves says whether every document the conditions mean is in the index.
func (p *planner) serves(ix *index) bool {
	if ix.sparse && !p.excludesNull(ix) {
		return false
	}
	if ix.partial == nil {
		return true
	}
	need := planner{}
	need.take(ix.partial)
	if len(need.ors) > 0 {
		return false
	}
	for _, n := range need.conds {
		if !p.implies(n) {
			return false
		}
	}
	return true
}

// excludesNull says whether one of the index's fields must be there.
func (p *planner) excludesNull(ix *index) bool {
	for _, f := range ix.fields {
		for _, c := range p.conds {
			if s, ok := c.spansAt(f.path); ok && !s.holdsNull() {
				return true
			}
		}
	}
	return false
}

// implies says whether the conditions include n, or make it true where n asks that a field exists.
func (p *planner) implies(n *condition) bool {
	for _, c := range p.conds {
		if c.path != n.path {
			continue
		}
		if c.test.op == n.test.op && c.test.op <= opLte && equal(c.test.arg, n.test.arg) {
			return true
		}
		if n.test.op == opExists && n.test.arg.truthy() {
			if c.test.op == opExists && c.test.arg.truthy() {
				return true
			}
			if s, ok := c.test.spansOf(); ok && !s.holdsNull() {
				return true
			}
		}
	}
	return false
}
