package embedded

import (
	"slices"
	"strings"
)

// parseSort reads {field: 1 or -1, ...}.
func parseSort(d document) ([]indexField, error) {
	var out []indexField
	it := d.elements()
	for it.next() {
		path := string(it.key)
		if it.val.isDoc() {
			return nil, notImplemented("the sort of %s by %s", path, it.val.doc().firstKey())
		}
		n, ok := it.val.whole()
		if !ok || n != 1 && n != -1 {
			return nil, code(15975).errorf("$sort key ordering must be 1 (for ascending) or -1 (for descending)")
		}
		f := indexField{path: path, parts: splitPath(path), desc: n < 0}
		for _, p := range f.parts {
			if p == "" {
				return nil, code(40352).errorf("FieldPath must not have empty components: %s", path)
			}
			if strings.HasPrefix(p, "$") {
				return nil, code(16410).errorf("FieldPath field names may not start with '$': %s", path)
			}
			if arrayPosition(p) >= 0 {
				return nil, notImplemented("the position %s in the sort key %s", p, path)
			}
		}
		if slices.ContainsFunc(out, func(o indexField) bool { return o.path == path }) {
			return nil, badValue("the sort key %s is there twice", path)
		}
		out = append(out, f)
	}
	return out, nil
}

// sortKey is the encoding by which a document sorts: of an array the least element, or the greatest where the
// order is descending.
func sortKey(fields []indexField, d document) (string, error) {
	x := keyExtractor{fields: fields}
	if err := x.extract(d); err != nil {
		return "", badValue("cannot sort with keys that are parallel arrays")
	}
	return slices.Min(x.keys), nil
}

// sorter puts documents in order and, with a limit, keeps no more of them than it needs.
type sorter[T any] struct {
	fields []indexField
	limit  int // 0 keeps all
	rows   []sortRow[T]
}

type sortRow[T any] struct {
	key  string
	item T
}

func (s *sorter[T]) add(d document, item T) error {
	key, err := sortKey(s.fields, d)
	if err != nil {
		return err
	}
	s.rows = append(s.rows, sortRow[T]{key, item})
	if s.limit > 0 && len(s.rows) >= 2*s.limit+1000 {
		s.cut()
	}
	return nil
}

func (s *sorter[T]) cut() {
	slices.SortStableFunc(s.rows, func(a, b sortRow[T]) int { return strings.Compare(a.key, b.key) })
	if s.limit > 0 && len(s.rows) > s.limit {
		clear(s.rows[s.limit:])
		s.rows = s.rows[:s.limit]
	}
}

// done lists the items in order.
func (s *sorter[T]) done() []T {
	s.cut()
	out := make([]T, len(s.rows))
	for i, r := range s.rows {
		out[i] = r.item
	}
	return out
}
