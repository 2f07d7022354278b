package httpd

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"rapporteur/graph"
	"rapporteur/internal/standards"
)

// places are a number of things that may be done at a time. Clients share them: each holds at most its share, and those who
// wait get the free ones in turn, one client after the other, however many requests each of them has waiting.
type places struct {
	what  string // "operations", for errors
	most  int
	share int           // of one client
	queue int           // requests of one client that may wait
	wait  time.Duration // for a place

	mu      sync.Mutex
	taken   int
	held    map[string]int             // by client
	waiting map[string][]chan struct{} // by client, the first to come first; closed when its place is taken for it
	turns   []string                   // clients that wait, the next one first
}

func newPlaces(what string, most, share int, wait time.Duration) *places {
	return &places{what: what, most: most, share: min(share, most), queue: share, wait: wait, held: map[string]int{}, waiting: map[string][]chan struct{}{}}
}

// take waits for a place of a client and takes it. The error is UNAVAILABLE where there is none in time, or where as many
// requests of the client wait as its share; else it is that of the context.
func (p *places) take(ctx context.Context, client string) error {
	p.mu.Lock()
	if p.may(client) && len(p.turns) == 0 {
		p.hold(client)
		p.mu.Unlock()
		return nil
	}
	if len(p.waiting[client]) >= p.queue {
		p.mu.Unlock()
		return p.full()
	}
	mine := make(chan struct{})
	if len(p.waiting[client]) == 0 {
		p.turns = append(p.turns, client)
	}
	p.waiting[client] = append(p.waiting[client], mine)
	p.grant()
	p.mu.Unlock()
	timer := time.NewTimer(p.wait)
	defer timer.Stop()
	select {
	case <-mine:
		return nil
	case <-timer.C:
		return p.leave(client, mine, p.full())
	case <-ctx.Done():
		return p.leave(client, mine, context.Cause(ctx))
	}
}

func (p *places) full() error {
	return refusef(http.StatusServiceUnavailable, standards.Unavailable, "too many %s at a time: the server has %d places, and a client at most %d of them; try again soon", p.what, p.most, p.share)
}

// leave takes a request out of the queue. Where its place was taken for it meanwhile, the place is its own.
func (p *places) leave(client string, mine chan struct{}, err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.Index(p.waiting[client], mine)
	if at < 0 {
		return nil
	}
	p.waiting[client] = slices.Delete(p.waiting[client], at, at+1)
	p.idle(client)
	return err
}

// give returns a place of a client.
func (p *places) give(client string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken--
	if p.held[client]--; p.held[client] == 0 {
		delete(p.held, client)
	}
	p.grant()
}

func (p *places) may(client string) bool { return p.taken < p.most && p.held[client] < p.share }

func (p *places) hold(client string) {
	p.taken++
	p.held[client]++
}

// grant gives free places to those who wait. A client that got one goes to the end of the line.
func (p *places) grant() {
	for i := 0; i < len(p.turns) && p.taken < p.most; {
		client := p.turns[i]
		if !p.may(client) {
			i++
			continue
		}
		p.hold(client)
		close(p.waiting[client][0])
		p.waiting[client] = p.waiting[client][1:]
		p.turns = append(slices.Delete(p.turns, i, i+1), client)
		p.idle(client)
	}
}

// idle takes a client that does not wait any more out of the line.
func (p *places) idle(client string) {
	if len(p.waiting[client]) == 0 {
		delete(p.waiting, client)
		p.turns = slices.DeleteFunc(p.turns, func(c string) bool { return c == client })
	}
}

// sharer is the client that a request's places and memory are counted for: the holder of a key, else the address.
func (s *Server) sharer(r *http.Request) string {
	if name := graph.AccessOf(r.Context()).Name; name != "" {
		return "key " + name
	}
	return client(r, s.options.ClientHeader).String()
}
