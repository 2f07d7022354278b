package embedded

import "maps"

// changeKind is what a change does on disk.
type changeKind int

const (
	putDocument changeKind = iota
	deleteDocument
	putCollection
	dropCollection
	putIndex
	deleteIndex
)

// change is one step of a write as the disk has to repeat it.
type change struct {
	kind changeKind
	ns   string
	key  string
	val  []byte
}

// tx is one write command at work on a fork of the published state. One runs at a time.
type tx struct {
	base    *state
	touched map[string]*collection // forks; nil for a dropped one
	changes []change
}

func newTx(base *state) *tx { return &tx{base: base, touched: map[string]*collection{}} }

// find is the collection as this transaction sees it, or nil.
func (t *tx) find(ns string) *collection {
	if c, ok := t.touched[ns]; ok {
		return c
	}
	return t.base.collections[ns]
}

// collection is the fork of a collection, made when there is none.
func (t *tx) collection(ns string) *collection {
	if c := t.touched[ns]; c != nil {
		return c
	}
	old := t.find(ns)
	if old == nil {
		t.touched[ns] = newCollection(ns)
		t.changes = append(t.changes, change{kind: putCollection, ns: ns})
	} else {
		t.touched[ns] = old.fork()
	}
	return t.touched[ns]
}

// put stores a document in place of old, or as a new one when old is nil.
func (t *tx) put(c *collection, old *record, raw document) (*record, error) {
	r, err := c.put(old, raw)
	if err == nil {
		t.changes = append(t.changes, change{putDocument, c.ns, r.id, r.raw})
	}
	return r, err
}

func (t *tx) remove(c *collection, r *record) {
	c.remove(r)
	t.changes = append(t.changes, change{kind: deleteDocument, ns: c.ns, key: r.id})
}

func (t *tx) drop(ns string) {
	t.touched[ns] = nil
	t.changes = append(t.changes, change{kind: dropCollection, ns: ns})
}

// result is the state with the transaction's changes.
func (t *tx) result() *state {
	s := &state{collections: maps.Clone(t.base.collections)}
	for ns, c := range t.touched {
		if c == nil {
			delete(s.collections, ns)
		} else {
			s.collections[ns] = c
		}
	}
	return s
}
