package testschema

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// World decides what every field gives, by its seed.
type World struct {
	Seed uint64
	// Calm worlds have no failures and nothing is missing.
	Calm bool
	// Count, if set, is told of each resolver call and the number of its parents.
	Count func(field string, parents int)
	// Before, if set, runs first in each resolver.
	Before func(field string)
	// Objects are kept where Keep is set, so that resolvers give cached data.
	Keep bool

	mu   sync.Mutex
	kept map[string]any
}

// hash is a number that depends on the seed and parts alone.
func (w *World) hash(parts ...string) uint64 {
	x := w.Seed*0x9e3779b97f4a7c15 + 1469598103934665603
	for _, p := range parts {
		for i := range len(p) {
			x = (x ^ uint64(p[i])) * 1099511628211
		}
		x = (x ^ '|') * 1099511628211
	}
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	return x ^ x>>29
}

func (w *World) odds(perMille uint64, parts ...string) bool {
	return !w.Calm && w.hash(parts...)%1000 < perMille
}

func (w *World) number(n uint64, parts ...string) int { return int(w.hash(parts...) % n) }

// itemError is the failure of one object's field, of the kinds that resolvers return.
func (w *World) itemError(field, id string) error {
	if !w.odds(60, "fail", field, id) {
		return nil
	}
	switch w.number(4, "kind", field, id) {
	case 0:
		return &gqlerror.Error{Message: field + " failed for " + id, Extensions: map[string]any{"code": "FAILED"}}
	case 1:
		return fmt.Errorf("wrapped: %w", &gqlerror.Error{Message: field + " failed inside for " + id})
	case 2:
		return gqlerror.List{{Message: field + " failed once for " + id}, {Message: field + " failed twice for " + id}}
	}
	return errors.New(field + " failed for " + id)
}

// enter is the beginning of each resolver: it counts, panics or fails for all parents.
func (w *World) enter(field string, parents int) error {
	if w.Before != nil {
		w.Before(field)
	}
	if w.Count != nil {
		w.Count(field, parents)
	}
	if w.odds(15, "panic", field) {
		panic(field + " panics")
	}
	if w.odds(30, "failAll", field) {
		return errors.New(field + " failed")
	}
	return nil
}

// batch resolves a field for all parents: get for each, some of them failing. A nil parent, which gqlgen passes
// for the nil elements of a list, gives nothing.
func batch[P, R any](w *World, field string, parents []*P, id func(*P) string, get func(p *P, id string) R) ([]R, error) {
	if err := w.enter(field, len(parents)); err != nil {
		return nil, err
	}
	rs := make([]R, len(parents))
	var errs graphql.BatchErrorList
	for i, p := range parents {
		if p == nil {
			continue
		}
		if err := w.itemError(field, id(p)); err != nil {
			if errs == nil {
				errs = make(graphql.BatchErrorList, len(parents))
			}
			errs[i] = err
			if w.odds(500, "also", field, id(p)) {
				continue // half of the failures come with a result that must not be used
			}
		}
		rs[i] = get(p, id(p))
	}
	if errs != nil {
		return rs, errs
	}
	return rs, nil
}

func kept[T any](w *World, key string, build func() T) T {
	if !w.Keep {
		return build()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if v, ok := w.kept[key]; ok {
		return v.(T)
	}
	if w.kept == nil {
		w.kept = map[string]any{}
	}
	v := build()
	w.kept[key] = v
	return v
}

// book is a book with all its plain fields, or nil where the world lacks it.
func (w *World) book(id string) *Book {
	if w.odds(60, "missing", id) {
		return nil
	}
	return kept(w, "book "+id, func() *Book { return w.newBook(id) })
}

func (w *World) newBook(id string) *Book {
	n := w.number(1000, id)
	b := &Book{
		Base: Base{ID: BookID(id), Name: w.text("name", id)}, Stock: &Stock{Sold: n}, World: w,
		Genre: []Genre{"NOVEL", "POEM", "ESSAY"}[n%3], Genres: []Genre{"POEM", "NOVEL"}[:n%3],
		PageCount: n, Weight: float64(n) / 7, Code: int64(n % 3), InPrint: n%2 == 0,
		Tags: []string{"a", "b\"", "ü"}[:n%4], Published: Date([]string{"", "2019", "2020-01"}[n%3]),
		Size: Size{Width: n, Depth: w.depth("size", id)}, Box: &Size{Width: 1, Height: &n, Depth: w.depth("box", id)},
		Parts:  []*Size{{Width: 2, Depth: w.depth("part", id)}, nil, {Width: 3, Depth: w.depth("part3", id)}}[:n%4],
		Matrix: [][]int{{1, 2}, {}, {3}}[:n%4], Notes: []*string{w.text("note", id), w.text("note2", id)},
	}
	if n%4 > 0 && w.Calm {
		b.Parts = b.Parts[:1]
	}
	if w.odds(50, "stock", id) {
		b.Stock = nil
	} else if n%2 == 0 {
		b.Copies = &n
	}
	if n%5 > 0 {
		mood, level, secret, signed := []Mood{MoodCalm, MoodWild}[n%2], Level(1+n%2), Secret("s"+id), n%3 == 0
		price := float64(n) * 1e18
		b.Mood, b.Level, b.Secret, b.Signed, b.Price = &mood, &level, &secret, &signed, &price
		b.Printed = time.Unix(int64(n)*1e6, int64(n)).UTC()
	}
	w.addRarer(b, n)
	if w.odds(30, "secret", id) {
		bad := Secret("bad")
		b.Secret = &bad
	}
	for i := range n % 3 {
		b.Chapters = append(b.Chapters, Chapter{
			Title: "chapter " + strconv.Itoa(i), Number: i, book: b,
			Notes: []Note{{Text: "x"}, {Text: "y", Page: &n}}[:(n+i)%3],
		})
	}
	return b
}

// addRarer sets fields of kinds that are seldom used.
func (w *World) addRarer(b *Book, n int) {
	id := string(b.ID)
	b.Serial, b.Hits = n, uint64(n)<<54
	if n%3 > 0 {
		long, warm := int64(n)<<40, float64(n)
		b.Long, b.Temperature, b.MaybeParts = &long, &warm, &b.Parts
		b.Temperatures = []float64{warm, warm / 2}
	}
	switch {
	case w.odds(30, "cold", id):
		cold := -1.0
		b.Temperature = &cold
	case w.odds(30, "infinite", id):
		price := math.Inf(1)
		b.Price = &price
	}
	if a := w.author(w.authorID("twin", id)); a != nil {
		b.Twin = a
		b.Kin = []Thing{a, nil, &Shelf{ID: "s1", Label: "kin"}}[:n%4]
	}
}

// text is a string, or nil now and then.
func (w *World) text(parts ...string) *string {
	if w.odds(100, append(parts, "text")...) {
		return nil
	}
	s := strings.Join(parts, " ")
	return &s
}

// depth is a number the schema takes for non-null, and nil once in a while.
func (w *World) depth(parts ...string) *int {
	if w.odds(30, append(parts, "depth")...) {
		return nil
	}
	n := w.number(9, parts...)
	return &n
}

func (w *World) author(id string) *Author {
	if w.odds(40, "missing", id) {
		return nil
	}
	return kept(w, "author "+id, func() *Author {
		return &Author{Base{BookID(id), w.text("name", id)}, Date([]string{"", "1950"}[w.number(2, id)])}
	})
}

func (w *World) shelf(id string) *Shelf {
	if w.odds(100, "missing", id) {
		return nil
	}
	return kept(w, "shelf "+id, func() *Shelf { return &Shelf{ID: id, Label: "shelf " + id} })
}

// The ids of what an object leads to.
func (w *World) bookID(parts ...string) string   { return "b" + strconv.Itoa(w.number(40, parts...)) }
func (w *World) authorID(parts ...string) string { return "a" + strconv.Itoa(w.number(20, parts...)) }
func (w *World) shelfID(parts ...string) string  { return "s" + strconv.Itoa(w.number(5, parts...)) }

// node is the object with an id, or nil.
func (w *World) node(id string) Node {
	switch {
	case strings.HasPrefix(id, "b"):
		if b := w.book(id); b != nil {
			return b
		}
	case strings.HasPrefix(id, "a"):
		if a := w.author(id); a != nil {
			return a
		}
	case strings.HasPrefix(id, "s"):
		if s := w.shelf(id); s != nil {
			return s
		}
	}
	return nil
}

// thing is an object of any kind, or nil.
func (w *World) thing(parts ...string) Thing {
	thing, _ := w.node([]string{w.bookID(parts...), w.authorID(parts...), w.shelfID(parts...)}[w.number(3, parts...)]).(Thing)
	return thing
}

// list is a list of up to n, nil now and then.
func list[E any](w *World, n uint64, get func(i string) E, parts ...string) []E {
	if w.odds(80, append(parts, "nil")...) {
		return nil
	}
	length := int(n)
	if !w.Calm {
		length = w.number(n+1, append(parts, "length")...)
	}
	es := make([]E, length)
	for i := range es {
		es[i] = get(strconv.Itoa(i))
	}
	return es
}
