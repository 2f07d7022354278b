package meeting_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// hostileEnv makes this process the child of TestTheWholeReaderIsLinear that parses one kind of content: its name, a colon, the size.
const hostileEnv = "RAPPORTEUR_MEETING_HOSTILE"

func parseHostile(t *testing.T) {
	name, size, _ := strings.Cut(os.Getenv(hostileEnv), ":")
	n, err := strconv.Atoi(size)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readAll(hostile(t)[name](n), name); err != nil {
		t.Logf("%s: %v", name, err)
	}
}

// counted are the packages whose statements are steps, beside those of this module.
const counted = "rapporteur/internal/...,regexp,strings,slices,golang.org/x/net/html"

// steps runs a test binary that counts the statements it executes, and returns how many they were.
func steps(t *testing.T, binary, name string, size int) (sum int) {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	child := exec.CommandContext(t.Context(), binary, "-test.run=^TestTheWholeReaderIsLinear$", "-test.coverprofile="+profile)
	child.Env = append(os.Environ(), hostileEnv+"="+name+":"+strconv.Itoa(size))
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	content, err := os.ReadFile(profile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) { // file:from,to statements count
		if f := strings.Fields(line); len(f) == 3 {
			statements, _ := strconv.Atoi(f[1])
			times, _ := strconv.Atoi(f[2])
			sum += statements * times
		}
	}
	return sum
}

// TestTheWholeReaderIsLinear holds that the steps for four times the content are about four times as many, for each kind of content. Steps are
// the statements that run, as the coverage of the compiler counts them: they are the same on every machine, busy or not.
func TestTheWholeReaderIsLinear(t *testing.T) {
	t.Parallel()
	if os.Getenv(hostileEnv) != "" {
		parseHostile(t)
		return
	}
	binary := filepath.Join(t.TempDir(), "meeting.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-covermode=count", "-coverpkg="+counted, "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	const size = 16 << 10
	idle := steps(t, binary, "blank lines", 0)
	for name := range hostile(t) {
		one, four := steps(t, binary, name, size)-idle, steps(t, binary, name, 4*size)-idle
		t.Logf("%-12s %10d steps for %d kB, %10d for four times as much: %.1f a byte", name, one, size>>10, four, float64(four)/(4*size))
		if one < size/8 || four > 5*one {
			t.Errorf("%s: %d steps for %d kB, %d for four times as much", name, one, size>>10, four)
		}
	}
}
