package embedded

import (
	"bytes"
	"io"

	"github.com/cockroachdb/pebble/v2"
	"github.com/tidwall/btree"
)

// keys is what can be read of ordered keys with values: as they were at one time, or as a transaction has made them.
type keys interface {
	// Get is the value of a key, valid until the closer is closed, or pebble.ErrNotFound and no closer.
	Get(key []byte) ([]byte, io.Closer, error)
	// iterate goes through the keys from lower on and before upper. What is written afterwards it does not see.
	iterate(lower, upper []byte) (iterator, error)
	Close() error
}

// iterator goes through keys, and returns false when there is none in its direction. What Key and ValueAndErr return is valid
// until the next step.
type iterator interface {
	First() bool
	SeekGE(key []byte) bool
	SeekLT(key []byte) bool
	Next() bool
	Prev() bool
	Key() []byte
	ValueAndErr() ([]byte, error)
	Error() error
	Close() error
}

// changes is a transaction: changes that can be read before they are committed.
type changes interface {
	keys
	Set(key, value []byte, _ *pebble.WriteOptions) error
	Delete(key []byte, _ *pebble.WriteOptions) error
	DeleteRange(from, before []byte, _ *pebble.WriteOptions) error
	Len() int // in bytes, about
	Empty() bool
}

// keeper keeps keys and values. One transaction is at work at a time.
type keeper interface {
	snapshot() keys
	begin() changes
	// commit makes the changes of a transaction those that the next snapshot has. Where sync is set they are on disk afterwards.
	commit(c changes, sync bool) error
	Close() error
}

// onDisk keeps them in Pebble.
type onDisk struct{ *pebble.DB }

// pebbleKeys reads from Pebble.
type pebbleKeys struct{ pebble.Reader }

func (p pebbleKeys) iterate(lower, upper []byte) (iterator, error) {
	return p.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
}

// pebbleBatch is a transaction of Pebble.
type pebbleBatch struct{ *pebble.Batch }

func (p pebbleBatch) iterate(lower, upper []byte) (iterator, error) {
	return pebbleKeys{p.Batch}.iterate(lower, upper)
}

func (d onDisk) snapshot() keys { return pebbleKeys{d.NewSnapshot()} }
func (d onDisk) begin() changes { return pebbleBatch{d.NewIndexedBatch()} }

func (d onDisk) commit(c changes, sync bool) error {
	return d.Apply(c.(pebbleBatch).Batch, &pebble.WriteOptions{Sync: sync})
}

// pair is a key with its value.
type pair struct{ key, value []byte }

// inMemory keeps them in a tree whose copies share what has not changed. A tree that was given out is never written again.
type inMemory struct{ tree *btree.BTreeG[pair] }

func newInMemory() *inMemory {
	less := func(a, b pair) bool { return bytes.Compare(a.key, b.key) < 0 }
	return &inMemory{btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})}
}

func (m *inMemory) snapshot() keys { return treeKeys{m.tree} }
func (m *inMemory) begin() changes { return &treeChanges{treeKeys: treeKeys{m.tree.Copy()}} }
func (m *inMemory) Close() error   { return nil }

func (m *inMemory) commit(c changes, _ bool) error {
	t := c.(*treeChanges)
	m.tree, t.read = t.tree, true
	return nil
}

// treeKeys reads from a tree.
type treeKeys struct{ tree *btree.BTreeG[pair] }

func (t treeKeys) Get(key []byte) ([]byte, io.Closer, error) {
	if e, ok := t.tree.Get(pair{key: key}); ok {
		return e.value, nothingToClose, nil
	}
	return nil, nil, pebble.ErrNotFound
}

func (t treeKeys) iterate(lower, upper []byte) (iterator, error) {
	return &treeIterator{it: t.tree.Iter(), lower: lower, upper: upper}, nil
}

func (treeKeys) Close() error { return nil }

var nothingToClose = io.NopCloser(nil)

// treeChanges is a transaction in a tree of its own.
type treeChanges struct {
	treeKeys
	read bool // somebody may still go through the tree
	size int
}

func (t *treeChanges) iterate(lower, upper []byte) (iterator, error) {
	t.read = true
	return t.treeKeys.iterate(lower, upper)
}

// own is the tree, for writing.
func (t *treeChanges) own() *btree.BTreeG[pair] {
	if t.read {
		t.tree, t.read = t.tree.Copy(), false
	}
	return t.tree
}

func (t *treeChanges) Set(key, value []byte, _ *pebble.WriteOptions) error {
	t.size += len(key) + len(value)
	b := append(append(make([]byte, 0, len(key)+len(value)), key...), value...)
	t.own().Set(pair{b[:len(key):len(key)], b[len(key):]})
	return nil
}

func (t *treeChanges) Delete(key []byte, _ *pebble.WriteOptions) error {
	t.size += len(key)
	t.own().Delete(pair{key: key})
	return nil
}

func (t *treeChanges) DeleteRange(from, before []byte, _ *pebble.WriteOptions) error {
	t.size += len(from) + len(before)
	old := &treeIterator{it: t.tree.Copy().Iter(), lower: from, upper: before}
	for ok := old.First(); ok; ok = old.Next() {
		t.own().Delete(pair{key: old.Key()})
	}
	return nil
}

func (t *treeChanges) Len() int    { return t.size }
func (t *treeChanges) Empty() bool { return t.size == 0 }

// treeIterator goes through the part of a tree that its bounds allow.
type treeIterator struct {
	it           btree.IterG[pair]
	lower, upper []byte // upper is nil for no bound
}

func (i *treeIterator) in(found bool) bool {
	if !found {
		return false
	}
	k := i.it.Item().key
	return bytes.Compare(k, i.lower) >= 0 && (i.upper == nil || bytes.Compare(k, i.upper) < 0)
}

func (i *treeIterator) First() bool { return i.SeekGE(i.lower) }
func (i *treeIterator) Next() bool  { return i.in(i.it.Next()) }
func (i *treeIterator) Prev() bool  { return i.in(i.it.Prev()) }

func (i *treeIterator) SeekGE(key []byte) bool { return i.in(i.it.Seek(pair{key: key})) }

func (i *treeIterator) SeekLT(key []byte) bool {
	if i.it.Seek(pair{key: key}) {
		return i.Prev()
	}
	return i.in(i.it.Last())
}

func (i *treeIterator) Key() []byte                  { return i.it.Item().key }
func (i *treeIterator) ValueAndErr() ([]byte, error) { return i.it.Item().value, nil }
func (*treeIterator) Error() error                   { return nil }
func (i *treeIterator) Close() error                 { i.it.Release(); return nil }
