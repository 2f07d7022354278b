package embedded

import "bytes"

// query is what find, count, distinct, aggregate and the writes look for.
type query struct {
	filter filter
	order  []indexField
	skip   int
	limit  int  // 0 is none
	blind  bool // only their number counts: what is found may be given as empty documents
}

// find reads what matches, in order, as it is asked for.
func (v view) find(q query, b *budget) (rows, error) {
	p := v.plan(q.filter, q.order)
	s, err := v.scan(p, b)
	if err != nil {
		return nil, err
	}
	found := &search{scan: s, filter: q.filter, blind: q.blind && p.covers, skip: q.skip, left: q.limit, bounded: q.limit > 0}
	if p.ordered {
		return found, nil
	}
	defer found.close()
	found.skip, found.left, found.bounded = 0, 0, false
	return v.sorted(found, q)
}

// search is the documents of a scan that match.
type search struct {
	*scan
	filter  filter
	blind   bool
	skip    int
	left    int
	bounded bool // by left
}

func (s *search) next() (document, error) {
	for !s.bounded || s.left > 0 {
		ok, err := s.scan.next()
		if !ok || err != nil {
			return nil, err
		}
		d := emptyDocument
		if !s.blind {
			if d, err = s.document(); err != nil {
				return nil, err
			}
			if !s.filter.match(d.value()) {
				continue
			}
		}
		if s.skip > 0 {
			s.skip--
			continue
		}
		s.left--
		return d, nil
	}
	return nil, nil
}

// sortedBytes is how much of the documents that are put in order is kept beside their keys. What is beyond is fetched
// again when its turn comes.
const sortedBytes = 32 << 20

// sorted puts what is found into the order of the query.
func (v view) sorted(found *search, q query) (rows, error) {
	s := sorter[record]{fields: q.order}
	if q.limit > 0 {
		s.limit = q.skip + q.limit
	}
	kept := 0
	for {
		d, err := found.next()
		if err != nil {
			return nil, err
		}
		if d == nil {
			break
		}
		r := record{id: string(found.id)}
		if kept += len(d); s.limit > 0 || kept <= sortedBytes {
			r.raw = bytes.Clone(d)
		}
		if err := s.add(d, r); err != nil {
			return nil, err
		}
	}
	all := s.done()
	return &listed{view: v, rest: all[min(q.skip, len(all)):]}, nil
}

// records lists what matches, in order, for a command that will change it.
func (v view) records(q query, b *budget) ([]*record, error) {
	found, err := v.find(q, b)
	if err != nil {
		return nil, err
	}
	var out []*record
	err = consume(found, &budget{}, func(d document) error {
		d = bytes.Clone(d)
		out = append(out, &record{keyOf(d.get("_id")), d})
		return nil
	})
	return out, err
}
