package fault

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
)

// serving runs a server with its own limits of time, which httptest would not set.
func serving(t *testing.T, o httpd.Options) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- httpd.New(o).Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// Clients that ask and do not read hold places of operations until the time for answers is over, and no longer.
func TestClientsThatDoNotReadAreCutOff(t *testing.T) {
	t.Parallel()
	g := graphtest.Synthetic(t, 2000)
	l := httpd.DefaultLimits()
	l.Rate, l.WriteTime, l.InFlight, l.Cost = 0, time.Second, 4, 1_000_000
	l.Operation = 2 * time.Minute // however slow the machine is
	addr := serving(t, httpd.Options{Store: g.Store, Log: discard, Limits: l})
	const query = `{"query":"{ texts(first: 100) { nodes { title editors { name texts(first: 100) { nodes { id title editors { name } } } } } } }"}`
	request := fmt.Sprintf("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(query), query)
	dial := func() net.Conn {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for range 2 * l.InFlight {
		c := dial()
		defer func() { _ = c.Close() }()
		if _, err := io.WriteString(c, strings.Repeat(request, 20)); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, func(ctx context.Context) error {
		a, err := ask(ctx, http.DefaultClient, "http://"+addr, "{ texts { totalCount } }")
		if err == nil && len(a.Errors) > 0 {
			err = fmt.Errorf("%v", a.Errors)
		}
		return err
	})
	eventually(t, func(context.Context) error { // the places may be taken once more
		reading := dial()
		defer func() { _ = reading.Close() }()
		if _, err := io.WriteString(reading, request); err != nil {
			return err
		}
		answer, err := http.ReadResponse(bufio.NewReader(reading), nil)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		content, err := io.ReadAll(answer.Body)
		if err == nil && (answer.StatusCode != http.StatusOK || int64(len(content)) != answer.ContentLength) {
			err = fmt.Errorf("%s: %d bytes: %.300s", answer.Status, len(content), content)
		}
		return err
	})
}
