package embedded

import (
	"bytes"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

func (e *Engine) createIndexes(r *request, w *builder) error {
	specs, err := r.documents("indexes")
	if err != nil {
		return err
	}
	if len(specs) == 0 {
		return badValue("Must specify at least one index to create")
	}
	var before, after int
	var created bool
	err = e.write(func(t *tx) error {
		created = t.find(r.ns) == nil
		c := t.collection(r.ns)
		before = len(c.indexes) + 1
		for _, spec := range specs {
			ix, err := parseIndex(bytes.Clone(spec))
			if err != nil {
				return err
			}
			if err := t.createIndex(c, ix); err != nil {
				return err
			}
		}
		after = len(c.indexes) + 1
		return nil
	})
	if err != nil {
		return err
	}
	w.int32("numIndexesBefore", before)
	w.int32("numIndexesAfter", after)
	w.bool("createdCollectionAutomatically", created)
	if before == after {
		w.string("note", "all indexes already exist")
	}
	return nil
}

// createIndex adds an index, unless the same one is there.
func (t *tx) createIndex(c *collection, ix *index) error {
	if len(ix.fields) == 1 && ix.hasID {
		if ix.fields[0].desc || ix.sparse || ix.partial != nil {
			return codeCannotCreateIndex.errorf("The field 'key' for an _id index must be {_id: 1}, without other options")
		}
		return nil
	}
	if ix.name == "_id_" {
		return codeCannotCreateIndex.errorf("The index name '_id_' is reserved for the _id index")
	}
	for _, o := range c.indexes {
		switch {
		case ix.same(o):
			return nil
		case ix.name == o.name:
			return codeIndexKeysConflict.errorf("An existing index has the same name as the requested index: %s", ix.name)
		case ix.sameKey(o):
			return codeIndexOptionsConflict.errorf("Index already exists with a different name or other options: %s", o.name)
		}
	}
	ix.number = t.number()
	if err := t.fill(c, ix); err != nil {
		return err
	}
	c.indexes = append(c.indexes, ix)
	return nil
}

func (e *Engine) dropIndexes(r *request, w *builder) error {
	return e.write(func(t *tx) error {
		if t.find(r.ns) == nil {
			return codeNamespaceNotFound.errorf("ns not found %s", r.ns)
		}
		c := t.collection(r.ns)
		w.int32("nIndexesWas", len(c.indexes)+1)
		names, err := c.indexNames(r.arg("index"))
		for _, name := range names {
			at := slices.IndexFunc(c.indexes, func(ix *index) bool { return ix.name == name })
			if at < 0 {
				continue
			}
			if err := t.clear(c.indexes[at]); err != nil {
				return err
			}
			c.indexes = slices.Delete(c.indexes, at, at+1)
		}
		return err
	})
}

// indexNames are the indexes dropIndexes means: "*", a name, names, or a key pattern.
func (c *collection) indexNames(v value) ([]string, error) {
	var names []string
	switch {
	case v.str() == "*":
		for _, ix := range c.indexes {
			names = append(names, ix.name)
		}
		return names, nil
	case v.t == bson.TypeString:
		names = []string{v.str()}
	case v.isArray():
		for _, n := range v.items() {
			names = append(names, n.str())
		}
	case v.isDoc():
		for _, ix := range c.indexes {
			if equal(ix.spec.get("key"), v) {
				return []string{ix.name}, nil
			}
		}
		return nil, codeIndexNotFound.errorf("can't find index with key: %s", shell(v))
	default:
		return nil, codeTypeMismatch.errorf("BSON field 'dropIndexes.index' is the wrong type '%s'", typeName(v.t))
	}
	for _, n := range names {
		if n == "_id_" {
			return nil, codeInvalidOptions.errorf("cannot drop _id index")
		}
		if c.index(n) == nil {
			return nil, codeIndexNotFound.errorf("index not found with name [%s]", n)
		}
	}
	return names, nil
}

func (e *Engine) listIndexes(r *request, w *builder) error {
	c, ok := e.state.Load().collections[r.ns]
	if !ok {
		return codeNamespaceNotFound.errorf("ns does not exist: %s", r.ns)
	}
	docs := []document{c.byID.spec}
	for _, ix := range c.indexes {
		docs = append(docs, ix.spec)
	}
	return e.listing(r, w, r.ns, docs)
}

// listing answers with a cursor over a list that no collection holds.
func (e *Engine) listing(r *request, w *builder, ns string, docs []document) error {
	d, err := r.docArg("cursor")
	if err != nil {
		return err
	}
	batch := 1<<31 - 1
	if n, ok := d.get("batchSize").whole(); ok && n > 0 {
		batch = int(min(n, int64(batch)))
	}
	return e.firstBatch(r, w, &cursor{ns: ns, rows: list(docs), budget: r.budget}, batch, false)
}

func (e *Engine) listCollections(r *request, w *builder) error {
	f, err := r.filterArg("filter")
	if err != nil {
		return err
	}
	s := e.state.Load()
	var docs []document
	for _, ns := range s.names(r.db) {
		d := build(func(w *builder) {
			w.string("name", strings.TrimPrefix(ns, r.db+"."))
			w.string("type", "collection")
			w.beginDoc("options")
			w.end()
			w.beginDoc("info")
			w.bool("readOnly", false)
			w.end()
			w.value("idIndex", s.collections[ns].byID.spec.value())
		})
		if f.match(d.value()) {
			docs = append(docs, d)
		}
	}
	return e.listing(r, w, r.db+".$cmd.listCollections", docs)
}

func (e *Engine) listDatabases(r *request, w *builder) error {
	f, err := r.filterArg("filter")
	if err != nil {
		return err
	}
	var dbs []string
	for _, ns := range e.state.Load().names("") {
		db, _, _ := strings.Cut(ns, ".")
		dbs = append(dbs, db)
	}
	w.beginArray("databases")
	n := 0
	for _, db := range slices.Compact(dbs) {
		d := build(func(w *builder) {
			w.string("name", db)
			w.int64("sizeOnDisk", 0)
			w.bool("empty", false)
		})
		if f.match(d.value()) {
			w.item(n, d.value())
			n++
		}
	}
	w.end()
	w.int64("totalSize", 0)
	return nil
}

func (e *Engine) create(r *request, _ *builder) error {
	return e.write(func(t *tx) error {
		if t.find(r.ns) == nil {
			t.collection(r.ns)
		}
		return nil
	})
}

func (e *Engine) drop(r *request, w *builder) error {
	return e.write(func(t *tx) error {
		if c := t.find(r.ns); c != nil {
			w.int32("nIndexesWas", len(c.indexes)+1)
			w.string("ns", r.ns)
			return t.drop(r.ns)
		}
		return nil
	})
}

func (e *Engine) dropDatabase(r *request, w *builder) error {
	return e.write(func(t *tx) error {
		for _, ns := range t.base.names(r.db) {
			if err := t.drop(ns); err != nil {
				return err
			}
		}
		w.string("dropped", r.db)
		return nil
	})
}
