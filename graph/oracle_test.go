package graph_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/graph"
	"rapporteur/internal/breadth/oracle"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// world is one graph behind both executors, and what can be asked of it.
type world struct {
	*graphtest.Graph
	theirs, ours *executor.Executor
	operations   oracle.Source
}

func newWorld(t testing.TB, g *graphtest.Graph) *world {
	t.Helper()
	config := graph.Config{Resolvers: graph.NewResolver(g.Store)}
	queries := graphql.MapCache[*ast.QueryDocument]{}
	executes := func(es graphql.ExecutableSchema) *executor.Executor {
		e := executor.New(es)
		e.SetQueryCache(queries)
		e.SetRecoverFunc(func(_ context.Context, v any) error { return gqlerror.Errorf("panic: %v", v) })
		return e
	}
	w := &world{Graph: g, theirs: executes(graph.NewExecutableSchema(config)), ours: executes(graph.NewBreadthSchema(config))}
	words := w.words(t)
	w.operations = oracle.Source{Schema: graph.NewExecutableSchema(config).Schema(), Value: func(r *rand.Rand, name, scalar string) any {
		if scalar == "Int" && (name == "studyGroup" || name == "number") {
			return []int{17, 17, 6, 99}[r.IntN(4)]
		}
		if some := words[name]; some != nil && r.IntN(10) > 0 {
			return some[r.IntN(len(some))]
		}
		if scalar == "ID" {
			return words["id"][r.IntN(len(words["id"]))]
		}
		return nil
	}}
	return w
}

// words are what arguments of these names may be: mostly of what the graph holds, partly wrong.
func (w *world) words(t testing.TB) map[string][]string {
	t.Helper()
	words := map[string][]string{
		"after": {"nonsense"}, "before": {"nonsense"}, "id": {"", "text:17:nothing", "nonsense", "person:nobody"},
		"studyPeriod": {"2017-2020", "2022-2024", "x"}, "query": {"security", "x.5", "a", "nothing at all"},
		"from": {"2019", "2019-09", "2019-13"}, "to": {"2020", "2019-09-05", "x"},
	}
	add := func(name string, values ...string) { words[name] = append(words[name], values...) }
	texts, err := w.Texts.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	order := store.TextOrder(nil)
	for i, text := range texts {
		if i%7 == 0 {
			add("id", string(text.ID))
			cursor := order.Position(text, string(text.ID)).Cursor()
			add("after", cursor)
			add("before", cursor)
			if text.Acronym != nil {
				add("acronym", *text.Acronym)
			}
			for _, id := range text.QuestionIDs {
				add("id", string(id))
			}
		}
	}
	people, err := w.People.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range people {
		if i%5 == 0 {
			add("name", p.Name)
			add("id", string(p.ID))
		}
	}
	questions, err := w.Questions.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		add("label", q.Label)
		add("questions", q.Label)
	}
	actions, err := w.Actions.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range actions {
		if i%9 == 0 {
			add("id", string(a.ID), string(a.MeetingID), string(a.DocumentID))
			add("meeting", string(a.MeetingID))
		}
	}
	add("label", "Q99/17", "six")
	add("name", "Nobody At All", "", "Lim")
	add("acronym", "X.nothing", "")
	add("number", "TD1", "TD2442", "x")
	add("identifier", "ISO/IEC 9594-8", "?")
	return words
}

// compare runs an operation through both executors.
func (w *world) compare(t testing.TB, req oracle.Request) (oracle.Answer, bool) {
	t.Helper()
	run := func(e *executor.Executor) oracle.Answer {
		return oracle.Run(t, loaders.With(t.Context(), loaders.New(w.Store, nil)), e, req)
	}
	want, got := run(w.theirs), run(w.ours)
	return got, oracle.Same(t, req, got, want, "")
}

// Random operations on the whole schema, over the sample and a made-up meeting, give what gqlgen's own executor gives.
func TestRandomOperationsGiveWhatGqlgenGives(t *testing.T) {
	t.Parallel()
	each := 2000
	if testing.Short() {
		each = 100
	}
	for name, g := range map[string]*graphtest.Graph{"sample": graphtest.Sample(t), "synthetic": graphtest.Synthetic(t, 60)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, g)
			done, bytes, errors, nulls := 0, 0, 0, 0
			for i := range each {
				req := w.operations.Request(uint64(i))
				a, same := w.compare(t, req)
				if same && i%8 == 0 {
					_, same = w.compare(t, req.Flip())
				}
				if !same {
					return
				}
				done++
				bytes += len(a.Data)
				errors += len(a.Errors)
				nulls += strings.Count(a.Data, ":null")
			}
			t.Logf("%d operations, %d bytes, %d errors, %d nulls", done, bytes, errors, nulls)
			if errors < done/50 || nulls < done/10 || bytes < 100*done {
				t.Error("the operations are too tame")
			}
		})
	}
}

func FuzzOperationsGiveWhatGqlgenGives(f *testing.F) {
	w := newWorld(f, graphtest.Sample(f))
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, operation uint64) { w.compare(t, w.operations.Request(operation)) })
}
