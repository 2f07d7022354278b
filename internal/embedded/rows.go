package embedded

// rows are documents one after the other.
type rows interface {
	// next is the next document, nil at the end. It is valid until the next call.
	next() (document, error)
	close()
}

// listed is documents that are known already, at least by their _id.
type listed struct {
	view   view
	rest   []record
	closer func()
}

func (l *listed) next() (document, error) {
	l.close()
	if len(l.rest) == 0 {
		return nil, nil
	}
	r := l.rest[0]
	l.rest[0] = record{}
	l.rest = l.rest[1:]
	if r.raw != nil {
		return r.raw, nil
	}
	d, closer, err := l.view.get([]byte(r.id))
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, l.view.disk.dangling(l.view.ns, "_id_")
	}
	l.closer = func() { _ = closer.Close() }
	return d, nil
}

func (l *listed) close() {
	if l.closer != nil {
		l.closer()
	}
	l.closer = nil
}

// list is rows of documents that are in memory.
func list(docs []document) rows {
	l := &listed{rest: make([]record, len(docs))}
	for i, d := range docs {
		l.rest[i].raw = d
	}
	return l
}

// consume calls f with every document, and closes the rows.
func consume(in rows, b *budget, f func(document) error) error {
	defer in.close()
	for i := 0; ; i++ {
		d, err := in.next()
		if d == nil || err != nil {
			return err
		}
		if err := b.tick(i); err != nil {
			return err
		}
		if err := f(d); err != nil {
			return err
		}
	}
}

// mapped is the rows that f makes of others; it leaves out those for which f has none.
type mapped struct {
	rows
	budget *budget
	seen   int
	f      func(document) (document, error)
}

func mapping(f func(document) (document, error)) stage {
	return func(in rows, b *budget) (rows, error) { return &mapped{rows: in, budget: b, f: f}, nil }
}

func (m *mapped) next() (document, error) {
	for {
		d, err := m.rows.next()
		if d == nil || err != nil {
			return nil, err
		}
		if err := m.budget.tick(m.seen); err != nil {
			return nil, err
		}
		m.seen++
		if d, err = m.f(d); d != nil || err != nil {
			return d, err
		}
	}
}

// window leaves out the first rows, and ends after some more; left is negative for no end.
type window struct {
	rows
	skip, left int
}

func (w *window) next() (document, error) {
	for ; w.skip > 0; w.skip-- {
		if d, err := w.rows.next(); d == nil || err != nil {
			return nil, err
		}
	}
	if w.left == 0 {
		return nil, nil
	}
	w.left--
	return w.rows.next()
}
