package attack

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/internal/graphtest"
)

const (
	adminToken = "the-token-of-an-attack-that-everybody-may-know"
	audience   = "rapporteur"
	// patience is how long a hostile request may last: longer than every time limit of the server but that of exports.
	patience = 90 * time.Second
	// answering is how long the server may take for others.
	answering = 5 * time.Second
)

// victim is the server under attack.
type victim struct {
	settings   Settings
	rapporteur string
	scratch    string
	address    string
	issuer     *issuer
	cmd        *exec.Cmd
	ended      chan struct{} // closed when the process has ended
}

// folder is where the graph is.
func (v *victim) folder() string { return cmp.Or(v.settings.Store, v.file("store")) }

func (v *victim) file(name string) string { return filepath.Join(v.scratch, name) }

func (v *victim) pid() int { return v.cmd.Process.Pid }

// start starts the program with default limits.
func (v *victim) start(ctx context.Context) error {
	v.cmd = exec.Command(v.rapporteur, "serve", "--addr", "127.0.0.1:0", "--no-sample", "--data-dir", v.folder(), //nolint:noctx // it is ended by its id
		"--admin-token-file", v.file("token"), "--oidc-issuer", v.issuer.url, "--oidc-audience", audience, "--public")
	v.cmd.Env = environment()
	v.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	log, err := v.cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := v.cmd.Start(); err != nil {
		return err
	}
	v.ended = make(chan struct{})
	ready := make(chan string, 1)
	go func() {
		defer close(v.ended)
		v.read(log, ready)
		_ = v.cmd.Wait() // that it ended is what matters
	}()
	select {
	case v.address = <-ready:
		return nil
	case <-v.ended:
		return fmt.Errorf("%s ended before it served", v.rapporteur)
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(5 * time.Minute):
		return errors.New("the server does not say where it serves")
	}
}

// environment is that of this process without what would change limits.
func environment() (kept []string) {
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "RAPPORTEUR_") && !strings.HasPrefix(e, "MONGODB_URI=") && !strings.HasPrefix(e, "GOMEMLIMIT=") {
			kept = append(kept, e)
		}
	}
	return kept
}

// read keeps the log in a file and finds the address in it.
func (v *victim) read(log io.Reader, ready chan<- string) {
	file, err := os.OpenFile(v.file("log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	lines := bufio.NewReader(log)
	for {
		line, err := lines.ReadString('\n')
		_, _ = file.WriteString(line)
		if _, after, ok := strings.Cut(line, "url=http://"); ok {
			address, _, _ := strings.Cut(after, "/")
			select {
			case ready <- address:
			default:
			}
		}
		if err != nil {
			return
		}
	}
}

// healthy returns why the server does not serve others well.
func (v *victim) healthy(ctx context.Context) error {
	select {
	case <-v.ended:
		return errors.New("the server ended")
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	e := v.ask(ctx, bystander, graphtest.Hostile{Body: graphtest.Query("{ texts(first: 1) { nodes { id } } }")}.Bytes())
	if e.err != nil || e.cut || e.status != http.StatusOK || e.code != "" {
		return fmt.Errorf("others are not served: status %d %s %w", e.status, e.code, e.err)
	}
	m, err := contender.MemoryOf(strconv.Itoa(v.pid()))
	if err == nil && m.Peak > float64(v.settings.Memory) {
		err = fmt.Errorf("the server had %.0f MB", m.Peak/1e6)
	}
	return err
}

// cpu is the processor time that the server has had.
func (v *victim) cpu() time.Duration {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", v.pid()))
	if err != nil {
		return 0
	}
	f := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(string(f[11]))
	system, _ := strconv.Atoi(string(f[12]))
	return time.Duration(user+system) * 10 * time.Millisecond // the unit of Linux for every program
}

// restart replaces a server that fell, so that the next input meets a sound one.
func (v *victim) restart(ctx context.Context) error {
	return errors.Join(v.stop(), v.start(ctx))
}

// stop ends the server by its id.
func (v *victim) stop() error {
	if v.cmd == nil || v.ended == nil {
		return nil
	}
	if err := v.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-v.ended:
	case <-time.After(20 * time.Second):
		_ = v.cmd.Process.Kill() // it may have ended
		<-v.ended
	}
	return nil
}

func (v *victim) close() error {
	err := v.stop()
	if v.issuer != nil {
		v.issuer.close()
	}
	return errors.Join(err, os.RemoveAll(v.scratch))
}
