package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Until format 2 everything was in one bbolt file: the bucket "meta", and for each collection "c:"+name with its documents
// and "i:"+name with its indexes. Each stored value ends in its CRC-32C. A document bucket's sequence is the number of
// documents in it.
const (
	oldFile   = "rapporteur.db"
	oldFormat = 1
	// newFolder is where the store is made that takes the place of the old file.
	newFolder = storeFolder + ".new"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// migrate moves what the file of an older version holds into a store. The old file is removed when the store is complete
// and synced; after a crash before that the next start begins again.
func migrate(dir string, log *slog.Logger) error {
	old, fresh, store := filepath.Join(dir, oldFile), filepath.Join(dir, newFolder), filepath.Join(dir, storeFolder)
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("removing a migration that was cut off: %w", err)
	}
	if _, err := os.Stat(old); errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("opening the data file %s: %w", old, err)
	}
	if _, err := os.Stat(store); errors.Is(err, os.ErrNotExist) {
		log.Info("the data file of an older version is moved into a store", "file", old, "store", store)
		if err := copyOld(old, fresh, log); err != nil {
			return err
		}
		if err := os.Rename(fresh, store); err != nil {
			return fmt.Errorf("moving the migrated store to its place: %w", err)
		}
		if err := syncFolder(dir); err != nil {
			return err
		}
	} else if err != nil {
		return fmt.Errorf("opening the data folder %s: %w", store, err)
	}
	if err := os.Remove(old); err != nil {
		return fmt.Errorf("removing the data file of an older version: %w", err)
	}
	log.Info("the data file of an older version was removed", "file", old, "store", store)
	return nil
}

func syncFolder(dir string) error {
	f, err := vfs.Default.OpenDir(dir)
	if err != nil {
		return fmt.Errorf("syncing %s: %w", dir, err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// copyOld makes a store in the folder fresh of the old file.
func copyOld(old, fresh string, log *slog.Logger) error {
	bolt, err := openOld(old)
	if err != nil {
		return err
	}
	defer func() { _ = bolt.Close() }()
	d := &disk{fs: vfs.Default, path: fresh, durable: true, sync: true, log: log, spill: spill}
	d.room = d.freeBytes
	s, err := d.open()
	if err != nil {
		return err
	}
	err = guardOld(old, func() error {
		return bolt.View(func(btx *bbolt.Tx) error {
			if err := checkOld(btx, old); err != nil {
				return err
			}
			return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
				ns, ok := strings.CutPrefix(string(name), "c:")
				if !ok {
					return nil
				}
				if s, err = moveCollection(d, s, ns, b, btx.Bucket([]byte("i:"+ns))); err != nil {
					return fmt.Errorf("%s: collection %s: %w", old, ns, err)
				}
				log.Info("a collection was moved", "collection", ns, "documents", s.collections[ns].count)
				return nil
			})
		})
	})
	if err == nil {
		err = d.db.(onDisk).Flush()
	}
	s.release()
	return errors.Join(err, d.db.Close())
}

func openOld(path string) (bolt *bbolt.DB, err error) {
	err = guardOld(path, func() (err error) {
		bolt, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true})
		return err
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, fmt.Errorf("%w by another process: %s", ErrInUse, filepath.Dir(path))
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	case err != nil && !errors.Is(err, ErrCorrupt):
		return nil, fmt.Errorf("opening the data file %s: %w", path, err)
	}
	return bolt, err
}

// guardOld turns a panic into an error: a damaged file makes bbolt panic, or read beyond the end of the mapped file.
func guardOld(path string, f func() error) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return guard(ErrCorrupt, path, f)
}

// checkOld is an error when the file is not a whole one of this program.
func checkOld(btx *bbolt.Tx, path string) error {
	if stat, err := os.Stat(path); err != nil {
		return fmt.Errorf("opening the data file %s: %w", path, err)
	} else if stat.Size() < btx.Size() {
		return fmt.Errorf("%w: %s has %d bytes, %d are missing", ErrCorrupt, path, stat.Size(), btx.Size()-stat.Size())
	}
	meta := btx.Bucket([]byte("meta"))
	if meta == nil {
		if name, _ := btx.Cursor().First(); name != nil {
			return fmt.Errorf("%w: %s is not a file of this program", ErrCorrupt, path)
		}
		return nil
	}
	if f := meta.Get([]byte("format")); len(f) != 8 || binary.BigEndian.Uint64(f) != oldFormat {
		return fmt.Errorf("%w, or of another version: %s has format %x; this program reads format %d", ErrCorrupt, path, f, oldFormat)
	}
	return nil
}

// moveCollection copies a collection, and returns the state with it.
func moveCollection(d *disk, s *state, ns string, docs, indexes *bbolt.Bucket) (*state, error) {
	m := &mover{disk: d, ns: ns, state: s}
	t := m.begin()
	defer func() { _ = m.tx.batch.Close() }()
	c := t.collection(ns)
	if indexes != nil {
		err := indexes.ForEach(func(k, v []byte) error {
			spec, err := unseal(v)
			if err != nil {
				return fmt.Errorf("%w: index %q: %w", ErrCorrupt, k, err)
			}
			ix, err := parseIndex(spec)
			if err != nil {
				return fmt.Errorf("%w: index %q: %w", ErrCorrupt, k, err)
			}
			ix.number = t.number()
			c.indexes = append(c.indexes, ix)
			return nil
		})
		if err != nil {
			return s, err
		}
	}
	err := docs.ForEach(m.put)
	if err == nil && uint64(m.tx.collection(ns).count) != docs.Sequence() {
		err = fmt.Errorf("%w: %d documents where there should be %d", ErrCorrupt, m.tx.collection(ns).count, docs.Sequence())
	}
	if err == nil {
		err = m.end()
	}
	return m.state, err
}

// mover copies documents, some megabytes in one commit.
type mover struct {
	disk  *disk
	ns    string
	state *state
	tx    *tx
}

func (m *mover) begin() *tx {
	m.tx = newTx(m.state)
	return m.tx
}

func (m *mover) end() error {
	if err := m.tx.finish(); err != nil {
		return err
	}
	if !m.tx.batch.Empty() {
		if err := m.disk.commit(m.tx.batch); err != nil {
			return err
		}
	}
	s := m.tx.result()
	m.state.release()
	m.state = s
	return nil
}

func (m *mover) put(k, v []byte) error {
	raw, err := unseal(v)
	if err != nil {
		return fmt.Errorf("%w: document %q: %w", ErrCorrupt, k, err)
	}
	r, err := m.tx.put(m.tx.collection(m.ns), nil, raw)
	if err == nil && r.id != string(k) {
		err = errors.New("the key is not that of the document")
	}
	if err != nil {
		return fmt.Errorf("%w: document %q: %w", ErrCorrupt, k, err)
	}
	if m.tx.batch.Len() < spill {
		return nil
	}
	if err := m.end(); err != nil {
		return err
	}
	_ = m.tx.batch.Close()
	m.begin()
	return nil
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
