package httpd

import (
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"rapporteur/internal/standards"
)

// Limits keep one client from using up what all need. Every one is a flag of the command line.
type Limits struct {
	Body       int64         // bytes of a request
	ImportBody int64         // bytes of a request of someone who may make changes: it may carry a report
	Tokens     int           // of an operation's text
	Depth      int           // of nested fields, through fragments
	Fields     int           // with fragments written out
	Aliases    int           // of an operation
	RootFields int           // of an operation
	Directives int           // of an operation
	Cost       int           // objects that an answer may have, by the sizes of pages asked for
	Errors     int           // in an answer
	Operation  time.Duration // for executing one
	InFlight   int           // requests at a time
	Rate       float64       // requests a second of one client; 0 for any number
	Burst      int           // requests that one client may send at once
	Header     int           // bytes of a request's header
	ReadHeader time.Duration // for reading it
	Read       time.Duration // for reading a request
	Write      time.Duration // for writing an answer
	Idle       time.Duration // between requests on one connection
	Forwarded  bool          // a proxy says in X-Forwarded-For who the client is
	NoSchema   bool          // no introspection, and no suggestions in errors
}

// DefaultLimits are those of a server that nobody has told otherwise.
func DefaultLimits() Limits {
	return Limits{
		Body: 256 << 10, ImportBody: 16 << 20, Tokens: 2000, Depth: 15, Fields: 5000, Aliases: 30, RootFields: 20, Directives: 20,
		Cost: 50_000, Errors: 5, Operation: 10 * time.Second, InFlight: 256, Rate: 100, Burst: 200, Header: 32 << 10,
		ReadHeader: 5 * time.Second, Read: 15 * time.Second, Write: 30 * time.Second, Idle: 2 * time.Minute,
	}
}

// maxClients is how many clients' rates are remembered; those seen least are forgotten.
const maxClients = 50_000

// crowd refuses requests when there are too many: of one client, or at a time.
type crowd struct {
	limits  Limits
	inside  *semaphore.Weighted
	clients *otter.Cache[string, *rate.Limiter]
}

func newCrowd(l Limits) *crowd {
	return &crowd{l, semaphore.NewWeighted(int64(l.InFlight)), otter.Must(&otter.Options[string, *rate.Limiter]{
		MaximumSize: maxClients, Executor: func(f func()) { f() },
	})}
}

// admit passes on what may be answered now.
func (s *Server) admit(h http.Handler) http.Handler {
	c := s.crowd
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := answer{server: s, w: w, media: jsonType}
		if !c.mayAsk(c.limits.client(r)) {
			w.Header().Set("Retry-After", "1")
			a.refuse(r, refuse(http.StatusTooManyRequests, standards.Limit, "more than %g requests a second; try again in a second", c.limits.Rate))
			return
		}
		if !c.inside.TryAcquire(1) {
			w.Header().Set("Retry-After", "1")
			a.refuse(r, refuse(http.StatusServiceUnavailable, standards.Unavailable, "%d requests are being answered; try again in a second", c.limits.InFlight))
			return
		}
		defer c.inside.Release(1)
		h.ServeHTTP(w, r)
	})
}

func (c *crowd) mayAsk(client string) bool {
	if c.limits.Rate <= 0 {
		return true
	}
	l, ok := c.clients.GetIfPresent(client)
	if !ok {
		l, _ = c.clients.SetIfAbsent(client, rate.NewLimiter(rate.Limit(c.limits.Rate), c.limits.Burst))
	}
	return l.Allow()
}

// client is the address a request comes from: that of the connection, or the last one that a trusted proxy has added.
// Of IPv6, the network of one subscriber.
func (l Limits) client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if all := r.Header.Values("X-Forwarded-For"); l.Forwarded && len(all) > 0 {
		last := all[len(all)-1]
		host = strings.TrimSpace(last[strings.LastIndex(last, ",")+1:])
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
