package measure

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/bench/load"
	"rapporteur/bench/queries"
)

// Plan says how long to measure.
type Plan struct {
	Rounds  int
	Length  time.Duration // of one run of one contender
	Clients []int
}

// Timing is what a request takes: the medians of all rounds.
type Timing struct {
	Rate     float64       // requests a second
	P50, P99 time.Duration // of one request
	CPU      time.Duration // of the server, a request: of all rounds together, since the system counts in ticks of 10 ms
}

// run is one run of one contender.
type run struct {
	load.Result
	cpu time.Duration
}

// Key names a measurement.
type Key struct {
	Contender, Query string
	Clients          int
}

// Times asks the servers one after the other, round by round, so that what disturbs the machine for a while disturbs all of them. Each
// is warmed up first.
func Times(ctx context.Context, servers []*contender.Server, targets map[string]map[string]load.Target, asked []queries.Query, p Plan, progress io.Writer) (map[Key]Timing, error) {
	runs := map[Key][]run{}
	for round := range p.Rounds + 1 { // the first one warms up
		for _, q := range asked {
			for _, clients := range p.Clients {
				for i := range servers {
					s := servers[(i+round)%len(servers)]
					t, err := once(ctx, s, targets[s.Name][q.Name], clients, p.Length)
					if err != nil {
						return nil, fmt.Errorf("%s, %s, %d clients: %w", s.Name, q.Name, clients, err)
					}
					if round > 0 {
						k := Key{s.Name, q.Name, clients}
						runs[k] = append(runs[k], t)
					}
				}
			}
		}
		fmt.Fprintf(progress, "round %d of %d\n", round, p.Rounds)
	}
	medians := map[Key]Timing{}
	for k, r := range runs {
		medians[k] = Timing{
			Rate: median(r, func(r run) float64 { return r.Rate() }),
			P50:  median(r, func(r run) time.Duration { return r.P50 }),
			P99:  median(r, func(r run) time.Duration { return r.P99 }),
			CPU:  cpu(r),
		}
	}
	return medians, nil
}

func once(ctx context.Context, s *contender.Server, t load.Target, clients int, length time.Duration) (run, error) {
	before, err := s.CPU()
	if err != nil {
		return run{}, err
	}
	r, err := load.Run(ctx, t, clients, length)
	if err != nil {
		return run{}, err
	}
	after, err := s.CPU()
	return run{r, after - before}, err
}

func cpu(runs []run) time.Duration {
	var spent time.Duration
	requests := 0
	for _, r := range runs {
		spent += r.cpu
		requests += r.Requests
	}
	return spent / time.Duration(requests)
}

func median[T float64 | time.Duration](runs []run, of func(run) T) T {
	values := make([]T, len(runs))
	for i, r := range runs {
		values[i] = of(r)
	}
	slices.Sort(values)
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

// Cost is what a request costs beside time.
type Cost struct {
	Allocations, Bytes  float64
	Commands, Documents float64 // of the database
}

// Costs counts what requests cost a server that counts, at each number of clients. Where so many are more than the server answers in
// time, as 64 may be on a slow machine, it says so and leaves them out.
func Costs(ctx context.Context, s *contender.Server, targets map[string]load.Target, asked []queries.Query, p Plan, progress io.Writer) (map[Key]Cost, error) {
	costs := map[Key]Cost{}
	for _, q := range asked {
		for _, clients := range p.Clients {
			before, err := s.Counters(ctx)
			if err != nil {
				return nil, err
			}
			r, err := load.Run(ctx, targets[q.Name], clients, p.Length)
			if err != nil {
				fmt.Fprintf(progress, "NOT COUNTED: %s, %s, %d clients: %v\n", s.Name, q.Name, clients, err)
				continue
			}
			after, err := s.Counters(ctx)
			if err != nil {
				return nil, err
			}
			each := func(before, after uint64) float64 { return float64(after-before) / float64(r.Requests) }
			costs[Key{s.Name, q.Name, clients}] = Cost{
				Allocations: each(before.Mallocs, after.Mallocs), Bytes: each(before.Bytes, after.Bytes),
				Commands: each(before.Commands, after.Commands), Documents: each(before.Documents, after.Documents),
			}
		}
	}
	return costs, nil
}
