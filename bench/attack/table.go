package attack

import (
	"fmt"
	"io"
	"time"
)

// table prints the result of each kind as it comes.
type table struct {
	w     io.Writer
	total result
}

func newTable(w io.Writer) *table {
	fmt.Fprintln(w, "| kind | tries | held | of these by a time limit | fell | dearest, CPU ms | peak of memory, MB |\n|---|--:|--:|--:|--:|--:|--:|")
	return &table{w: w}
}

func (t *table) row(name string, r result) {
	fmt.Fprintf(t.w, "| %s | %d | %d | %d | %d | %d | %.0f |\n", name, r.tries, r.held, r.late, r.fell, r.cpu.Milliseconds(), r.memory/1e6)
	t.total.tries, t.total.held, t.total.late, t.total.fell = t.total.tries+r.tries, t.total.held+r.held, t.total.late+r.late, t.total.fell+r.fell
	t.total.cpu, t.total.memory = max(t.total.cpu, r.cpu), max(t.total.memory, r.memory)
	for _, story := range r.stories {
		t.total.stories = append(t.total.stories, name+": "+story)
	}
}

// end prints the sum and what fell, and returns whether something did.
func (t *table) end() bool {
	stories := t.total.stories
	s := t.total
	fmt.Fprintf(t.w, "%d tries: %d held, %d fell; the dearest took %v, the peak of memory was %.0f MB\n", s.tries, s.held, s.fell, s.cpu.Round(time.Millisecond), s.memory/1e6)
	for _, story := range stories {
		fmt.Fprintf(t.w, "fell: %.500s\n", story)
	}
	return s.fell > 0
}
