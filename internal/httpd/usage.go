package httpd

import (
	"math"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	// forgotten is the time after which half of what a client has used counts no more.
	forgotten = 10 * time.Second
	// stepsOfCost is how many steps a unit of cost is charged as, stepsOfPlace how many each place that is taken.
	stepsOfCost  = 100
	stepsOfPlace = 100
)

// usage is what each client has used lately, in steps (see budget.Steps). It halves with time, so that a client that was
// greedy once is like any other a minute later.
type usage struct {
	mu sync.Mutex
	of *lru.Cache[string, used]
}

// used is an amount at a time.
type used struct {
	steps float64
	at    time.Time
}

func newUsage() *usage {
	of, _ := lru.New[string, used](clientsKnown) // the error is of a size below 1
	return &usage{of: of}
}

// charge adds steps to what a client has used.
func (u *usage) charge(client string, steps int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.of.Add(client, used{u.now(client) + float64(steps), time.Now()})
}

// by returns what a client has used.
func (u *usage) by(client string) float64 {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.now(client)
}

func (u *usage) now(client string) float64 {
	n, ok := u.of.Get(client)
	if !ok {
		return 0
	}
	return n.steps * math.Exp2(-float64(time.Since(n.at))/float64(forgotten))
}
