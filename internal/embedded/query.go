package embedded

// query is what find, count, distinct, aggregate and the writes look for.
type query struct {
	filter filter
	order  []indexField
	skip   int
	limit  int // 0 is none
}

// records lists what matches, in order.
func (c *collection) records(q query, b *budget) ([]*record, error) {
	p := c.plan(q.filter, q.order)
	most := 0
	if q.limit > 0 {
		most = q.skip + q.limit
	}
	var out []*record
	var err error
	if p.ordered {
		err = p.run(b, func(r *record) bool {
			if q.filter.match(r.raw.value()) {
				out = append(out, r)
			}
			return most == 0 || len(out) < most
		})
	} else {
		s := sorter[*record]{fields: q.order, limit: most}
		var failed error
		err = p.run(b, func(r *record) bool {
			if q.filter.match(r.raw.value()) {
				failed = s.add(r.raw, r)
			}
			return failed == nil
		})
		if err == nil {
			err = failed
		}
		if err == nil {
			out = s.done()
		}
	}
	if err != nil {
		return nil, err
	}
	out = out[min(q.skip, len(out)):]
	if q.limit > 0 && len(out) > q.limit {
		out = out[:q.limit]
	}
	return out, nil
}
