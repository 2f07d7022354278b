package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
)

// Dialer gives the driver its connections. It implements options.ContextDialer.
type Dialer struct{ engine *Engine }

// Dialer returns what to pass to options.Client().SetDialer. The address of the URI is not used.
func (e *Engine) Dialer() *Dialer { return &Dialer{e} }

// DialContext opens a connection to the engine.
func (d *Dialer) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	client, server := net.Pipe()
	if !d.engine.conns.serve(server, d.engine.serve) {
		_, _ = client.Close(), server.Close()
		return nil, fmt.Errorf("embedded: %w", ErrClosed)
	}
	return client, nil
}

// connections are the open ones. Each has one goroutine, which ends with it.
type connections struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
	wg     sync.WaitGroup
}

// serve runs f on the connection; it reports false when the engine is closed.
func (cs *connections) serve(c net.Conn, f func(net.Conn)) bool {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.closed {
		return false
	}
	if cs.open == nil {
		cs.open = map[net.Conn]struct{}{}
	}
	cs.open[c] = struct{}{}
	cs.wg.Go(func() {
		f(c)
		_ = c.Close()
		cs.mu.Lock()
		delete(cs.open, c)
		cs.mu.Unlock()
	})
	return true
}

func (cs *connections) close() {
	cs.mu.Lock()
	cs.closed = true
	for c := range cs.open {
		_ = c.Close()
	}
	cs.mu.Unlock()
	cs.wg.Wait()
}

// serve answers the messages of one connection until it is closed or sends something that is not a message.
func (e *Engine) serve(c net.Conn) {
	in := bufio.NewReaderSize(c, 32<<10)
	w := &builder{}
	for {
		m, err := readMessage(in)
		var f *fault
		switch {
		case err == nil || errors.As(err, &f) && m != nil:
		case errors.Is(err, errWire):
			e.opts.log.Warn("a connection to the embedded engine was closed", "error", err)
			return
		default:
			return // the other side has gone
		}
		e.answer(w, m, f)
		if m.noReply {
			continue
		}
		if _, err := c.Write(w.b); err != nil {
			if !errors.Is(err, io.ErrClosedPipe) {
				e.opts.log.Warn("an answer of the embedded engine could not be sent", "error", err)
			}
			return
		}
		if cap(w.b) > 1<<20 {
			w.b = nil // do not keep the memory of a rare large answer
		}
	}
}

// answer handles one message and leaves the reply in w. A panic becomes an error: a write publishes nothing before
// it is through, so none leaves half of its work behind.
func (e *Engine) answer(w *builder, m *message, malformed *fault) {
	replyTo(w, m)
	start := len(w.b)
	fail := func(err error) {
		w.b, w.open = w.b[:start], w.open[:0]
		w.begin()
		asFault(err).write(w)
		w.end()
	}
	defer func() {
		if r := recover(); r != nil {
			e.opts.log.Error("a command made the embedded engine panic", "command", m.body.firstKey(), "panic", r, "stack", string(debug.Stack()))
			fail(codeInternal.errorf("internal error in %s: %v", m.body.firstKey(), r))
		}
		finishReply(w)
	}()
	if malformed != nil {
		fail(malformed)
		return
	}
	w.begin()
	if err := e.handle(m, w); err != nil {
		fail(err)
		return
	}
	w.double("ok", 1)
	w.end()
}

// write puts the error into a reply.
func (f *fault) write(w *builder) {
	w.double("ok", 0)
	w.string("errmsg", f.msg)
	w.int32("code", int(f.code))
	w.string("codeName", f.code.String())
	f.writeKeys(w)
}

func (f *fault) writeKeys(w *builder) {
	if f.keyPattern != nil {
		w.value("keyPattern", f.keyPattern.value())
		w.value("keyValue", f.keyValue.value())
	}
}
