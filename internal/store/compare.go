package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/standards"
)

// Difference is a document that is stored otherwise than it is derived.
type Difference struct {
	collection, id  string // without an id a document whose id is none of the graph
	label           string
	stored, derived bson.Raw // nil where there is none
}

// Compare hands over the differences of all documents that are derived, or written again as a part of what a document says,
// from those of another store: collection by collection, each in the order of ids. Two documents are in memory at a time.
func (s *Store) Compare(ctx context.Context, derived *Store, each func(Difference) error) error {
	forms := s.forms()
	for _, name := range writeOrder {
		if name == s.Ledgers.Name() || slices.Contains(s.ledgered(), name) {
			continue
		}
		if err := s.compare(ctx, derived, name, func(d Difference) error {
			d.label = forms[name].label(d.derived)
			if d.derived == nil {
				d.label = forms[name].label(d.stored)
			}
			return each(d)
		}); err != nil {
			return err
		}
	}
	return nil
}

// compare goes through one collection of both stores at once.
func (s *Store) compare(ctx context.Context, derived *Store, name string, each func(Difference) error) error {
	a, err := s.rawCursor(ctx, name)
	if err != nil {
		return err
	}
	defer a.Close(context.WithoutCancel(ctx))
	b, err := derived.rawCursor(ctx, name)
	if err != nil {
		return err
	}
	defer b.Close(context.WithoutCancel(ctx))
	for a.next(ctx, name, each) && b.next(ctx, name, each) {
		d := Difference{collection: name}
		if a.more && (!b.more || a.id <= b.id) {
			d.id, d.stored, a.used = a.id, a.now, true
		}
		if b.more && (!a.more || b.id <= a.id) {
			d.id, d.derived, b.used = b.id, b.now, true
		}
		if d.id == "" {
			return nil
		}
		if !bytes.Equal(d.stored, d.derived) {
			if err := each(d); err != nil {
				return err
			}
		}
	}
	return errors.Join(a.err, b.err, a.Err(), b.Err())
}

// rawCursor reads the documents of a collection as they are stored, in the order of their ids.
type rawCursor struct {
	*mongo.Cursor
	id   string   // of the present one
	more bool     // whether there is one
	used bool     // whether the next one is to be read
	now  bson.Raw // the present one, without its stamp
	void *voids
	err  error
}

func (s *Store) rawCursor(ctx context.Context, name string) (*rawCursor, error) {
	cursor, err := s.db.Collection(name).Find(ctx, bson.D{}, options.Find().SetSort(byID).SetBatchSize(chunk))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return &rawCursor{Cursor: cursor, used: true, void: s.voids}, nil
}

// next reads on where the present document was used, and is false after an error. Documents whose ids are none of the graph
// are handed over and left out.
func (d *rawCursor) next(ctx context.Context, name string, strange func(Difference) error) bool {
	for d.used && d.err == nil {
		if d.more = d.Next(ctx); !d.more {
			d.used, d.err = false, d.Err()
			break
		}
		if d.void.hides(d.Current) {
			continue
		}
		d.now = unstamped(d.Current)
		id, ok := d.now.Lookup("_id").StringValueOK()
		if d.id, d.used = id, false; !ok || id == "" {
			d.used, d.err = true, strange(Difference{collection: name, stored: d.now})
		}
	}
	return d.err == nil
}

// Mend adds to a batch what makes the document as it is derived; false where it cannot.
func (d Difference) Mend(b *Batch) bool {
	if d.id == "" {
		return false
	}
	w := write{Collection: d.collection, ID: d.id, Document: slices.Clone(d.derived)}
	to := &b.puts
	if w.Document == nil {
		to = &b.deletes
	}
	if *to == nil {
		*to = map[string][]write{}
	}
	(*to)[d.collection] = append((*to)[d.collection], w)
	b.size++
	return true
}

// Describe adds to the findings each field that differs, with its stored and its derived value.
func (d Difference) Describe(f *Findings) {
	node := d.id
	if !strings.Contains(node, ":") {
		node = d.collection + " " + d.stored.Lookup("_id").String()
	}
	add := func(problem string, args ...any) {
		f.Add(Finding{node, d.label, fmt.Sprintf(problem, args...)})
	}
	switch {
	case d.stored == nil:
		add("it is missing")
	case d.derived == nil:
		add("it is in %s, and no document says anything that makes it", d.collection)
	case !differing("", d.stored, d.derived, add):
		add("its fields are in another order, or twice")
	}
}

// differing describes the fields that differ, by the names that the store gives them; false where none does.
func differing(path string, stored, derived bson.Raw, add func(string, ...any)) (any bool) {
	fields := func(raw bson.Raw) map[string]bson.RawValue {
		all := map[string]bson.RawValue{}
		elements, _ := raw.Elements() // those before one that is damaged
		for _, e := range elements {
			all[e.Key()] = e.Value()
		}
		return all
	}
	is, want := fields(stored), fields(derived)
	names := maps.Clone(is)
	maps.Copy(names, want)
	for _, name := range slices.SortedFunc(maps.Keys(names), byNumber) {
		a, b := is[name], want[name]
		if a.Equal(b) {
			continue
		}
		any = true
		switch within := path + name; {
		case a.Type == 0:
			add("%s is missing and should be %s", within, shown(b))
		case b.Type == 0:
			add("%s is %s and should not be there", within, shown(a))
		case a.Type == bson.TypeEmbeddedDocument && b.Type == a.Type && differing(within+".", a.Value, b.Value, add):
		case a.Type == bson.TypeArray && b.Type == a.Type && sameLength(a, b) && differing(within+".", a.Value, b.Value, add):
		default:
			add("%s is %s and should be %s", within, shown(a), shown(b))
		}
	}
	return any
}

// byNumber compares names, and places in lists as numbers.
func byNumber(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	if errX == nil && errY == nil {
		return x - y
	}
	return strings.Compare(a, b)
}

func sameLength(a, b bson.RawValue) bool {
	x, _ := bson.Raw(a.Value).Elements()
	y, _ := bson.Raw(b.Value).Elements()
	return len(x) == len(y)
}

// maxShown bounds a value in a finding, in bytes.
const maxShown = 200

func shown(v bson.RawValue) string { return standards.Shortened(v.String(), maxShown) }
