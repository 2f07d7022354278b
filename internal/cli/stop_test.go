package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const serveArgs = "RAPPORTEUR_TEST_SERVE"

// serveUntilTold is the program, with these arguments.
func serveUntilTold(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Run(ctx, args, IO{Out: os.Stdout, Err: os.Stderr, Getenv: func(string) string { return "" }})
}

// asked is what became of a request.
type asked struct {
	begun    time.Time
	accepted bool // a byte of an answer came
	err      error
}

func askOnce(c *http.Client, url string) (a asked) {
	a.begun = time.Now()
	const query = `{"query":"{ texts(first: 100) { nodes { id title editors { name texts(first: 20) { nodes { id title } } } } } }"}`
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{GotFirstResponseByte: func() { a.accepted = true }})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(query))
	if err != nil {
		return asked{err: err, accepted: true}
	}
	r.Header.Set("Content-Type", "application/json")
	r.GetBody = nil // a request is sent once
	answer, err := c.Do(r)
	if err != nil {
		a.err = err
		return a
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || !json.Valid(content) || bytes.Contains(content, []byte(`"errors"`))) {
		err = fmt.Errorf("%s: %d bytes, %.300s", answer.Status, len(content), content)
	}
	a.err = err
	return a
}

// Told to stop by SIGTERM while many ask, a server answers in full all it has accepted, and whoever asks before it takes no more
// connections is accepted.
func TestEveryAcceptedRequestIsAnsweredOnSIGTERM(t *testing.T) {
	t.Parallel()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), serveArgs+"=serve --addr 127.0.0.1:0 --data-dir :memory: --rate 0 --drain-delay 2s --operation-timeout 2m --turn-timeout 2m --drain-timeout 2m")
	messages, err := child.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(messages)
	var log strings.Builder
	url := ""
	for address := regexp.MustCompile(`url=(http://\S+/graphql)`); url == "" && lines.Scan(); {
		fmt.Fprintln(&log, lines.Text())
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			url = m[1]
		}
	}
	var answered atomic.Int64
	var told atomic.Pointer[time.Time]
	var late atomic.Int64 // answered after it was told
	results := make(chan asked, 1024)
	busy := make(chan struct{})
	var clients sync.WaitGroup
	for range 32 {
		clients.Go(func() {
			c := &http.Client{Transport: &http.Transport{}}
			defer c.CloseIdleConnections()
			for {
				a := askOnce(c, url)
				if a.err != nil {
					results <- a
					return // the server is gone, or the test has failed
				}
				if answered.Add(1) == 200 {
					close(busy)
				}
				if told.Load() != nil {
					late.Add(1)
				}
			}
		})
	}
	select {
	case <-busy:
	case <-time.After(time.Minute): // a guard
		t.Error("it does not answer")
	}
	at := time.Now()
	told.Store(&at)
	if err := child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		fmt.Fprintln(&log, lines.Text())
	}
	clients.Wait()
	close(results)
	if err := child.Wait(); err != nil || !strings.Contains(log.String(), "every accepted request was answered") {
		t.Errorf("%v: %s", err, log.String())
	}
	for a := range results {
		switch {
		case a.accepted:
			t.Errorf("an answer was not whole: %v", a.err)
		case a.begun.Before(at.Add(time.Second)): // well before connections were refused
			t.Errorf("a request was not answered %v after the signal: %v", a.begun.Sub(at), a.err)
		case errors.Is(a.err, context.DeadlineExceeded):
			t.Error(a.err)
		}
	}
	t.Logf("%d answers, %d of them after SIGTERM", answered.Load(), late.Load())
	if late.Load() == 0 {
		t.Error("nothing was answered after SIGTERM: the test shows nothing")
	}
}
