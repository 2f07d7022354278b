// Package page writes what was measured into a page of Markdown, between the marks that the page has for it.
package page

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"rapporteur/bench/measure"
	"rapporteur/bench/queries"
)

// Results are all that was measured.
type Results struct {
	Machine    [][2]string // what, and which
	Texts      int
	Plan       measure.Plan
	Contenders []string // in the order of the tables, Rapporteur's first
	Subjects   int      // how many of them are Rapporteur
	Left       []string // contenders left out, with the reason
	Queries    []queries.Query
	Answers    *measure.Answers
	Times      map[measure.Key]measure.Timing
	Costs      map[measure.Key]measure.Cost
	Growth     []Size
}

// Size is Rapporteur at a number of texts.
type Size struct {
	Texts      int
	Contenders []string
	Times      map[measure.Key]measure.Timing
	Objects    map[string]float64
}

// Write replaces what is between the marks <!-- measured: NAME --> and <!-- end: NAME --> of the file.
func (r *Results) Write(file string) error {
	blocks := []block{{"machine", r.machine()}, {"costs", r.costs()}, {"growth", r.growth()}}
	for _, q := range r.Queries {
		blocks = append(blocks, block{q.Name, r.query(q)})
	}
	return replace(file, blocks)
}

// block is what is between two marks.
type block struct{ name, text string }

func replace(file string, blocks []block) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		begin, end := fmt.Sprintf("<!-- measured: %s -->\n", b.name), fmt.Sprintf("<!-- end: %s -->", b.name)
		head, rest, ok := bytes.Cut(content, []byte(begin))
		_, tail, ended := bytes.Cut(rest, []byte(end))
		if !ok || !ended {
			return fmt.Errorf("%s has no place between %s and %s", file, strings.TrimSpace(begin), end)
		}
		content = []byte(fmt.Sprintf("%s%s%s%s%s", head, begin, b.text, end, tail))
	}
	return os.WriteFile(file, content, 0o644)
}

func (r *Results) machine() string {
	var b strings.Builder
	b.WriteString("| | |\n|---|---|\n")
	for _, m := range r.Machine {
		fmt.Fprintf(&b, "| %s | %s |\n", m[0], m[1])
	}
	fmt.Fprintf(&b, "| Data | %s texts |\n| Runs | medians of %d rounds; in a round each server is asked each query for %v with %s |\n",
		thousands(r.Texts), r.Plan.Rounds, r.Plan.Length, clients(r.Plan.Clients))
	for _, l := range r.Left {
		fmt.Fprintf(&b, "| **Left out** | %s |\n", l)
	}
	return b.String()
}

func clients(all []int) string {
	var s []string
	for _, n := range all {
		s = append(s, fmt.Sprint(n))
	}
	return strings.Join(s, " and ") + " clients"
}

// query is the table of one query. A ratio says how many times as many requests Rapporteur answers.
func (r *Results) query(q queries.Query) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s; an answer has %.0f objects and %.1f kB on average.\n\n| |", q.Name, q.Says, r.Answers.Objects[q.Name], r.Answers.Bytes[q.Name]/1000)
	for _, n := range r.Plan.Clients {
		fmt.Fprintf(&b, " requests/s, %s | p50 | p99 | CPU a request |", plural(n, "client"))
	}
	b.WriteString(" allocations |")
	subjects := r.Contenders[:r.Subjects]
	for _, s := range subjects {
		fmt.Fprintf(&b, " %s |", strings.Replace(s, ",", " with", 1))
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", 4*len(r.Plan.Clients)+1+len(subjects)) + "\n")
	most := r.Plan.Clients[len(r.Plan.Clients)-1]
	for _, c := range r.Contenders {
		fmt.Fprintf(&b, "| %s |", c)
		for _, n := range r.Plan.Clients {
			t := r.Times[measure.Key{Contender: c, Query: q.Name, Clients: n}]
			fmt.Fprintf(&b, " %s | %s | %s | %s |", figure(t.Rate), duration(t.P50), duration(t.P99), duration(t.CPU))
		}
		b.WriteString(" " + r.allocations(c, q.Name) + " |")
		own := r.Times[measure.Key{Contender: c, Query: q.Name, Clients: most}]
		for _, s := range subjects {
			if s == c {
				b.WriteString(" |")
				continue
			}
			fmt.Fprintf(&b, " %s x |", ratio(r.Times[measure.Key{Contender: s, Query: q.Name, Clients: most}].Rate/own.Rate))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (r *Results) allocations(c, query string) string {
	cost, ok := r.Costs[measure.Key{Contender: c, Query: query, Clients: 1}]
	if !ok {
		return "not counted"
	}
	return thousands(int(math.Round(cost.Allocations)))
}

// costs is the table of what the database does for a request, and of allocations.
func (r *Results) costs() string {
	var b strings.Builder
	b.WriteString("| | query | clients | database commands | documents read | objects in the answer | allocations | allocated |\n|---|---|--:|--:|--:|--:|--:|--:|\n")
	for _, c := range r.Contenders[:r.Subjects] {
		for _, q := range r.Queries {
			for _, n := range CountedClients {
				k, ok := r.Costs[measure.Key{Contender: c, Query: q.Name, Clients: n}]
				if !ok {
					fmt.Fprintf(&b, "| %s | %s | %d | not answered in time | | | | |\n", c, q.Name, n)
					continue
				}
				fmt.Fprintf(&b, "| %s | %s | %d | %.3g | %s | %s | %s | %s kB |\n", c, q.Name, n, k.Commands, figure(k.Documents), figure(r.Answers.Objects[q.Name]), thousands(int(math.Round(k.Allocations))), figure(k.Bytes/1000))
			}
		}
	}
	return b.String()
}

// CountedClients are how many clients ask while costs are counted.
var CountedClients = []int{1, 16, 64}

// growth is the table of Rapporteur at growing numbers of texts, with one client; ratios are to the smallest.
func (r *Results) growth() string {
	if len(r.Growth) < 2 {
		return "Not measured in this run.\n"
	}
	var b strings.Builder
	b.WriteString("| | query |")
	for _, s := range r.Growth {
		fmt.Fprintf(&b, " CPU a request, %s texts | objects |", thousands(s.Texts))
	}
	b.WriteString(" the largest to the smallest |\n|---|---|" + strings.Repeat("--:|--:|", len(r.Growth)) + "--:|\n")
	for _, c := range r.Growth[0].Contenders {
		for _, q := range r.Queries {
			fmt.Fprintf(&b, "| %s | %s |", c, q.Name)
			var first, last time.Duration
			for _, s := range r.Growth {
				last = s.Times[measure.Key{Contender: c, Query: q.Name, Clients: 1}].CPU
				first = cmp.Or(first, last)
				fmt.Fprintf(&b, " %s | %s |", duration(last), figure(s.Objects[q.Name]))
			}
			fmt.Fprintf(&b, " %s x |\n", ratio(float64(last)/float64(first)))
		}
	}
	return b.String()
}
