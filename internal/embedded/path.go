package embedded

import (
	"strconv"
	"strings"
)

func splitPath(p string) []string { return strings.Split(p, ".") }

// walk calls f with every value a path leads to, as MongoDB's filters see it: arrays on the way are entered, a
// field that is not there is a missing value, the value at the end is not opened. It stops when f returns true,
// and says whether it did.
func walk(v value, path []string, f func(value) bool) bool {
	if len(path) == 0 {
		return f(v)
	}
	switch {
	case v.isDoc():
		return walk(v.doc().get(path[0]), path[1:], f)
	case v.isArray():
		position := arrayPosition(path[0])
		it := v.elements()
		for i := 0; it.next(); i++ {
			if it.val.isDoc() && walk(it.val, path, f) {
				return true
			}
			if i == position && walk(it.val, path[1:], f) {
				return true
			}
		}
		return false
	}
	return f(value{})
}

// arrayPosition is the number a path component stands for, or -1.
func arrayPosition(s string) int {
	if s == "" || s[0] < '0' || s[0] > '9' || len(s) > 1 && s[0] == '0' {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// fieldValue is what the expression "$a.b" yields: arrays on the way give an array of what was found in them.
func fieldValue(v value, path []string) value {
	if len(path) == 0 {
		return v
	}
	switch {
	case v.isDoc():
		return fieldValue(v.doc().get(path[0]), path[1:])
	case v.isArray():
		var found []value
		it := v.elements()
		for it.next() {
			if !it.val.isDoc() && !it.val.isArray() {
				continue
			}
			if x := fieldValue(it.val, path); !x.missing() {
				found = append(found, x)
			}
		}
		return arrayOf(found)
	}
	return value{}
}

// related says whether one of two paths is the other or lies below it.
func related(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && (len(a) == len(b) || b[len(a)] == '.')
}
