package page

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/bench/load"
)

// Held is what a server held for long.
type Held struct {
	Texts, Clients int
	Length         time.Duration
	Runs           []Run
	Memory         []Remembered
}

// Run is one query, asked for the whole time.
type Run struct {
	Query string
	load.Result
}

// Remembered is the memory at one moment.
type Remembered struct {
	When string
	contender.Memory
}

// Remember notes the memory of a server.
func (h *Held) Remember(ctx context.Context, s *contender.Server, when string) error {
	m, err := s.Memory(ctx)
	if err != nil {
		return err
	}
	h.Memory = append(h.Memory, Remembered{when, m})
	return nil
}

// Write puts the figures between the marks of load in a file.
func (h *Held) Write(file string) error { return replace(file, []block{{"load", h.Text()}}) }

// Text are the tables.
func (h *Held) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d clients for %v a query, %s texts, cache on, the server on one core.\n\n| | requests/s | p50 | p99 | requests |\n|---|--:|--:|--:|--:|\n", h.Clients, h.Length, thousands(h.Texts))
	for _, r := range h.Runs {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.Query, figure(r.Rate()), duration(r.P50), duration(r.P99), thousands(r.Requests))
	}
	b.WriteString("\n| memory | resident | most so far | heap, with garbage |\n|---|--:|--:|--:|\n")
	for _, m := range h.Memory {
		heap := "not told"
		if m.Heap > 0 {
			heap = megabytes(m.Heap)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", m.When, megabytes(m.Resident), megabytes(m.Peak), heap)
	}
	return b.String()
}

func megabytes(bytes float64) string { return fmt.Sprintf("%.0f MB", bytes/1e6) }
