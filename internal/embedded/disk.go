package embedded

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/gofrs/flock"
)

const (
	// storeFolder is the folder in the data folder that Pebble keeps, lockFile what the one who has it open holds.
	storeFolder, lockFile = "store", "LOCK"
	// maxDiskKey is the longest encoded _id.
	maxDiskKey = 32 << 10
	// lockWait is how long a second opener waits for the first to let go.
	lockWait = time.Second
	// reserve is how many bytes of a disk writes leave free: for what Pebble moves about behind them, and because a disk
	// that is found full in the middle of a commit stops the engine.
	reserve = 64 << 20
)

// disk is one store: Pebble on disk, or a tree in memory.
type disk struct {
	db       keeper
	fs       vfs.FS
	path     string
	lock     *flock.Flock // nil in memory
	durable  bool         // kept in a folder
	sync     bool         // every commit is on disk when it returns
	log      *slog.Logger
	failed   atomic.Pointer[error]  // what Pebble cannot go on after
	damaged  atomic.Pointer[string] // the file it last found damaged
	onFailed func(error)
	room     func() (uint64, error) // free bytes
	spill    int                    // see tx.fill
}

// guard turns a panic of Pebble into an error.
func guard(as error, path string, f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %s: %v", as, path, r)
		}
	}()
	return f()
}

// openDisk opens or makes the store in dir, in memory without one, and reads the descriptions of its collections.
// Afterwards onFailed is called, once, with what Pebble cannot go on after.
func openDisk(dir string, o settings, onFailed func(error)) (*disk, *state, error) {
	d := &disk{fs: o.fs, path: filepath.Join(dir, storeFolder), durable: dir != "", sync: dir != "" && !o.unsynced, log: o.log, spill: spill}
	if o.spill > 0 {
		d.spill = o.spill
	}
	if d.fs == nil && d.durable {
		d.fs = vfs.Default
		if err := d.occupy(dir); err != nil {
			return nil, nil, err
		}
	}
	if d.room = o.room; d.room == nil {
		d.room = d.freeBytes
	}
	s, err := d.open()
	if err != nil {
		return nil, nil, errors.Join(err, d.unlock())
	}
	d.onFailed = onFailed
	return d, s, nil
}

// occupy takes the data folder for this engine, and moves into it what an older version has left.
func (d *disk) occupy(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("making the data folder: %w", err)
	}
	d.lock = flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	for start := time.Now(); ; time.Sleep(lockWait / 20) {
		ok, err := d.lock.TryLock()
		if err != nil {
			return fmt.Errorf("opening the data folder: %w", err)
		}
		if ok {
			break
		}
		if time.Since(start) > lockWait {
			return fmt.Errorf("%w by another process: %s", ErrInUse, dir)
		}
	}
	if err := migrate(dir, d.log); err != nil {
		return errors.Join(err, d.unlock())
	}
	return nil
}

func (d *disk) unlock() error {
	if d.lock == nil {
		return nil
	}
	return d.lock.Unlock()
}

// open opens the store.
func (d *disk) open() (*state, error) {
	if !d.durable {
		d.db = newInMemory()
		return d.load()
	}
	err := d.prepare()
	if err == nil {
		err = d.checkMarker()
	}
	if err == nil {
		err = guard(ErrCorrupt, d.path, func() (err error) {
			db, err := pebble.Open(d.path, d.options())
			d.db = onDisk{db}
			return err
		})
	}
	if failed := d.failed.Load(); failed != nil && err == nil {
		err = *failed
	}
	switch {
	case errors.Is(err, ErrCorrupt):
		return nil, err
	case err != nil && (pebble.IsCorruptionError(err) || !isSystem(err)):
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, d.named(err))
	case err != nil:
		return nil, fmt.Errorf("opening the data folder %s: %w", d.path, err)
	}
	var s *state
	err = guard(ErrCorrupt, d.path, func() (err error) {
		s, err = d.load()
		return err
	})
	if err != nil {
		return nil, errors.Join(err, d.db.Close())
	}
	return s, nil
}

// prepare makes a store on disk where there is none: beside, and under its name when all of it is on disk. A power cut in the
// middle may leave any part of what Pebble makes, which it would not open.
func (d *disk) prepare() error {
	if _, err := d.fs.Stat(d.path); !errors.Is(err, os.ErrNotExist) {
		return nil
	}
	fresh := d.path + ".new"
	if err := d.fs.RemoveAll(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := guard(ErrCorrupt, fresh, func() error {
		db, err := pebble.Open(fresh, d.options())
		if err == nil {
			err = db.Close()
		}
		return err
	}); err != nil {
		return err
	}
	folder, err := d.fs.OpenDir(fresh)
	if err == nil {
		err = errors.Join(folder.Sync(), folder.Close())
	}
	if err == nil {
		err = d.fs.Rename(fresh, d.path)
	}
	if err == nil {
		d.syncParents()
	}
	return err
}

// checkMarker is an error when there are files of a store without the one that says which of them count: Pebble would
// take the folder for an empty one and remove them.
func (d *disk) checkMarker() error {
	files, err := d.fs.List(d.path)
	if err != nil {
		return nil // there is no store yet, or opening it will say what is wrong
	}
	store, err := pebble.Peek(d.path, d.fs)
	if err != nil || store.Exists {
		return err
	}
	for _, name := range files {
		if strings.HasSuffix(name, ".sst") || strings.HasSuffix(name, ".log") {
			return fmt.Errorf("%w: %s has %s and nothing that says what it belongs to", ErrCorrupt, d.path, name)
		}
	}
	return nil
}

// isSystem says whether the operating system has refused something, for another reason than that a file is not there.
func isSystem(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) && !errors.Is(err, os.ErrNotExist)
}

func (d *disk) options() *pebble.Options {
	o := &pebble.Options{
		FS: d.fs, FormatMajorVersion: pebble.FormatNewest, Logger: logger{d},
		CacheSize: 64 << 20, MemTableSize: 16 << 20, MemTableStopWritesThreshold: 4,
		L0CompactionThreshold: 2, L0StopWritesThreshold: 24, MaxOpenFiles: 500,
		CompactionConcurrencyRange: func() (int, int) { return 1, 2 },
		EventListener: &pebble.EventListener{
			BackgroundError: d.backgroundError,
			DataCorruption:  func(i pebble.DataCorruptionInfo) { d.damaged.Store(&i.Path) },
		},
	}
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	return o
}

// backgroundError is called when a flush or a compaction has failed; Pebble tries again at once, for ever.
func (d *disk) backgroundError(err error) {
	if errors.Is(err, pebble.ErrCancelledCompaction) || errors.Is(err, pebble.ErrClosed) {
		return
	}
	d.log.Warn("the embedded engine could not tidy its files and tries again", "folder", d.path, "error", err)
	time.Sleep(20 * time.Millisecond)
}

// logger has Pebble's messages. Fatalf returns, where Pebble expects the process to end: the engine refuses everything
// afterwards.
type logger struct{ disk *disk }

func (logger) Infof(string, ...any) {}

func (l logger) Errorf(format string, args ...any) {
	l.disk.log.Warn("the embedded engine's store reports an error", "folder", l.disk.path, "error", fmt.Sprintf(format, args...))
}

func (l logger) Fatalf(format string, args ...any) {
	err := fmt.Errorf("%s: %s", l.disk.path, fmt.Sprintf(format, args...))
	for _, a := range args {
		if cause, ok := a.(error); ok {
			err = fmt.Errorf("%s: %w", l.disk.path, cause)
		}
	}
	if l.disk.failed.CompareAndSwap(nil, &err) && l.disk.onFailed != nil {
		l.disk.onFailed(err)
	}
}

// freeBytes are the bytes that the disk of the store has free.
func (d *disk) freeBytes() (uint64, error) {
	u, err := d.fs.GetDiskUsage(d.path)
	return u.AvailBytes, err
}

// syncParents makes the name of a new data folder last, and that of the folder it is in. Not every system can do that,
// and the parent may be closed to us: neither is a reason not to start.
func (d *disk) syncParents() {
	dir := d.fs.PathDir(d.path)
	for _, name := range []string{dir, d.fs.PathDir(dir)} {
		if f, err := d.fs.OpenDir(name); err == nil {
			_ = f.Sync()
			_ = f.Close()
		}
	}
}

// errUnknownState says that a commit may or may not be on disk.
var errUnknownState = errors.New("it cannot be known whether the last write is on disk")

// commit writes a batch in one synced step. After an error nothing has changed, except for an error that wraps
// errUnknownState.
func (d *disk) commit(b changes) error {
	if d.durable {
		free, err := d.room()
		if err == nil && free < reserve+4*uint64(b.Len()) {
			return codeOutOfDiskSpace.errorf("writing to %s: the disk has %d MB left, and a write leaves %d MB free; nothing was changed", d.path, free>>20, reserve>>20)
		}
	}
	err := guard(errUnknownState, d.path, func() error {
		return d.db.commit(b, d.sync)
	})
	if failed := d.failed.Load(); failed != nil {
		return fmt.Errorf("%w: %w", errUnknownState, *failed)
	}
	if err != nil && !errors.Is(err, errUnknownState) {
		return fmt.Errorf("%w: %s: %w", errUnknownState, d.path, err)
	}
	return err
}

// readError turns what Pebble says while reading into what a client is told.
func (d *disk) readError(err error) error {
	switch {
	case err == nil:
		return nil
	case pebble.IsCorruptionError(err):
		err = fmt.Errorf("%w: %w", ErrCorrupt, d.named(err))
		return &fault{code: codeInternal, msg: err.Error(), cause: err}
	}
	return codeInternal.errorf("reading %s: %v", d.path, err)
}

// named is the error with the file that is damaged.
func (d *disk) named(err error) error {
	path := d.path
	if damaged := d.damaged.Load(); damaged != nil {
		path = *damaged
	}
	first, _, _ := strings.Cut(err.Error(), "\n") // the rest repeats it
	return fmt.Errorf("%s: %s", path, first)
}

// dangling is the error for an entry of an index that leads to no document.
func (d *disk) dangling(ns, index string) error {
	return codeInternal.errorf("%v: %s: index %s of %s leads to a document that is not there", ErrCorrupt, d.path, index, ns)
}

// close ends the store. What is in the log goes into tables first, so that the next start has nothing to read again, and
// damage to the log of a store at rest does no harm. When Pebble has failed it may never end: nobody waits longer than
// closeWait for it.
func (d *disk) close() error {
	if kept, ok := d.db.(onDisk); ok && d.failed.Load() == nil {
		if flushed, err := kept.AsyncFlush(); err == nil {
			within(flushed)
		}
	}
	var err error
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		err = guard(errors.New("closing the store"), d.path, d.db.Close)
	}()
	if d.failed.Load() == nil {
		<-closed
		return errors.Join(err, d.unlock())
	}
	within(closed)
	return d.unlock()
}

// within waits for done, but no longer than closeWait.
func within(done <-chan struct{}) {
	select {
	case <-done:
	case <-time.After(closeWait):
	}
}

const closeWait = 5 * time.Second
