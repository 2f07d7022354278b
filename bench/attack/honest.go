package attack

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"rapporteur/internal/graphtest"
)

// honestPause is what an honest client waits between two requests, slowestShown how many of the slowest are printed.
const (
	honestPause  = 200 * time.Millisecond
	slowestShown = 3
)

// honestOperations are what people ask for.
var honestOperations = []string{
	`{ texts(first: 20) { nodes { acronym title status } } }`,
	`{ text(acronym: "X.1042") { title editors { name } questions { label } } }`,
	`{ search(query: "synthetic text 42", first: 10) { nodes { id label } } }`,
	`{ meetings(first: 5) { nodes { name start } } }`,
}

// answeredRequest is one honest request.
type answeredRequest struct {
	at     time.Time // that it was sent
	took   time.Duration
	failed bool
	what   string
}

// latency is what honest requests took.
type latency struct {
	requests, failed int
	p50, p99         time.Duration
	slowest          []answeredRequest
}

func (l latency) String() string {
	text := fmt.Sprintf("%d honest requests, %d failed, p50 %v, p99 %v; the slowest:", l.requests, l.failed, l.p50.Round(time.Microsecond*10), l.p99.Round(time.Microsecond*10))
	for _, one := range l.slowest {
		text += fmt.Sprintf(" %v %.12s;", one.took.Round(time.Millisecond), one.what)
	}
	return text
}

// latencyOf is that of the requests sent from one time until another.
func latencyOf(all []answeredRequest, from, until time.Time) (l latency) {
	for _, one := range all {
		if one.at.Before(from) || !one.at.Before(until) {
			continue
		}
		l.slowest = append(l.slowest, one)
		if l.requests++; one.failed {
			l.failed++
		}
	}
	if l.requests == 0 {
		return l
	}
	slices.SortFunc(l.slowest, func(a, b answeredRequest) int { return cmp.Compare(b.took, a.took) })
	l.p50, l.p99 = l.slowest[l.requests/2].took, l.slowest[l.requests/100].took
	l.slowest = l.slowest[:min(slowestShown, l.requests)]
	return l
}

// Honest asks the server at an address, one request after another, until the context ends. It writes a line for each: when it
// was sent and what it took, in nanoseconds, whether it failed, and the operation. It is a process of its own, so that what it
// measures is not the work of the hostile clients.
func Honest(ctx context.Context, address string, out io.Writer) error {
	v := &victim{address: address}
	for n := 0; ctx.Err() == nil; n++ {
		operation := honestOperations[n%len(honestOperations)]
		request := graphtest.Hostile{Body: graphtest.Query(operation)}.Bytes()
		bounded, cancel := context.WithTimeout(ctx, patience)
		before := time.Now()
		e := v.ask(bounded, bystander, request)
		took := time.Since(before)
		cancel()
		if ctx.Err() != nil {
			return nil
		}
		if _, err := fmt.Fprintf(out, "%d %d %t %q\n", before.UnixNano(), took, e.err != nil || e.status != 200 || e.code != "", operation); err != nil {
			return err
		}
		time.Sleep(honestPause)
	}
	return nil
}

// honestClient is a process of Honest, and what it has told.
type honestClient struct {
	cmd *exec.Cmd
	all sync.WaitGroup

	mu   sync.Mutex
	told []answeredRequest
}

func (v *victim) honest(ctx context.Context) (*honestClient, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	h := &honestClient{cmd: exec.CommandContext(ctx, self, "honest", "--address", v.address)}
	h.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	h.cmd.Stderr = os.Stderr
	lines, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	h.all.Go(func() {
		for s := bufio.NewScanner(lines); s.Scan(); {
			var at, took int64
			var one answeredRequest
			if _, err := fmt.Sscanf(s.Text(), "%d %d %t %q", &at, &took, &one.failed, &one.what); err == nil {
				one.at, one.took = time.Unix(0, at), time.Duration(took)
				h.mu.Lock()
				h.told = append(h.told, one)
				h.mu.Unlock()
			}
		}
	})
	return h, nil
}

// during waits for a time and returns the latency meanwhile.
func (h *honestClient) during(ctx context.Context, lasting time.Duration) latency {
	from := time.Now()
	select {
	case <-time.After(lasting):
	case <-ctx.Done():
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return latencyOf(h.told, from, time.Now())
}

func (h *honestClient) close() {
	_ = h.cmd.Process.Signal(os.Interrupt) // it may have ended
	h.all.Wait()
	_ = h.cmd.Wait()
}

// giveWay lowers the priority of this process, whose hostile clients run on the processors of the server they attack. Elsewhere they
// would have their own.
func giveWay() error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, 10) // a thread may have ended; new ones inherit it
		}
	}
	return nil
}
