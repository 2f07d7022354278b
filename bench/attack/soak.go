package attack

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"syscall"
	"time"

	"rapporteur/bench/contender"
)

// hostileClients is how many attack at once, hostilePause what each waits between two inputs.
const (
	hostileClients = 4
	hostilePause   = 50 * time.Millisecond
)

// Soak has an honest client ask for a quarter of the time alone, and then together with hostile ones. It prints how long honest
// requests took, the memory of the server, and the processor time of the server and of the hostile clients.
func Soak(ctx context.Context, s Settings) (err error) {
	v, err := prepare(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.close()) }()
	h, err := v.honest(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	v.remember("before")
	quiet := h.during(ctx, s.Lasting/4)
	fmt.Println("quiet:", quiet)
	v.remember("start of the attack")
	if err := giveWay(); err != nil {
		return err
	}
	attacked, end := context.WithTimeout(ctx, s.Lasting*3/4)
	defer end()
	var hostile sync.WaitGroup
	for n := range hostileClients {
		hostile.Go(func() { v.harass(attacked, uint64(n)) })
	}
	for _, when := range []string{"first quarter", "half", "third quarter", "end"} {
		under := h.during(ctx, s.Lasting*3/16)
		fmt.Printf("under attack: %v p99 is %.1f times the quiet one, p50 %.1f times\n", under, ratio(under.p99, quiet.p99), ratio(under.p50, quiet.p50))
		v.remember(when)
	}
	end()
	hostile.Wait()
	return v.healthy(ctx)
}

func ratio(of, to time.Duration) float64 { return float64(of) / float64(max(to, 1)) }

// harass sends hostile inputs to the server in random order until the context ends.
func (v *victim) harass(ctx context.Context, seed uint64) {
	var all []try
	for _, k := range kinds() {
		if k.name != "backups" {
			all = append(all, k.tries...)
		}
	}
	random := rand.New(rand.NewPCG(seed, 5))
	for ctx.Err() == nil {
		bounded, cancel := context.WithTimeout(ctx, patience)
		all[random.IntN(len(all))].do(bounded, v)
		cancel()
		select {
		case <-time.After(hostilePause):
		case <-ctx.Done():
		}
	}
}

// ownCPU is the processor time that this process has had: that of the hostile clients.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// remember prints what the server and the hostile clients have used so far, and how busy the machine is.
func (v *victim) remember(when string) {
	m, err := contender.MemoryOf(fmt.Sprint(v.pid()))
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("%s: memory %.0f MB, peak %.0f MB; processor time of the server %v, of the hostile clients %v; load of the machine %.14s\n",
		when, m.Resident/1e6, m.Peak/1e6, v.cpu(), ownCPU().Round(10*time.Millisecond), load)
	if err != nil {
		fmt.Println(err)
	}
}
