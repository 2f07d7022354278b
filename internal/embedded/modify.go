package embedded

import "bytes"

// modification is one update of the documents a query finds, or of a new one.
type modification struct {
	r      *request
	t      *tx
	query  query
	update *update
	upsert bool
}

// outcome is what a modification did. before and after are the last document's.
type outcome struct {
	matched, modified int
	upserted          value
	before, after     document
}

func (m *modification) run() (outcome, error) {
	var o outcome
	c := m.t.find(m.r.ns)
	if c != nil {
		recs, err := m.t.view(c).records(m.query, m.r.budget)
		if err != nil {
			return o, err
		}
		if len(recs) > 0 {
			return m.change(recs)
		}
	}
	if !m.upsert {
		return o, nil
	}
	return m.insert()
}

func (m *modification) change(recs []*record) (outcome, error) {
	var o outcome
	c := m.t.collection(m.r.ns)
	for i, rec := range recs {
		if err := m.r.budget.tick(i); err != nil {
			return o, err
		}
		d, err := m.update.apply(rec.raw, false)
		if err != nil {
			return o, err
		}
		o.before, o.after = rec.raw, d
		if bytes.Equal(d, rec.raw) {
			o.matched++
			continue
		}
		if _, err := m.t.put(c, rec, d); err != nil {
			return o, err
		}
		o.matched++
		o.modified++
	}
	return o, nil
}

func (m *modification) insert() (outcome, error) {
	var o outcome
	base, err := seed(m.query.filter)
	if err != nil {
		return o, err
	}
	if m.update.replacement != nil {
		// Only the _id of the filter counts.
		id := base.get("_id")
		base = build(func(w *builder) {
			if !id.missing() {
				w.value("_id", id)
			}
		})
	}
	d, err := m.update.apply(base, true)
	if err != nil {
		return o, err
	}
	if d.get("_id").missing() {
		d = withID(d)
	}
	if d, err = forInsert(d); err != nil {
		return o, err
	}
	rec, err := m.t.put(m.t.collection(m.r.ns), nil, d)
	if err != nil {
		return o, err
	}
	o.upserted, o.after = rec.raw.get("_id"), rec.raw
	return o, nil
}

// findAndModify changes or removes the first document in the order of the sort, and answers with it.
func (e *Engine) findAndModify(r *request, w *builder) error {
	m := modification{r: r}
	shape, remove, wantNew, err := r.findAndModifyArgs(&m)
	if err != nil {
		return err
	}
	var o outcome
	err = e.write(func(t *tx) (err error) {
		m.t = t
		if remove {
			o, err = m.remove()
		} else {
			o, err = m.run()
		}
		return err
	})
	if err != nil {
		return err
	}
	w.beginDoc("lastErrorObject")
	n := o.matched
	if !o.upserted.missing() {
		n = 1
	}
	w.int32("n", n)
	if !remove {
		w.bool("updatedExisting", o.matched > 0)
	}
	if !o.upserted.missing() {
		w.value("upserted", o.upserted)
	}
	w.end()
	d := o.before
	if wantNew {
		d = o.after
	}
	switch {
	case d == nil:
		w.null("value")
	case shape != nil:
		w.value("value", shape.apply(d).value())
	default:
		w.value("value", d.value())
	}
	return nil
}

// remove removes the first document that matches.
func (m *modification) remove() (o outcome, err error) {
	c := m.t.find(m.r.ns)
	if c == nil {
		return o, nil
	}
	recs, err := m.t.view(c).records(m.query, m.r.budget)
	if err == nil && len(recs) > 0 {
		err = m.t.remove(m.t.collection(m.r.ns), recs[0])
		o.matched, o.before = 1, recs[0].raw
	}
	return o, err
}

func (r *request) findAndModifyArgs(m *modification) (shape *projection, remove, wantNew bool, err error) {
	if m.query.filter, err = r.filterArg("query"); err != nil {
		return
	}
	m.query.limit = 1
	sd, err := r.docArg("sort")
	if err != nil {
		return
	}
	if m.query.order, err = parseSort(sd); err != nil {
		return
	}
	pd, err := r.docArg("fields")
	if err != nil {
		return
	}
	if shape, err = parseProjection(pd); err != nil {
		return
	}
	if remove, err = r.boolArg("remove", false); err != nil {
		return
	}
	if wantNew, err = r.boolArg("new", false); err != nil {
		return
	}
	if m.upsert, err = r.boolArg("upsert", false); err != nil {
		return
	}
	u := r.arg("update")
	switch {
	case remove && !u.missing():
		err = codeFailedToParse.errorf("Cannot specify both an update and remove=true")
	case remove && (m.upsert || wantNew):
		err = codeFailedToParse.errorf("Cannot specify both upsert or new and remove=true")
	case !remove && u.missing():
		err = codeFailedToParse.errorf("Either an update or remove=true must be specified")
	case !remove:
		m.update, err = parseUpdate(u)
	}
	return
}
