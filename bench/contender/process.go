// Package contender starts the servers of the benchmark and tells what they spend.
package contender

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// process is one that was started, and is ended by its id.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	err  error

	mu       sync.Mutex
	last     []string // lines it printed
	url      string
	counters string
	metrics  string
	ready    chan struct{} // closed when the url is known
}

// start starts a program on the core of servers. Go programs get one processor.
func start(ctx context.Context, where string, env []string, as *syscall.Credential, args ...string) (*process, error) {
	if path, err := exec.LookPath("taskset"); err == nil {
		args = append([]string{path, "-c", serverCore}, args...)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = where
	cmd.Env = append(clean(os.Environ()), append(env, "GOMAXPROCS=1", "NODE_ENV=production", "GRAPHILE_TURBO=1")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, done: make(chan struct{}), ready: make(chan struct{})}
	go p.watch(out)
	go func() {
		p.err = cmd.Wait()
		_ = in.Close() // always nil
		close(p.done)
	}()
	return p, nil
}

// clean leaves out what would set up a server otherwise than the benchmark does.
func clean(env []string) []string {
	kept := env[:0:0]
	for _, e := range env {
		if !strings.HasPrefix(e, "RAPPORTEUR_") && !strings.HasPrefix(e, "MONGODB_URI=") && !strings.HasPrefix(e, "PG") {
			kept = append(kept, e)
		}
	}
	return kept
}

// watch reads what the process prints until it ends: the addresses, and the last lines for an error.
func (p *process) watch(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		p.mu.Lock()
		p.last = append(p.last[max(0, len(p.last)-9):], lines.Text())
		for _, word := range strings.Fields(lines.Text()) {
			word = strings.TrimPrefix(word, "url=")
			if !strings.HasPrefix(word, "http://") {
				continue
			}
			switch {
			case strings.HasSuffix(word, "/counters"):
				p.counters = word
			case strings.HasSuffix(word, "/metrics"):
				p.metrics = word
			case strings.HasSuffix(word, "/graphql") && p.url == "":
				p.url = word
				close(p.ready)
			}
		}
		p.mu.Unlock()
	}
	_, _ = io.Copy(io.Discard, out) // after a line that is too long
}

// wait waits until the process has said where it serves.
func (p *process) wait(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-p.done:
		return fmt.Errorf("%s ended: %w\n%s", strings.Join(p.cmd.Args, " "), p.err, p.said())
	case <-time.After(5 * time.Minute):
		return fmt.Errorf("%s does not say where it serves\n%s", strings.Join(p.cmd.Args, " "), p.said())
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.last, "\n")
}

// stop ends the process with this signal and, when it does not end, kills it.
func (p *process) stop(signal os.Signal) error {
	if err := p.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(20 * time.Second):
		return errors.Join(fmt.Errorf("%s did not end when told to", strings.Join(p.cmd.Args, " ")), p.cmd.Process.Kill())
	}
}
