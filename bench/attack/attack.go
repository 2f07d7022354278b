// Package attack sends hostile inputs to a server of Rapporteur with default limits, and to the program that restores backups. It
// must not know how either defends itself: what counts is that the server goes on answering others, in the same process, within
// a bound of memory, and that each hostile request ends.
package attack

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/bench/dataset"
	"rapporteur/bench/subject"
)

// Settings are those of an attack.
type Settings struct {
	Rapporteur string        // the program
	Texts      int           // of the graph
	Store      string        // a folder to keep the graph in, and to take it from when it is there; empty for one that is removed
	Memory     int64         // bytes that a process may have resident
	CPU        time.Duration // processor time that one input may cost
	Only       string        // the one kind to send; empty for all
	Lasting    time.Duration // of a soak
}

// Flags are the flags that set s.
func (s *Settings) Flags(f *flag.FlagSet) {
	f.StringVar(&s.Rapporteur, "rapporteur", "build/rapporteur", "the program to attack")
	f.IntVar(&s.Texts, "texts", 50_000, "how many texts the graph has")
	f.StringVar(&s.Store, "store", "", "keep the graph in this folder, and use the one that is there")
	f.Int64Var(&s.Memory, "memory", 2<<30, "bytes of memory that a process may have")
	f.DurationVar(&s.CPU, "cpu", 10*time.Second, "processor time that one input may cost")
	f.StringVar(&s.Only, "only", "", "send the inputs of this kind alone")
	f.DurationVar(&s.Lasting, "lasting", 30*time.Minute, "how long a soak lasts")
}

// kind are inputs of one kind. Those together are sent at the same time: they take long and little else.
type kind struct {
	name     string
	together bool
	tries    []try
}

// try is one hostile input.
type try struct {
	what string
	do   func(context.Context, *victim) ending
}

// kinds are all inputs, the dearest last.
func kinds() []kind {
	all := answered()
	all = append(all, documents(), arguments(), dear(), requests(), tokens(), exports(), imports(), backups(), slow())
	return all
}

// errFell tells that something fell.
var errFell = errors.New("the server did not hold")

// Run sends all hostile inputs and prints how each kind ended. It fails when one fell.
func Run(ctx context.Context, s Settings) (err error) {
	v, err := prepare(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.close()) }()
	t := newTable(os.Stdout)
	for _, k := range kinds() {
		if s.Only != "" && s.Only != k.name {
			continue
		}
		r, err := v.send(ctx, k)
		if err != nil {
			return err
		}
		t.row(k.name, r)
	}
	if t.end() {
		return errFell
	}
	return nil
}

// prepare makes a graph and starts a server of it.
func prepare(ctx context.Context, s Settings) (v *victim, err error) {
	scratch, err := os.MkdirTemp("", "attack-")
	if err != nil {
		return nil, err
	}
	v = &victim{settings: s, scratch: scratch}
	defer func() {
		if err != nil {
			err = errors.Join(err, v.close())
		}
	}()
	if v.rapporteur, err = exec.LookPath(s.Rapporteur); err != nil {
		return v, err
	}
	if err := v.fill(ctx); err != nil {
		return v, err
	}
	if v.issuer, err = openIssuer(ctx); err != nil {
		return v, err
	}
	if err := os.WriteFile(v.file("token"), []byte(adminToken+"\n"), 0o600); err != nil {
		return v, err
	}
	return v, v.start(ctx)
}

// Fill makes a graph and imports it into a folder.
func Fill(ctx context.Context, folder string, texts int) error {
	return subject.Load(ctx, subject.Place{Database: "rapporteur", Folder: folder}, dataset.Report(texts))
}

// fill makes the graph, unless there is one. Another process does: what it needs would count as the memory of every process
// that this one starts.
func (v *victim) fill(ctx context.Context) error {
	if there, err := os.ReadDir(v.folder()); err == nil && len(there) > 0 {
		fmt.Printf("the graph in %s\n", v.folder())
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	begun := time.Now()
	filling := exec.CommandContext(ctx, self, "fill", "--data-dir", v.folder(), "--texts", fmt.Sprint(v.settings.Texts))
	filling.Stderr = os.Stderr
	if err := filling.Run(); err != nil {
		return fmt.Errorf("make the graph: %w", err)
	}
	fmt.Printf("%d texts, made and imported in %v\n", v.settings.Texts, time.Since(begun).Round(time.Second))
	return nil
}

// result is how the inputs of one kind ended.
type result struct {
	tries, held, late, fell int
	cpu                     time.Duration // of the dearest
	memory                  float64       // the peak
	stories                 []string      // of inputs that fell
}

// send sends the inputs of a kind and looks after each whether the server still serves.
func (v *victim) send(ctx context.Context, k kind) (r result, err error) {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", v.pid()), []byte("5"), 0o600) // where it may not, the peak is that since the start
	batches := make([][]try, 0, len(k.tries))
	for i := range k.tries {
		batches = append(batches, k.tries[i:i+1])
	}
	if k.together {
		batches = [][]try{k.tries}
	}
	for _, batch := range batches {
		before := v.cpu()
		endings, healthy := v.together(ctx, batch)
		spent := v.cpu() - before
		for i, e := range endings {
			e.cpu = max(e.cpu, spent/time.Duration(len(batch)))
			r.count(v.settings, batch[i].what, e, healthy)
		}
		m, err := contender.MemoryOf(fmt.Sprint(v.pid()))
		if err == nil {
			r.memory = max(r.memory, m.Peak)
		}
		if healthy != nil {
			if err := v.restart(ctx); err != nil {
				return r, err
			}
		}
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
	}
	return r, nil
}

// together sends inputs at once. Meanwhile, and after the last, the server has to serve others.
func (v *victim) together(ctx context.Context, batch []try) ([]ending, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	endings := make([]ending, len(batch))
	var all sync.WaitGroup
	for i, t := range batch {
		all.Go(func() { endings[i] = t.do(ctx, v) })
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	var healthy error
	for {
		select {
		case <-done:
			return endings, errors.Join(healthy, v.healthy(context.WithoutCancel(ctx)))
		case <-time.After(time.Second):
			if len(batch) > 1 && healthy == nil {
				healthy = v.healthy(ctx)
			}
		}
	}
}

// count judges one ending.
func (r *result) count(s Settings, what string, e ending, healthy error) {
	r.tries++
	r.cpu, r.memory = max(r.cpu, e.cpu), max(r.memory, e.memory)
	why := errors.Join(e.bad(s), healthy)
	switch {
	case why != nil:
		r.fell++
		r.stories = append(r.stories, fmt.Sprintf("%s: %v", what, why))
	case e.late:
		r.late++
		fallthrough
	default:
		r.held++
	}
}
