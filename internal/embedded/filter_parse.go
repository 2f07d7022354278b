package embedded

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// parseFilter reads a query document.
func parseFilter(d document) (filter, error) {
	var all allOf
	it := d.elements()
	for it.next() {
		key := string(it.key)
		if !strings.HasPrefix(key, "$") {
			if err := parseField(key, it.val, &all); err != nil {
				return nil, err
			}
			continue
		}
		switch key {
		case "$and", "$or", "$nor":
			kids, err := parseClauses(key, it.val)
			if err != nil {
				return nil, err
			}
			switch key {
			case "$and":
				all = append(all, kids...)
			case "$or":
				all = append(all, anyOf(kids))
			default:
				all = append(all, noneOf(kids))
			}
		case "$comment":
		case "$expr", "$where", "$text", "$jsonSchema", "$sampleRate", "$alwaysTrue", "$alwaysFalse":
			return nil, notImplemented("the filter operator %s", key)
		default:
			return nil, badValue("unknown top level operator: %s", key)
		}
	}
	return all, nil
}

func parseClauses(op string, v value) ([]filter, error) {
	if !v.isArray() {
		return nil, badValue("%s argument must be an array", op)
	}
	var out []filter
	it := v.elements()
	for it.next() {
		if !it.val.isDoc() {
			return nil, badValue("%s argument's entries must be objects", op)
		}
		f, err := parseFilter(it.val.doc())
		if err != nil {
			return nil, err
		}
		if conds, ok := f.(allOf); ok && len(conds) == 1 {
			f = conds[0]
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, badValue("%s argument must be a non-empty array", op)
	}
	return out, nil
}

// parseField reads {path: value} or {path: {$op: ...}} into conditions.
func parseField(path string, v value, all *allOf) error {
	tests, err := parseTests(v)
	if err != nil {
		return err
	}
	parts := splitPath(path)
	for _, t := range tests {
		*all = append(*all, &condition{path, parts, t})
	}
	return nil
}

// isOperators says whether a value is a document of operators, which its first field tells.
func isOperators(v value) bool {
	return v.isDoc() && strings.HasPrefix(v.doc().firstKey(), "$")
}

func parseTests(v value) ([]test, error) {
	if !isOperators(v) {
		if v.t == bson.TypeRegex {
			t, err := regexTest(v.regex())
			return []test{t}, err
		}
		return []test{{op: opEq, arg: v}}, nil
	}
	var out []test
	it := v.elements()
	for it.next() {
		ts, err := parseOperator(string(it.key), it.val, v.doc())
		if err != nil {
			return nil, err
		}
		out = append(out, ts...)
	}
	return out, nil
}

var comparisons = map[string]operator{"$eq": opEq, "$ne": opNe, "$gt": opGt, "$gte": opGte, "$lt": opLt, "$lte": opLte}

// parseOperator reads one operator; siblings is the document it stands in.
func parseOperator(op string, arg value, siblings document) ([]test, error) {
	switch op {
	case "$eq", "$ne", "$gt", "$gte", "$lt", "$lte":
		if arg.t == bson.TypeRegex {
			if op == "$eq" || op == "$ne" {
				return nil, notImplemented("a regular expression in %s", op)
			}
			return nil, badValue("Can't have RegEx as arg to predicate over field '%s'", op)
		}
		if op != "$eq" && op != "$ne" && (arg.t == bson.TypeMinKey || arg.t == bson.TypeMaxKey) {
			return nil, notImplemented("%s in %s", typeName(arg.t), op)
		}
		return []test{{op: comparisons[op], arg: arg}}, nil
	case "$in", "$nin":
		return parseIn(op, arg)
	case "$all":
		return parseAll(arg)
	case "$exists":
		return []test{{op: opExists, arg: arg}}, nil
	case "$size":
		n, ok := arg.whole()
		if !ok {
			return nil, badValue("Failed to parse $size. Expected an integer")
		}
		if n < 0 {
			return nil, badValue("Failed to parse $size. Expected a non-negative number")
		}
		return []test{{op: opSize, arg: arg}}, nil
	case "$elemMatch":
		return parseElemMatch(arg)
	case "$not":
		return parseNot(arg)
	case "$regex":
		return parseRegexOperator(arg, siblings)
	case "$options":
		if siblings.get("$regex").missing() {
			return nil, badValue("$options needs a $regex")
		}
		return nil, nil
	case "$type", "$mod", "$geoWithin", "$geoIntersects", "$near", "$nearSphere", "$bitsAllSet", "$bitsAnySet",
		"$bitsAllClear", "$bitsAnyClear", "$within", "$maxDistance", "$minDistance":
		return nil, notImplemented("the filter operator %s", op)
	}
	return nil, badValue("unknown operator: %s", op)
}

func parseIn(op string, arg value) ([]test, error) {
	if !arg.isArray() {
		return nil, badValue("%s needs an array", op)
	}
	t := test{op: opIn, arg: arg, set: map[string]struct{}{}}
	if op == "$nin" {
		t.op = opNin
	}
	it := arg.elements()
	for it.next() {
		if it.val.t == bson.TypeRegex {
			re, err := regexTest(it.val.regex())
			if err != nil {
				return nil, err
			}
			t.res = append(t.res, re.res...)
			continue
		}
		if isOperators(it.val) {
			return nil, badValue("cannot nest $ under %s", op)
		}
		t.set[keyOf(it.val)] = struct{}{}
	}
	return []test{t}, nil
}

func parseAll(arg value) ([]test, error) {
	if !arg.isArray() {
		return nil, badValue("$all needs an array")
	}
	var out []test
	it := arg.elements()
	for it.next() {
		if isOperators(it.val) {
			return nil, notImplemented("%s inside $all", it.val.doc().firstKey())
		}
		ts, err := parseTests(it.val)
		if err != nil {
			return nil, err
		}
		out = append(out, ts...)
	}
	if len(out) == 0 {
		out = []test{{op: opNothing}}
	}
	return out, nil
}

func parseElemMatch(arg value) ([]test, error) {
	if !arg.isDoc() {
		return nil, badValue("$elemMatch needs an Object")
	}
	first := arg.doc().firstKey()
	if isOperators(arg) && first != "$and" && first != "$or" && first != "$nor" {
		kids, err := parseTests(arg)
		return []test{{op: opElemMatch, kids: kids}}, err
	}
	sub, err := parseFilter(arg.doc())
	return []test{{op: opElemMatch, sub: sub}}, err
}

func parseNot(arg value) ([]test, error) {
	if arg.t != bson.TypeRegex && !arg.isDoc() {
		return nil, badValue("$not needs a regex or a document")
	}
	if arg.isDoc() && arg.doc().empty() {
		return nil, badValue("$not cannot be empty")
	}
	if arg.isDoc() && !isOperators(arg) {
		return nil, badValue("unknown operator: %s", arg.doc().firstKey())
	}
	kids, err := parseTests(arg)
	return []test{{op: opNot, kids: kids}}, err
}

func parseRegexOperator(arg value, siblings document) ([]test, error) {
	pattern, options := "", ""
	switch arg.t {
	case bson.TypeRegex:
		pattern, options = arg.regex()
	case bson.TypeString:
		pattern = arg.str()
	default:
		return nil, badValue("$regex has to be a string")
	}
	if o := siblings.get("$options"); !o.missing() {
		if o.t != bson.TypeString {
			return nil, badValue("$options has to be a string")
		}
		options = o.str()
	}
	t, err := regexTest(pattern, options)
	return []test{t}, err
}

// regexTest compiles a regular expression; what RE2 cannot do is refused.
func regexTest(pattern, options string) (test, error) {
	flags := ""
	for _, o := range options {
		switch o {
		case 'i', 'm', 's':
			flags += string(o)
		case 'x', 'u', 'l':
			return test{}, notImplemented("the regular expression option %q", o)
		default:
			return test{}, code(51108).errorf("invalid flag in regex options: %s", options)
		}
	}
	if flags != "" {
		flags = "(?" + flags + ")"
	}
	re, err := regexp.Compile(flags + pattern)
	if err != nil {
		return test{}, code(51091).errorf("Regular expression is invalid, or RE2 does not have it: %v", err)
	}
	t := test{op: opRegex, res: []*regexp.Regexp{re}}
	t.prefix, t.anchored = literalPrefix(flags + pattern)
	return t, nil
}

// literalPrefix is the text every match starts the string with.
func literalPrefix(expr string) (string, bool) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return "", false
	}
	re = re.Simplify()
	if re.Op != syntax.OpConcat || len(re.Sub) < 2 || re.Sub[0].Op != syntax.OpBeginText {
		return "", false
	}
	lit := re.Sub[1]
	if lit.Op != syntax.OpLiteral || lit.Flags&syntax.FoldCase != 0 {
		return "", false
	}
	prefix := string(lit.Rune)
	return prefix, !strings.ContainsRune(prefix, utf8.RuneError)
}
