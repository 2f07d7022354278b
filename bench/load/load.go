// Package load asks a server over kept-alive connections, as many at once as told, for a fixed time.
package load

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Target is a server with the requests it gets, each in turn, and the length of the answer to each.
type Target struct {
	URL     string
	Bodies  [][]byte
	Lengths []int
}

// Result is what one run took.
type Result struct {
	Requests int
	Time     time.Duration // from the first request to the last answer
	P50, P99 time.Duration
}

// Rate is the requests a second.
func (r Result) Rate() float64 { return float64(r.Requests) / r.Time.Seconds() }

// most is the longest answer that is read, in bytes.
const most = 16 << 20

// Run asks with this many clients at once for this long. Each client waits for an answer before it asks again. An answer that is
// not 200 or not of the expected length is an error.
func Run(ctx context.Context, t Target, clients int, length time.Duration) (Result, error) {
	ctx, cancel := context.WithTimeout(ctx, length+30*time.Second)
	defer cancel()
	requests, err := t.requests()
	if err != nil {
		return Result{}, err
	}
	connections := make([]*connection, clients)
	for i := range connections {
		if connections[i], err = dial(ctx, t.URL); err != nil {
			return Result{}, err
		}
		defer connections[i].Close()
	}
	took := make([][]time.Duration, clients)
	failed := make([]error, clients)
	var wait sync.WaitGroup
	start := time.Now()
	for i, c := range connections {
		wait.Go(func() {
			took[i], failed[i] = t.askAll(c, requests, i, start.Add(length)) // clients are not all at the same question
		})
	}
	wait.Wait()
	r := Result{Time: time.Since(start)}
	if err := cmp.Or(failed...); err != nil { // the first is enough to read
		return r, err
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	r.Requests, r.P50, r.P99 = len(all), all[len(all)/2], all[len(all)*99/100]
	return r, nil
}

// askAll asks the questions in turn, from one of them on and once at least, until a time. It says how long each took.
func (t Target) askAll(c *connection, requests [][]byte, first int, until time.Time) (took []time.Duration, err error) {
	for n := first; ; n++ {
		which := n % len(requests)
		before := time.Now()
		if n > first && !before.Before(until) {
			return took, nil
		}
		got, err := c.ask(requests[which])
		if err == nil {
			err = t.expected(which, got)
		}
		if err != nil {
			return took, err
		}
		took = append(took, time.Since(before))
	}
}

// expected compares an answer with the length that it had before.
func (t Target) expected(question int, got []byte) error {
	if len(got) == t.Lengths[question] {
		return nil
	}
	return fmt.Errorf("question %d of %d is answered with %d bytes, before with %d: %.500s ... %s",
		question, len(t.Lengths), len(got), t.Lengths[question], got, got[max(0, len(got)-300):])
}

// Ask asks each question once and returns the answers.
func Ask(ctx context.Context, address string, bodies [][]byte) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	t := Target{URL: address, Bodies: bodies}
	requests, err := t.requests()
	if err != nil {
		return nil, err
	}
	c, err := dial(ctx, address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	answers := make([][]byte, len(bodies))
	for i, r := range requests {
		answer, err := c.ask(r)
		if err != nil {
			return nil, err
		}
		answers[i] = bytes.Clone(answer)
	}
	return answers, nil
}

// requests are the bytes of each request.
func (t Target) requests() ([][]byte, error) {
	u, err := url.Parse(t.URL)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(t.Bodies))
	for i, body := range t.Bodies {
		out[i] = fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: %d\r\n\r\n%s",
			u.Path, u.Host, len(body), body)
	}
	return out, nil
}

// connection is one client.
type connection struct {
	net.Conn
	read *bufio.Reader
	body bytes.Buffer
}

func dial(ctx context.Context, address string) (*connection, error) {
	host := strings.TrimPrefix(address, "http://")
	host, _, _ = strings.Cut(host, "/")
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	if err := c.SetDeadline(deadline); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &connection{Conn: c, read: bufio.NewReaderSize(c, 64<<10)}, nil
}

// ask returns the body of the answer, which is valid until the next call.
func (c *connection) ask(request []byte) ([]byte, error) {
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	r, err := http.ReadResponse(c.read, nil)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	c.body.Reset()
	if _, err := c.body.ReadFrom(io.LimitReader(r.Body, most)); err != nil {
		return nil, err
	}
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", r.Status, c.body.Bytes())
	}
	return c.body.Bytes(), nil
}
