package httpd

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rapporteur/internal/graphtest"
)

// A client with many requests waiting does not keep another one waiting for more than one turn.
func TestPlacesAreTakenInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlaces("tests", 1, 10, time.Hour, newUsage())
		if err := p.take(t.Context(), "first"); err != nil {
			t.Fatal(err)
		}
		var order []string
		var all sync.WaitGroup
		wait := func(client string) {
			all.Go(func() {
				if err := p.take(t.Context(), client); err != nil {
					t.Errorf("%s: %v", client, err)
				}
				order = append(order, client) // one at a time holds the place
				p.give(client)
			})
			synctest.Wait()
		}
		for range 6 {
			wait("greedy")
		}
		wait("modest")
		wait("shy")
		p.give("first")
		all.Wait()
		if want := []string{"greedy", "modest", "shy", "greedy", "greedy", "greedy", "greedy", "greedy"}; !slices.Equal(order, want) {
			t.Errorf("the order was %v", order)
		}
		if p.taken != 0 || len(p.held)+len(p.waiting) != 0 {
			t.Errorf("something is left: %+v", p)
		}
	})
}

func TestAClientHoldsItsShareOfThePlacesAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPlaces("tests", 4, 2, time.Second, newUsage())
		var turnedAway atomic.Int32
		var all sync.WaitGroup
		for range 10 { // two get places, two wait, six are refused at once
			all.Go(func() {
				var early refused
				if err := p.take(t.Context(), "greedy"); errors.As(err, &early) {
					turnedAway.Add(1)
				}
			})
			synctest.Wait()
		}
		if turnedAway.Load() != 6 || p.taken != 2 {
			t.Errorf("%d refused, %d places taken", turnedAway.Load(), p.taken)
		}
		if err := p.take(t.Context(), "other"); err != nil {
			t.Errorf("another client gets no place: %v", err)
		}
		all.Wait() // those that waited gave up after a second
		if turnedAway.Load() != 8 || len(p.waiting) != 0 {
			t.Errorf("afterwards %d refused, waiting %v", turnedAway.Load(), p.waiting)
		}
		ctx, leave := context.WithCancel(t.Context())
		leave()
		if err := p.take(ctx, "greedy"); !errors.Is(err, context.Canceled) || len(p.waiting) != 0 {
			t.Errorf("a client that left: %v, waiting %v", err, p.waiting)
		}
	})
}

// The total is never passed: the client that holds most loses the request with most bytes and time.
func TestFullMemoryEndsTheLargestAndSlowest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMemory(1000)
		var ended []string
		open := func(client, name string, bytes int64) *claim {
			c := m.open(client, func() { ended = append(ended, name) })
			if !c.add(bytes) {
				ended = append(ended, "itself: "+name)
			}
			return c
		}
		open("greedy", "large and young", 300)
		time.Sleep(time.Second)
		slow := open("greedy", "small and old", 200)
		open("modest", "modest", 400)
		time.Sleep(9 * time.Second)
		open("shy", "shy", 100)
		if ended != nil || m.total != 1000 {
			t.Fatalf("ended %v with %d bytes", ended, m.total)
		}
		last := open("shy", "more", 50)
		if !slices.Equal(ended, []string{"large and young"}) { // 300 bytes for 10 s against 200 for 9 s, of the client with 500
			t.Errorf("ended %v", ended)
		}
		if open("flood", "flood", 2000); !slices.Contains(ended, "itself: flood") || m.total > 1000 {
			t.Errorf("ended %v with %d bytes", ended, m.total)
		}
		if slow.add(1); len(m.claims) != 4 {
			t.Errorf("%d claims are left of 4", len(m.claims))
		}
		for c := range m.claims {
			c.close()
		}
		if last.close(); m.total != 0 || len(m.clients) != 0 {
			t.Errorf("%d bytes of %v are left", m.total, m.clients)
		}
	})
}

// Bodies that arrive slowly, all from one address, take no more memory than there is, and no place from others.
func TestSlowBodiesOfOneClientKeepNobodyOut(t *testing.T) {
	t.Parallel()
	l := unpaced()
	l.ClientInFlight, l.Turn = 3, time.Millisecond
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Limits: l, ClientHeader: "X-Client"})
	live := httptest.NewServer(s)
	defer live.Close()
	var dialer net.Dialer
	turnedAway := 0
	for range 5 {
		c, err := dialer.DialContext(t.Context(), "tcp", live.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprint(c, "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Client: 192.0.2.66\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
	}
	greedy := func() *http.Response {
		return do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "X-Client": "192.0.2.66"}, query("{ __typename }"))
	}
	for range 10_000 { // until the three have been noticed
		if r := greedy(); r.StatusCode == http.StatusServiceUnavailable {
			turnedAway++
			break
		}
	}
	if turnedAway == 0 {
		t.Error("a client may send any number of slow bodies")
	}
	if r := do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "X-Client": "192.0.2.7"}, query("{ __typename }")); r.StatusCode != http.StatusOK {
		t.Errorf("another client got %d", r.StatusCode)
	}
}

func TestConnectionsAreCountedByAddress(t *testing.T) {
	t.Parallel()
	inner, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	live := &httptest.Server{Listener: LimitConnections(inner, 0, 2), Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })}} //nolint:gosec // a test
	live.Start()
	defer live.Close()
	var dialer net.Dialer
	answer := func() (net.Conn, bool) {
		c, err := dialer.DialContext(t.Context(), "tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		b := make([]byte, 100)
		n, _ := c.Read(b)
		return c, strings.HasPrefix(string(b[:n]), "HTTP/1.1 204")
	}
	first, ok := answer()
	second, also := answer()
	third, more := answer()
	defer second.Close()
	defer third.Close()
	if !ok || !also || more {
		t.Errorf("answers: %t %t %t, want the third refused", ok, also, more)
	}
	first.Close()
	for range 10_000 { // until the server has noticed
		c, ok := answer()
		c.Close()
		if ok {
			return
		}
	}
	t.Error("a closed connection still counts")
}
