package embedded

import (
	"sort"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// cut is a place in the order of encoded values: just before, or just after, everything that starts with p.
type cut struct {
	p     string
	after bool
}

// bytes is the least key that lies behind the cut.
func (c cut) bytes(prefix string) string {
	if c.after {
		return successor(prefix + c.p)
	}
	return prefix + c.p
}

// span is a stretch of encoded values of one field. A point holds a single value.
type span struct {
	lo, hi cut
	point  bool
}

func pointSpan(key string) span { return span{cut{key, false}, cut{key, true}, true} }

// inverted is the span in a descending field.
func (s span) inverted() span {
	flip := func(c cut) cut {
		b := []byte(c.p)
		invert(b)
		return cut{string(b), !c.after}
	}
	return span{flip(s.hi), flip(s.lo), s.point}
}

// successor is the least string that is greater than every string starting with p.
func successor(p string) string {
	b := []byte(p)
	for len(b) > 0 && b[len(b)-1] == 0xff {
		b = b[:len(b)-1]
	}
	if len(b) == 0 {
		return "\xff\xff\xff\xff"
	}
	b[len(b)-1]++
	return string(b)
}

// spans are the values a field may have: ordered, apart from each other. nil says nothing about the field; an
// empty list that is not nil says that nothing can match.
type spans []span

// spansOf is what a test says about the entries of an index: each document that passes has an entry within the
// spans. ok is false when it says nothing.
func (t *test) spansOf() (spans, bool) {
	switch t.op {
	case opEq:
		if t.arg.isArray() {
			return nil, false
		}
		return spans{pointSpan(keyOf(t.arg))}, true
	case opIn:
		if len(t.res) > 0 {
			return nil, false
		}
		out := make(spans, 0, len(t.set))
		for k := range t.set {
			if k[0] == rank(bson.TypeArray) {
				return nil, false
			}
			out = append(out, pointSpan(k))
		}
		sort.Slice(out, func(i, j int) bool { return out[i].lo.p < out[j].lo.p })
		return out, true
	case opGt, opGte, opLt, opLte:
		return t.rangeSpans()
	case opRegex:
		if !t.anchored {
			return nil, false
		}
		b := appendText([]byte{rank(bson.TypeString)}, []byte(t.prefix))
		p := string(b[:len(b)-2]) // open at its end
		return spans{{cut{p, false}, cut{p, true}, false}}, true
	case opElemMatch:
		return t.elementSpans()
	case opNothing:
		return spans{}, true
	}
	return nil, false
}

func (t *test) rangeSpans() (spans, bool) {
	if t.arg.isArray() || t.arg.nullish() {
		return nil, false
	}
	key, kind := keyOf(t.arg), string(rank(t.arg.t))
	s := span{lo: cut{kind, false}, hi: cut{kind, true}}
	switch t.op {
	case opGt:
		s.lo = cut{key, true}
	case opGte:
		s.lo = cut{key, false}
	case opLt:
		s.hi = cut{key, false}
	default:
		s.hi = cut{key, true}
	}
	return spans{s}, true
}

// elementSpans intersects what $elemMatch asks of one element.
func (t *test) elementSpans() (spans, bool) {
	var out spans
	known := false
	for i := range t.kids {
		s, ok := t.kids[i].spansOf()
		if !ok || t.kids[i].op == opElemMatch {
			continue
		}
		if known {
			s = intersect(out, s)
		}
		out, known = s, true
	}
	return out, known
}

// intersect keeps what lies in both.
func intersect(a, b spans) spans {
	out := spans{}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		s := span{lo: x.lo, hi: x.hi, point: x.point || y.point}
		if y.lo.bytes("") > x.lo.bytes("") {
			s.lo = y.lo
		}
		if y.hi.bytes("") < x.hi.bytes("") {
			s.hi = y.hi
		}
		if s.lo.bytes("") < s.hi.bytes("") {
			out = append(out, s)
		}
		if x.hi.bytes("") < y.hi.bytes("") {
			i++
		} else {
			j++
		}
	}
	return out
}

// allPoints says whether every span holds one value.
func (ss spans) allPoints() bool {
	for _, s := range ss {
		if !s.point {
			return false
		}
	}
	return true
}

// holdsNull says whether a document without the field may be meant.
func (ss spans) holdsNull() bool {
	for _, s := range ss {
		if s.lo.bytes("") <= string(rank(bson.TypeNull)) && string(rank(bson.TypeNull)) < s.hi.bytes("") {
			return true
		}
	}
	return false
}

// better prefers few points to a closed stretch, and that to an open one, where only one test may be used.
func better(a, b spans) bool {
	if pa, pb := a.allPoints(), b.allPoints(); pa != pb {
		return pa
	} else if pa {
		return len(a) < len(b)
	}
	return closed(a) > closed(b)
}

func closed(ss spans) int {
	n := 0
	for _, s := range ss {
		if len(s.lo.p) > 1 {
			n++
		}
		if len(s.hi.p) > 1 {
			n++
		}
	}
	return n
}
