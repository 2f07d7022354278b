package embedded

import (
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// comfortable is the number of documents up to which the engine is meant to be used.
const comfortable = 2_500_000

// Engine holds one database server's worth of collections. All methods may be called at the same time.
type Engine struct {
	opts     settings
	dir      string
	disk     *disk
	writing  sync.Mutex
	state    atomic.Pointer[state]
	dead     atomic.Pointer[error] // why nothing is served any more
	stopping atomic.Bool
	warned   atomic.Bool
	cursors  cursorTable
	conns    connections
	counts   counters
}

type settings struct {
	onFatal    func(error)
	log        *slog.Logger
	maxCursors int
	cursorIdle time.Duration
	room       func() (uint64, error)
	unsynced   bool
	// of tests: a file system of their own, where the folder is not locked, and another bound for tx.fill
	fs    vfs.FS
	spill int
}

// Option changes how an engine behaves.
type Option func(*settings)

// OnFatal sets what is called, once, when the engine cannot know any more whether memory and disk agree and
// refuses everything from then on. A server should end itself: opening the folder again reads what is on disk. By
// default the error is only logged.
func OnFatal(f func(error)) Option { return func(o *settings) { o.onFatal = f } }

// WithLogger sets the logger; the default is slog.Default().
func WithLogger(l *slog.Logger) Option { return func(o *settings) { o.log = l } }

// WithRoom sets how many bytes the disk of the data folder has left; by default the operating system is asked. Writes that
// would leave less than 64 MB are refused with OutOfDiskSpace and change nothing.
func WithRoom(free func() (uint64, error)) Option { return func(o *settings) { o.room = free } }

// Unsynced leaves it to the operating system when writes reach the disk: for a folder that is thrown away.
func Unsynced() Option { return func(o *settings) { o.unsynced = true } }

// WithCursors bounds the open cursors in number and in idle time; the defaults are 1000 and 10 minutes.
func WithCursors(most int, idle time.Duration) Option {
	return func(o *settings) { o.maxCursors, o.cursorIdle = most, idle }
}

// Open opens the data folder dir, making it when there is none. With dir "" or ":memory:" nothing is kept. It
// returns an error wrapping ErrInUse, after about a second, when the folder is open elsewhere, and one wrapping
// ErrCorrupt that names the file when the file is damaged.
func Open(dir string, opts ...Option) (*Engine, error) {
	e := &Engine{opts: settings{log: slog.Default(), maxCursors: 1000, cursorIdle: 10 * time.Minute}, dir: dir}
	for _, o := range opts {
		o(&e.opts)
	}
	if dir == ":memory:" {
		dir = ""
	}
	d, s, err := openDisk(dir, e.opts, func(err error) { _ = e.die(err) })
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", err)
	}
	e.disk = d
	e.state.Store(s)
	e.cursors.init(e.opts.maxCursors, e.opts.cursorIdle)
	e.counts.init()
	e.warnSize(s)
	return e, nil
}

// Close ends all connections, waits until nothing runs on them any more, and closes the data folder. Calling it again
// does nothing.
func (e *Engine) Close() error {
	if !e.stopping.CompareAndSwap(false, true) {
		return nil
	}
	e.conns.close()
	e.cursors.close()
	e.writing.Lock()
	defer e.writing.Unlock()
	e.state.Load().release()
	if err := e.disk.close(); err != nil {
		return fmt.Errorf("embedded: closing %s: %w", e.disk.path, err)
	}
	return nil
}

// write runs one write command: do works on a fork, which is published when it is on disk. When do or the disk
// fails nothing has happened.
func (e *Engine) write(do func(*tx) error) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.usable(); err != nil {
		return err
	}
	t := newTx(e.state.Load())
	defer func() { _ = t.batch.Close() }()
	err := do(t)
	if err == nil {
		err = t.finish()
	}
	if err == nil && t.batch.Empty() {
		return nil
	}
	if err == nil {
		err = e.disk.commit(t.batch)
	}
	if err == nil {
		e.publish(t.result())
		return nil
	}
	if t.spilled {
		err = errors.Join(err, e.disk.sweep(t.base.next))
	}
	var f *fault
	switch {
	case errors.Is(err, errUnknownState):
		return e.die(err)
	case errors.As(err, &f) && f.code == codeOutOfDiskSpace:
		e.opts.log.Error("a write was refused because it could not be put on disk", "error", err)
	}
	return err
}

// publish makes a state the one that commands read.
func (e *Engine) publish(s *state) {
	old := e.state.Swap(s)
	old.release()
	e.warnSize(s)
}

// usable is an error when the engine is closed or dead.
func (e *Engine) usable() error {
	if err := e.dead.Load(); err != nil {
		return codeInternal.errorf("the embedded engine has stopped: %v", *err)
	}
	if e.stopping.Load() {
		return codeInternal.errorf("%v", ErrClosed)
	}
	return nil
}

// die makes the engine refuse everything.
func (e *Engine) die(err error) error {
	if e.dead.CompareAndSwap(nil, &err) {
		e.opts.log.Error("the embedded engine stops serving", "error", err)
		if e.opts.onFatal != nil {
			e.opts.onFatal(err)
		}
	}
	return e.usable()
}

// Err is why the engine has stopped serving: the error OnFatal was called with, ErrClosed after Close, else nil.
func (e *Engine) Err() error {
	if err := e.dead.Load(); err != nil {
		return *err
	}
	if e.stopping.Load() {
		return ErrClosed
	}
	return nil
}

func (e *Engine) warnSize(s *state) {
	if n := s.documents(); n > comfortable && e.warned.CompareAndSwap(false, true) {
		e.opts.log.Warn("the embedded engine holds more documents than it is meant for; use a MongoDB server", "documents", n, "meant_for", comfortable)
	}
}
