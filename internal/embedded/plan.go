package embedded

// plan says which entries of which index to read. The filter is applied to what they lead to.
type plan struct {
	index   *index
	streams []stream
	desc    bool
	ordered bool // comes in the order asked for
	bounded bool // reads less than the whole index
	dedup   bool // may meet a document twice
	unique  bool // reads one document for each point
	covers  bool // reads nothing but what matches the filter
	score   int
	union   []*plan
}

// planner chooses a plan for one query on one collection.
type planner struct {
	v     view
	conds []*condition // what every match fulfils
	ors   []anyOf
	order []indexField // the sort, without fields that are held to one value
	// partly says that the filter asks for more than the conditions.
	partly bool
}

// few is a number of documents that is read without thinking about a better way.
const few = 100

func (v view) plan(f filter, order []indexField) *plan {
	p := &planner{v: v, order: order}
	p.take(f)
	best := p.consider(v.byID, nil)
	if best.unique {
		return best
	}
	candidates := []*plan{best}
	for _, or := range p.ors {
		candidates = append(candidates, p.consider(v.byID, or))
	}
	for _, ix := range v.indexes {
		if !p.serves(ix) {
			continue
		}
		candidates = append(candidates, p.narrowest(ix))
		for _, or := range p.ors {
			candidates = append(candidates, p.consider(ix, or))
		}
	}
	if best = v.choose(candidates); best.bounded {
		return best
	}
	for _, or := range p.ors {
		if u := p.unite(or); u != nil {
			return u
		}
	}
	return best
}

// choose takes the plan that certainly reads little, if there is one, else the one that fits best by its form.
func (v view) choose(candidates []*plan) *plan {
	best, bounded := candidates[0], 0
	for _, q := range candidates {
		if q.score > best.score {
			best = q
		}
		if q.bounded {
			bounded++
		}
	}
	if bounded < 2 || best.unique {
		return best
	}
	least := few + 1
	for _, q := range candidates {
		if !q.bounded {
			continue
		}
		if n := v.entries(q, least); n < least || n == least && n <= few && q.score > best.score {
			best, least = q, n
		}
	}
	return best
}

// entries is how many entries the plan reads, at most most or one.
func (v view) entries(p *plan, most int) int {
	src, err := v.source(p, false)
	if err != nil {
		return most // reading it will say what is wrong
	}
	defer src.close()
	n := 0
	for more := true; more && n < max(most, 1); {
		if _, _, more = src.next(); more {
			n++
		}
	}
	return n
}

// narrowest is the plan that reads ix by the one of several conditions on a list that reads least: of the words
// of a search, the rarest. They cannot be joined, since each may be met by another element.
func (p *planner) narrowest(ix *index) *plan {
	var rest, same []*condition
	for _, c := range p.conds {
		if _, ok := c.spansAt(ix.fields[0].path); ok && ix.isMultikey(0) {
			same = append(same, c)
		} else {
			rest = append(rest, c)
		}
	}
	if len(same) < 2 {
		return p.consider(ix, nil)
	}
	plans := make([]*plan, len(same))
	for i, c := range same {
		one := planner{v: p.v, order: p.order, partly: true, conds: append(rest[:len(rest):len(rest)], c)}
		plans[i] = one.consider(ix, nil)
	}
	for most := few; most <= 1000*few; most *= 10 {
		least, best := most+1, plans[0]
		for _, q := range plans {
			if n := p.v.entries(q, least); n < least {
				best, least = q, n
			}
		}
		if least <= most {
			return best
		}
	}
	return p.consider(ix, nil)
}

// take collects the conditions that hold for every match.
func (p *planner) take(f filter) {
	switch f := f.(type) {
	case allOf:
		for _, k := range f {
			p.take(k)
		}
	case anyOf:
		p.ors, p.partly = append(p.ors, f), true
	case *condition:
		p.conds = append(p.conds, f)
	default:
		p.partly = true
	}
}

// branch lists the conditions of one side of an $or, with those that hold anyway.
func branch(conds []*condition, f filter) []*condition {
	b := planner{conds: append([]*condition(nil), conds...)}
	b.take(f)
	return b.conds
}

// unite reads each side of an $or by its own index; all of them must have one.
func (p *planner) unite(or anyOf) *plan {
	u := &plan{bounded: true, dedup: true, ordered: len(p.order) == 0}
	for _, side := range or {
		sub := allOf{side}
		for _, c := range p.conds {
			sub = append(sub, c)
		}
		q := p.v.plan(sub, nil)
		if !q.bounded {
			return nil
		}
		u.union = append(u.union, q)
	}
	return u
}

// consider builds the plan that reads ix, with the sides of an $or when there is one.
func (p *planner) consider(ix *index, or anyOf) *plan {
	fields := ix.orderFields()
	base := ix.bounds(fields, p.conds)
	sides := [][]spans{base}
	if or != nil {
		sides = nil
		for _, f := range or {
			sides = append(sides, ix.bounds(fields, branch(p.conds, f)))
		}
	}
	q := &plan{index: ix, dedup: ix.anyMultikey(), ordered: len(p.order) == 0}
	points := 0
	for points < len(fields) && base[points] != nil && base[points].allPoints() {
		points++
	}
	split := 0
	for n := points; n >= 0 && !q.ordered; n-- {
		if combinations(base[:n]) > maxIntervals {
			continue
		}
		if ok, desc := p.sorted(ix, fields, base, n); ok {
			q.ordered, q.desc, split = true, desc, n
		}
	}
	var depth int
	q.streams, depth = buildStreams(fields, base, sides, split)
	q.bounded = depth > 0
	q.covers = p.covered(ix, fields, base)
	q.score = depth * 10
	if len(p.order) > 0 && q.ordered {
		q.score += 5
	}
	if points >= len(ix.fields) && ix.unique && or == nil {
		q.unique = true
		q.score += 100
	}
	return q
}

// sorted says whether streams with the first n fields held to one value each come in the order of the sort.
func (p *planner) sorted(ix *index, fields []indexField, base []spans, n int) (ok, desc bool) {
	known := false
	for _, o := range p.order {
		if ix.constant(fields, base, o.path) {
			continue
		}
		for n < len(fields) && fields[n].path != o.path && len(base[n]) == 1 && base[n].allPoints() {
			n++
		}
		if n >= len(fields) || fields[n].path != o.path || ix.isMultikey(n) {
			return false, false
		}
		backwards := fields[n].desc != o.desc
		if known && backwards != desc {
			return false, false
		}
		known, desc = true, backwards
		n++
		if o.path == "_id" {
			break
		}
	}
	return true, desc
}

// constant says whether path is one of the fields and every match has the same single value there.
func (ix *index) constant(fields []indexField, base []spans, path string) bool {
	for i, f := range fields {
		if f.path == path {
			return len(base[i]) == 1 && base[i].allPoints() && !ix.isMultikey(i)
		}
	}
	return false
}

func combinations(ss []spans) int {
	n := 1
	for _, s := range ss {
		if n *= len(s); n > maxIntervals {
			break
		}
	}
	return n
}
