package store

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// The sizes of pages.
const (
	DefaultPage = 20
	MaxPage     = 100
)

// Order is an order of the elements of one kind of list: by one key and, among equals, by id.
type Order[T any] struct {
	List       string       // the kind of list: "texts"
	Field      string       // of the documents: "sortKey"
	Key        func(*T) any // that field of an element: a string, an int or a float64
	Descending bool
}

// name identifies the kind of list, its key and its direction. Every cursor carries it.
func (o Order[T]) name() string {
	name := o.List + "." + o.Field
	if o.Descending {
		name += ".desc"
	}
	return name
}

// Position is the place of an element in this order.
func (o Order[T]) Position(n *T, id string) Position {
	return Position{Order: o.name(), Key: o.Key(n), ID: id}
}

// Compare returns where an element stands: negative before the position in this order, positive after it.
func (o Order[T]) Compare(n *T, id string, p *Position) int {
	var c int
	switch key := o.Key(n).(type) {
	case string:
		at, _ := p.Key.(string)
		c = cmp.Compare(key, at)
	case int:
		at, _ := p.Key.(float64)
		c = cmp.Compare(float64(key), at)
	case float64:
		at, _ := p.Key.(float64)
		c = cmp.Compare(key, at)
	}
	c = cmp.Or(c, cmp.Compare(id, p.ID))
	if o.Descending {
		return -c
	}
	return c
}

// PageArgs are the paging arguments of a connection.
type PageArgs struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// Window is the part of an ordered set that a page asks for.
type Window struct {
	Size          int
	Backward      bool // the last ones instead of the first
	After, Before *Position
}

// Position is a place in an order: between what sorts before it and what sorts after it.
type Position struct {
	Order string `json:"o"` // the name of the order; a cursor of any other is rejected
	Key   any    `json:"k"` // string, or float64 where numbers are ordered; int where it was not decoded
	ID    string `json:"i"`
}

// Cursor is the position as clients see it.
func (p Position) Cursor() string {
	b, err := json.Marshal(p)
	if err != nil { // strings and numbers always marshal
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Window reads the paging arguments for this order. Errors are INVALID and name the argument.
func (o Order[T]) Window(args PageArgs) (Window, error) {
	w := Window{Size: DefaultPage, Backward: args.First == nil && args.Last != nil}
	if args.First != nil && args.Last != nil {
		return w, standards.Errorf(standards.Invalid, "first and last cannot both be given")
	}
	name, n := "first", args.First
	if w.Backward {
		name, n = "last", args.Last
	}
	if n != nil {
		if *n < 0 || *n > MaxPage {
			return w, standards.Errorf(standards.Invalid, "%s is %d; it must be between 0 and %d", name, *n, MaxPage)
		}
		w.Size = *n
	}
	var err error
	if w.After, err = o.parseCursor("after", args.After); err != nil {
		return w, err
	}
	w.Before, err = o.parseCursor("before", args.Before)
	return w, err
}

// parseCursor reads a cursor that was given out for this order, whatever the parent and the filter of its list: it is a place
// in the order. The error is INVALID and begins with the name of the argument.
func (o Order[T]) parseCursor(name string, cursor *string) (*Position, error) {
	if cursor == nil {
		return nil, nil
	}
	var p Position
	b, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	_, text := p.Key.(string)
	_, number := p.Key.(float64)
	if err != nil || p.ID == "" || !text && !number {
		return nil, standards.Errorf(standards.Invalid, "%s: %q is not a cursor", name, *cursor)
	}
	if _, ordersText := o.Key(new(T)).(string); p.Order != o.name() || text != ordersText {
		return nil, standards.Errorf(standards.Invalid, "%s: %q is a cursor of another list or of another order", name, *cursor)
	}
	return &p, nil
}

// Page is one page of nodes, in order.
type Page[T any] struct {
	Nodes       []*T
	HasNext     bool
	HasPrevious bool
	// Cursor is the position of a node of the page, as clients see it.
	Cursor func(*T) string
	// Total is how many there are on all pages; less than 0 where count has to be asked.
	Total int
	view  *View // in which it was read; nil where nothing of it is to be remembered
	count func(context.Context, *View) (int, error)
}

// Edge is a node with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   *T
}

// Edges are the nodes with their cursors.
func (p *Page[T]) Edges() []*Edge[T] {
	edges := make([]*Edge[T], len(p.Nodes))
	for i, n := range p.Nodes {
		edges[i] = &Edge[T]{Cursor: p.Cursor(n), Node: n}
	}
	return edges
}

// TotalCount is how many there are on all pages. It may ask the database, unless that was done before, of this revision, for any page of
// any list with the same condition: see Remember.
func (p *Page[T]) TotalCount(ctx context.Context) (int, error) {
	if p.Total >= 0 {
		return p.Total, nil
	}
	return p.count(ctx, p.view)
}

// PageInfo says where a page stands among all.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// PageInfo says where the page stands among all.
func (p *Page[T]) PageInfo() *PageInfo {
	info := &PageInfo{HasNextPage: p.HasNext, HasPreviousPage: p.HasPrevious}
	if n := len(p.Nodes); n > 0 {
		start, end := p.Cursor(p.Nodes[0]), p.Cursor(p.Nodes[n-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}

// Page reads one page of the nodes that match, with one find.
func (c Collection[ID, T]) Page(ctx context.Context, f Filter, o Order[T], w Window) (*Page[T], error) {
	direction := 1
	if o.Descending != w.Backward {
		direction = -1
	}
	nodes, err := c.find(ctx, and(f.conditions, beyond(o, w.After, !o.Descending), beyond(o, w.Before, o.Descending)),
		reading{sort: bson.D{{Key: o.Field, Value: direction}, {Key: "_id", Value: direction}}, limit: w.Size + 1})
	if err != nil {
		return nil, err
	}
	more := len(nodes) > w.Size
	nodes = nodes[:min(len(nodes), w.Size)]
	if w.Backward {
		slices.Reverse(nodes)
	}
	p := c.NewPages(o, w, 1, func(int) ([]*T, bool, int) { return nodes, more, -1 })[0]
	p.count = func(ctx context.Context, v *View) (int, error) { return c.count(ctx, v, f) }
	return p, nil
}

// NewPages are n pages: of each, the nodes in order, whether there are others in the direction of the window, and the
// number of all.
func (c Collection[ID, T]) NewPages(o Order[T], w Window, n int, of func(i int) (nodes []*T, more bool, total int)) []*Page[T] {
	cursor := func(n *T) string { return o.Position(n, string(c.id(n))).Cursor() }
	all, pages := make([]Page[T], n), make([]*Page[T], n)
	for i := range all {
		nodes, more, total := of(i)
		all[i] = Page[T]{
			Nodes:       nodes,
			HasNext:     more && !w.Backward || w.Backward && w.Before != nil,
			HasPrevious: more && w.Backward || !w.Backward && w.After != nil,
			Cursor:      cursor,
			Total:       total,
		}
		pages[i] = &all[i]
	}
	return pages
}

// In says in which view the page was read, so that what is counted for it is remembered.
func (p *Page[T]) In(v *View) { p.view = v }

func (c Collection[ID, T]) count(ctx context.Context, v *View, f Filter) (int, error) {
	conditions, err := bson.Marshal(and(f.conditions))
	if err != nil {
		return 0, fmt.Errorf("count in %s: %w", c.Name(), err)
	}
	return Remember(v, "count "+c.Name()+" "+string(conditions), func() (int, error) {
		n, err := c.c.CountDocuments(ctx, c.there(f.conditions))
		if err != nil {
			return 0, fmt.Errorf("count in %s: %w", c.Name(), err)
		}
		return int(n), nil
	})
}

// there is a condition for what the database counts by itself: it leaves out what counts as not there.
func (c Collection[ID, T]) there(conditions bson.D) bson.D {
	if void := c.voids.all(); len(void) > 0 {
		return and(conditions, is(stampField, bson.D{{Key: "$nin", Value: void}}))
	}
	return and(conditions)
}

// Keys reads, in order, what is needed to cut pages for many parents at once: of every node that matches, its
// id, the key it is ordered by, and the field that names its parents. More than MaxKeys is a LIMIT error.
func (c Collection[ID, T]) Keys(ctx context.Context, f Filter, o Order[T], parents string) ([]*T, error) {
	direction := 1
	if o.Descending {
		direction = -1
	}
	nodes, err := c.find(ctx, and(f.conditions), reading{
		sort: bson.D{{Key: o.Field, Value: direction}, {Key: "_id", Value: direction}}, limit: MaxKeys + 1, fields: []string{o.Field, parents},
	})
	if err == nil && len(nodes) > MaxKeys {
		err = standards.Errorf(standards.Limit, "more than %d %s would have to be read; narrow the filter", MaxKeys, c.Name())
	}
	return nodes, err
}

// First reads, in order, the ids and keys of the first nodes that match.
func (c Collection[ID, T]) First(ctx context.Context, f Filter, o Order[T], n int) ([]*T, error) {
	return c.find(ctx, and(f.conditions), reading{
		sort: bson.D{{Key: o.Field, Value: 1}, {Key: "_id", Value: 1}}, limit: n, fields: []string{o.Field},
	})
}

// beyond matches what sorts after the position, or before it: one range of the ordered field, so that every engine reads one range of
// an index, and among its equals the ids.
func beyond[T any](o Order[T], p *Position, greater bool) bson.D {
	if p == nil {
		return nil
	}
	op := "$lt"
	if greater {
		op = "$gt"
	}
	key := p.Key
	if f, ok := key.(float64); ok {
		key = int64(f)
	}
	return bson.D{
		{Key: o.Field, Value: bson.D{{Key: op + "e", Value: key}}},
		{Key: "$or", Value: bson.A{is(o.Field, bson.D{{Key: op, Value: key}}), is("_id", bson.D{{Key: op, Value: p.ID}})}},
	}
}
