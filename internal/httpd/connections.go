package httpd

import (
	"net"
	"net/netip"
	"sync"

	"golang.org/x/net/netutil"
)

// LimitConnections bounds the connections of a listener: others wait to be accepted when there are most of them, and one of
// an address that has each of them is closed at once. 0 is no limit.
func LimitConnections(l net.Listener, most, each int) net.Listener {
	if each > 0 {
		l = &limited{Listener: l, each: each, of: map[netip.Prefix]int{}}
	}
	if most > 0 {
		l = netutil.LimitListener(l, most)
	}
	return l
}

// limited is a listener that counts connections by address.
type limited struct {
	net.Listener
	each int

	mu sync.Mutex
	of map[netip.Prefix]int
}

// Accept returns the next connection of an address that may have one more.
func (l *limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		key := network(c.RemoteAddr().String())
		l.mu.Lock()
		full := l.of[key] >= l.each
		if !full {
			l.of[key]++
		}
		l.mu.Unlock()
		if !full {
			return &limitedConn{Conn: c, release: sync.OnceFunc(func() { l.release(key) })}, nil
		}
		_ = c.Close() // the client sees a connection that ends before an answer
	}
}

func (l *limited) release(key netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[key]--; l.of[key] == 0 {
		delete(l.of, key)
	}
}

type limitedConn struct {
	net.Conn
	release func()
}

// Close closes the connection, which counts no longer.
func (c *limitedConn) Close() error {
	defer c.release()
	return c.Conn.Close()
}
