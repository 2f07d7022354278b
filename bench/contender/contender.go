package contender

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"rapporteur/bench/serve"
)

// Contender is a server that answers the queries.
type Contender struct {
	Name       string
	Subject    bool // it is Rapporteur
	CacheMB    int  // of Rapporteur
	Relational bool // its schema is PostGraphile's
	start      func(context.Context) (*Server, error)
	missing    string // what this machine lacks for it
}

// Server is a contender that runs.
type Server struct {
	Contender
	URL       string
	counters  string // empty where it has none
	processes []*process
	close     func() error // removes what it leaves
}

// Start starts the contender. Missing says what it needs and this machine lacks.
func (c Contender) Start(ctx context.Context) (*Server, error) {
	if c.missing != "" {
		return nil, Missing(c.missing)
	}
	s, err := c.start(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	s.Contender = c
	return s, nil
}

// Missing is something that a contender needs and this machine lacks.
type Missing string

func (m Missing) Error() string { return string(m) }

// Close ends the server's processes, the last started first.
func (s *Server) Close() error {
	var failed []error
	for i := len(s.processes) - 1; i >= 0; i-- {
		failed = append(failed, s.processes[i].stop(os.Interrupt))
	}
	if s.close != nil {
		failed = append(failed, s.close())
	}
	return errors.Join(failed...)
}

// Counts says whether the server counts what it spends.
func (s *Server) Counts() bool { return s.counters != "" }

// Counters are what the server has spent since it started.
func (s *Server) Counters(ctx context.Context) (c serve.Counters, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.counters, nil)
	if err != nil {
		return c, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return c, err
	}
	defer answer.Body.Close()
	return c, json.NewDecoder(answer.Body).Decode(&c)
}

// one is a server of one process.
func one(ctx context.Context, where string, env []string, args ...string) (*Server, error) {
	p, err := start(ctx, where, env, nil, args...)
	if err != nil {
		return nil, err
	}
	if err := p.wait(ctx); err != nil {
		return nil, errors.Join(err, p.stop(syscall.SIGKILL))
	}
	return &Server{URL: p.url, counters: p.counters, processes: []*process{p}}, nil
}

// program is a contender that is one program.
func program(name, where string, args ...string) Contender {
	return Contender{Name: name, start: func(ctx context.Context) (*Server, error) { return one(ctx, where, nil, args...) }}
}

// Paths are where things are.
type Paths struct {
	Bench      string // the folder of the benchmark
	Program    string // this program
	Rapporteur string // the program to be measured
	Data       string // the data set
	Store      string // the folder of a store that holds it
	MongoDB    string // or the server with a database that does
	Database   string
	Scratch    string // a folder that is removed afterwards
}

// Subjects are Rapporteur with its shared cache of this size, and without.
func Subjects(p Paths, cacheMB int) []Contender {
	return []Contender{subject(p, "Rapporteur, cache on", cacheMB), subject(p, "Rapporteur, cache off", 0)}
}

func subject(p Paths, name string, cacheMB int) Contender {
	return Contender{Name: name, Subject: true, CacheMB: cacheMB, start: func(ctx context.Context) (*Server, error) {
		place, err := p.place()
		if err != nil {
			return nil, err
		}
		return one(ctx, p.Scratch, nil, append([]string{p.Rapporteur, "serve", "--addr", "127.0.0.1:0", "--rate", "0", "--cache-mb", fmt.Sprint(cacheMB)}, place...)...)
	}}
}

// place are the flags that say where the graph is: in a database, or in a copy of the folder, which one process holds.
func (p Paths) place() ([]string, error) {
	if p.MongoDB != "" {
		return []string{"--mongodb-uri", p.MongoDB, "--mongodb-database", p.Database}, nil
	}
	folder, err := os.MkdirTemp(p.Scratch, "store-")
	if err != nil {
		return nil, err
	}
	return []string{"--no-sample", "--data-dir", folder}, os.CopyFS(folder, os.DirFS(p.Store))
}

// Counted is the same Rapporteur inside this program, which counts what it spends.
func Counted(p Paths, c Contender) Contender {
	c.start = func(ctx context.Context) (*Server, error) {
		place, err := p.place()
		if err != nil {
			return nil, err
		}
		return one(ctx, p.Scratch, nil, append([]string{p.Program, "rapporteur", "--cache-mb", fmt.Sprint(c.CacheMB)}, place...)...)
	}
	return c
}

// Others are the contenders beside Rapporteur: those over the data in memory first.
func Others(p Paths) []Contender {
	schema := filepath.Join(p.Bench, "schema.graphqls")
	all := []Contender{
		program("hand-written twin", p.Scratch, p.Program, "twin", "--data", p.Data),
		program("gqlgen, dataloadgen 1 ms", p.Scratch, p.Program, "gqlgen", "--data", p.Data, "--wait", "1ms"),
		program("gqlgen, dataloadgen as it comes", p.Scratch, p.Program, "gqlgen", "--data", p.Data),
		program("Mercurius, JIT and loaders", filepath.Join(p.Bench, "node"), "node", "mercurius.mjs", schema, p.Data),
		program("Apollo Server, dataloader", filepath.Join(p.Bench, "node"), "node", "apollo.mjs", schema, p.Data),
		{Name: "PostGraphile, PostgreSQL", Relational: true, start: func(ctx context.Context) (*Server, error) { return relational(ctx, p) }},
	}
	_, noNode := exec.LookPath("node")
	for i := range all[3:] {
		c := &all[3+i]
		packages := filepath.Join(p.Bench, "node")
		if c.Relational {
			packages = filepath.Join(p.Bench, "postgraphile")
		}
		if noNode != nil {
			c.missing = "Node is not installed"
		} else if _, err := os.Stat(filepath.Join(packages, "node_modules")); err != nil {
			c.missing = "its packages are not installed; run npm ci in " + packages
		} else if c.Relational && postgres() == "" {
			c.missing = "PostgreSQL is not installed"
		}
	}
	return all
}
