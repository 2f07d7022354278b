package httpd

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/event"

	"rapporteur/internal/breadth"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// The queries that are asked most. Commands is how many database commands each may cost without a cache, and chain how
// many of them wait for each other.
var frequentQueries = []struct {
	name, query     string
	variables       map[string]any
	commands, chain int
}{
	{"a text with its editors", `{ text(acronym: "X.1010") { acronym title editors { name } } }`, nil, 2, 2},
	{"a Question's texts, their editors and those people's texts", wideQuery, map[string]any{"first": 50, "texts": 10}, 6, 4},
	{"all texts by an editor", `query($id: ID!) { node(id: $id) { ... on Person { name texts(first: 100) { nodes { acronym questions { label } } } coEditors(first: 20) { edges { sharedTexts node { name } } } } } }`, nil, 4, 3},
}

// reads counts commands and the whole documents they return.
type reads struct {
	mu        sync.Mutex
	commands  []string
	documents int
}

func (r *reads) monitor() *event.CommandMonitor {
	return &event.CommandMonitor{
		Started: func(_ context.Context, e *event.CommandStartedEvent) {
			name, _ := e.Command.Lookup(e.CommandName).StringValueOK()
			if e.CommandName != "hello" && e.CommandName != "endSessions" && name != "meta" {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.commands = append(r.commands, e.CommandName+" "+name)
			}
		},
		Succeeded: func(_ context.Context, e *event.CommandSucceededEvent) {
			for _, batch := range []string{"firstBatch", "nextBatch"} {
				if list, ok := e.Reply.Lookup("cursor", batch).ArrayOK(); ok {
					ns, _ := e.Reply.Lookup("cursor", "ns").StringValueOK()
					values, err := list.Values()
					if err == nil && !strings.HasSuffix(ns, ".meta") {
						r.mu.Lock()
						r.documents += len(values)
						r.mu.Unlock()
					}
				}
			}
		},
	}
}

func (r *reads) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.commands, r.documents = nil, 0
}

// anEditor is someone who edits several texts.
func anEditor(t testing.TB, g *graphtest.Graph) string {
	t.Helper()
	people, err := g.People.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return string(slices.MaxFunc(people, func(a, b *standards.Person) int { return a.TextCount - b.TextCount }).ID)
}

// Without a cache, the commands of the frequent queries are few, and the same for one client and for many at once; and
// hardly a document is read that is not in the answer.
func TestCommandsOfTheFrequentQueries(t *testing.T) {
	t.Parallel()
	var r reads
	g := graphtest.Synthetic(t, 1500, func(o *store.Options) { o.Monitor = r.monitor() })
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()})
	for _, q := range frequentQueries {
		variables := q.variables
		if variables == nil {
			variables = map[string]any{"id": anEditor(t, g)}
		}
		do := requester(t, s, q.query, variables)
		for _, clients := range []int{1, 16, raced.Some(64, 32)} {
			r.reset()
			var all sync.WaitGroup
			for range clients {
				all.Go(func() {
					if answer := do().Body.String(); strings.Contains(answer, `"errors"`) {
						t.Errorf("%s: %s", q.name, clip([]byte(answer)))
					}
				})
			}
			all.Wait()
			r.mu.Lock()
			commands, documents := r.commands, r.documents
			r.mu.Unlock()
			slices.Sort(commands)
			if len(commands) > q.commands*clients || len(commands)%clients != 0 {
				t.Errorf("%s: %d commands of %d clients: %v", q.name, len(commands), clients, slices.Compact(commands))
			}
			if clients == 1 {
				objects := distinctNodes(t, do().Body.String())
				t.Logf("%s: %d commands, %d documents, %d nodes in the answer", q.name, len(commands), documents, objects)
				if float64(documents) > 1.2*float64(objects) {
					t.Errorf("%s: %d documents are read for %d nodes", q.name, documents, objects)
				}
			}
		}
	}
}

// distinctNodes is how many nodes an answer shows, each counted once.
func distinctNodes(t testing.TB, answer string) int {
	t.Helper()
	seen := map[string]bool{}
	for _, name := range []string{"acronym", "name", "number", "identifier", "label"} {
		for rest := answer; ; {
			at := strings.Index(rest, `"`+name+`":"`)
			if at < 0 {
				break
			}
			rest = rest[at+len(name)+4:]
			end := strings.IndexByte(rest, '"')
			seen[name+rest[:end]] = true
		}
	}
	return len(seen)
}

// With a database that is far away, a query takes as many rounds as it has commands that wait for each other: those of one
// level are sent together, those of an expensive query, too.
func TestAQueryTakesAsManyRoundsAsItsLongestChain(t *testing.T) {
	t.Parallel()
	const delay = 80 * time.Millisecond // long beside what else a loaded machine does
	g := graphtest.Synthetic(t, 1500)
	far := g.Far(t, delay)
	usual, dear := unpaced(), unpaced()
	dear.ExpensiveCost = 1
	usually := New(Options{Store: far.Store, Log: discard, Limits: usual}, breadth.WithConcurrency(8))
	expensive := New(Options{Store: far.Store, Log: discard, Limits: dear}, breadth.WithConcurrency(8))
	for i, q := range slices.Concat(frequentQueries, frequentQueries) {
		s := usually
		if i >= len(frequentQueries) {
			s = expensive
		}
		variables := q.variables
		if variables == nil {
			variables = map[string]any{"id": anEditor(t, g)}
		}
		do := requester(t, s, q.query, variables)
		rounds := 0
		for attempts := 0; attempts < 40 && rounds != q.chain; attempts++ { // others may keep the machine busy
			far.Rounds()
			if answer := do().Body.String(); strings.Contains(answer, `"errors"`) {
				t.Fatalf("%s: %s", q.name, clip([]byte(answer)))
			}
			rounds = far.Rounds()
		}
		if rounds != q.chain {
			t.Errorf("%s: %d rounds, want %d", q.name, rounds, q.chain)
		}
	}
}
