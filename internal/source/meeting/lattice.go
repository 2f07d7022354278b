package meeting

import (
	"context"
	"math"

	"rapporteur/internal/printed"
)

// step is how a token joins what stands before it.
type step uint8

const (
	stepNone      step = iota
	stepCell           // it begins a cell of the same row
	stepRow            // it begins a row
	stepWord           // it is a further word of the same text cell
	stepNote           // it begins a note
	stepNoteGoing      // it is a further word of a note
)

// node is a position between tokens; its states are the columns, then note, then start.
type node struct {
	gap gap
	pos int32
}

// from is how a state of a node is best reached.
type from struct {
	node, reading int32 // reading is -1 for a word
	state         int16
	step          step
	end           int32 // of the token that leads there
}

// lattice holds one run over a table: the cost of the best way to every state of every node, or of all ways
// together.
type lattice struct {
	*table
	all    bool // costs are of all ways together
	cost   []float64
	froms  []from // of the best way; nil when all is set
	states int    // columns, note, start
	enter  []float64
	source []int16
}

func (l *lattice) note() int  { return len(l.columns) }
func (l *lattice) start() int { return len(l.columns) + 1 }

// join is the cost of two ways together: the smaller one, or of both.
func (l *lattice) join(a, b float64) float64 {
	if b < a {
		a, b = b, a
	}
	if !l.all || b-a > 30 || b >= never {
		return a
	}
	return a - math.Log1p(math.Exp(a-b))
}

// walk fills the lattice from the beginning of the body to its end.
func (t *table) walk(ctx context.Context, all bool) (*lattice, error) {
	l := &lattice{table: t, all: all, states: len(t.columns) + 2}
	l.enter, l.source = make([]float64, len(t.columns)), make([]int16, len(t.columns))
	t.at = make([]int32, len(t.text)+1)
	for i := range t.at {
		t.at[i] = -1
	}
	t.nodes = t.nodes[:0]
	first := t.skipGap(0)
	l.state(first, gapStart)
	l.cost[l.start()] = 0
	for p := first; p < len(t.text); p++ {
		if p&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if n := t.at[p]; n >= 0 {
			l.leave(n)
		}
	}
	return l, nil
}

func (t *table) skipGap(p int) int {
	for p < len(t.text) && isGap(t.text[p]) {
		p++
	}
	return p
}

// state returns the node at a position, which it makes where there is none.
func (l *lattice) state(p int, g gap) int32 {
	if n := l.at[p]; n >= 0 {
		return n
	}
	n := int32(len(l.nodes))
	l.at[p] = n
	l.nodes = append(l.nodes, node{gap: g, pos: int32(p)})
	for range l.states {
		l.cost = append(l.cost, never)
		if !l.all {
			l.froms = append(l.froms, from{})
		}
	}
	return n
}

// prune drops the states of a node that cost far more than its best.
func (l *lattice) prune(costs []float64) {
	low := never
	for _, c := range costs {
		low = min(low, c)
	}
	for i, c := range costs {
		if c > low+beam {
			costs[i] = never
		}
	}
}

// leave walks every edge out of a node.
func (l *lattice) leave(n int32) {
	costs := l.cost[int(n)*l.states : (int(n)+1)*l.states]
	l.prune(costs)
	l.enterCells(n, costs)
	row, rowFrom := l.enterRow(n, costs)
	l.edges(n, func(e edge) {
		l.steps++
		switch e.step {
		case stepCell:
			l.follow(n, l.source[e.column], e, l.enter[e.column]+e.cost)
		case stepRow:
			l.follow(n, rowFrom, e, row+e.cost+l.empty(0, e.column))
		case stepWord:
			l.follow(n, int16(e.column), e, costs[e.column]+e.cost)
		case stepNote:
			for j, c := range costs {
				if c < never {
					l.follow(n, int16(j), e, c+e.cost+l.finish(j))
				}
			}
		case stepNoteGoing:
			l.follow(n, int16(l.note()), e, costs[l.note()]+e.cost)
		}
	})
}

// finish is the cost of ending a row in a state: of the columns that stay empty.
func (l *lattice) finish(state int) float64 {
	if state >= len(l.columns) {
		return 0
	}
	return l.empty(state+1, len(l.columns))
}

func (l *lattice) follow(n int32, state int16, e edge, cost float64) {
	if cost >= never {
		return
	}
	to := l.skipGap(e.end)
	target := l.state(to, gapOf(l.text[e.end:to]))
	i := int(target)*l.states + e.column
	if l.all {
		l.cost[i] = l.join(l.cost[i], cost)
	} else if cost < l.cost[i] {
		l.cost[i] = cost
		l.froms[i] = from{node: n, reading: e.reading, state: state, step: e.step, end: int32(e.end)}
	}
}

// between is the cost of a step from a cell of column j to one of column k in the same row, but for what the gap
// itself costs.
func (l *lattice) between(j, k int) float64 {
	of := l.columns[k]
	switch {
	case k > j:
		return l.empty(j+1, k)
	case of == printed.Number:
		return never
	case k == j:
		return again - l.present[k] // the column is not filled twice
	case of == printed.Question || of == printed.Name:
		return outOfOrder + outOfOrderHead
	}
	return outOfOrder
}

// gapCost is the cost of a gap within a row.
func (l *lattice) gapCost(g gap) float64 {
	switch g {
	case gapStuck:
		return stepStuck + l.stay[g] + l.withoutBar()
	case gapSpace:
		return stepSpace + l.stay[g] + l.withoutBar()
	}
	return l.stay[g]
}

// withoutBar is what a cell costs that no bar separates in a table with bars.
func (l *lattice) withoutBar() float64 {
	if l.pipes {
		return noBar
	}
	return 0
}

// enterCells finds the cost of a new cell of each column in the same row, and the state it is best reached from.
func (l *lattice) enterCells(n int32, costs []float64) {
	g := l.gapCost(l.nodes[n].gap)
	for k := range l.columns {
		l.enter[k], l.source[k] = never, -1
		best := never
		for j := range l.columns {
			if costs[j] >= never {
				continue
			}
			c := costs[j] + g + l.between(j, k)
			if c < best {
				best, l.source[k] = c, int16(j)
			}
			l.enter[k] = l.join(l.enter[k], c)
		}
	}
}

// enterRow is the cost of beginning a row at a node, but for the columns before its first cell.
func (l *lattice) enterRow(n int32, costs []float64) (cost float64, source int16) {
	cost, best := never, never
	for j, c := range costs {
		if c >= never {
			continue
		}
		if c += l.finish(j); c < best {
			best, source = c, int16(j)
		}
		cost = l.join(cost, c)
	}
	return cost + l.begin[l.nodes[n].gap], source
}

// run finds the best division and the certainty of its cells.
func (t *table) run(ctx context.Context) ([]tableRow, error) {
	best, err := t.walk(ctx, false)
	if err != nil {
		return nil, err
	}
	rows := best.rows()
	all, err := t.walk(ctx, true)
	if err != nil {
		return nil, err
	}
	return rows, all.certainties(ctx, rows)
}

// total is the cost of the best division.
func (t *table) total(ctx context.Context) (float64, error) {
	l, err := t.walk(ctx, false)
	if err != nil {
		return never, err
	}
	cost, _ := l.last()
	return cost, nil
}

// last is the cost at the end of the body, and the state there.
func (l *lattice) last() (cost float64, state int) {
	cost, state = never, -1
	n := l.at[len(l.text)]
	if n < 0 {
		return cost, state
	}
	for j := range l.states {
		if c := l.cost[int(n)*l.states+j] + l.finish(j); c < cost {
			cost, state = c, j
		}
	}
	return cost, state
}

// rows reads the best way backwards.
func (l *lattice) rows() []tableRow {
	_, state := l.last()
	if state < 0 {
		return nil
	}
	type taken struct {
		from
		column    int
		pos, next int
	}
	var path []taken
	for n := l.at[len(l.text)]; ; {
		f := l.froms[int(n)*l.states+state]
		if f.step == stepNone {
			break
		}
		path = append(path, taken{f, state, int(l.nodes[f.node].pos), int(l.nodes[n].pos)})
		n, state = f.node, int(f.state)
	}
	var rows []tableRow
	for i := len(path) - 1; i >= 0; i-- {
		s := path[i]
		c := cell{column: s.column, from: s.pos, end: int(s.end), next: s.next}
		if s.reading >= 0 {
			c.value = &l.readings[s.reading].Value
		}
		switch last := len(rows) - 1; s.step {
		case stepNote:
			rows = append(rows, tableRow{from: s.pos, end: int(s.end)})
		case stepNoteGoing:
			rows[last].end = int(s.end)
		case stepRow:
			rows = append(rows, tableRow{cells: []cell{c}})
		case stepCell:
			rows[last].cells = append(rows[last].cells, c)
		case stepWord:
			cells := rows[last].cells
			cells[len(cells)-1].end, cells[len(cells)-1].next = c.end, c.next
		}
	}
	return rows
}
