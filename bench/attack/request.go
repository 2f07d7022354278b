package attack

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"rapporteur/internal/graphtest"
)

// bystander is the address that others ask from. Linux has all of 127.0.0.0/8.
var bystander = net.IPv4(127, 0, 0, 7)

var attackers atomic.Uint32

// attacker is the next of 200 addresses, so that the rate of one client hides nothing.
func attacker() net.IP { return net.IPv4(127, 0, 1, byte(attackers.Add(1)%200+1)) }

const (
	// boundedAnswer is what one answer of /graphql may have: --max-answer and what is around it.
	boundedAnswer = 9 << 20
	// mostRead is what is read of any answer.
	mostRead = 256 << 20
)

// ending is how a hostile request ended.
type ending struct {
	status int
	code   string // of the first error
	bytes  int64
	bound  int64         // that the bytes must not pass; 0 for an export
	cut    bool          // the server closed the connection
	late   bool          // a time limit ended it
	cpu    time.Duration // of a process of its own
	memory float64
	err    error // the request did not end, or ended wrong
}

// bad returns why an ending is none that a server with limits allows.
func (e ending) bad(s Settings) error {
	switch {
	case e.err != nil:
		return e.err
	case e.status >= 500 && e.status != http.StatusServiceUnavailable && e.status != http.StatusGatewayTimeout && e.status != http.StatusNotImplemented && e.status != http.StatusHTTPVersionNotSupported:
		return fmt.Errorf("status %d %s", e.status, e.code)
	case e.code == "INTERNAL":
		return errors.New("an error of the server's own")
	case e.bound > 0 && e.bytes > e.bound:
		return fmt.Errorf("an answer of %d bytes", e.bytes)
	case e.cpu > s.CPU:
		return fmt.Errorf("%v of processor time", e.cpu.Round(time.Millisecond))
	case e.memory > float64(s.Memory):
		return fmt.Errorf("%.0f MB", e.memory/1e6)
	}
	return nil
}

// dial opens a connection from an address, which ends with the context.
func (v *victim) dial(ctx context.Context, from net.IP) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}}
	c, err := d.DialContext(ctx, "tcp", v.address)
	if err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		err = c.SetDeadline(deadline)
	}
	return c, err
}

// ask sends bytes and reads one answer.
func (v *victim) ask(ctx context.Context, from net.IP, request []byte) ending {
	c, err := v.dial(ctx, from)
	if err != nil {
		return ending{err: err}
	}
	defer c.Close()
	go func() { _, _ = c.Write(request) }() // the server may answer, and hang up, before it has read all
	return answer(c)
}

// answer reads one answer of a connection.
func answer(c io.Reader) ending {
	e := ending{bound: boundedAnswer}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		e.cut = true
		e.err = ended(err)
		return e
	}
	defer r.Body.Close()
	e.status = r.StatusCode
	var begin strings.Builder
	head, err := io.CopyN(&begin, r.Body, 1<<20)
	e.bytes = head
	if err == nil {
		var rest int64
		rest, err = io.CopyN(io.Discard, r.Body, mostRead)
		e.bytes += rest
	}
	e.err = ended(err)
	e.code = code(begin.String())
	e.late = e.code == "TIMEOUT"
	if r.Header.Get("Content-Disposition") != "" {
		e.bound = mostRead
	}
	return e
}

// ended is the error of a read that did not come to an end; the server may end a connection as it likes.
func ended(err error) error {
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		return fmt.Errorf("no end: %w", err)
	}
	return nil
}

// code is that of the first error of an answer.
func code(body string) string {
	var shown struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if json.Unmarshal([]byte(body), &shown) != nil || len(shown.Errors) == 0 {
		return ""
	}
	return shown.Errors[0].Extensions.Code
}

// input is a try of one request.
func input(h graphtest.Hostile) try {
	return try{h.What, func(ctx context.Context, v *victim) ending {
		from, request := attacker(), h.Bytes()
		for range h.Again {
			v.ask(ctx, from, request)
		}
		return v.ask(ctx, from, request)
	}}
}

// operation is a try of one operation.
func operation(what, document string, variables ...any) try {
	return input(graphtest.Hostile{What: what, Body: graphtest.Query(document, variables...)})
}
