package httpd

import (
	"io"
	"net/http"
	"sync"
	"time"

	"rapporteur/internal/standards"
)

// memory bounds the bytes of all bodies that are being received and all answers that are being sent. When it is full,
// the client that holds most is chosen, and of its requests the one with most bytes times seconds is ended.
type memory struct {
	most int64

	mu      sync.Mutex
	total   int64
	clients map[string]int64
	claims  map[*claim]struct{}
}

// claim is what one request holds.
type claim struct {
	in     *memory
	client string
	bytes  int64
	since  time.Time
	end    func() // makes the connection fail
	ended  bool
}

func newMemory(most int64) *memory {
	return &memory{most: most, clients: map[string]int64{}, claims: map[*claim]struct{}{}}
}

// errMemory is the error of a request that was ended because the memory was full.
var errMemory = refusef(http.StatusServiceUnavailable, standards.Unavailable, "too many bytes of requests and answers are on their way (--max-memory), and this client holds most of them")

// open begins the claim of a request. end is called at most once, by whoever finds the memory full; it must not wait.
func (m *memory) open(client string, end func()) *claim {
	c := &claim{in: m, client: client, since: time.Now(), end: end}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.claims[c] = struct{}{}
	return c
}

// add adds bytes to a claim, and ends claims until all fit. It returns false where this claim was ended.
func (c *claim) add(n int64) bool {
	m := c.in
	m.mu.Lock()
	defer m.mu.Unlock()
	if c.ended {
		return false
	}
	c.bytes += n
	m.total += n
	m.clients[c.client] += n
	for now := time.Now(); m.total > m.most; {
		m.heaviest(now).release().end()
	}
	return !c.ended
}

// close ends a claim whose request was answered.
func (c *claim) close() {
	c.in.mu.Lock()
	defer c.in.mu.Unlock()
	if !c.ended {
		c.release()
	}
}

func (c *claim) release() *claim {
	m := c.in
	c.ended = true
	m.total -= c.bytes
	if m.clients[c.client] -= c.bytes; m.clients[c.client] == 0 {
		delete(m.clients, c.client)
	}
	delete(m.claims, c)
	return c
}

// heaviest is the claim to end next. There is one: the claims hold the total, which is more than nothing.
func (m *memory) heaviest(now time.Time) (found *claim) {
	weight := func(c *claim) float64 { return float64(c.bytes) * (0.001 + now.Sub(c.since).Seconds()) }
	for c := range m.claims {
		switch {
		case c.bytes == 0:
		case found == nil, m.clients[c.client] > m.clients[found.client]:
			found = c
		case m.clients[c.client] == m.clients[found.client] && weight(c) > weight(found):
			found = c
		}
	}
	return found
}

// counted is a body whose bytes are added to a claim as they arrive. Reading it into one slice holds about twice as many.
type counted struct {
	io.ReadCloser
	claim *claim
}

// Read reads some of the body.
func (b counted) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if !b.claim.add(2 * int64(n)) {
		return n, errMemory
	}
	return n, err
}
