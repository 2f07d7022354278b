package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rapporteur/internal/embedded"
	"rapporteur/internal/raced"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// simulation is one database and the servers that use it, in virtual time. Every command of a server waits until the schedule lets
// it through; there it may be held for any time, executed without its answer coming back, or be the last of a server that is killed.
// What was held is executed all the same, even when its server has given up or has ended.
type simulation struct {
	random *rand.Rand
	engine *embedded.Engine
	lease  time.Duration

	mu      sync.Mutex
	waiting []*command
	ended   int // actors
	acked   map[string]bool
	seen    []string // what readers saw that was never the graph

	actors sync.WaitGroup
	late   sync.WaitGroup
}

// open is the store of a new process.
func (sim *simulation) open(ctx context.Context) (*server, *store.Store, error) {
	v := &server{sim: sim, dead: make(chan struct{})}
	s, err := store.Open(ctx, store.Options{Database: "d", Dialer: v, Lease: sim.lease})
	return v, s, err
}

// log is what a group keeps of all changes, in their order.
const theLog = standards.StudyGroupID("study-group:0")

// effects are what a change makes of groups, as its name says: a name of two, or none where it takes the group away.
func effects(name string) map[standards.StudyGroupID]string {
	seed, _ := strconv.ParseUint(name, 10, 64)
	r, all := rand.New(rand.NewPCG(seed, 1)), map[standards.StudyGroupID]string{}
	for n := range 4 {
		if made := r.IntN(5); made < 4 {
			all[standards.NewStudyGroupID(n+1)] = []string{"", "", "one", "two"}[made]
		}
	}
	return all
}

// change makes the change of a name: it writes it into the log, and does what it does.
func (sim *simulation) change(ctx context.Context, s *store.Store, name string) error {
	return s.Change(ctx, name, func(ctx context.Context) (*store.Batch, error) {
		all, err := s.StudyGroups.All(ctx)
		if err != nil {
			return nil, err
		}
		b := store.InPartsOf(2)
		there := map[standards.StudyGroupID]string{}
		for _, g := range all {
			there[g.ID] = g.Name
		}
		now := effects(name)
		now[theLog] = strings.TrimSpace(there[theLog] + " " + name)
		for id, made := range now {
			was, is := there[id]
			switch { // as an import does, which writes what differs from what it has read
			case made == "" && is:
				s.StudyGroups.Delete(b, id)
			case made != "" && made != was:
				if err := s.StudyGroups.Put(b, &standards.StudyGroup{ID: id, Name: made}); err != nil {
					return nil, err
				}
			}
		}
		return b, nil
	})
}

// model is the graph that the log makes.
func model(log string) map[standards.StudyGroupID]string {
	all := map[standards.StudyGroupID]string{}
	for _, name := range strings.Fields(log) {
		for id, made := range effects(name) {
			if all[id] = made; made == "" {
				delete(all, id)
			}
		}
	}
	if log != "" {
		all[theLog] = log
	}
	return all
}

// differs says how what was read differs from what its log makes.
func differs(all []*standards.StudyGroup) string {
	got, log := map[standards.StudyGroupID]string{}, ""
	for _, g := range all {
		got[g.ID] = g.Name
		if g.ID == theLog {
			log = g.Name
		}
	}
	if want := model(log); fmt.Sprint(got) != fmt.Sprint(want) {
		return fmt.Sprintf("the graph is %v and its log makes %v", got, want)
	}
	return ""
}

// writes makes changes as a process does, which begins again where it was killed.
func (sim *simulation) writes(ctx context.Context, names []string) {
	for len(names) > 0 {
		v, s, err := sim.open(ctx)
		if err != nil {
			continue
		}
		life, end := context.WithCancel(ctx)
		ended := make(chan struct{})
		go func() {
			select {
			case <-v.dead:
				end()
			case <-ended:
			}
		}()
		for len(names) > 0 && !v.killed() {
			within, cancel := context.WithTimeout(life, time.Hour)
			if err := sim.change(within, s, names[0]); err == nil && !v.killed() {
				sim.mu.Lock()
				sim.acked[names[0]] = true
				sim.mu.Unlock()
			}
			cancel()
			names = names[1:]
		}
		close(ended)
		end()
		_ = s.Close(context.Background())
	}
}

// reads looks at the graph as a server does.
func (sim *simulation) reads(ctx context.Context, times int) {
	_, s, err := sim.open(ctx)
	if err != nil {
		return
	}
	defer func() { _ = s.Close(context.Background()) }()
	for range times {
		var all []*standards.StudyGroup
		var failed error
		err := s.AtOneRevision(ctx, func(ctx context.Context, _ *store.View) {
			all, failed = s.StudyGroups.All(ctx)
			if failed == nil { // and once more, after a while: a view is of one revision
				var again []*standards.StudyGroup
				if again, failed = s.StudyGroups.All(ctx); failed == nil && len(again) == 0 {
					all = again
				}
			}
		})
		if err == nil && failed == nil {
			if d := differs(all); d != "" {
				sim.mu.Lock()
				sim.seen = append(sim.seen, d)
				sim.mu.Unlock()
			}
		}
		time.Sleep(time.Second)
	}
}

// schedule lets commands through until all actors have ended.
func (sim *simulation) schedule(actors int) {
	for kills := 3; ; {
		synctest.Wait()
		sim.mu.Lock()
		over, ready := sim.ended == actors && len(sim.waiting) == 0, sim.ready()
		if len(ready) > 0 {
			sim.next(ready[sim.random.IntN(len(ready))], &kills)
		}
		sim.mu.Unlock()
		switch {
		case over:
			return
		case len(ready) == 0:
			time.Sleep(sim.lease / 10)
		}
	}
}

// ready are the commands that may be let through now. What servers that were killed left behind may be, too.
func (sim *simulation) ready() (ready []int) {
	now := time.Now()
	for i, c := range sim.waiting {
		if !now.Before(c.held) && (c.by.killed() || !now.Before(c.by.frozen)) {
			ready = append(ready, i)
		}
	}
	return ready
}

// next lets a command through, or has something happen to it or to its server.
func (sim *simulation) next(at int, kills *int) {
	c := sim.waiting[at]
	awhile := time.Now().Add(time.Duration(sim.random.Int64N(int64(4 * sim.lease))))
	if c.writes && c.held.IsZero() && sim.random.IntN(6) == 0 { // what comes too late does the most harm
		c.held = awhile.Add(2 * sim.lease)
		return
	}
	v := pass
	switch n := sim.random.IntN(100); {
	case c.held.IsZero() && n < 3:
		c.held = awhile
		return
	case n < 5:
		c.by.frozen = awhile
		return
	case n < 7:
		v = lost
	case n < 8 && *kills > 0 && !c.by.killed():
		*kills--
		close(c.by.dead)
		if sim.random.IntN(2) == 0 {
			c.held = awhile
			return
		}
		v = never
	}
	sim.waiting = slices.Delete(sim.waiting, at, at+1)
	c.verdict <- v
}

// act runs an actor.
func (sim *simulation) act(f func()) {
	sim.actors.Go(func() {
		f()
		sim.mu.Lock()
		sim.ended++
		sim.mu.Unlock()
	})
}

// run is one schedule.
func (sim *simulation) run(t *testing.T) {
	ctx := context.Background()
	writers, each := 2+sim.random.IntN(2), 3
	base := sim.random.Uint64N(1 << 40)
	for w := range writers {
		var names []string
		for n := range each {
			names = append(names, strconv.FormatUint(base+uint64(w*each+n), 10))
		}
		sim.act(func() { sim.writes(ctx, names) })
	}
	sim.act(func() { sim.reads(ctx, 6) })
	sim.schedule(writers + 1)
	sim.actors.Wait()
	sim.late.Wait()
	sim.mu.Lock()
	seen := sim.seen
	sim.mu.Unlock()
	if len(seen) > 0 {
		t.Errorf("a reader: %s", seen[0])
	}
	sim.check(t, strconv.FormatUint(base+1000, 10))
}

// check starts once more, when all is over, and looks at everything.
func (sim *simulation) check(t *testing.T, last string) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Database: "d", Dialer: sim.engine.Dialer(), Lease: sim.lease})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(ctx) }()
	if err := sim.change(ctx, s, last); err != nil {
		t.Error(err)
	}
	all, err := s.StudyGroups.All(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if d := differs(all); d != "" {
		t.Error(d)
	}
	i := slices.IndexFunc(all, func(g *standards.StudyGroup) bool { return g.ID == theLog })
	if i < 0 {
		t.Fatal("there is no log")
	}
	log := strings.Fields(all[i].Name)
	count := map[string]int{}
	for _, name := range log {
		if count[name]++; count[name] > 1 {
			t.Errorf("change %s was made twice: %v", name, log)
		}
	}
	for name := range sim.acked {
		if count[name] == 0 {
			t.Errorf("change %s was acknowledged and is lost: %v", name, log)
		}
	}
	if n, err := s.Revision(ctx); err != nil || n != int64(len(log)) {
		t.Errorf("revision %d, and %d changes were made: %v", n, len(log), err)
	}
	var f store.Findings
	if _, err := s.CheckFacts(ctx, &f); err != nil || f.Count > 0 {
		t.Errorf("%v %v", f.First, err)
	}
	if n := s.StoredIn(ctx, "studyGroups"); n != len(all) || s.JournalParts(ctx) != 0 {
		t.Errorf("%d documents are stored of which %d count, and %d parts are left in the journal", n, len(all), s.JournalParts(ctx))
	}
	if aside, err := s.Aside(ctx); err != nil || len(aside) > 0 {
		t.Errorf("set aside: %v %v", aside, err)
	}
}

// Two or three servers change the graph and one reads it, with each command a point where they are stopped, killed, or do not get
// their answer. At every end all changes that were acknowledged are there, once and in one order; the graph is what that order makes;
// no reader has seen anything else. SEED runs one schedule, SCHEDULES so many.
func TestAnySchedule(t *testing.T) {
	t.Parallel()
	seeds, first := uint64(raced.Some(2000, 60)), uint64(0) //nolint:gosec // constants
	if n, err := strconv.ParseUint(os.Getenv("SCHEDULES"), 10, 64); err == nil {
		seeds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seeds, first = 1, n
	}
	const side = 4 // groups that run side by side
	for group := range uint64(side) {
		t.Run(fmt.Sprintf("group %d", group), func(t *testing.T) {
			t.Parallel()
			for seed := first + group; seed < first+seeds && !t.Failed(); seed += side {
				synctest.Test(t, func(t *testing.T) { scheduled(t, seed) })
			}
		})
	}
}

// scheduled runs the schedule of a seed.
func scheduled(t *testing.T, seed uint64) {
	t.Helper()
	engine, err := embedded.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	sim := &simulation{random: rand.New(rand.NewPCG(seed, 0)), engine: engine, lease: 15 * time.Second, acked: map[string]bool{}}
	sim.run(t)
	if err := engine.Close(); err != nil {
		t.Error(err)
	}
	if t.Failed() {
		t.Logf("SEED=%d", seed)
	}
}
