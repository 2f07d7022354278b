package embedded

import (
	"bytes"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// statements runs the statements of one write command and collects their errors by index.
type statements struct {
	r       *request
	ordered bool
	errs    []indexedFault
}

type indexedFault struct {
	index int
	fault *fault
}

func (r *request) statements(name string) (*statements, []document, error) {
	docs, err := r.documents(name)
	if err != nil {
		return nil, nil, err
	}
	if len(docs) == 0 || len(docs) > maxWrites {
		return nil, nil, codeInvalidLength.errorf("Write batch sizes must be between 1 and %d. Got %d operations.", maxWrites, len(docs))
	}
	ordered, err := r.boolArg("ordered", true)
	return &statements{r: r, ordered: ordered}, docs, err
}

// each runs the statements in turn. An error ends an ordered command; running out of time ends any, and undoes it.
func (s *statements) each(docs []document, do func(i int, d document) error) error {
	for i, d := range docs {
		err := do(i, d)
		if err == nil {
			err = s.r.budget.tick(i)
		}
		if err == nil {
			continue
		}
		f := asFault(err)
		if f.code == codeMaxTimeExpired || s.r.engine.stopping.Load() {
			return err
		}
		s.errs = append(s.errs, indexedFault{i, f})
		if s.ordered {
			break
		}
	}
	return nil
}

// tick looks at the clock now and then.
func (b *budget) tick(i int) error {
	if i&127 != 127 {
		return nil
	}
	return b.check()
}

func (s *statements) write(w *builder) {
	if len(s.errs) == 0 {
		return
	}
	w.beginArray("writeErrors")
	for i, e := range s.errs {
		w.itemHeader(i, bson.TypeEmbeddedDocument)
		w.begin()
		w.int32("index", e.index)
		w.int32("code", int(e.fault.code))
		w.string("errmsg", e.fault.msg)
		e.fault.writeKeys(w)
		w.end()
	}
	w.end()
}

func (e *Engine) insert(r *request, w *builder) error {
	s, docs, err := r.statements("documents")
	if err != nil {
		return err
	}
	n := 0
	err = e.write(func(t *tx) error {
		c := t.collection(r.ns)
		return s.each(docs, func(_ int, d document) error {
			raw, err := forInsert(d)
			if err == nil {
				_, err = t.put(c, nil, raw)
			}
			if err == nil {
				n++
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	w.int32("n", n)
	s.write(w)
	return nil
}

// forInsert copies a document out of its message, with _id as the first field.
func forInsert(d document) (document, error) {
	it := d.elements()
	ids := 0
	for it.next() {
		if string(it.key) == "_id" {
			ids++
		} else if len(it.key) > 0 && it.key[0] == '$' {
			return nil, codeDollarField.errorf("The dollar ($) prefixed field '%s' is not valid for storage.", it.key)
		}
	}
	switch {
	case ids > 1:
		return nil, badValue("can't have multiple _id fields in one document")
	case ids == 0:
		return withID(d), nil
	case d.firstKey() == "_id":
		return bytes.Clone(d), nil
	}
	return newNode(d).document(), nil
}

// withID puts a new _id before the document's fields.
func withID(d document) document {
	return build(func(w *builder) {
		w.value("_id", newObjectID())
		w.b = append(w.b, d[4:len(d)-1]...)
	})
}

func (e *Engine) update(r *request, w *builder) error {
	s, docs, err := r.statements("updates")
	if err != nil {
		return err
	}
	var total outcome
	type upsert struct {
		index int
		id    value
	}
	var upserts []upsert
	err = e.write(func(t *tx) error {
		return s.each(docs, func(i int, d document) error {
			o, err := r.updateOne(t, d)
			total.matched += o.matched
			total.modified += o.modified
			if err == nil && !o.upserted.missing() {
				total.matched++
				upserts = append(upserts, upsert{i, o.upserted})
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	w.int32("n", total.matched)
	w.int32("nModified", total.modified)
	if len(upserts) > 0 {
		w.beginArray("upserted")
		for i, u := range upserts {
			w.itemHeader(i, bson.TypeEmbeddedDocument)
			w.begin()
			w.int32("index", u.index)
			w.value("_id", u.id)
			w.end()
		}
		w.end()
	}
	s.write(w)
	return nil
}

// updateOne runs one update statement.
func (r *request) updateOne(t *tx, d document) (outcome, error) {
	if err := checkStatement(r.name+".updates", d, updateFields, updateRefused); err != nil {
		return outcome{}, err
	}
	q, err := docOf(r.name, "updates.q", d.get("q"))
	if err != nil {
		return outcome{}, err
	}
	m := modification{r: r, t: t}
	if m.query.filter, err = parseFilter(q); err != nil {
		return outcome{}, err
	}
	if m.update, err = parseUpdate(d.get("u")); err != nil {
		return outcome{}, err
	}
	upsert, err := boolOf(r.name, "updates.upsert", d.get("upsert"), false)
	if err != nil {
		return outcome{}, err
	}
	multi, err := boolOf(r.name, "updates.multi", d.get("multi"), false)
	if err != nil {
		return outcome{}, err
	}
	if multi && m.update.replacement != nil {
		return outcome{}, codeFailedToParse.errorf("multi update is not supported for replacement-style update")
	}
	if !multi {
		m.query.limit = 1
	}
	m.upsert = upsert
	return m.run()
}

var (
	updateFields, updateRefused = set("q u upsert multi"), set("hint collation arrayFilters c sort")
	deleteFields, deleteRefused = set("q limit"), set("hint collation")
)

// checkStatement refuses fields of a statement that are not known.
func checkStatement(owner string, d document, fields, refused words) error {
	it := d.elements()
	for it.next() {
		switch key := it.key; {
		case fields.has(key):
		case refused.has(key):
			if it.val.truthy() {
				return notImplemented("the option %s of %s", key, owner)
			}
		default:
			return codeUnknownField.errorf("BSON field '%s.%s' is an unknown field.", owner, key)
		}
	}
	return nil
}

func (e *Engine) delete(r *request, w *builder) error {
	s, docs, err := r.statements("deletes")
	if err != nil {
		return err
	}
	n := 0
	err = e.write(func(t *tx) error {
		return s.each(docs, func(_ int, d document) error {
			removed, err := r.deleteOne(t, d)
			n += removed
			return err
		})
	})
	if err != nil {
		return err
	}
	w.int32("n", n)
	s.write(w)
	return nil
}

func (r *request) deleteOne(t *tx, d document) (int, error) {
	if err := checkStatement(r.name+".deletes", d, deleteFields, deleteRefused); err != nil {
		return 0, err
	}
	limit, ok := d.get("limit").whole()
	if !ok || limit != 0 && limit != 1 {
		return 0, codeFailedToParse.errorf("The limit field in delete objects must be 0 or 1. Got %s", shell(d.get("limit")))
	}
	qd, err := docOf(r.name, "deletes.q", d.get("q"))
	if err != nil {
		return 0, err
	}
	f, err := parseFilter(qd)
	if err != nil {
		return 0, err
	}
	c := t.find(r.ns)
	if c == nil {
		return 0, nil
	}
	recs, err := t.view(c).records(query{filter: f, limit: int(limit)}, r.budget)
	if err != nil || len(recs) == 0 {
		return 0, err
	}
	c = t.collection(r.ns)
	for _, rec := range recs {
		if err := t.remove(c, rec); err != nil {
			return 0, err
		}
	}
	return len(recs), nil
}
