package embedded

// parseUnwind reads $unwind: a path, or a document with path and preserveNullAndEmptyArrays.
func parseUnwind(v value) (stage, error) {
	path, keep := v.str(), false
	if v.isDoc() {
		it := v.elements()
		for it.next() {
			switch string(it.key) {
			case "path":
				path = it.val.str()
			case "preserveNullAndEmptyArrays":
				keep = it.val.truthy()
			case "includeArrayIndex":
				return nil, notImplemented("includeArrayIndex in $unwind")
			default:
				return nil, code(28811).errorf("unrecognized option to $unwind stage: %s", it.key)
			}
		}
	}
	if path == "" {
		return nil, code(28812).errorf("no path specified to $unwind stage")
	}
	if path[0] != '$' {
		return nil, code(28818).errorf("path option to $unwind stage should be prefixed with a '$': %s", path)
	}
	parts := splitPath(path[1:])
	return func(in rows, b *budget) (rows, error) {
		return &unwound{rows: &mapped{rows: in, budget: b, f: func(d document) (document, error) { return d, nil }}, path: parts, keep: keep}, nil
	}, nil
}

// unwound gives a document for each element of an array.
type unwound struct {
	rows
	path  []string
	keep  bool
	queue []document
}

func (u *unwound) next() (document, error) {
	for len(u.queue) == 0 {
		d, err := u.rows.next()
		if d == nil || err != nil {
			return nil, err
		}
		u.queue = unwind(u.queue[:0], d, u.path, u.keep)
	}
	d := u.queue[0]
	u.queue = u.queue[1:]
	return d, nil
}

func unwind(out []document, d document, path []string, keep bool) []document {
	v := d.value()
	for _, p := range path {
		if !v.isDoc() {
			v = value{}
			break
		}
		v = v.doc().get(p)
	}
	switch {
	case v.isArray() && v.doc().empty() && keep:
		n := newNode(d)
		n.unset(path)
		return append(out, n.document())
	case v.nullish() && keep, !v.nullish() && !v.isArray():
		return append(out, d)
	case !v.isArray():
		return out
	}
	for it := v.elements(); it.next(); {
		n := newNode(d)
		at, err := n.ensure(path)
		if err != nil {
			continue // the path was just followed
		}
		at.assign(it.val)
		out = append(out, n.document())
	}
	return out
}
