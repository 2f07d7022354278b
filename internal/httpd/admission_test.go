package httpd

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rapporteur/internal/export"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/store"
)

// inOrder takes the only place for each client in the order given, while it is taken, and returns the order in which they get it.
func inOrder(t *testing.T, p *places, clients ...string) (order []string) {
	t.Helper()
	if err := p.take(t.Context(), "first"); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, client := range clients {
		all.Go(func() {
			if err := p.take(t.Context(), client); err != nil {
				order = append(order, client+" refused")
				return
			}
			order = append(order, client)
			p.give(client)
		})
		synctest.Wait()
	}
	p.give("first")
	all.Wait()
	return order
}

// A free place goes to the client that has used least, whoever came first; what was used counts less with time.
func TestAPlaceGoesToTheClientThatHasUsedLeast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		used := newUsage()
		used.charge("greedy", 2_000_000)
		used.charge("middling", 100_000)
		p := newPlaces("tests", 1, 10, time.Hour, used)
		if got, want := inOrder(t, p, "greedy", "middling", "modest"), []string{"modest", "middling", "greedy"}; !slices.Equal(got, want) {
			t.Errorf("the order was %v", got)
		}
		time.Sleep(20 * forgotten)
		used.charge("modest", 1000)
		if got, want := inOrder(t, p, "modest", "greedy"), []string{"greedy", "modest"}; !slices.Equal(got, want) {
			t.Errorf("much later the order was %v", got)
		}
	})
}

// When the queue is full, the client that has used most loses its place in it, not the last one to come.
func TestAFullQueueRefusesTheClientThatHasUsedMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		used := newUsage()
		used.charge("greedy", 2_000_000)
		for _, c := range []struct{ come, want []string }{
			{[]string{"greedy", "greedy", "modest", "shy"}, []string{"greedy refused", "greedy refused", "modest", "shy"}},
			{[]string{"modest", "greedy", "shy"}, []string{"greedy refused", "modest", "shy"}},
			{[]string{"modest", "shy", "greedy"}, []string{"greedy refused", "modest", "shy"}},
		} {
			p := newPlaces("tests", 1, 10, time.Hour, used)
			p.queues = 2
			got := inOrder(t, p, c.come...)
			if slices.Sort(got[len(got)-2:]); !slices.Equal(got, c.want) {
				t.Errorf("%v came, and the order was %v", c.come, got)
			}
		}
	})
}

// An operation of a low cost that takes many steps goes on among the expensive ones; an expensive one goes behind those of clients
// that have used less, where it is.
func TestOperationsTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		used := newUsage()
		all, expensive := newPlaces("operations", 4, 4, time.Hour, used), newPlaces("expensive", 1, 1, time.Hour, used)
		long, err := admit(t.Context(), all, expensive, "greedy")
		if err != nil {
			t.Fatal(err)
		}
		if err := long.pause(t.Context(), provenSteps-1); err != nil || all.taken != 1 || expensive.taken != 0 {
			t.Errorf("early: %v, %d and %d places taken", err, all.taken, expensive.taken)
		}
		if err := long.pause(t.Context(), 1); err != nil || all.taken != 0 || expensive.taken != 1 {
			t.Errorf("after many steps: %v, %d and %d places taken", err, all.taken, expensive.taken)
		}
		var order []string
		var done sync.WaitGroup
		done.Go(func() {
			other, err := admit(t.Context(), expensive, expensive, "modest")
			if err != nil {
				t.Error(err)
				return
			}
			order = append(order, "modest")
			other.leave()
		})
		synctest.Wait()
		if err := long.pause(t.Context(), 1); err != nil {
			t.Error(err)
		}
		order = append(order, "greedy again")
		long.leave()
		done.Wait()
		if !slices.Equal(order, []string{"modest", "greedy again"}) || expensive.taken != 0 {
			t.Errorf("the order was %v, %d places taken", order, expensive.taken)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := long.pause(ctx, 1); err == nil {
			long.leave()
		}
		if long.leave(); expensive.taken != 0 {
			t.Errorf("%d places are taken by nobody", expensive.taken)
		}
	})
}

// While all places of expensive operations are taken, one of high cost waits and one of low cost does not.
func TestCheapOperationsDoNotWaitForExpensiveOnes(t *testing.T) {
	t.Parallel()
	l := unpaced()
	l.Expensive = 1
	s := New(Options{Store: graphtest.Sample(t).Store, Log: discard, Limits: l})
	if err := s.expensive.take(t.Context(), "somebody"); err != nil {
		t.Fatal(err)
	}
	ask := func(q string) int {
		return do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json", "Accept": "application/graphql-response+json"}, query(q)).StatusCode
	}
	dear := make(chan int, 1)
	go func() { dear <- ask("{ facets { total } }") }()
	for waiting := 0; waiting == 0 && len(dear) == 0; runtime.Gosched() {
		s.expensive.mu.Lock()
		waiting = len(s.expensive.waiting)
		s.expensive.mu.Unlock()
	}
	if status := ask("{ __typename }"); status != http.StatusOK || len(dear) > 0 {
		t.Errorf("a cheap operation: %d; %d expensive ones have ended", status, len(dear))
	}
	s.expensive.give("somebody")
	if status := <-dear; status != http.StatusOK {
		t.Errorf("an expensive operation with a place: %d", status)
	}
	if len(s.expensive.waiting) != 0 || s.expensive.taken != 0 {
		t.Errorf("%d wait, %d places are taken", len(s.expensive.waiting), s.expensive.taken)
	}
}

// Places, steps, the cost of queries and the bytes of exports are all charged to the client that uses them.
func TestWhatAClientUsesIsCharged(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	client := ""
	// What is used counts half after ten seconds, so that a slow machine sees less than was charged.
	charged := func(use func(s *Server)) float64 {
		s := newServer(g)
		use(s)
		client = s.sharer(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		return s.expensive.used.by(client)
	}
	ask := func(q string) func(*Server) {
		return func(s *Server) {
			do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json"}, query(q))
		}
	}
	cheap, dear := charged(ask("{ __typename }")), charged(ask("{ texts(first: 100) { nodes { acronym } } }"))
	if cheap == 0 || dear < 100*stepsOfCost/4 {
		t.Errorf("a cheap query is charged %.0f steps, a dear one %.0f", cheap, dear)
	}
	size := 0
	if n := charged(func(s *Server) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/export/texts.csv", nil))
		size = w.Body.Len()
	}); size < 10_000 || n < float64(size)/4 {
		t.Errorf("an export of %d bytes is charged %.0f steps", size, n)
	}
	synctest.Test(t, func(t *testing.T) {
		used := newUsage()
		all := newPlaces("operations", 1, 1, time.Hour, used)
		a, err := admit(t.Context(), all, newPlaces("expensive", 1, 1, time.Hour, used), client)
		if err != nil || used.by(client) != stepsOfPlace {
			t.Fatal(used.by(client), err)
		}
		if err := a.pause(t.Context(), 12_345); err != nil || used.by(client) != stepsOfPlace+12_345 {
			t.Error(used.by(client), err)
		}
		a.leave()
	})
}

// Every object that a resolver is called for is a step, also where what it gives comes from the cache.
func TestTheObjectsOfAnAnswerAreSteps(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t, func(o *store.Options) { o.CacheBytes = 10 << 20 })
	g.ImportSample(t)
	answered := func(q string, steps int) bool {
		l := unpaced()
		l.Budget.Steps = steps
		s := New(Options{Store: g.Store, Log: discard, Limits: l})
		body, err := io.ReadAll(do(t, s, http.MethodPost, "/graphql", map[string]string{"Content-Type": "application/json"}, query(q)).Body)
		if err != nil {
			t.Fatal(err)
		}
		return !strings.Contains(string(body), "LIMIT")
	}
	// least is the smallest budget in which a query is answered.
	least := func(q string) int {
		return sort.Search(1<<20, func(steps int) bool { return steps > 0 && answered(q, steps) })
	}
	const texts = 95 // of the sample
	of := func(fields string) string { return "{ texts(first: 100) { nodes { acronym " + fields + " } } }" }
	one, all := of("a: studyGroup { id }"), of("a: studyGroup { id } b: studyGroup { id } c: studyGroup { id } d: studyGroup { id } e: studyGroup { id }")
	if !answered(all, 1<<20) { // and the cache has it now
		t.Fatal("it is not answered at all")
	}
	// Each of the four fields more looks a study group up for each text, and calls a resolver for it.
	if few, many := least(one), least(all); many-few < 2*4*texts {
		t.Errorf("%d steps with one field of %d texts, %d with five", few, texts, many)
	}
}

// placeWatcher counts the places that are taken while it is written to.
type placeWatcher struct {
	*httptest.ResponseRecorder
	places *places
	worst  int
}

func (w *placeWatcher) Write(p []byte) (int, error) {
	w.worst = max(w.worst, w.places.taken)
	return w.ResponseRecorder.Write(p)
}

// An export holds its place while it works, and none while its client reads.
func TestAnExportThatIsReadHoldsNoPlace(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for _, f := range export.Formats() {
		w := &placeWatcher{ResponseRecorder: httptest.NewRecorder(), places: s.expensive}
		target := f.Location()
		if strings.Contains(f.Name, "neighborhood") {
			target += "?node=text:17:x.imp500-rev"
		}
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
		if w.Code != http.StatusOK || w.Body.Len() == 0 || w.worst != 0 || s.expensive.taken != 0 {
			t.Errorf("%s: %d, %d places while it was read, %d afterwards", f.Name, w.Code, w.worst, s.expensive.taken)
		}
	}
}
