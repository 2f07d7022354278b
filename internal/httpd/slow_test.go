package httpd

import (
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
)

var discard = slog.New(slog.DiscardHandler)

func dial(t *testing.T, live *httptest.Server) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", live.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil { // a guard: the limits below are shorter
		t.Fatal(err)
	}
	return conn
}

// Clients that send little and wait are cut off by time. They hold no place of an operation meanwhile.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	l := unpaced()
	l.InFlight, l.HeaderTime, l.ReadTime, l.IdleTime = 1, time.Second, 3*time.Second, time.Second
	live := liveServer(t, g, l)
	for name, sent := range map[string]string{
		"nothing":                          "",
		"half the headers":                 "POST /graphql HTTP/1.1\r\nHost: localhost\r\n",
		"half the body":                    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"query\":",
		"a chunk that never comes":         "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
		"no second request":                "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"a length and chunks (smuggling)":  "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n{}",
		"a header over two lines":          "GET /livez HTTP/1.1\r\nHost: localhost\r\nA : b\r\n\r\n",
		"no request of HTTP":               "\x16\x03\x01\x00\xa5\r\n\r\n",
		"a body that is larger than it is": "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, live)
			defer conn.Close()
			if _, err := io.WriteString(conn, sent); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(name, "half the body") { // an operation is answered while the body is awaited
				if status, code := send(t, live, graphtest.Hostile{Body: query("{ __typename }")}); status != 200 || code != "" {
					t.Errorf("another client: %d %s", status, code)
				}
			}
			if _, err := io.ReadAll(conn); err != nil && strings.Contains(err.Error(), "timeout") {
				t.Errorf("the connection is still open: %v", err)
			}
		})
	}
}
