package store_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

type verdict int

const (
	pass  verdict = iota
	lost          // executed, and the answer is lost
	never         // not executed
)

// command is one that waits.
type command struct {
	by      *server
	writes  bool // to the graph
	verdict chan verdict
	held    time.Time // until when
}

// server is a process: what it uses ends with it.
type server struct {
	sim    *simulation
	frozen time.Time
	dead   chan struct{}
}

func (v *server) killed() bool {
	select {
	case <-v.dead:
		return true
	default:
		return false
	}
}

func (v *server) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	if v.killed() {
		return nil, net.ErrClosed
	}
	far, err := v.sim.engine.Dialer().DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &held{Conn: far, by: v, closed: make(chan struct{})}, nil
}

// held is a connection of a server.
type held struct {
	net.Conn
	by     *server
	once   sync.Once
	closed chan struct{}
	lost   bool

	mu   sync.Mutex
	late bool // a command will be executed when the server has gone
}

func (c *held) Close() error {
	c.once.Do(func() { close(c.closed) })
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.late {
		return nil
	}
	return c.Conn.Close()
}

// opMsg is the wire protocol's code of a command; the first of a connection may be of another.
const opMsg = 2013

// ungated are commands of which no schedule depends.
var ungated = []string{"hello", "isMaster", "ping", "endSessions", "listIndexes", "createIndexes", "killCursors"}

func (c *held) Write(b []byte) (int, error) {
	if binary.LittleEndian.Uint32(b[12:]) != opMsg || slices.Contains(ungated, bson.Raw(b[21:]).Index(0).Key()) {
		return c.Conn.Write(b)
	}
	if c.by.killed() {
		return 0, net.ErrClosed
	}
	first := bson.Raw(b[21:]).Index(0)
	collection, _ := first.Value().StringValueOK()
	cmd := &command{by: c.by, writes: collection == "studyGroups" && (first.Key() == "update" || first.Key() == "delete"), verdict: make(chan verdict, 1)}
	c.by.sim.mu.Lock()
	c.by.sim.waiting = append(c.by.sim.waiting, cmd)
	c.by.sim.mu.Unlock()
	select {
	case v := <-cmd.verdict:
		switch v {
		case never:
			return 0, errors.Join(net.ErrClosed, c.Close())
		case lost:
			c.lost = true
		case pass:
		}
		return c.Conn.Write(b)
	case <-c.by.dead:
	case <-c.closed:
	}
	c.mu.Lock()
	c.late = true
	c.mu.Unlock()
	later := slices.Clone(b)
	c.by.sim.late.Go(func() {
		defer c.Conn.Close()
		if <-cmd.verdict != never {
			_ = c.Conn.SetDeadline(time.Time{})
			if _, err := c.Conn.Write(later); err == nil {
				_ = discard(c.Conn)
			}
		}
	})
	return 0, net.ErrClosed
}

// SetWriteDeadline has no effect: a server that stops does not look at its clock.
func (c *held) SetWriteDeadline(time.Time) error { return nil }

func (c *held) Read(b []byte) (int, error) {
	if c.lost {
		return 0, errors.Join(discard(c.Conn), c.Close(), io.ErrUnexpectedEOF)
	}
	return c.Conn.Read(b)
}

// discard reads one answer.
func discard(r io.Reader) error {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return err
	}
	_, err := io.CopyN(io.Discard, r, int64(binary.LittleEndian.Uint32(length[:]))-4)
	return err
}
