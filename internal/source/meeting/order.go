package meeting

import (
	"context"
	"slices"
	"strings"

	"rapporteur/internal/printed"
)

// usualOrders are orders of columns that tables of decisions have had, for tables whose heading is lost.
var usualOrders = func() [][]printed.Type {
	short := map[string]printed.Type{
		"num": printed.Number, "q": printed.Question, "wp": printed.Party, "name": printed.Name, "name2": printed.Former, "title": printed.Title, "td": printed.Document,
		"a5": printed.Justification, "nov": printed.Novelty, "editors": printed.Editors, "equiv": printed.Equivalent, "start": printed.Start, "target": printed.Target,
		"mail": printed.Mail, "circ": printed.Circular, "date": printed.Date, "proc": printed.Process,
	}
	var orders [][]printed.Type
	for _, words := range []string{
		"num q name title nov editors td equiv start target", "num q name title td", "name title td q mail", "name q td nov title circ", "num q wp name title td a5",
		"name title q date nov", "name title proc q", "num q name title", "num name title q td", "name title q td", "name title q nov td", "name nov title q td",
		"q name nov title td", "td q name title", "name title", "num q name nov title td editors target", "q name name2 title td", "name title nov q td",
		"num name q title td", "name q title td", "name nov q title td",
	} {
		var order []printed.Type
		for word := range strings.FieldsSeq(words) {
			order = append(order, short[word])
		}
		orders = append(orders, order)
	}
	return orders
}()

// tried is an order of columns with the cost of the table under it.
type tried struct {
	columns []printed.Type
	prior   float64 // of the columns themselves
	cost    float64
}

// search looks for the order of columns that explains a table best. A heading is believed: with three columns or
// more, columns may be added to it, never moved or dropped.
type search struct {
	body     *body
	named    []printed.Type // of the heading
	labelled []printed.Type // that the items of a list label
	seen     []tried
}

// sample is the number of bytes of a table that orders are compared on.
const sample = 3000

// bestOrder returns the best order of columns, and a rival that explains the table nearly as well, or nil.
// labelled are columns whose cells a list labels itself; they stand last.
func bestOrder(ctx context.Context, b *body, named, labelled []printed.Type) (best, rival []printed.Type, err error) {
	s := &search{body: b.cut(sample), named: once(named), labelled: labelled}
	if b.columns != nil && len(named) > 1 {
		return named, nil, nil // the document marks up the cells of named columns
	}
	if err := s.tryUsual(ctx); err != nil {
		return nil, nil, err
	}
	top := s.best()
	for range 4 {
		if err := s.tryAll(ctx, s.near(top)); err != nil {
			return nil, nil, err
		}
		better := s.best()
		if better.cost >= top.cost-0.01 {
			break
		}
		top = better
	}
	return top.columns, s.rival(top), nil
}

// once leaves out columns of a type that came before, but for those of unknown type.
func once(columns []printed.Type) []printed.Type {
	var kept []printed.Type
	for _, c := range columns {
		if c == printed.Other || !slices.Contains(kept, c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func (s *search) believed() bool { return len(s.named) >= 3 }

// tryUsual tries the heading as it is, and the usual orders that hold its columns in their order.
func (s *search) tryUsual(ctx context.Context) error {
	if len(s.named) > 0 {
		orders := []tried{{columns: s.named}}
		if !slices.Contains(s.named, printed.Number) {
			orders = append(orders, tried{columns: append([]printed.Type{printed.Number}, s.named...), prior: orderPrior / 3})
		}
		if err := s.tryAll(ctx, orders); err != nil {
			return err
		}
	}
	for _, order := range usualOrders {
		switch {
		case len(s.named) == 0:
			if err := s.try(ctx, once(slices.Concat(order, s.labelled)), 0); err != nil {
				return err
			}
		case len(s.named) < 6 && len(order) > len(s.named) && holds(order, s.named):
			if err := s.try(ctx, order, orderPrior*(1+0.5*float64(len(order)-len(s.named)))); err != nil {
				return err
			}
		}
	}
	return nil
}

// holds says whether an order has the columns of another in their order.
func holds(order, columns []printed.Type) bool {
	k := 0
	for _, c := range order {
		if k < len(columns) && c == columns[k] {
			k++
		}
	}
	return k == len(columns)
}

func (s *search) tryAll(ctx context.Context, orders []tried) error {
	for _, o := range orders {
		if err := s.try(ctx, o.columns, o.prior); err != nil {
			return err
		}
	}
	return nil
}

func (s *search) try(ctx context.Context, columns []printed.Type, prior float64) error {
	if slices.ContainsFunc(s.seen, func(t tried) bool { return slices.Equal(t.columns, columns) }) {
		return nil
	}
	cost, err := newTable(s.body, columns, usual(columns, s.body.oneLine)).total(ctx)
	s.seen = append(s.seen, tried{columns, prior, cost + prior})
	return err
}

func (s *search) best() tried {
	return slices.MinFunc(s.seen, func(a, b tried) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return 0
	})
}

// addable are the columns that a heading may have lost.
var addable = []printed.Type{printed.Question, printed.Name, printed.Document, printed.Novelty, printed.Title, printed.Number}

// near are the orders that differ from one by a column added, moved or dropped.
func (s *search) near(t tried) []tried {
	var all []tried
	for _, c := range addable {
		if slices.Contains(t.columns, c) || c == printed.Novelty && slices.Contains(t.columns, printed.Status) {
			continue
		}
		for i := 0; i <= len(t.columns) && (c != printed.Number || i == 0); i++ {
			all = append(all, tried{columns: slices.Insert(slices.Clone(t.columns), i, c), prior: t.prior + orderPrior})
		}
	}
	if s.believed() {
		return all
	}
	for i, c := range t.columns {
		rest := slices.Delete(slices.Clone(t.columns), i, i+1)
		if !slices.Contains(s.named, c) && len(t.columns) > 2 {
			all = append(all, tried{columns: rest, prior: t.prior})
		}
		for j := 0; j <= len(rest) && c != printed.Number; j++ {
			if j != i {
				all = append(all, tried{columns: slices.Insert(slices.Clone(rest), j, c), prior: t.prior + orderPrior/2})
			}
		}
	}
	return all
}

// telling are the columns whose order matters for what is read.
var telling = []printed.Type{printed.Title, printed.Name, printed.Document, printed.Question, printed.Novelty, printed.Start}

// rival is the best order of other columns within a margin, where the heading does not settle them.
func (s *search) rival(top tried) []printed.Type {
	if s.believed() {
		return nil
	}
	only := func(columns []printed.Type) []printed.Type {
		var kept []printed.Type
		for _, c := range columns {
			if slices.Contains(telling, c) && slices.Contains(top.columns, c) {
				kept = append(kept, c)
			}
		}
		return kept
	}
	order := only(top.columns)
	var best *tried
	for i := range s.seen {
		t := &s.seen[i]
		if t.cost < top.cost+rivalWithin && !slices.Equal(only(t.columns), order) && (best == nil || t.cost < best.cost) {
			best = t
		}
	}
	if best == nil {
		return nil
	}
	return best.columns
}
