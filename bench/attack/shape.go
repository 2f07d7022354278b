package attack

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"rapporteur/internal/export"
	"rapporteur/internal/graphtest"
)

// raw is a try of bytes on a connection.
func raw(what, request string) try {
	return try{what, func(ctx context.Context, v *victim) ending { return v.ask(ctx, attacker(), []byte(request)) }}
}

// requests are shapes of HTTP that end at once.
func requests() kind {
	const head, body = "POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n", `{"query":"{ __typename }"}`
	k := kind{name: "HTTP", tries: []try{
		raw("no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"+strings.Repeat("\x00", 600)),
		raw("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"),
		raw("HTTP/0.9", "GET /\r\n\r\n"),
		raw("HTTP/9.9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"),
		raw("no host", "GET /graphql HTTP/1.1\r\n\r\n"),
		raw("two hosts", "GET /graphql HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
		raw("two lengths", head+"Content-Length: 5\r\nContent-Length: 6\r\n\r\n"+body),
		raw("a length below 0", head+"Content-Length: -1\r\n\r\n"+body),
		raw("a length of 9 EB", head+"Content-Length: 9000000000000000000\r\n\r\n"+body),
		raw("a length and chunks", head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
		raw("two transfer codings", head+"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
		raw("a chunk of 16 EB", head+"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"+body),
		raw("a chunk with 100,000 extensions", head+"Transfer-Encoding: chunked\r\n\r\n1a"+strings.Repeat(";a=b", 100_000)+"\r\n"+body+"\r\n0\r\n\r\n"),
		raw("chunks of a byte", head+"Transfer-Encoding: chunked\r\n\r\n"+strings.Repeat("1\r\n \r\n", 400_000)+"0\r\n\r\n"),
		raw("trailers", head+"Transfer-Encoding: chunked\r\n\r\n0\r\n"+graphtest.Each(20_000, "X-%d: a\r\n")+"\r\n"),
		raw("Expect of something else", head+"Expect: 200-fine\r\nContent-Length: 26\r\n\r\n"+body),
		raw("an upgrade to a web socket", "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
		raw("CONNECT", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n"),
		raw("100 requests on one connection", strings.Repeat("GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: x\r\n\r\n", 100)+"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
	}}
	for _, n := range []int{1, 30, 40, 1000, 8000} {
		k.tries = append(k.tries,
			raw(fmt.Sprintf("a header of %d kB", n), "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: "+strings.Repeat("a", n<<10)+"\r\n\r\n"),
			raw(fmt.Sprintf("an address of %d kB", n), "GET /graphql?query="+strings.Repeat("a", n<<10)+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
			raw(fmt.Sprintf("a body of %d kB of blanks", n), head+fmt.Sprintf("Content-Length: %d\r\n\r\n", n<<10)+strings.Repeat(" ", n<<10)),
			raw(fmt.Sprintf("a batch of %d", n), head+fmt.Sprintf("Content-Length: %d\r\n\r\n[", (len(body)+1)*n+1)+strings.Repeat(body+",", n-1)+body+"]"),
		)
	}
	for _, coding := range []string{"gzip", "br", "deflate", "identity, gzip", "gzip, gzip"} {
		k.tries = append(k.tries, raw("a body in "+coding, head+"Content-Encoding: "+coding+fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n", 26)+strings.Repeat("\x1f\x8b", 13)))
	}
	return k
}

// exports are exports of everything, and with parameters that are wrong or dear.
func exports() kind {
	k := kind{name: "exports"}
	for _, f := range export.Formats() {
		for _, parameters := range []string{"", "?id=text:17:x.1000&depth=3", "?search=" + strings.Repeat("7", 2000), "?search=synthetic&editorName=given", "?%zz"} {
			k.tries = append(k.tries, raw(f.Name+fmt.Sprintf("%.40s", parameters), "GET "+f.Location()+parameters+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
		}
	}
	return k
}

// slow are clients that send or read slowly, all at the same time.
func slow() kind {
	const big = `{"query":"{ texts(first: 100) { nodes { title editors { name } documents { document { number } } actions { source { raw } } } } }"}`
	k := kind{name: "slow", together: true, tries: []try{
		dripping("headers, from 200 connections", "POST /graphql HTTP/1.1\r\nHost: x\r\n", "X", 200),
		dripping("nothing at all, from 600 connections", "", "", 600),
		dripping("a body, from 200 connections", "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n{", " ", 200),
		dripping("a body, 200 kB at once, then nothing", "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200001\r\n\r\n"+strings.Repeat(" ", 200_000), "", 100),
		dripping("a token and a body of 9 MB, then nothing", "POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+adminToken+"\r\nContent-Type: application/json\r\nContent-Length: 9000001\r\n\r\n"+strings.Repeat(" ", 9_000_000), "", 20),
	}}
	for _, n := range []int{1, 20, 60} {
		k.tries = append(k.tries, unread(fmt.Sprintf("%d large answers", n), graphtest.Hostile{Body: big}, n),
			unread(fmt.Sprintf("%d times the schema", n), graphtest.Hostile{Body: graphtest.Query("{ __schema { types { name description fields { name description args { name description } } } } }")}, n))
	}
	for _, f := range export.Formats() {
		k.tries = append(k.tries, unread("4 of "+f.Name, graphtest.Hostile{Method: "GET", Target: f.Location()}, 4))
	}
	return k
}

// dripping is a try of connections that send a beginning, and then a little every second, until the server closes them.
func dripping(what, beginning, drop string, connections int) try {
	return try{"slow: " + what, func(ctx context.Context, v *victim) ending {
		return v.many(ctx, connections, func(c net.Conn) {
			_, err := io.WriteString(c, beginning)
			for err == nil && ctx.Err() == nil && drop != "" {
				time.Sleep(time.Second)
				_, err = io.WriteString(c, drop)
			}
		}, 0)
	}}
}

// unreading is how long an answer is left unread: longer than the server gives a client.
const unreading = 35 * time.Second

// unread is a try of answers that nobody reads before the server has lost its patience.
func unread(what string, h graphtest.Hostile, connections int) try {
	return try{"unread: " + what, func(ctx context.Context, v *victim) ending {
		return v.many(ctx, connections, func(c net.Conn) { _, _ = c.Write(h.Bytes()) }, unreading)
	}}
}

// many opens connections of one address, lets each send, and waits until the server has closed all of them.
func (v *victim) many(ctx context.Context, connections int, send func(net.Conn), wait time.Duration) ending {
	from := attacker()
	endings := make(chan ending, connections)
	for range connections {
		go func() {
			c, err := v.dial(ctx, from)
			if err != nil {
				endings <- ending{err: err}
				return
			}
			defer c.Close()
			_ = c.(*net.TCPConn).SetReadBuffer(4 << 10) // it is of a TCP listener
			go send(c)
			select {
			case <-time.After(wait):
			case <-ctx.Done():
			}
			e := answer(c)
			e.late = true
			endings <- e
		}()
	}
	var worst ending
	for range connections {
		if e := <-endings; worst.err == nil && worst.status < 500 {
			worst = e
		}
	}
	return worst
}
