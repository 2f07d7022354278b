package embedded

import (
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// model is a collection as simple as can be: a slice of documents, every query a walk over all of them. It shares
// no code with the engine. Values are nil, int32, string and bson.A of these; "e.p" goes through an array of documents.
type model struct{ docs []bson.D }

type missing struct{}

func field(d bson.D, key string) any {
	for _, e := range d {
		if e.Key == key {
			return e.Value
		}
	}
	return missing{}
}

// values are what a filter compares with at a path: the value and, for an array, its elements.
func values(d bson.D, path string) []any {
	head, rest, dotted := strings.Cut(path, ".")
	v := field(d, head)
	if !dotted {
		out := []any{v}
		if a, ok := v.(bson.A); ok {
			out = append(out, a...)
		}
		return out
	}
	switch v := v.(type) {
	case bson.D:
		return values(v, rest)
	case bson.A:
		var out []any
		for _, x := range v {
			if sub, ok := x.(bson.D); ok {
				out = append(out, values(sub, rest)...)
			}
		}
		return out
	}
	return []any{missing{}}
}

func class(v any) int {
	switch v.(type) {
	case nil, missing:
		return 1
	case int32:
		return 2
	case string:
		return 3
	case bson.D:
		return 4
	}
	return 5
}

func order(a, b any) int {
	if c := class(a) - class(b); c != 0 {
		return c
	}
	switch a := a.(type) {
	case int32:
		return int(a) - int(b.(int32))
	case string:
		return strings.Compare(a, b.(string))
	case bson.D:
		return slices.CompareFunc(a, b.(bson.D), func(x, y bson.E) int {
			if c := class(x.Value) - class(y.Value); c != 0 {
				return c
			}
			if c := strings.Compare(x.Key, y.Key); c != 0 {
				return c
			}
			return order(x.Value, y.Value)
		})
	case bson.A:
		return slices.CompareFunc(a, b.(bson.A), order)
	}
	return 0
}

func matches(d bson.D, filter bson.D) bool {
	for _, e := range filter {
		if !matchesOne(d, e) {
			return false
		}
	}
	return true
}

func matchesOne(d bson.D, e bson.E) bool {
	count := func() (n, all int) {
		for _, f := range e.Value.(bson.A) {
			if matches(d, f.(bson.D)) {
				n++
			}
			all++
		}
		return n, all
	}
	switch e.Key {
	case "$and":
		n, all := count()
		return n == all
	case "$or":
		n, _ := count()
		return n > 0
	case "$nor":
		n, _ := count()
		return n == 0
	}
	ops, ok := e.Value.(bson.D)
	if !ok {
		return holds(values(d, e.Key), "$eq", e.Value)
	}
	for _, o := range ops {
		if !holds(values(d, e.Key), o.Key, o.Value) {
			return false
		}
	}
	return true
}

func holds(vs []any, op string, arg any) bool {
	some := func(f func(v any) bool) bool { return slices.ContainsFunc(vs, f) }
	switch op {
	case "$eq":
		return some(func(v any) bool { return order(v, arg) == 0 })
	case "$ne":
		return !holds(vs, "$eq", arg)
	case "$in":
		return slices.ContainsFunc(arg.(bson.A), func(x any) bool { return holds(vs, "$eq", x) })
	case "$nin":
		return !holds(vs, "$in", arg)
	case "$not":
		return slices.ContainsFunc(arg.(bson.D), func(o bson.E) bool { return !holds(vs, o.Key, o.Value) })
	case "$exists":
		return some(func(v any) bool { return v != missing{} }) == arg.(bool)
	case "$size":
		return len(vs) > 0 && func() bool { a, ok := vs[0].(bson.A); return ok && len(a) == int(arg.(int32)) }()
	case "$elemMatch":
		a, ok := vs[0].(bson.A)
		return ok && slices.ContainsFunc(a, func(x any) bool {
			if conditions := arg.(bson.D); !strings.HasPrefix(conditions[0].Key, "$") { // on documents
				element, ok := x.(bson.D)
				return ok && matches(element, conditions)
			}
			return !slices.ContainsFunc(arg.(bson.D), func(o bson.E) bool { return !holds([]any{x}, o.Key, o.Value) })
		})
	}
	return some(func(v any) bool {
		c := order(v, arg)
		return class(v) == class(arg) &&
			(op == "$gt" && c > 0 || op == "$gte" && c >= 0 || op == "$lt" && c < 0 || op == "$lte" && c <= 0)
	})
}

// emptyArray sorts before null.
const emptyArray = -1

// extreme is what a document sorts by: the least element of an array or, descending, the greatest.
func extreme(d bson.D, path string, dir int) any {
	vs := values(d, path)
	if a, ok := vs[0].(bson.A); ok {
		if len(a) == 0 {
			return emptyArray
		}
		vs = vs[1:]
	}
	return slices.MaxFunc(vs, func(a, b any) int { return -dir * order(a, b) })
}

func orderKeys(a, b any) int {
	_, ea := a.(int)
	_, eb := b.(int)
	if ea || eb {
		if ea && eb {
			return 0
		} else if ea {
			return -1
		}
		return 1
	}
	return order(a, b)
}

func (m *model) find(filter, by bson.D, limit int) []bson.D {
	var out []bson.D
	for _, d := range m.docs {
		if matches(d, filter) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(x, y bson.D) int {
		for _, s := range by {
			dir := s.Value.(int)
			if c := orderKeys(extreme(x, s.Key, dir), extreme(y, s.Key, dir)); c != 0 {
				return c * dir
			}
		}
		return 0
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// apply changes a copy of d by one operator on one top level field; it says false where MongoDB refuses.
func apply(d bson.D, op, key string, arg any) (bson.D, bool) {
	d = slices.Clone(d)
	at := slices.IndexFunc(d, func(e bson.E) bool { return e.Key == key })
	put := func(v any) (bson.D, bool) {
		if at < 0 {
			return append(d, bson.E{Key: key, Value: v}), true
		}
		d[at].Value = v
		return d, true
	}
	old := field(d, key)
	list, isList := old.(bson.A)
	switch op {
	case "$set":
		return put(arg)
	case "$unset":
		if at >= 0 {
			d = slices.Delete(d, at, at+1)
		}
		return d, true
	case "$inc":
		n, ok := old.(int32)
		if at >= 0 && !ok {
			return nil, false
		}
		return put(n + arg.(int32))
	case "$min", "$max":
		c := order(arg, old)
		if at < 0 || op == "$min" && c < 0 || op == "$max" && c > 0 {
			return put(arg)
		}
		return d, true
	case "$pull":
		if at < 0 {
			return d, true
		}
		if !isList {
			return nil, false
		}
		return put(slices.DeleteFunc(slices.Clone(list), func(x any) bool { return order(x, arg) == 0 }))
	}
	if at >= 0 && !isList {
		return nil, false
	}
	if op == "$addToSet" && slices.ContainsFunc(list, func(x any) bool { return order(x, arg) == 0 }) {
		return d, true
	}
	return put(append(slices.Clone(list), arg))
}
