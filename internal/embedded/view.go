package embedded

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/cockroachdb/pebble/v2"
)

// view is a collection as one command sees it: through a snapshot, or through a transaction with its own writes.
type view struct {
	*collection
	reader keys
	disk   *disk
}

// treeKey appends the key that has k in the tree with this number. Every tree has a number of its own: the documents of a
// collection by their encoded _id, and the entries of an index, which lead to an encoded _id.
func treeKey[T string | []byte](b []byte, number uint32, k T) []byte {
	return append(binary.BigEndian.AppendUint32(b, number), k...)
}

// get is the document with an encoded _id, or nil. It is valid until the closer, which is nil for no document, is closed.
func (v view) get(id []byte) (document, io.Closer, error) {
	var buf [128]byte
	raw, closer, err := v.reader.Get(treeKey(buf[:0], v.byID.number, id))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, nil, nil
	}
	return raw, closer, v.disk.readError(err)
}

func (v view) has(id string) (bool, error) {
	d, closer, err := v.get([]byte(id))
	if d == nil || err != nil {
		return false, err
	}
	return true, closer.Close()
}

// taken says whether a document other than the one with this id has one of the keys in a unique index.
func (v view) taken(ix *index, keys []string, id string) (bool, error) {
	if len(keys) == 0 {
		return false, nil
	}
	t, err := v.tree(ix)
	if err != nil {
		return false, err
	}
	found := false
	for _, k := range keys {
		for ok := t.seek(k); ok && !found && hasPrefix(t.key(), k); ok = t.it.Next() {
			found = string(t.value()) != id
		}
	}
	return found, t.close()
}

func hasPrefix(b []byte, p string) bool { return len(b) >= len(p) && string(b[:len(p)]) == p }

// tree walks the entries of an index, or the documents. What key and value return is valid until the next step.
type tree struct {
	it      iterator
	disk    *disk
	number  uint32
	scratch []byte
	err     error
}

func (v view) tree(ix *index) (*tree, error) {
	b := make([]byte, 0, 64)
	b = binary.BigEndian.AppendUint32(b, ix.number)
	b = binary.BigEndian.AppendUint32(b, ix.number+1)
	it, err := v.reader.iterate(b[:4:4], b[4:8:8])
	if err != nil {
		return nil, v.disk.readError(err)
	}
	return &tree{it: it, disk: v.disk, number: ix.number, scratch: b[8:8]}, nil
}

// seek goes to the first entry that is not before k.
func (t *tree) seek(k string) bool {
	t.scratch = treeKey(t.scratch[:0], t.number, k)
	return t.it.SeekGE(t.scratch)
}

// seekBefore goes to the last entry before k.
func (t *tree) seekBefore(k string) bool {
	t.scratch = treeKey(t.scratch[:0], t.number, k)
	return t.it.SeekLT(t.scratch)
}

func (t *tree) key() []byte { return t.it.Key()[4:] }

func (t *tree) value() []byte {
	b, err := t.it.ValueAndErr()
	if err != nil && t.err == nil {
		t.err = err
	}
	return b
}

// close returns what went wrong on the way.
func (t *tree) close() error {
	err := t.err
	if err == nil {
		err = t.it.Error()
	}
	return t.disk.readError(errors.Join(err, t.it.Close()))
}
