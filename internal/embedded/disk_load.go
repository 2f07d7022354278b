package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"

	"go.etcd.io/bbolt"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// load reads the whole file.
func (d *disk) load() (*state, error) {
	s := &state{collections: map[string]*collection{}}
	err := d.bolt.View(func(btx *bbolt.Tx) error {
		seq := btx.Bucket(metaBucket).Get(seqKey)
		if len(seq) != 8 {
			return fmt.Errorf("%w: %s has no commit number", ErrCorrupt, d.path)
		}
		d.seq = binary.BigEndian.Uint64(seq)
		return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			ns, ok := strings.CutPrefix(string(name), "c:")
			if !ok {
				return nil
			}
			c, err := loadCollection(ns, b, btx.Bucket(indexBucket(ns)))
			if err != nil {
				return fmt.Errorf("%w: %s: collection %s: %w", ErrCorrupt, d.path, ns, err)
			}
			s.collections[ns] = c
			return nil
		})
	})
	return s, err
}

func loadCollection(ns string, docs, indexes *bbolt.Bucket) (*collection, error) {
	c := newCollection(ns)
	if indexes != nil {
		err := indexes.ForEach(func(k, v []byte) error {
			spec, err := unseal(v)
			if err != nil {
				return fmt.Errorf("index %q: %w", k, err)
			}
			ix, err := parseIndex(spec)
			if err == nil {
				c.indexes = append(c.indexes, ix)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	err := docs.ForEach(func(k, v []byte) error {
		raw, err := unseal(v)
		if err != nil {
			return fmt.Errorf("document %q: %w", k, err)
		}
		r, err := newRecord(raw)
		if err == nil && r.id != string(k) {
			err = errors.New("the key is not that of the document")
		}
		if err != nil {
			return fmt.Errorf("document %q: %w", k, err)
		}
		c.byID.tree.Load(r.id, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if uint64(c.len()) != docs.Sequence() {
		return nil, fmt.Errorf("%d documents where there should be %d", c.len(), docs.Sequence())
	}
	for _, ix := range c.indexes {
		if err := ix.fill(c); err != nil {
			return nil, fmt.Errorf("index %s: %w", ix.name, err)
		}
	}
	return c, nil
}

// seal appends the checksum.
func seal(b []byte) []byte {
	out := make([]byte, 0, len(b)+4)
	return binary.BigEndian.AppendUint32(append(out, b...), crc32.Checksum(b, castagnoli))
}

// unseal checks and copies a stored document.
func unseal(b []byte) (document, error) {
	n := len(b) - 4
	if n < 5 || binary.BigEndian.Uint32(b[n:]) != crc32.Checksum(b[:n], castagnoli) {
		return nil, errors.New("the checksum is wrong")
	}
	d := append(document(nil), b[:n]...)
	return d, checkDocument(d, 0)
}
