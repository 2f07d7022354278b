package contender

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// The cores of the two sides.
const (
	serverCore = "0"
	ClientCore = "1"
)

// tick is the unit of times in /proc; Linux has it so for every program.
const tick = 10 * time.Millisecond

// CPU is the time, in user mode and in the kernel, that the server's processes have had.
func (s *Server) CPU() (time.Duration, error) {
	type process struct {
		parent int
		time   time.Duration
	}
	names, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0, err
	}
	all := map[int]process{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		at := bytes.LastIndexByte(content, ')') // the name before it may hold anything
		f := bytes.Fields(content[at+1:])
		if at < 0 || len(f) < 13 {
			return 0, fmt.Errorf("%s: %q", name, content)
		}
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		parent, _ := strconv.Atoi(string(f[1]))
		user, _ := strconv.Atoi(string(f[11]))
		system, _ := strconv.Atoi(string(f[12]))
		all[id] = process{parent, time.Duration(user+system) * tick}
	}
	var total time.Duration
	for id, p := range all {
		for at := id; at != 0; at = all[at].parent {
			if s.owns(at) {
				total += p.time
				break
			}
		}
	}
	return total, nil
}

func (s *Server) owns(id int) bool {
	for _, p := range s.processes {
		if p.cmd.Process.Pid == id {
			return true
		}
	}
	return false
}
