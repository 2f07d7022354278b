package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/bench/dataset"
	"rapporteur/bench/load"
	"rapporteur/bench/measure"
	"rapporteur/bench/page"
	"rapporteur/bench/queries"
	"rapporteur/bench/subject"
)

// settings are the flags of measure.
type settings struct {
	plan    measure.Plan
	texts   int
	sizes   []int
	cacheMB int
	paths   contender.Paths
	out     string
	load    bool          // measure what is held, and nothing else
	lasting time.Duration // for how long a query
}

func parse(args []string) (s settings, err error) {
	f := flag.NewFlagSet("measure", flag.ContinueOnError)
	f.IntVar(&s.plan.Rounds, "rounds", 5, "how many rounds")
	f.DurationVar(&s.plan.Length, "duration", 600*time.Millisecond, "how long a server is asked a query in a round")
	f.IntVar(&s.texts, "texts", 10_000, "how many texts all contenders serve")
	sizes := f.String("sizes", "10000,100000", "the numbers of texts at which Rapporteur is compared with itself; none when empty")
	f.IntVar(&s.cacheMB, "cache-mb", 256, "the size of Rapporteur's cache")
	f.StringVar(&s.paths.Rapporteur, "rapporteur", "", "the program to measure")
	f.StringVar(&s.paths.Bench, "bench", ".", "the folder of the benchmark")
	f.StringVar(&s.paths.MongoDB, "mongodb-uri", os.Getenv("MONGODB_URI"), "keep the graph in databases rapporteur_bench_* of this MongoDB, which are dropped, instead of the embedded store")
	f.BoolVar(&s.load, "load", false, "measure what one server holds with 64 clients, and its memory, and nothing else")
	f.DurationVar(&s.lasting, "load-duration", 20*time.Second, "how long each query is asked then")
	f.StringVar(&s.out, "out", "", "the page to write the results into")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	s.plan.Clients = []int{1, 16}
	for _, n := range strings.FieldsFunc(*sizes, func(r rune) bool { return r == ',' }) {
		size, err := strconv.Atoi(n)
		if err != nil || size < 1000 {
			return s, fmt.Errorf("--sizes: %q is not a number of texts from 1000 on", n)
		}
		s.sizes = append(s.sizes, size)
	}
	slices.Sort(s.sizes)
	if s.plan.Rounds < 1 || s.plan.Length <= 0 || s.texts < 1000 || s.paths.Rapporteur == "" {
		return s, errors.New("give --rapporteur, and at least 1 round, a duration and 1000 texts")
	}
	if s.paths.Bench, err = filepath.Abs(s.paths.Bench); err != nil {
		return s, err
	}
	if s.paths.Rapporteur, err = filepath.Abs(s.paths.Rapporteur); err != nil {
		return s, err
	}
	s.paths.Program, err = os.Executable()
	return s, err
}

// measureAll does the whole benchmark and writes its page.
func measureAll(ctx context.Context, args []string) (err error) {
	s, err := parse(args)
	if err != nil {
		return err
	}
	if err := pin(); err != nil {
		return err
	}
	if s.paths.Scratch, err = os.MkdirTemp("", "rapporteur-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(s.paths.Scratch)) }()
	if s.load {
		return s.held(ctx)
	}
	r := &page.Results{Machine: machine(ctx, s.paths.Bench), Texts: s.texts, Plan: s.plan}
	before := busy()
	if err := s.contest(ctx, r); err != nil {
		return err
	}
	r.Machine = append(r.Machine, [2]string{"Load average of the machine", before + " before, " + busy() + " after; the servers and the client alone make 2"})
	if err := s.grow(ctx, r); err != nil {
		return err
	}
	if s.out == "" {
		return nil
	}
	return r.Write(s.out)
}

// pin keeps this program, which asks, away from the core of the servers.
func pin() error {
	const pinned = "RAPPORTEUR_BENCH_PINNED"
	if os.Getenv(pinned) != "" {
		return nil
	}
	path, err := exec.LookPath("taskset")
	if err != nil {
		fmt.Fprintln(os.Stderr, "TASKSET IS MISSING: servers and client are not kept on cores of their own")
		return nil
	}
	return syscall.Exec(path, append([]string{path, "-c", contender.ClientCore}, os.Args...), append(os.Environ(), pinned+"=1", "GOMAXPROCS=1"))
}

// prepare makes the data set and a store that holds it, in a process of its own, and returns what to ask of it.
func (s settings) prepare(ctx context.Context, texts int) (contender.Paths, []queries.Query, error) {
	p := s.paths
	p.Data = filepath.Join(p.Scratch, fmt.Sprintf("%d.jsonl", texts))
	p.Store = filepath.Join(p.Scratch, fmt.Sprint(texts))
	p.Database = fmt.Sprintf("rapporteur_bench_%d", texts)
	args := []string{"load", "--texts", fmt.Sprint(texts), "--data", p.Data, "--data-dir", p.Store}
	if p.MongoDB != "" {
		if err := subject.Drop(ctx, subject.Place{URI: p.MongoDB, Database: p.Database}); err != nil {
			return p, nil, err
		}
		args = append(args, "--mongodb-uri", p.MongoDB, "--mongodb-database", p.Database)
	}
	load := exec.CommandContext(ctx, p.Program, args...)
	load.Stdout, load.Stderr = os.Stderr, os.Stderr
	if err := load.Run(); err != nil {
		return p, nil, err
	}
	g, err := dataset.Read(p.Data)
	if err != nil {
		return p, nil, err
	}
	return p, queries.Over(g), nil
}

// discard drops what prepare made.
func (s settings) discard(ctx context.Context, p contender.Paths) error {
	if p.MongoDB == "" {
		return os.RemoveAll(p.Store)
	}
	return subject.Drop(context.WithoutCancel(ctx), subject.Place{URI: p.MongoDB, Database: p.Database})
}

// contest measures all contenders beside each other.
func (s settings) contest(ctx context.Context, r *page.Results) (err error) {
	p, asked, err := s.prepare(ctx, s.texts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.discard(ctx, p)) }()
	subjects := contender.Subjects(p, s.cacheMB)
	servers, left, err := startAll(ctx, append(subjects, contender.Others(p)...))
	defer func() { err = errors.Join(err, closeAll(servers)) }()
	if err != nil {
		return err
	}
	r.Left, r.Queries, r.Subjects, r.Costs = left, asked, len(subjects), map[measure.Key]measure.Cost{}
	for _, server := range servers {
		r.Contenders = append(r.Contenders, server.Name)
	}
	var targets map[string]map[string]load.Target
	if r.Answers, targets, err = measure.Same(ctx, servers, asked); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d servers answer %d questions alike\n", len(servers), len(asked[0].Arguments)+len(asked[1].Arguments)+len(asked[2].Arguments))
	if r.Times, err = measure.Times(ctx, servers, targets, asked, s.plan, os.Stderr); err != nil {
		return err
	}
	return s.count(ctx, r, p, servers, targets, asked)
}

// count counts what requests cost the servers that count, and Rapporteur inside this program.
func (s settings) count(ctx context.Context, r *page.Results, p contender.Paths, servers []*contender.Server, targets map[string]map[string]load.Target, asked []queries.Query) error {
	plan := s.plan
	plan.Clients = page.CountedClients
	for _, server := range servers {
		if server.Subject {
			if err := countSubject(ctx, r, contender.Counted(p, server.Contender), asked, plan); err != nil {
				return err
			}
			continue
		}
		if !server.Counts() {
			continue
		}
		costs, err := measure.Costs(ctx, server, targets[server.Name], asked, plan, os.Stderr)
		if err != nil {
			return err
		}
		add(r.Costs, costs)
	}
	return nil
}

func countSubject(ctx context.Context, r *page.Results, c contender.Contender, asked []queries.Query, plan measure.Plan) (err error) {
	server, err := c.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	_, targets, err := measure.Same(ctx, []*contender.Server{server}, asked) // warms up, too
	if err != nil {
		return err
	}
	costs, err := measure.Costs(ctx, server, targets[server.Name], asked, plan, os.Stderr)
	add(r.Costs, costs)
	return err
}

func add[K comparable, V any](to, from map[K]V) {
	for k, v := range from {
		to[k] = v
	}
}

// startAll starts the contenders, one after the other. Those this machine lacks something for are left out, loudly.
func startAll(ctx context.Context, all []contender.Contender) (servers []*contender.Server, left []string, err error) {
	for _, c := range all {
		server, err := c.Start(ctx)
		var missing contender.Missing
		switch {
		case errors.As(err, &missing):
			fmt.Fprintf(os.Stderr, "LEFT OUT: %s: %v\n", c.Name, err)
			left = append(left, fmt.Sprintf("%s: %v", c.Name, err))
		case err != nil:
			return servers, left, err
		default:
			servers = append(servers, server)
		}
	}
	return servers, left, nil
}

func closeAll(servers []*contender.Server) error {
	var failed []error
	for _, s := range slices.Backward(servers) {
		failed = append(failed, s.Close())
	}
	return errors.Join(failed...)
}
