package embedded

import (
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
	recs, err := e.state.Load().collection(r.ns).records(q, r.budget)
	if err != nil {
		return err
	}
	docs := make([]document, len(recs))
	for i, rec := range recs {
		docs[i] = rec.raw
	}
	return e.firstBatch(r, w, &cursor{ns: r.ns, rest: docs, shape: shape}, batch, single)
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
	w.beginDoc("cursor")
	c.batch(r, w, "firstBatch", batch)
	if len(c.rest) > 0 && !single {
		c.lsid = sessionID(r.arg("lsid"))
		if err := e.cursors.add(c); err != nil {
			return err
		}
	}
	w.int64("id", c.id)
	w.string("ns", c.ns)
	w.end()
	return nil
}

// batch sends up to most documents, as many as fit.
func (c *cursor) batch(r *request, w *builder, name string, most int) {
	w.beginArray(name)
	start := len(w.b)
	n := 0
	for ; n < most && n < len(c.rest); n++ {
		d := c.rest[n]
		if n > 0 && len(w.b)-start+len(d) > batchBytes {
			break
		}
		w.itemHeader(n, typeDocument)
		if c.shape == nil {
			w.b = append(w.b, d...)
		} else {
			c.shape.write(w, d)
		}
	}
	clear(c.rest[:n])
	c.rest = c.rest[n:]
	r.budget.returned += int64(n)
	w.end()
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
	w.beginDoc("cursor")
	c.batch(r, w, "nextBatch", batch)
	if len(c.rest) > 0 {
		e.cursors.put(c)
	} else {
		c.id = 0
	}
	w.int64("id", c.id)
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
		if e.cursors.take(id) != nil {
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
	c := e.state.Load().collection(r.ns)
	if len(f.(allOf)) == 0 && q.skip == 0 && q.limit == 0 {
		w.int32("n", c.len())
		return nil
	}
	recs, err := c.records(q, r.budget)
	w.int32("n", len(recs))
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
	recs, err := e.state.Load().collection(r.ns).records(query{filter: f}, r.budget)
	if err != nil {
		return err
	}
	seen := distinctValues(recs, splitPath(key.str()))
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

// distinctValues are the values that records have at a path, and the elements of arrays there, each once by its key in an index.
func distinctValues(recs []*record, path []string) map[string]value {
	seen := map[string]value{}
	put := func(v value) bool {
		if !v.missing() {
			seen[keyOf(v)] = v
		}
		return false
	}
	for _, rec := range recs {
		walk(rec.raw.value(), path, func(v value) bool {
			if !v.isArray() {
				return put(v)
			}
			for it := v.elements(); it.next(); {
				put(it.val)
			}
			return false
		})
	}
	return seen
}
