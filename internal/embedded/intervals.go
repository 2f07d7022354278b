package embedded

import "sort"

// maxIntervals bounds how many places of an index one plan goes to.
const maxIntervals = 20000

// interval is a stretch of an index's keys, lo included, hi not. exact says that only the key lo itself is meant.
type interval struct {
	lo, hi string
	exact  bool
}

// stream is a run through some intervals of an index whose keys start with the same prefix bytes.
type stream struct {
	prefix    int
	intervals []interval
}

// buildStreams turns spans into intervals, a stream for each combination of the first split fields. depth is how
// many fields the worst side narrows, counted double where a field is held to points.
func buildStreams(fields []indexField, base []spans, sides [][]spans, split int) ([]stream, int) {
	var out []stream
	for _, prefix := range prefixes(fields, base, split) {
		s := stream{prefix: len(prefix)}
		for _, side := range sides {
			s.intervals = appendIntervals(s.intervals, prefix, fields, side, split, maxIntervals)
		}
		s.intervals = mergeIntervals(s.intervals)
		out = append(out, s)
	}
	depth := -1
	for _, side := range sides {
		d := 0
		for i := range fields {
			if side[i] == nil {
				break
			}
			d++
			if !side[i].allPoints() {
				break
			}
			d++
		}
		if depth < 0 || d < depth {
			depth = d
		}
	}
	return out, depth
}

// prefixes are the encodings of all combinations of the first split fields' points.
func prefixes(fields []indexField, base []spans, split int) []string {
	out := []string{""}
	for i := 0; i < split; i++ {
		var next []string
		for _, p := range out {
			for _, s := range oriented(fields[i], base[i]) {
				next = append(next, p+s.lo.p)
			}
		}
		out = next
	}
	return out
}

// oriented are the spans as they lie in the index.
func oriented(f indexField, ss spans) spans {
	if !f.desc {
		return ss
	}
	out := make(spans, len(ss))
	for i, s := range ss {
		out[len(ss)-1-i] = s.inverted()
	}
	return out
}

func appendIntervals(out []interval, prefix string, fields []indexField, side []spans, i, budget int) []interval {
	if i == len(fields) {
		return append(out, interval{lo: prefix, hi: successor(prefix), exact: true})
	}
	if side[i] == nil || len(side[i]) > budget {
		return append(out, interval{lo: prefix, hi: successor(prefix)})
	}
	budget /= max(1, len(side[i]))
	for _, s := range oriented(fields[i], side[i]) {
		if s.point {
			out = appendIntervals(out, prefix+s.lo.p, fields, side, i+1, budget)
		} else {
			out = append(out, interval{lo: s.lo.bytes(prefix), hi: s.hi.bytes(prefix)})
		}
	}
	return out
}

// mergeIntervals orders intervals and joins those that overlap.
func mergeIntervals(in []interval) []interval {
	if len(in) < 2 {
		return in
	}
	sort.Slice(in, func(i, j int) bool { return in[i].lo < in[j].lo })
	out := in[:1]
	for _, v := range in[1:] {
		l := &out[len(out)-1]
		if v.lo >= l.hi {
			out = append(out, v)
			continue
		}
		if v.lo != l.lo || v.hi != l.hi {
			l.exact = false
		}
		l.hi = max(l.hi, v.hi)
	}
	return out
}
