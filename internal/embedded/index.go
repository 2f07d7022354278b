package embedded

// record is a stored document.
type record struct {
	id  string // the encoded _id
	raw document
}

// indexField is one field of an index or of a sort.
type indexField struct {
	path  string
	parts []string
	desc  bool
}

// index is one secondary index. Its key is the encoded fields followed, unless _id is one of them, by the encoded
// _id in the direction of the first field: read backwards, the whole order is reversed.
type index struct {
	name    string
	spec    document
	fields  []indexField
	unique  bool
	sparse  bool
	partial filter
	// hasID says that _id is one of the fields.
	hasID bool
	// multikey tells for each field whether an array was ever met on its path.
	multikey []bool
	number   uint32 // of its tree
}

func (ix *index) fork() *index {
	c := *ix
	c.multikey = append([]bool(nil), ix.multikey...)
	return &c
}

func (ix *index) anyMultikey() bool {
	for _, m := range ix.multikey {
		if m {
			return true
		}
	}
	return false
}

// keysOf lists the keys of a document without the _id behind them; none when the index leaves it out.
func (ix *index) keysOf(d document) ([]string, error) {
	if ix.partial != nil && !ix.partial.match(d.value()) {
		return nil, nil
	}
	x := keyExtractor{fields: ix.fields}
	if err := x.extract(d); err != nil {
		return nil, err
	}
	if ix.sparse && !x.present {
		return nil, nil
	}
	for i, m := range x.arrays {
		if m {
			ix.multikey[i] = true
		}
	}
	return x.keys, nil
}

// entry is the whole key of one entry.
func (ix *index) entry(key, id string) string {
	if ix.hasID {
		return key
	}
	if !ix.fields[0].desc {
		return key + id
	}
	b := []byte(key + id)
	invert(b[len(key):])
	return string(b)
}

// keyExtractor makes the composite keys of one document. Fields that go through the same array are taken from the
// same element; two different arrays cannot be in one key.
type keyExtractor struct {
	fields  []indexField
	keys    []string
	arrays  []bool // fields on whose path there was an array
	present bool   // at least one field exists
	seen    map[string]struct{}
}

// position is how far a field's path has been followed.
type position struct {
	v    value
	rest []string
	done bool
}

func (x *keyExtractor) extract(d document) error {
	x.arrays = make([]bool, len(x.fields))
	at := make([]position, len(x.fields))
	for i, f := range x.fields {
		at[i] = position{v: d.value(), rest: f.parts}
	}
	return x.expand(at)
}

// expand follows every path to its end or to the first array, and opens that array.
func (x *keyExtractor) expand(at []position) error {
	array := -1
	for i := range at {
		p := &at[i]
		for !p.done && p.v.isDoc() && len(p.rest) > 0 {
			p.v, p.rest = p.v.doc().get(p.rest[0]), p.rest[1:]
		}
		if p.done {
			continue
		}
		if !p.v.isArray() {
			if len(p.rest) > 0 {
				p.v = value{}
			}
			p.done = true
			continue
		}
		if array >= 0 && &at[array].v.b[0] != &p.v.b[0] {
			return codeParallelArrays.errorf("cannot index parallel arrays [%s] [%s]", last(x.fields[i]), last(x.fields[array]))
		}
		array = i
	}
	if array < 0 {
		x.emit(at)
		return nil
	}
	return x.open(at, at[array].v)
}

// open makes the keys for each element of the array that some of the paths have come to.
func (x *keyExtractor) open(at []position, array value) error {
	next := make([]position, len(at))
	it := array.elements()
	for n := 0; n == 0 || len(it.rest) > 0; n++ {
		any := it.next()
		for i, p := range at {
			next[i] = p
			if p.done {
				continue
			}
			x.arrays[i] = true
			switch {
			case !any && len(p.rest) == 0:
				next[i] = position{v: value{t: typeUndefined}, done: true}
			case !any, len(p.rest) > 0 && !it.val.isDoc():
				next[i] = position{done: true}
			case len(p.rest) == 0:
				next[i] = position{v: it.val, done: true}
			default:
				next[i] = position{v: it.val, rest: p.rest}
			}
		}
		if err := x.expand(next); err != nil {
			return err
		}
	}
	return nil
}

func (x *keyExtractor) emit(at []position) {
	var buf [128]byte
	b := buf[:0]
	for i, p := range at {
		if !p.v.missing() {
			x.present = true
		}
		start := len(b)
		b = appendKey(b, p.v)
		if x.fields[i].desc {
			invert(b[start:])
		}
	}
	if x.has(b) {
		return
	}
	key := string(b)
	x.keys = append(x.keys, key)
	if x.seen != nil {
		x.seen[key] = struct{}{}
	}
}

// has says whether the key is there already. Long lists of keys get a map.
func (x *keyExtractor) has(key []byte) bool {
	if x.seen == nil && len(x.keys) < 16 {
		for _, k := range x.keys {
			if k == string(key) {
				return true
			}
		}
		return false
	}
	if x.seen == nil {
		x.seen = map[string]struct{}{}
		for _, k := range x.keys {
			x.seen[k] = struct{}{}
		}
	}
	_, ok := x.seen[string(key)]
	return ok
}

func last(f indexField) string { return f.parts[len(f.parts)-1] }
