package embedded

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// The tree with the number 0 describes the others: "f" has the format, "n" the number of the next tree, "c"+name the
// numbers and indexes of a collection, "d"+name how many documents it holds.
const (
	diskFormat = 2

	// nothing is the tree of a collection that is not there; those that are have trees from firstTree on.
	nothing   = 1
	firstTree = 2

	formatKey     = 'f'
	nextKey       = 'n'
	collectionKey = 'c'
	countKey      = 'd'
)

func metaKey(kind byte, name string) []byte { return append([]byte{0, 0, 0, 0, kind}, name...) }

// description is a collection as the disk keeps it.
func (c *collection) description() document {
	return build(func(w *builder) {
		w.int64("documents", int64(c.byID.number))
		w.beginArray("indexes")
		for i, ix := range c.indexes {
			w.itemHeader(i, bson.TypeEmbeddedDocument)
			w.begin()
			w.int64("number", int64(ix.number))
			w.value("spec", ix.spec.value())
			w.beginArray("multikey")
			for i, m := range ix.multikey {
				w.item(i, value{bson.TypeBoolean, []byte{map[bool]byte{true: 1}[m]}})
			}
			w.end()
			w.end()
		}
		w.end()
	})
}

// describe writes what differs between two descriptions of a collection; nil is one that is not there.
func (t *tx) describe(ns string, before, after *collection) error {
	if after == nil {
		if before == nil {
			return nil
		}
		if err := t.batch.Delete(metaKey(collectionKey, ns), nil); err != nil {
			return err
		}
		return t.batch.Delete(metaKey(countKey, ns), nil)
	}
	if d := after.description(); before == nil || !bytes.Equal(d, before.description()) {
		if err := t.batch.Set(metaKey(collectionKey, ns), d, nil); err != nil {
			return err
		}
	}
	if before != nil && before.count == after.count {
		return nil
	}
	return t.batch.Set(metaKey(countKey, ns), binary.BigEndian.AppendUint64(nil, uint64(after.count)), nil)
}

// catalog is all that the tree with the number 0 says.
type catalog struct {
	collections map[string]*collection
	next        uint32
	format      uint64
}

// load reads the descriptions, and makes the first ones of a new store.
func (d *disk) load() (*state, error) {
	found, err := d.catalog()
	switch {
	case err != nil:
		return nil, err
	case found.format == 0 && found.next == 0 && len(found.collections) == 0:
		found.next = firstTree
		err = d.create(found.next)
	case found.format != diskFormat:
		err = fmt.Errorf("%w, or of another version: %s has format %d; this program reads format %d", ErrCorrupt, d.path, found.format, diskFormat)
	default:
		err = d.sweep(found.next)
	}
	if err != nil {
		return nil, err
	}
	return newState(d, found.collections, found.next), nil
}

func (d *disk) catalog() (*catalog, error) {
	stored := d.db.snapshot()
	defer func() { _ = stored.Close() }()
	meta, err := view{reader: stored, disk: d}.tree(&index{})
	if err != nil {
		return nil, err
	}
	found := &catalog{collections: map[string]*collection{}}
	for ok := meta.it.First(); ok && err == nil; ok = meta.it.Next() {
		if err = found.add(meta.key()[0], string(meta.key()[1:]), meta.value()); err != nil {
			err = fmt.Errorf("%w: %s: %w", ErrCorrupt, d.path, err)
		}
	}
	if closeErr := meta.close(); err == nil {
		err = closeErr
	}
	return found, err
}

// add takes one entry. The value is valid only during the call.
func (c *catalog) add(kind byte, name string, value []byte) error {
	switch {
	case kind == collectionKey:
		described, err := describedBy(name, bytes.Clone(value))
		if err != nil {
			return fmt.Errorf("collection %s: %w", name, err)
		}
		c.collections[name] = described
	case kind == countKey && len(value) == 8 && c.collections[name] != nil:
		c.collections[name].count = int(binary.BigEndian.Uint64(value))
	case kind == formatKey && len(value) == 8:
		c.format = binary.BigEndian.Uint64(value)
	case kind == nextKey && len(value) == 4:
		c.next = binary.BigEndian.Uint32(value)
	default:
		return fmt.Errorf("%q describes no collection", string(kind)+name)
	}
	return nil
}

// create writes the descriptions of a new store.
func (d *disk) create(next uint32) error {
	b := d.db.begin()
	defer func() { _ = b.Close() }()
	if err := b.Set(metaKey(formatKey, ""), binary.BigEndian.AppendUint64(nil, diskFormat), nil); err != nil {
		return err
	}
	if err := b.Set(metaKey(nextKey, ""), binary.BigEndian.AppendUint32(nil, next), nil); err != nil {
		return err
	}
	return d.commit(b)
}

// sweep removes the trees from next on: they belong to indexes whose making was cut off.
func (d *disk) sweep(next uint32) error {
	all := d.db.snapshot()
	defer func() { _ = all.Close() }()
	it, err := all.iterate(treeKey(nil, next, ""), nil)
	if err != nil {
		return d.readError(err)
	}
	found := it.First()
	if err := it.Close(); err != nil || !found {
		return d.readError(err)
	}
	b := d.db.begin()
	defer func() { _ = b.Close() }()
	if err := b.DeleteRange(treeKey(nil, next, ""), bytes.Repeat([]byte{0xff}, 8), nil); err != nil {
		return err
	}
	return d.commit(b)
}

// describedBy is the collection that a description describes.
func describedBy(ns string, d document) (*collection, error) {
	if err := checkDocument(d, 0); err != nil {
		return nil, err
	}
	c := newCollection(ns)
	number, ok := d.get("documents").whole()
	c.byID.number = uint32(number)
	for _, v := range d.get("indexes").items() {
		ix, err := parseIndex(v.doc().get("spec").doc())
		if err != nil {
			return nil, err
		}
		n, isNumber := v.doc().get("number").whole()
		ix.number, ok = uint32(n), ok && isNumber
		for i, m := range v.doc().get("multikey").items() {
			if i < len(ix.multikey) {
				ix.multikey[i] = m.truthy()
			}
		}
		c.indexes = append(c.indexes, ix)
	}
	if !ok {
		return nil, fmt.Errorf("no number in %s", bson.Raw(d))
	}
	return c, nil
}
