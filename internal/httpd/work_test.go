package httpd

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rapporteur/graph"
	"rapporteur/internal/graphtest"
)

// The work that one unit of cost buys is about the same whatever is asked: at most ten times the median. Work is counted in
// bytes allocated by the server, the driver and the embedded engine together, and documents the engine examined.
func TestAUnitOfCostBuysLittleWork(t *testing.T) {
	if os.Getenv("MONGODB_URI") != "" {
		t.Skip("only the embedded engine counts what it examines")
	}
	texts := 3000
	if n, err := strconv.Atoi(os.Getenv("RAPPORTEUR_WORK_TEXTS")); err == nil {
		texts = n
	}
	g := graphtest.Synthetic(t, texts)
	l := unpaced()
	l.Depth = 20
	s := New(Options{Store: g.Store, Log: discard, Limits: l})
	for _, f := range graph.NewBreadthSchema(graph.Config{}).Schema().Query.Fields {
		if graphtest.DearOperations[f.Name] == nil {
			t.Errorf("no operation makes the root field %s work", f.Name)
		}
	}
	type measured struct {
		operation  string
		cost       int
		work, unit float64
	}
	var all []measured
	for _, operations := range graphtest.DearOperations {
		for _, operation := range operations {
			m := measured{operation: operation}
			m.cost, m.work = workOf(t, s, g, operation)
			m.unit = m.work / float64(max(m.cost, 1))
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b measured) int { return cmp.Compare(b.unit, a.unit) })
	median := all[len(all)/2].unit
	for _, m := range all {
		t.Logf("%8.0f work a unit, %6d units: %s", m.unit, m.cost, m.operation)
		if m.unit > 10*median {
			t.Errorf("a unit of cost buys %.1f times the median: %s", m.unit/median, m.operation)
		}
	}
}

// examinedBytes is what a document that the engine looks at counts for.
const examinedBytes = 500

// workOf asks for an operation three times in one request and returns its cost and its work, the least of several tries.
func workOf(t *testing.T, s *Server, g *graphtest.Graph, operation string) (cost int, work float64) {
	t.Helper()
	for try := range 3 {
		var fields []string
		for i := range 3 {
			fields = append(fields, fmt.Sprintf("f%d: %s", i, strings.ReplaceAll(operation, "#", strconv.Itoa(20+3*try+i))))
		}
		var before, after runtime.MemStats
		examined := g.Examined()
		runtime.ReadMemStats(&before)
		r, a := post(t, s, nil, `{"query":`+quoted("{ "+strings.Join(fields, " ")+" }")+`,"extensions":{"cost":true}}`)
		runtime.ReadMemStats(&after)
		if a.Data == nil || len(a.Errors) > 0 && try == 0 && a.Errors[0].Extensions["code"] != "LIMIT" && !strings.Contains(operation, "path") {
			t.Logf("%s: %d %+v", operation, r.StatusCode, a.Errors)
		}
		cost = a.Extensions.Cost.Requested
		w := float64(after.TotalAlloc-before.TotalAlloc) + examinedBytes*float64(g.Examined()-examined)
		if try == 0 || w < work {
			work = w
		}
	}
	return cost, work
}
