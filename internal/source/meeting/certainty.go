package meeting

import (
	"context"
	"math"
)

// certainties sets the share that all divisions with a cell or a row have of all divisions.
func (l *lattice) certainties(ctx context.Context, rows []tableRow) error {
	s := &sums{lattice: l, cells: map[int]*cell{}, rows: map[int]*tableRow{}}
	s.beta = make([]float64, len(l.nodes)*l.states)
	s.leaves = map[[2]int]float64{}
	for i := range rows {
		for k := range rows[i].cells {
			c := &rows[i].cells[k]
			s.cells[c.from] = c
			if l.columns[c.column].IsText() {
				s.leaves[[2]int{c.column, c.next}] = 0
			}
		}
		if !rows[i].isNote() {
			s.rows[rows[i].cells[0].from] = &rows[i]
		}
	}
	if err := s.walkBack(ctx); err != nil {
		return err
	}
	for _, c := range s.cells {
		if c.value == nil {
			c.certainty = min(c.certainty, s.leaves[[2]int{c.column, c.next}])
		}
	}
	return nil
}

// sums walks a lattice of all ways backwards.
type sums struct {
	*lattice
	beta   []float64 // cost of all ways from a state to the end
	whole  float64   // cost of all ways
	cells  map[int]*cell
	rows   map[int]*tableRow
	leaves map[[2]int]float64 // probability that a text cell of a column ends before a position
}

func (s *sums) walkBack(ctx context.Context) error {
	end := s.at[len(s.text)]
	if end < 0 {
		return nil
	}
	s.whole = never
	for j := range s.states {
		s.beta[int(end)*s.states+j] = s.finish(j)
		s.whole = s.join(s.whole, s.cost[int(end)*s.states+j]+s.finish(j))
	}
	for k := range s.columns {
		s.ended(int(end), k, len(s.text), 0)
	}
	for p := len(s.text) - 1; p >= 0; p-- {
		if p&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if n := s.at[p]; n >= 0 {
			s.back(n)
		}
	}
	return nil
}

// ended notes how likely a text cell of a column ends before a node, unless a word goes on with it.
func (s *sums) ended(n, k, p int, goesOn float64) {
	if _, wanted := s.leaves[[2]int{k, p}]; wanted {
		i := n*s.states + k
		s.leaves[[2]int{k, p}] = max(0, s.share(s.cost[i]+s.beta[i])-goesOn)
	}
}

// share is the probability of ways of a cost.
func (s *sums) share(cost float64) float64 { return min(1, math.Exp(s.whole-cost)) }

// back sums what leaves a node.
func (s *sums) back(n int32) {
	costs := s.cost[int(n)*s.states : (int(n)+1)*s.states]
	beta := s.beta[int(n)*s.states : (int(n)+1)*s.states]
	for j := range beta {
		beta[j] = never
	}
	s.enterCells(n, costs)
	rowIn, _ := s.enterRow(n, costs)
	p, g := int(s.nodes[n].pos), s.gapCost(s.nodes[n].gap)
	c, row := s.cells[p], s.rows[p]
	goesOn := make([]float64, len(s.columns))
	s.edges(n, func(e edge) {
		s.steps++
		to := s.at[s.skipGap(e.end)]
		if to < 0 {
			return
		}
		rest := e.cost + s.beta[int(to)*s.states+e.column]
		if rest >= never {
			return
		}
		in := never
		switch e.step {
		case stepCell:
			in = s.enter[e.column]
			for j := range s.columns {
				beta[j] = s.join(beta[j], g+s.between(j, e.column)+rest)
			}
		case stepRow:
			in = rowIn + s.empty(0, e.column)
			for j := range beta {
				beta[j] = s.join(beta[j], s.finish(j)+s.begin[s.nodes[n].gap]+s.empty(0, e.column)+rest)
			}
		case stepWord:
			beta[e.column] = s.join(beta[e.column], rest)
			goesOn[e.column] += s.share(costs[e.column] + rest)
			return
		case stepNote:
			for j := range beta {
				beta[j] = s.join(beta[j], s.finish(j)+rest)
				in = s.join(in, costs[j]+s.finish(j))
			}
		case stepNoteGoing:
			beta[e.column] = s.join(beta[e.column], rest)
			return
		}
		s.credit(c, row, e, s.share(in+rest))
	})
	for k := range s.columns {
		s.ended(int(n), k, p, goesOn[k])
	}
}

// credit adds the share of an edge to the cell and the row that begin there.
func (s *sums) credit(c *cell, row *tableRow, e edge, share float64) {
	if row != nil && e.step != stepCell {
		row.certainty = min(1, row.certainty+share)
	}
	if c == nil || e.step == stepNote || e.column != c.column {
		return
	}
	if c.value == nil || c.end == e.end {
		c.certainty = min(1, c.certainty+share)
	}
}
