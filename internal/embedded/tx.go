package embedded

import (
	"encoding/binary"
	"maps"
	"slices"
)

// tx is one write command at work: a batch of changes over the published state, in which it reads its own writes. One
// runs at a time.
type tx struct {
	base    *state
	disk    *disk
	batch   changes
	touched map[string]*collection // forks; nil for a dropped one
	next    uint32
	spilled bool // entries of new indexes are on disk already, see fill
	scratch []byte
}

func newTx(base *state) *tx {
	return &tx{base: base, disk: base.disk, batch: base.disk.db.begin(), touched: map[string]*collection{}, next: base.next}
}

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
	if old := t.find(ns); old != nil {
		t.touched[ns] = old.fork()
	} else {
		c := newCollection(ns)
		c.byID.number = t.number()
		t.touched[ns] = c
	}
	return t.touched[ns]
}

// number is that of a new tree.
func (t *tx) number() uint32 {
	t.next++
	return t.next - 1
}

func (t *tx) view(c *collection) view { return view{c, t.batch, t.disk} }

func (t *tx) set(ix *index, key string, value []byte) error {
	t.scratch = treeKey(t.scratch[:0], ix.number, key)
	return t.batch.Set(t.scratch, value, nil)
}

func (t *tx) unset(ix *index, key string) error {
	t.scratch = treeKey(t.scratch[:0], ix.number, key)
	return t.batch.Delete(t.scratch, nil)
}

// put stores a document in place of old, or as a new one when old is nil. It changes nothing when it fails.
func (t *tx) put(c *collection, old *record, raw document) (*record, error) {
	r, err := newRecord(raw)
	if err != nil {
		return nil, err
	}
	v := t.view(c)
	if old == nil {
		if taken, err := v.has(r.id); err != nil {
			return nil, err
		} else if taken {
			return nil, c.duplicate(c.byID, raw)
		}
	}
	keys := make([][]string, len(c.indexes))
	for i, ix := range c.indexes {
		if keys[i], err = ix.keysOf(raw); err != nil {
			return nil, err
		}
		if !ix.unique {
			continue
		}
		if taken, err := v.taken(ix, keys[i], r.id); err != nil {
			return nil, err
		} else if taken {
			return nil, c.duplicate(ix, raw)
		}
	}
	if old == nil {
		c.count++
	}
	for i, ix := range c.indexes {
		if err := t.replace(ix, old, keys[i], r.id); err != nil {
			return nil, err
		}
	}
	return r, t.set(c.byID, r.id, r.raw)
}

func (t *tx) remove(c *collection, r *record) error {
	for _, ix := range c.indexes {
		if err := t.replace(ix, r, nil, r.id); err != nil {
			return err
		}
	}
	c.count--
	return t.unset(c.byID, r.id)
}

// replace puts a document's keys in and takes out those of the record it replaces, if there is one. The keys come from
// keysOf; those that stay are not written again.
func (t *tx) replace(ix *index, old *record, keys []string, id string) error {
	var before []string
	if old != nil {
		before, _ = ix.keysOf(old.raw) // a document that is in the index has keys
	}
	for _, k := range before {
		if !slices.Contains(keys, k) {
			if err := t.unset(ix, ix.entry(k, id)); err != nil {
				return err
			}
		}
	}
	for _, k := range keys {
		if !slices.Contains(before, k) {
			if err := t.set(ix, ix.entry(k, id), []byte(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// clear removes a whole tree.
func (t *tx) clear(ix *index) error {
	return t.batch.DeleteRange(treeKey(nil, ix.number, ""), treeKey(nil, ix.number+1, ""), nil)
}

func (t *tx) drop(ns string) error {
	c := t.find(ns)
	t.touched[ns] = nil
	for _, ix := range append([]*index{c.byID}, c.indexes...) {
		if err := t.clear(ix); err != nil {
			return err
		}
	}
	return nil
}

// spill is how many bytes of entries of a new index go to disk before the transaction does.
const spill = 8 << 20

// fill puts all documents of a collection into a new index. The entries of a large collection are written to disk ahead of the
// commit that makes the index known: until then nothing reads its tree, and what a crash leaves of it is removed by the
// next start (see sweep).
func (t *tx) fill(c *collection, ix *index) error {
	docs, err := t.view(c).tree(c.byID)
	if err != nil {
		return err
	}
	ahead := &tx{base: t.base, disk: t.disk, batch: t.batch}
	if t.disk.durable {
		ahead.batch = t.disk.db.begin()
		defer func() { _ = ahead.batch.Close() }()
	}
	for ok := docs.it.First(); ok && err == nil; ok = docs.it.Next() {
		if err = ahead.enter(ix, docs.value(), string(docs.key())); err == nil && t.disk.durable && ahead.batch.Len() > t.disk.spill {
			t.spilled = true
			err = t.disk.commit(ahead.batch)
			_ = ahead.batch.Close()
			ahead.batch = t.disk.db.begin()
		}
	}
	if closeErr := docs.close(); err == nil {
		err = closeErr
	}
	if err == nil && t.disk.durable && !ahead.batch.Empty() {
		t.spilled = true
		err = t.disk.commit(ahead.batch)
	}
	if err == nil && ix.unique {
		err = t.checkUnique(c, ix)
	}
	return err
}

// enter puts a document into an index.
func (t *tx) enter(ix *index, raw document, id string) error {
	keys, err := ix.keysOf(raw)
	for _, k := range keys {
		if err == nil {
			err = t.set(ix, ix.entry(k, id), []byte(id))
		}
	}
	return err
}

// checkUnique is an error when two documents have the same key in a new index.
func (t *tx) checkUnique(c *collection, ix *index) error {
	v := t.view(c)
	entries, err := v.tree(ix)
	if err != nil {
		return err
	}
	var last, id []byte // of the entry before
	var failed error
	for ok := entries.it.First(); ok && failed == nil; ok = entries.it.Next() {
		key, owner := entries.key(), entries.value()
		if !ix.hasID {
			key = key[:len(key)-len(owner)]
		}
		if string(key) == string(last) && string(owner) != string(id) && id != nil {
			failed = v.duplicateOf(ix, owner)
		}
		last, id = append(last[:0], key...), append(id[:0], owner...)
	}
	if err := entries.close(); failed == nil {
		failed = err
	}
	return failed
}

// duplicateOf is the error for the document with this id.
func (v view) duplicateOf(ix *index, id []byte) error {
	d, closer, err := v.get(id)
	if err != nil {
		return err
	}
	if d == nil {
		return v.disk.dangling(v.ns, ix.name)
	}
	defer func() { _ = closer.Close() }()
	return v.duplicate(ix, d)
}

// finish adds to the batch what has changed in the descriptions of collections.
func (t *tx) finish() error {
	for ns, c := range t.touched {
		if err := t.describe(ns, t.base.collections[ns], c); err != nil {
			return err
		}
	}
	if t.next == t.base.next {
		return nil
	}
	return t.batch.Set(metaKey(nextKey, ""), binary.BigEndian.AppendUint32(nil, t.next), nil)
}

// result is the state with the transaction's changes, once they are committed.
func (t *tx) result() *state {
	all := maps.Clone(t.base.collections)
	for ns, c := range t.touched {
		if c == nil {
			delete(all, ns)
		} else {
			all[ns] = c
		}
	}
	return newState(t.disk, all, t.next)
}
