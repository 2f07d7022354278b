package contender

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
)

// Memory is what a process takes, in bytes.
type Memory struct {
	Resident, Peak float64 // of the system's
	Heap           float64 // of Go's, with what is not collected yet; 0 where it does not tell
}

// MemoryOf is what the system knows of a process: its number, or self.
func MemoryOf(process string) (m Memory, err error) {
	content, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return m, err
	}
	for line := range strings.Lines(string(content)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kB, _ := strconv.ParseFloat(f[1], 64) // other lines are not looked at
		switch f[0] {
		case "VmRSS:":
			m.Resident = kB * 1024
		case "VmHWM:":
			m.Peak = kB * 1024
		}
	}
	return m, nil
}

// Watched is Rapporteur that tells its metrics.
func Watched(p Paths, name string, cacheMB int) Contender {
	return Contender{Name: name, Subject: true, CacheMB: cacheMB, start: func(ctx context.Context) (*Server, error) {
		place, err := p.place()
		if err != nil {
			return nil, err
		}
		return one(ctx, p.Scratch, nil, append([]string{p.Rapporteur, "serve", "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0", "--rate", "0", "--cache-mb", fmt.Sprint(cacheMB)}, place...)...)
	}}
}

// Memory is what a server takes that tells its metrics.
func (s *Server) Memory(ctx context.Context) (Memory, error) {
	p := s.processes[0]
	m, err := MemoryOf(fmt.Sprint(p.cmd.Process.Pid))
	if err != nil {
		return m, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.metrics, nil)
	if err != nil {
		return m, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return m, err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "go_memstats_heap_alloc_bytes "); ok {
			m.Heap, err = strconv.ParseFloat(value, 64)
			return m, err
		}
	}
	return m, fmt.Errorf("%s does not tell the heap: %w", p.metrics, lines.Err())
}
