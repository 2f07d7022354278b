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

// places are a number of things that may be done at a time. Clients share them: each holds at most its share, and a free
// one goes to the waiting client that has used least, however many requests each of them has waiting.
type places struct {
	what   string // "operations", for errors
	most   int
	share  int           // of one client
	queue  int           // requests of one client that may wait
	queues int           // requests of all clients that may wait; when one more comes, the client that has used most loses its last
	wait   time.Duration // for a place
	used   *usage

	mu      sync.Mutex
	taken   int
	held    map[string]int // by client
	waiting []*waiter      // the first to come first
}

// waiter is a request that waits for a place.
type waiter struct {
	client string
	ready  chan error // nil when its place is taken for it
}

func newPlaces(what string, most, share int, wait time.Duration, used *usage) *places {
	return &places{what: what, most: most, share: min(share, most), queue: share, queues: 4 * max(most, share), wait: wait, used: used, held: map[string]int{}}
}

// take waits for a place of a client and takes it. The error is UNAVAILABLE where there is none in time, or where too many
// requests wait; else it is that of the context.
func (p *places) take(ctx context.Context, client string) error {
	mine := &waiter{client, make(chan error, 1)}
	p.mu.Lock()
	if p.waitingOf(client) >= p.queue && !p.may(client) {
		p.mu.Unlock()
		return p.full()
	}
	p.waiting = append(p.waiting, mine)
	p.grant()
	p.shorten()
	p.mu.Unlock()
	select {
	case err := <-mine.ready:
		return err
	default:
	}
	timer := time.NewTimer(p.wait)
	defer timer.Stop()
	select {
	case err := <-mine.ready:
		return err
	case <-timer.C:
		return p.leave(mine, p.full())
	case <-ctx.Done():
		return p.leave(mine, context.Cause(ctx))
	}
}

func (p *places) full() error {
	return refusef(http.StatusServiceUnavailable, standards.Unavailable, "too many %s at a time: the server has %d places, and a client at most %d of them; try again soon", p.what, p.most, p.share)
}

// leave takes a request out of the queue. Where its place was taken for it meanwhile, the place is its own.
func (p *places) leave(mine *waiter, err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.Index(p.waiting, mine)
	if at < 0 {
		return <-mine.ready
	}
	p.waiting = slices.Delete(p.waiting, at, at+1)
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

func (p *places) waitingOf(client string) (n int) {
	for _, w := range p.waiting {
		if w.client == client {
			n++
		}
	}
	return n
}

// grant gives free places to those who wait, and charges for each.
func (p *places) grant() {
	for p.taken < p.most {
		next := p.next(p.may)
		if next < 0 {
			return
		}
		w := p.waiting[next]
		p.waiting = slices.Delete(p.waiting, next, next+1)
		p.taken++
		p.held[w.client]++
		p.used.charge(w.client, stepsOfPlace)
		w.ready <- nil
	}
}

// next is the first waiting request of the client that has used least, among the clients that may have a place; -1 for none.
func (p *places) next(may func(client string) bool) int {
	least, found := 0.0, -1
	for i, w := range p.waiting {
		if !may(w.client) {
			continue
		}
		if used := p.used.by(w.client); found < 0 || used < least {
			least, found = used, i
		}
	}
	return found
}

// shorten refuses the last request of the client that has used most where too many wait.
func (p *places) shorten() {
	for len(p.waiting) > p.queues {
		last, most := 0, -1.0
		for i, w := range p.waiting {
			if used := p.used.by(w.client); used >= most {
				last, most = i, used
			}
		}
		p.waiting[last].ready <- p.full()
		p.waiting = slices.Delete(p.waiting, last, last+1)
	}
}

// wanted reports whether someone waits for a place who has used less than half of what a client has.
func (p *places) wanted(client string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := p.next(func(other string) bool { return other != client })
	return next >= 0 && 2*p.used.by(p.waiting[next].client) < p.used.by(client)
}

// sharer is the client that a request's places and memory are counted for: the holder of a key, else the address.
func (s *Server) sharer(r *http.Request) string {
	if name := graph.AccessOf(r.Context()).Name; name != "" {
		return "key " + name
	}
	return client(r, s.options.ClientHeader).String()
}
