package attack

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"rapporteur/bench/dataset"
	"rapporteur/bench/subject"
)

// backedUp is how many texts the backup holds that is damaged.
const backedUp = 100

// damages collects ways to damage one backup, which is made once.
type damages struct {
	kind
	once    sync.Once
	content []byte
	failed  error
}

// backups are damaged backups, restored into an empty store by the program.
func backups() kind {
	d := &damages{kind: kind{name: "backups"}}
	d.bytes()
	d.lines()
	d.bombs()
	return d.kind
}

// add restores the backup after a damage.
func (d *damages) add(what string, damage func([]byte) []byte) {
	d.tries = append(d.tries, try{what, func(ctx context.Context, v *victim) ending {
		d.once.Do(func() { d.content, d.failed = v.backup(ctx) })
		if d.failed != nil {
			return ending{err: d.failed}
		}
		return v.restore(ctx, damage(bytes.Clone(d.content)), d.content)
	}})
}

// bytes damages the file.
func (d *damages) bytes() {
	random := rand.New(rand.NewPCG(12, 7))
	for i := range 60 {
		at, bit := random.Float64(), random.IntN(8)
		d.add(fmt.Sprintf("flipped bit %d", i), func(b []byte) []byte { b[int(at*float64(len(b)))] ^= 1 << bit; return b })
	}
	for i := range 20 {
		d.add(fmt.Sprintf("cut at %d twentieths", i), func(b []byte) []byte { return b[:len(b)*i/20] })
	}
	d.add("without its last byte", func(b []byte) []byte { return b[:len(b)-1] })
	d.add("twice", func(b []byte) []byte { return append(b, b...) })
	d.add("with something after it", func(b []byte) []byte { return append(b, "more"...) })
	d.add("no gzip", func(b []byte) []byte { return []byte(unpacked(b)) })
}

// lines damages what the file packs.
func (d *damages) lines() {
	lines := func(what string, change func([]string) []string) {
		d.add(what, func(b []byte) []byte { return packed(strings.Join(change(strings.SplitAfter(unpacked(b), "\n")), "")) })
	}
	lines("without a line", func(l []string) []string { return append(l[:len(l)/2], l[len(l)/2+1:]...) })
	lines("with a line twice", func(l []string) []string { return append(l[:len(l)/2:len(l)/2], l[len(l)/2-1:]...) })
	lines("with another title", func(l []string) []string {
		return strings.SplitAfter(strings.Replace(strings.Join(l, ""), "Synthetic text 5", "Synthetic text 6", 1), "\n")
	})
	lines("without its end", func(l []string) []string { return l[:len(l)-2] })
}

// bombs are small files that unpack to much.
func (d *damages) bombs() {
	for _, n := range []int{1 << 20, 100 << 20, 1 << 30} {
		bomb := func(what, before, part string) {
			d.add(fmt.Sprintf("a bomb of %d MB of %s", n>>20, what), func(b []byte) []byte { return packed(before, strings.Repeat(part, 1<<20/len(part)), n>>20) })
		}
		bomb("zeros", "", "\x00")
		bomb("one line", `{"c":"texts","d":{"a":"`, "a")
		bomb("brackets", `{"c":"texts","d":`, "[")
		bomb("empty lines", "", "\n")
		bomb("empty objects", "", "{}\n")
	}
}

func packed(before string, more ...any) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, before) // a buffer takes everything
	if len(more) == 2 {
		for range more[1].(int) {
			_, _ = io.WriteString(z, more[0].(string))
		}
	}
	_ = z.Close()
	return b.Bytes()
}

func unpacked(b []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return ""
	}
	text, _ := io.ReadAll(io.LimitReader(z, 64<<20)) // a sound backup
	return string(text)
}

var runs atomic.Int32

// backup is a sound backup of a small store.
func (v *victim) backup(ctx context.Context) ([]byte, error) {
	folder, file := v.file("small"), v.file("small.gz")
	if err := subject.Load(ctx, subject.Place{Database: "rapporteur", Folder: folder}, dataset.Report(backedUp)); err != nil {
		return nil, err
	}
	if e, out := v.run(ctx, "backup", file, "--data-dir", folder); e.err != nil || e.status != 0 {
		return nil, fmt.Errorf("backup: %w %s", e.err, out)
	}
	return os.ReadFile(file)
}

// restore restores a backup into an empty store. It has to be refused, and leave nothing behind, or be what the sound one is.
func (v *victim) restore(ctx context.Context, content, sound []byte) ending {
	folder, file := v.file(fmt.Sprintf("restored-%d", runs.Add(1))), v.file("damaged.gz")
	defer os.RemoveAll(folder)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return ending{err: err}
	}
	e, out := v.run(ctx, "restore", file, "--data-dir", folder)
	switch {
	case e.err != nil:
		return e
	case strings.Contains(out, "panic:") || strings.Contains(out, "fatal error:"):
		e.err = fmt.Errorf("%.300s", out)
		return e
	case e.status != 0: // nothing is left where the sound one can be restored
		if err := os.WriteFile(file, sound, 0o600); err != nil {
			return ending{err: err}
		}
		if again, said := v.run(ctx, "restore", file, "--data-dir", folder); again.status != 0 || again.err != nil {
			e.err = fmt.Errorf("a failed restore left something behind: %w %.200s", again.err, said)
		}
	case unpacked(content) != unpacked(sound):
		e.err = errors.New("changed content was restored")
	}
	e.status = 0
	return e
}

// run runs the program and returns how it ended, its exit code as status, and what it printed.
func (v *victim) run(ctx context.Context, args ...string) (ending, string) {
	cmd := exec.CommandContext(ctx, v.rapporteur, args...)
	cmd.Env = environment()
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	var e ending
	var exit *exec.ExitError
	if ctx.Err() != nil || err != nil && !errors.As(err, &exit) {
		e.err = errors.Join(ctx.Err(), err)
		return e, string(out)
	}
	e.status = cmd.ProcessState.ExitCode()
	e.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		e.memory = float64(use.Maxrss) * 1024
	}
	return e, string(out)
}
