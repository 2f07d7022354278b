package attack

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/internal/graphtest"
)

// honestPause is what an honest client waits between two requests, hostileClients how many attack at once.
const (
	honestPause    = 200 * time.Millisecond
	hostileClients = 4
)

// honestOperations are what people ask for.
var honestOperations = []string{
	`{ texts(first: 20) { nodes { acronym title status } } }`,
	`{ text(acronym: "X.1042") { title editors { name } questions { label } } }`,
	`{ search(query: "synthetic text 42", first: 10) { nodes { id label } } }`,
	`{ meetings(first: 5) { nodes { name start } } }`,
}

// Soak asks as an honest client for a quarter of the time alone, and then together with hostile ones. It prints how long honest
// requests took, and the memory of the server.
func Soak(ctx context.Context, s Settings) (err error) {
	v, err := prepare(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.close()) }()
	quiet := v.honest(ctx, s.Lasting/4)
	v.remember("start")
	fmt.Println(quiet)
	attacked, end := context.WithTimeout(ctx, s.Lasting*3/4)
	defer end()
	var hostile sync.WaitGroup
	for n := range hostileClients {
		hostile.Go(func() { v.harass(attacked, uint64(n)) })
	}
	for _, when := range []string{"middle", "end"} {
		under := v.honest(ctx, s.Lasting*3/8)
		fmt.Printf("under attack, %v; p99 is %.1f times the quiet one\n", under, float64(under.p99)/float64(max(quiet.p99, 1)))
		v.remember(when)
	}
	end()
	hostile.Wait()
	return v.healthy(ctx)
}

// latency is what honest requests took.
type latency struct {
	requests, failed int
	p50, p99         time.Duration
}

func (l latency) String() string {
	return fmt.Sprintf("%d honest requests, %d failed, p50 %v, p99 %v", l.requests, l.failed, l.p50.Round(time.Microsecond*10), l.p99.Round(time.Microsecond*10))
}

// honest asks for so long, one request after another.
func (v *victim) honest(ctx context.Context, lasting time.Duration) latency {
	var l latency
	var took []time.Duration
	for begun := time.Now(); ctx.Err() == nil && (time.Since(begun) < lasting || len(took) == 0); time.Sleep(honestPause) {
		request := graphtest.Hostile{Body: graphtest.Query(honestOperations[l.requests%len(honestOperations)])}.Bytes()
		bounded, cancel := context.WithTimeout(ctx, patience)
		before := time.Now()
		e := v.ask(bounded, honest, request)
		took = append(took, time.Since(before))
		cancel()
		if l.requests++; e.err != nil || e.status != 200 || e.code != "" {
			l.failed++
		}
	}
	slices.Sort(took)
	l.p50, l.p99 = took[len(took)/2], took[len(took)*99/100]
	return l
}

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
	}
}

func (v *victim) remember(when string) {
	m, err := contender.MemoryOf(fmt.Sprint(v.pid()))
	fmt.Printf("memory at the %s: %.0f MB, peak %.0f MB\n", when, m.Resident/1e6, m.Peak/1e6)
	if err != nil {
		fmt.Println(err)
	}
}
