package embedded

import "strings"

// accumulator is one computed field of $group.
type accumulator struct {
	field string
	op    string
	arg   expression
}

// accumulated is what an accumulator has for one group.
type accumulated struct {
	v     value
	items []value
	seen  map[string]bool
}

// parseGroup reads $group.
func parseGroup(v value) (stage, error) {
	if !v.isDoc() {
		return nil, code(15947).errorf("a group's fields must be specified in an object")
	}
	var id expression
	var accs []accumulator
	it := v.elements()
	for it.next() {
		if string(it.key) == "_id" {
			var err error
			if id, err = parseExpression(it.val); err != nil {
				return nil, err
			}
			continue
		}
		a, err := parseAccumulator(string(it.key), it.val)
		if err != nil {
			return nil, err
		}
		accs = append(accs, a)
	}
	if id == nil {
		return nil, code(15955).errorf("a group specification must include an _id")
	}
	return func(in rows, b *budget) (rows, error) { return group(in, b, id, accs) }, nil
}

func parseAccumulator(field string, v value) (a accumulator, err error) {
	if strings.Contains(field, ".") {
		return a, code(40235).errorf("The field name '%s' cannot contain '.'", field)
	}
	if !v.isDoc() {
		return a, code(40234).errorf("The field '%s' must be an accumulator object", field)
	}
	if len(v.items()) != 1 {
		return a, code(40238).errorf("The field '%s' must specify one accumulator", field)
	}
	a.field, a.op = field, v.doc().firstKey()
	switch a.op {
	case "$sum", "$min", "$max", "$first", "$push", "$addToSet":
	case "$avg", "$count", "$last", "$mergeObjects", "$stdDevPop", "$stdDevSamp", "$top", "$bottom", "$firstN", "$lastN",
		"$maxN", "$minN", "$topN", "$bottomN", "$accumulator", "$median", "$percentile":
		return a, notImplemented("the accumulator %s", a.op)
	default:
		return a, code(15952).errorf("unknown group operator '%s'", a.op)
	}
	a.arg, err = parseExpression(v.items()[0])
	return a, err
}

func group(in rows, b *budget, id expression, accs []accumulator) (rows, error) {
	type row struct {
		id   value
		vals []accumulated
	}
	byKey := map[string]*row{}
	var groups []*row
	var buf [64]byte
	err := consume(in, b, func(d document) error {
		v := id(d)
		if v.missing() {
			v = null
		}
		key := appendKey(buf[:0], v)
		g := byKey[string(key)]
		if g == nil {
			g = &row{v.clone(), make([]accumulated, len(accs))}
			byKey[string(key)] = g
			groups = append(groups, g)
		}
		for i, a := range accs {
			g.vals[i].add(a.op, a.arg(d))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]document, len(groups))
	for i, g := range groups {
		out[i] = build(func(w *builder) {
			w.value("_id", g.id)
			for i, a := range accs {
				w.value(a.field, g.vals[i].result(a.op))
			}
		})
		if len(out[i]) > maxDocument {
			return nil, codeTooLarge.errorf("a group is larger than %d bytes", maxDocument)
		}
	}
	return list(out), nil
}

// add takes in the value of one more document. What is kept of it is copied.
func (a *accumulated) add(op string, v value) {
	switch op {
	case "$sum":
		if !v.isNumber() {
			return
		}
		if a.v.missing() {
			a.v = v.clone()
			return
		}
		sum, ok := addNumbers(a.v, v)
		if !ok {
			sum = doubleValue(a.v.float() + v.float())
		}
		a.v = sum
	case "$min":
		if !v.nullish() && (a.v.missing() || compare(v, a.v) < 0) {
			a.v = v.clone()
		}
	case "$max":
		if !v.nullish() && (a.v.missing() || compare(v, a.v) > 0) {
			a.v = v.clone()
		}
	case "$first":
		if a.v.missing() {
			if a.v = v.clone(); v.missing() {
				a.v = null
			}
		}
	case "$push":
		if !v.missing() {
			a.items = append(a.items, v.clone())
		}
	case "$addToSet":
		if v.missing() {
			return
		}
		if a.seen == nil {
			a.seen = map[string]bool{}
		}
		if key := keyOf(v); !a.seen[key] {
			a.seen[key] = true
			a.items = append(a.items, v.clone())
		}
	}
}

func (a *accumulated) result(op string) value {
	switch {
	case op == "$push" || op == "$addToSet":
		return arrayOf(a.items)
	case !a.v.missing():
		return a.v
	case op == "$sum":
		return int32Value(0)
	}
	return null
}

// parseSortByCount is $group by the expression with a count, then $sort by it.
func parseSortByCount(v value) (stage, error) {
	if s := v.str(); !v.isDoc() && !strings.HasPrefix(s, "$") {
		return nil, code(40148).errorf("the sortByCount field must be defined as a $-prefixed path or an expression inside an object")
	}
	id, err := parseExpression(v)
	if err != nil {
		return nil, err
	}
	one := int32Value(1)
	accs := []accumulator{{"count", "$sum", func(document) value { return one }}}
	byCount := sortStage([]indexField{{path: "count", parts: []string{"count"}, desc: true}})
	return func(in rows, b *budget) (rows, error) {
		out, err := group(in, b, id, accs)
		if err != nil {
			return nil, err
		}
		return byCount(out, b)
	}, nil
}
