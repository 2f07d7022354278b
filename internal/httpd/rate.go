package httpd

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"rapporteur/internal/standards"
)

// clientsKnown is how many clients are counted at a time. One that is forgotten begins anew.
const clientsKnown = 10_000

// paced refuses the requests of a client that asks more often than it may.
func (s *Server) paced(h http.Handler) http.Handler {
	if s.limits.Rate <= 0 {
		return h
	}
	clients, _ := lru.New[netip.Prefix, *rate.Limiter](clientsKnown) // the error is of a size below 1
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := client(r, s.options.ClientHeader)
		limiter, ok := clients.Get(key)
		if !ok {
			fresh := rate.NewLimiter(rate.Limit(s.limits.Rate), max(s.limits.Burst, 1))
			if limiter, ok, _ = clients.PeekOrAdd(key, fresh); !ok {
				limiter = fresh
			}
		}
		now := time.Now()
		if !limiter.AllowN(now, 1) {
			wait := (1 - limiter.TokensAt(now)) / s.limits.Rate
			w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait)))))
			s.refuse(w, r, refusef(http.StatusTooManyRequests, standards.Limit, "a client may ask %g times a second, and %d times at once", s.limits.Rate, max(s.limits.Burst, 1)))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// client is the address that a request comes from: of the connection or, behind a proxy, the last one in the header that
// the proxy sets. An IPv6 client is its network of 64 bits, in which it has any address it likes.
func client(r *http.Request, header string) netip.Prefix {
	if header != "" {
		if values := r.Header.Values(header); len(values) > 0 {
			last := values[len(values)-1]
			return network(strings.TrimSpace(last[strings.LastIndex(last, ",")+1:]))
		}
	}
	return network(r.RemoteAddr)
}

// network is the client that has an address, with a port or without. It is none where the address cannot be read.
func network(text string) netip.Prefix {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}
	}
	address = address.Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	prefix, _ := address.Prefix(bits) // the error is of bits the address has not
	return prefix
}
