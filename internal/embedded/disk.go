package embedded

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	dataFile   = "rapporteur.db"
	diskFormat = 1
	// maxDiskKey is the longest key bbolt takes.
	maxDiskKey = bbolt.MaxKeySize
	// lockWait is how long a second opener waits for the first to let go.
	lockWait = time.Second
)

// The buckets: "meta", and for each collection "c:"+name with its documents and "i:"+name with its indexes. Each
// stored value ends in its CRC-32C. A document bucket's sequence is the number of documents in it.
var (
	metaBucket = []byte("meta")
	formatKey  = []byte("format")
	seqKey     = []byte("seq")
)

func documentBucket(ns string) []byte { return []byte("c:" + ns) }
func indexBucket(ns string) []byte    { return []byte("i:" + ns) }

// disk keeps the state in one bbolt file.
type disk struct {
	bolt *bbolt.DB
	path string
	seq  uint64 // number of the last commit
	// hooks for tests: before runs inside the transaction, after when bbolt has answered.
	before func() error
	after  func(error) error
}

// guard turns a panic into an error: a damaged file makes bbolt panic, or read beyond the end of the mapped file.
func guard(as error, path string, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s: %v", as, path, r)
		}
	}()
	return f()
}

// openDisk opens or makes the file in dir and reads everything in it. It calls sync with dir once it has made a file there.
func openDisk(dir string, sync func(dir string)) (*disk, *state, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("making the data folder: %w", err)
	}
	d := &disk{path: filepath.Join(dir, dataFile)}
	err := guard(ErrCorrupt, d.path, func() (err error) {
		d.bolt, err = bbolt.Open(d.path, 0o600, &bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType})
		return err
	})
	switch {
	case errors.Is(err, ErrCorrupt):
		return nil, nil, err
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, nil, fmt.Errorf("%w by another process: %s", ErrInUse, dir)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return nil, nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, d.path, err)
	case err != nil:
		return nil, nil, fmt.Errorf("opening the data file %s: %w", d.path, err)
	}
	var s *state
	err = guard(ErrCorrupt, d.path, func() (err error) {
		if err = d.prepare(sync); err == nil {
			s, err = d.load()
		}
		return err
	})
	if err != nil {
		return nil, nil, errors.Join(err, d.bolt.Close())
	}
	return d, s, nil
}

// prepare writes the format into a new file, and checks it in an old one.
func (d *disk) prepare(sync func(dir string)) error {
	isNew := false
	err := d.bolt.View(func(btx *bbolt.Tx) error {
		if stat, err := os.Stat(d.path); err != nil {
			return fmt.Errorf("opening the data file %s: %w", d.path, err)
		} else if stat.Size() < btx.Size() {
			return fmt.Errorf("%w: %s has %d bytes, %d are missing", ErrCorrupt, d.path, stat.Size(), btx.Size()-stat.Size())
		}
		meta := btx.Bucket(metaBucket)
		if isNew = meta == nil; isNew {
			if name, _ := btx.Cursor().First(); name != nil {
				return fmt.Errorf("%w: %s is not a file of this program", ErrCorrupt, d.path)
			}
			return nil
		}
		if f := meta.Get(formatKey); len(f) != 8 || binary.BigEndian.Uint64(f) != diskFormat {
			return fmt.Errorf("%w, or of another version: %s has format %x; this program reads format %d", ErrCorrupt, d.path, f, diskFormat)
		}
		return nil
	})
	if err != nil || !isNew {
		return err
	}
	err = d.bolt.Update(func(btx *bbolt.Tx) error {
		meta, err := btx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		return errors.Join(meta.Put(formatKey, binary.BigEndian.AppendUint64(nil, diskFormat)), meta.Put(seqKey, make([]byte, 8)))
	})
	if err != nil {
		return fmt.Errorf("writing the new data file %s: %w", d.path, err)
	}
	sync(filepath.Dir(d.path))
	return nil
}

// syncFolder makes the name of a new file last, and that of the folder it is in. Not every system can do that, and
// the parent may be closed to us: neither is a reason not to start.
func syncFolder(dir string) {
	for _, name := range []string{dir, filepath.Dir(filepath.Clean(dir))} {
		if f, err := os.Open(name); err == nil {
			_ = f.Sync()
			_ = f.Close()
		}
	}
}

// errUnknownState says that a commit may or may not be on disk.
var errUnknownState = errors.New("it cannot be known whether the last write is on disk")

// commit writes the changes in one fsynced transaction. After an error nothing is on disk, except for an error that
// wraps errUnknownState.
func (d *disk) commit(changes []change, counts map[string]int) error {
	err := guard(errUnknownState, d.path, func() error {
		return d.bolt.Update(func(btx *bbolt.Tx) error { return d.apply(btx, changes, counts) })
	})
	if d.after != nil {
		err = d.after(err)
	}
	if err == nil {
		d.seq++
		return nil
	}
	if errors.Is(err, errUnknownState) {
		return err
	}
	// A failed commit is either not there at all or there in full: the commit number tells.
	var found []byte
	viewErr := guard(errUnknownState, d.path, func() error {
		return d.bolt.View(func(btx *bbolt.Tx) error {
			found = append(found, btx.Bucket(metaBucket).Get(seqKey)...)
			return nil
		})
	})
	switch {
	case viewErr != nil || len(found) != 8 || binary.BigEndian.Uint64(found) != d.seq:
		return fmt.Errorf("%w: %s: %w", errUnknownState, d.path, errors.Join(err, viewErr))
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return codeOutOfDiskSpace.errorf("writing %s: %v; nothing was changed", d.path, err)
	}
	return codeInternal.errorf("writing %s: %v; nothing was changed", d.path, err)
}

func (d *disk) apply(btx *bbolt.Tx, changes []change, counts map[string]int) error {
	for _, c := range changes {
		if err := c.apply(btx); err != nil {
			return err
		}
	}
	for ns, n := range counts {
		if b := btx.Bucket(documentBucket(ns)); b != nil {
			if err := b.SetSequence(uint64(n)); err != nil {
				return err
			}
		}
	}
	if err := btx.Bucket(metaBucket).Put(seqKey, binary.BigEndian.AppendUint64(nil, d.seq+1)); err != nil {
		return err
	}
	if d.before != nil {
		return d.before()
	}
	return nil
}

func (c *change) apply(btx *bbolt.Tx) error {
	docs, indexes := documentBucket(c.ns), indexBucket(c.ns)
	switch c.kind {
	case putDocument:
		return btx.Bucket(docs).Put([]byte(c.key), seal(c.val))
	case deleteDocument:
		return btx.Bucket(docs).Delete([]byte(c.key))
	case putCollection:
		if _, err := btx.CreateBucket(docs); err != nil {
			return err
		}
		_, err := btx.CreateBucket(indexes)
		return err
	case dropCollection:
		return errors.Join(btx.DeleteBucket(docs), btx.DeleteBucket(indexes))
	case putIndex:
		return btx.Bucket(indexes).Put([]byte(c.key), seal(c.val))
	default:
		return btx.Bucket(indexes).Delete([]byte(c.key))
	}
}
