package embedded

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// defaultBatch is how many documents a first batch holds when the client does not say.
const defaultBatch = 101

// batchBytes is about how large a batch may become.
const batchBytes = 16<<20 - 64<<10

func (e *Engine) find(r *request, w *builder) error {
	q, err := r.findQuery()
	if err != nil {
		return err
	}
	pd, err := r.docArg("projection")
	if err != nil {
		return err
	}
	shape, err := parseProjection(pd)
	if err != nil {
		return err
	}
	batch, err := r.intArg("batchSize", defaultBatch)
	if err != nil {
		return err
	}
	single, err := r.boolArg("singleBatch", false)
	if err != nil {
		return err
	}
	return e.answerFrom(r, w, batch, single, func(v view) (rows, *projection, error) {
		found, err := v.find(q, r.budget)
		return found, shape, err
	})
}

// answerFrom answers with the first of the rows that read makes of the request's collection.
func (e *Engine) answerFrom(r *request, w *builder, batch int, single bool, read func(view) (rows, *projection, error)) error {
	s := e.read()
	found, shape, err := read(s.view(r.ns))
	if err != nil {
		s.release()
		return err
	}
	return e.firstBatch(r, w, &cursor{ns: r.ns, rows: found, state: s, shape: shape, budget: r.budget}, batch, single)
}

func (r *request) findQuery() (q query, err error) {
	if q.filter, err = r.filterArg("filter"); err != nil {
		return q, err
	}
	sd, err := r.docArg("sort")
	if err != nil {
		return q, err
	}
	if q.order, err = parseSort(sd); err != nil {
		return q, err
	}
	if q.skip, err = r.intArg("skip", 0); err != nil {
		return q, err
	}
	q.limit, err = r.intArg("limit", 0)
	return q, err
}

// firstBatch answers with the first documents of a cursor, and keeps the cursor when there are more.
func (e *Engine) firstBatch(r *request, w *builder, c *cursor, batch int, single bool) error {
	kept := false
	defer func() {
		if !kept {
			c.close()
		}
	}()
	w.beginDoc("cursor")
	if err := c.batch(r, w, "firstBatch", batch, !single); err != nil {
		return err
	}
	if !c.ended && !single {
		c.lsid = sessionID(r.arg("lsid"))
		if err := e.cursors.add(c); err != nil {
			return err
		}
		kept = true
	}
	w.int64("id", c.id)
	w.string("ns", c.ns)
	w.end()
	return nil
}

// batch sends up to most documents, as many as fit. When more may be asked for, it looks whether there are any.
func (c *cursor) batch(r *request, w *builder, name string, most int, more bool) error {
	w.beginArray(name)
	start := len(w.b)
	n := 0
	for ; n < most; n++ {
		d, err := c.next()
		if err != nil {
			return err
		}
		if d == nil {
			break
		}
		if n > 0 && len(w.b)-start+len(d) > batchBytes {
			c.pending = bytes.Clone(d)
			break
		}
		w.itemHeader(n, typeDocument)
		if c.shape == nil {
			w.b = append(w.b, d...)
		} else {
			c.shape.write(w, d)
		}
	}
	r.budget.returned += int64(n)
	w.end()
	if !more || c.ended || c.pending != nil {
		return nil
	}
	d, err := c.next()
	c.pending = bytes.Clone(d)
	return err
}

// next is the next document, nil at the end.
func (c *cursor) next() (document, error) {
	if d := c.pending; d != nil {
		c.pending = nil
		return d, nil
	}
	if c.ended {
		return nil, nil
	}
	d, err := c.rows.next()
	c.ended = d == nil
	return d, err
}

func (e *Engine) getMore(r *request, w *builder) error {
	id, ok := r.arg("getMore").whole()
	if !ok {
		return codeTypeMismatch.errorf("BSON field 'getMore.getMore' must be a long")
	}
	batch, err := r.intArg("batchSize", 1<<31-1)
	if err != nil {
		return err
	}
	if batch == 0 {
		batch = 1<<31 - 1
	}
	c := e.cursors.take(id)
	if c == nil {
		return codeCursorNotFound.errorf("cursor id %d not found", id)
	}
	if want := r.db + "." + r.arg("collection").str(); want != c.ns {
		e.cursors.put(c)
		return codeUnauthorized.errorf("Requested getMore on namespace '%s', but cursor belongs to a different namespace %s", want, c.ns)
	}
	*c.budget = budget{stopping: r.budget.stopping}
	r.budget = c.budget
	w.beginDoc("cursor")
	err = c.batch(r, w, "nextBatch", batch, true)
	done := *c.budget // the next getMore may begin as soon as the cursor is back
	r.budget = &done
	id = c.id
	if c.ended || err != nil {
		id = 0
		c.close()
	} else {
		e.cursors.put(c)
	}
	if err != nil {
		return err
	}
	w.int64("id", id)
	w.string("ns", c.ns)
	w.end()
	return nil
}

func (e *Engine) killCursors(r *request, w *builder) error {
	ids := r.arg("cursors")
	if !ids.isArray() {
		return codeTypeMismatch.errorf("BSON field 'killCursors.cursors' is the wrong type '%s', expected type 'array'", typeName(ids.t))
	}
	var killed, missing []value
	for _, v := range ids.items() {
		id, _ := v.whole()
		if c := e.cursors.take(id); c != nil {
			c.close()
			killed = append(killed, int64Value(id))
		} else {
			missing = append(missing, int64Value(id))
		}
	}
	w.value("cursorsKilled", arrayOf(killed))
	w.value("cursorsNotFound", arrayOf(missing))
	w.value("cursorsAlive", arrayOf(nil))
	w.value("cursorsUnknown", arrayOf(nil))
	return nil
}

func (e *Engine) count(r *request, w *builder) error {
	f, err := r.filterArg("query")
	if err != nil {
		return err
	}
	q := query{filter: f}
	if q.skip, err = r.intArg("skip", 0); err != nil {
		return err
	}
	if q.limit, err = r.intArg("limit", 0); err != nil {
		return err
	}
	q.blind = true
	st := e.read()
	defer st.release()
	v := st.view(r.ns)
	if len(f.(allOf)) == 0 && q.skip == 0 && q.limit == 0 {
		w.int32("n", v.count)
		return nil
	}
	found, err := v.find(q, r.budget)
	if err != nil {
		return err
	}
	n := 0
	err = consume(found, r.budget, func(document) error { n++; return nil })
	w.int32("n", n)
	return err
}

func (e *Engine) distinct(r *request, w *builder) error {
	key := r.arg("key")
	if key.str() == "" || strings.HasPrefix(key.str(), "$") {
		return codeTypeMismatch.errorf("BSON field 'distinct.key' must be a field path, not %s", shell(key))
	}
	f, err := r.filterArg("query")
	if err != nil {
		return err
	}
	s := e.read()
	defer s.release()
	found, err := s.view(r.ns).find(query{filter: f}, r.budget)
	if err != nil {
		return err
	}
	seen, err := distinctValues(found, r.budget, splitPath(key.str()))
	if err != nil {
		return err
	}
	w.beginArray("values")
	start := len(w.b)
	for i, k := range slices.Sorted(maps.Keys(seen)) {
		w.item(i, seen[k])
		if len(w.b)-start > batchBytes {
			return code(17217).errorf("distinct too big, 16mb cap")
		}
	}
	w.end()
	return nil
}

// distinctValues are the values that documents have at a path, and the elements of arrays there, each once by its key in an index.
func distinctValues(found rows, b *budget, path []string) (map[string]value, error) {
	seen := map[string]value{}
	var buf [64]byte
	put := func(v value) bool {
		if v.missing() {
			return false
		}
		key := appendKey(buf[:0], v)
		if _, ok := seen[string(key)]; !ok {
			seen[string(key)] = v.clone()
		}
		return false
	}
	err := consume(found, b, func(d document) error {
		walk(d.value(), path, func(v value) bool {
			if !v.isArray() {
				return put(v)
			}
			for it := v.elements(); it.next(); {
				put(it.val)
			}
			return false
		})
		return nil
	})
	return seen, err
}
