package fault

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"rapporteur/internal/embedded"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/store"
)

// link is a network between stores and a database, as an address of TCP, which a test breaks.
type link struct {
	dial func(context.Context) (net.Conn, error)
	addr string

	mu      sync.Mutex
	l       net.Listener
	open    map[net.Conn]bool
	held    chan struct{} // closed while replies pass
	running sync.WaitGroup
}

// newLink leads to an engine in memory, until the test ends.
func newLink(t testing.TB) *link {
	t.Helper()
	engine, err := embedded.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	pass := make(chan struct{})
	close(pass)
	n := &link{
		dial: func(ctx context.Context) (net.Conn, error) { return engine.Dialer().DialContext(ctx, "", "") },
		addr: "127.0.0.1:0", open: map[net.Conn]bool{}, held: pass,
	}
	n.up(t)
	t.Cleanup(func() {
		n.down()
		n.pass()
		n.running.Wait()
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// up lets connections through, at the address they had before.
func (n *link) up(t testing.TB) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", n.addr)
	if err != nil {
		t.Fatal(err)
	}
	n.mu.Lock()
	n.l, n.addr = l, l.Addr().String()
	n.mu.Unlock()
	n.running.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return // the link is down
			}
			n.running.Go(func() { n.carry(near) })
		}
	})
}

// carry carries the bytes of one connection.
func (n *link) carry(near net.Conn) {
	defer near.Close()
	far, err := n.dial(context.Background())
	if err != nil {
		return
	}
	defer far.Close()
	n.mu.Lock()
	n.open[near] = true
	n.mu.Unlock()
	var back sync.WaitGroup
	back.Go(func() {
		defer near.Close()
		buffer := make([]byte, 32<<10)
		for {
			got, err := far.Read(buffer)
			n.mu.Lock()
			held := n.held
			n.mu.Unlock()
			<-held
			if _, failed := near.Write(buffer[:got]); err != nil || failed != nil {
				return
			}
		}
	})
	_, _ = io.Copy(far, near) // until either side is gone
	_ = far.Close()
	back.Wait()
	n.mu.Lock()
	delete(n.open, near)
	n.mu.Unlock()
}

// cut breaks all connections; new ones are let through.
func (n *link) cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.open {
		_ = c.Close()
	}
}

// down breaks all connections, and new ones are refused.
func (n *link) down() {
	n.mu.Lock()
	_ = n.l.Close()
	n.mu.Unlock()
	n.cut()
}

// hold keeps replies back until they are let pass.
func (n *link) hold() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.held = make(chan struct{})
}

func (n *link) pass() {
	n.mu.Lock()
	defer n.mu.Unlock()
	select {
	case <-n.held:
	default:
		close(n.held)
	}
}

// connect opens a store on the link, as a server does.
func (n *link) connect(t testing.TB, change ...func(*store.Options)) *store.Store {
	t.Helper()
	o := store.Options{
		URI:      "mongodb://" + n.addr + "/?directConnection=true&serverSelectionTimeoutMS=1000&heartbeatFrequencyMS=500",
		Database: "rapporteur", Poll: 5 * time.Millisecond, Lease: time.Second,
	}
	for _, c := range change {
		c(&o)
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
	return s
}

// everything is the graph of a store.
func everything(t testing.TB, s *store.Store) map[string]any {
	t.Helper()
	all := map[string]any{}
	collect(t, all, s.StudyGroups)
	collect(t, all, s.Questions)
	collect(t, all, s.Texts)
	collect(t, all, s.People)
	collect(t, all, s.Documents)
	collect(t, all, s.Specifications)
	collect(t, all, s.Meetings)
	collect(t, all, s.Actions)
	collect(t, all, s.CorrespondenceGroups)
	return all
}

func collect[ID ~string, T any](t testing.TB, all map[string]any, c store.Collection[ID, T]) {
	t.Helper()
	nodes, err := c.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		all[string(c.ID(n))] = n
	}
}

// undisturbed is the graph of the sample where nothing goes wrong.
var undisturbed = func(t testing.TB) map[string]any { return everything(t, graphtest.Sample(t).Store) }
