// Package serve runs a handler as one server of the benchmark: at a port the system chooses, with its counters at another.
package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime"
	"time"
)

// Counters are what a server has spent since it started.
type Counters struct {
	Mallocs   uint64 `json:"mallocs"`   // allocations
	Bytes     uint64 `json:"bytes"`     // allocated
	Commands  uint64 `json:"commands"`  // sent to the database
	Documents uint64 `json:"documents"` // returned by the database
}

// Until serves h at /graphql until the context ends. It prints the address and that of the counters, to which more may add.
func Until(ctx context.Context, h http.Handler, more func(*Counters)) error {
	listen := net.ListenConfig{}
	l, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	counters, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return errors.Join(err, l.Close())
	}
	public, own := http.NewServeMux(), http.NewServeMux()
	public.Handle("/graphql", h)
	own.HandleFunc("/counters", func(w http.ResponseWriter, _ *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c := Counters{Mallocs: m.Mallocs, Bytes: m.TotalAlloc}
		if more != nil {
			more(&c)
		}
		_ = json.NewEncoder(w).Encode(c) // the client may be gone
	})
	own.HandleFunc("/debug/pprof/profile", pprof.Profile)
	servers := []*http.Server{
		{Handler: public, ReadHeaderTimeout: 5 * time.Second},
		{Handler: own, ReadHeaderTimeout: 5 * time.Second},
	}
	ended := make(chan error, 2)
	go func() { ended <- servers[0].Serve(l) }()
	go func() { ended <- servers[1].Serve(counters) }()
	fmt.Printf("http://%s/counters\nhttp://%s/graphql\n", counters.Addr(), l.Addr())
	select {
	case <-ctx.Done():
		err = nil
	case err = <-ended:
	}
	return errors.Join(err, servers[0].Close(), servers[1].Close())
}
