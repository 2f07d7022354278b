package embedded

import (
	"regexp"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// filter is a parsed query. The planner reads it, match applies it.
type filter interface {
	match(d value) bool
}

// allOf, anyOf and noneOf are $and, $or and $nor.
type (
	allOf  []filter
	anyOf  []filter
	noneOf []filter
)

func (fs allOf) match(d value) bool {
	for _, f := range fs {
		if !f.match(d) {
			return false
		}
	}
	return true
}

func (fs anyOf) match(d value) bool {
	for _, f := range fs {
		if f.match(d) {
			return true
		}
	}
	return false
}

func (fs noneOf) match(d value) bool { return !anyOf(fs).match(d) }

// condition is one operator on one path.
type condition struct {
	path  string
	parts []string
	test  test
}

func (c *condition) match(d value) bool { return c.test.at(d, c.parts) }

// test is one operator with its argument.
type test struct {
	op  operator
	arg value
	set map[string]struct{} // opIn: encoded members
	res []*regexp.Regexp    // opIn and opRegex
	// prefix is what every match of a regular expression starts with, when it is anchored and respects case.
	prefix string
	// anchored says that prefix may be used.
	anchored bool
	// kids are the tests of $not and of $elemMatch on plain values; sub is $elemMatch on documents.
	kids []test
	sub  filter
}

type operator int

const (
	opEq operator = iota
	opNe
	opGt
	opGte
	opLt
	opLte
	opIn
	opNin
	opExists
	opSize
	opRegex
	opNot
	opElemMatch
	opNothing // $all: [] matches no document
)

// at applies the test to what a path leads to.
func (t *test) at(d value, path []string) bool {
	switch t.op {
	case opNe, opNin:
		return !walk(d, path, t.anyElement)
	case opNot:
		for i := range t.kids {
			if !t.kids[i].at(d, path) {
				return true
			}
		}
		return false
	case opExists:
		return walk(d, path, func(v value) bool { return !v.missing() }) == t.arg.truthy()
	case opSize, opElemMatch:
		return walk(d, path, t.single)
	}
	return walk(d, path, t.anyElement)
}

// anyElement is MongoDB's rule: the value itself matches or, when it is an array, one of its elements.
func (t *test) anyElement(v value) bool {
	if t.single(v) {
		return true
	}
	if v.isArray() {
		it := v.elements()
		for it.next() {
			if t.single(it.val) {
				return true
			}
		}
	}
	return false
}

// single applies the test to one value. For opNe and opNin it tells whether the value is one to be excluded.
func (t *test) single(v value) bool {
	switch t.op {
	case opEq, opNe:
		return equal(v, t.arg)
	case opGt, opGte, opLt, opLte:
		return t.compares(v)
	case opIn, opNin:
		return t.inSet(v)
	case opRegex:
		return v.t == bson.TypeString && t.res[0].Match(v.text())
	case opSize:
		if !v.isArray() {
			return false
		}
		n := int64(0)
		for it := v.elements(); it.next(); n++ {
		}
		return n == t.arg.integer()
	case opElemMatch:
		return v.isArray() && t.someElement(v)
	case opNot:
		for i := range t.kids {
			if !t.kids[i].element(v) {
				return true
			}
		}
	}
	return false
}

// compares keeps to the argument's type, as MongoDB does. Null is equal to null and to missing, NaN to NaN.
func (t *test) compares(v value) bool {
	if rank(v.t) != rank(t.arg.t) {
		return false
	}
	if f := t.arg.float(); f != f {
		return v.float() != v.float() && (t.op == opGte || t.op == opLte)
	}
	c := compare(v, t.arg)
	switch t.op {
	case opGt:
		return c > 0
	case opGte:
		return c >= 0
	case opLt:
		return c < 0
	}
	return c <= 0
}

func (t *test) inSet(v value) bool {
	var buf [64]byte
	if _, ok := t.set[string(appendKey(buf[:0], v))]; ok {
		return true
	}
	if v.t == bson.TypeString {
		for _, re := range t.res {
			if re.Match(v.text()) {
				return true
			}
		}
	}
	return false
}

// someElement is $elemMatch: one element meets all conditions.
func (t *test) someElement(array value) bool {
	it := array.elements()
	for it.next() {
		if t.sub != nil {
			if it.val.isDoc() && t.sub.match(it.val) {
				return true
			}
			continue
		}
		all := true
		for i := range t.kids {
			all = all && t.kids[i].element(it.val)
		}
		if all {
			return true
		}
	}
	return false
}

// element applies the test to one element of an array, which is not opened again.
func (t *test) element(v value) bool {
	switch t.op {
	case opNe, opNin:
		return !t.single(v)
	case opExists:
		return t.arg.truthy()
	}
	return t.single(v)
}
