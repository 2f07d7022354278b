// Package measure compares the answers of the contenders, then times them.
package measure

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"rapporteur/bench/contender"
	"rapporteur/bench/load"
	"rapporteur/bench/queries"
)

// Answers are what the queries are answered: the same by every contender.
type Answers struct {
	of      map[string][][]byte // canonical, by query, one for each of its arguments
	Objects map[string]float64  // how many objects an answer holds, on average
	Bytes   map[string]float64  // how long an answer is, on average, as the first contender writes it
}

// Same asks every question of every server, and fails at the first answer that differs from the first server's. It returns what
// each server is to be asked, by server and query.
func Same(ctx context.Context, servers []*contender.Server, asked []queries.Query) (*Answers, map[string]map[string]load.Target, error) {
	a := &Answers{of: map[string][][]byte{}, Objects: map[string]float64{}, Bytes: map[string]float64{}}
	targets := map[string]map[string]load.Target{}
	for _, s := range servers {
		targets[s.Name] = map[string]load.Target{}
		for _, q := range asked {
			t := load.Target{URL: s.URL, Bodies: q.Bodies(s.Relational)}
			answers, err := load.Ask(ctx, t.URL, t.Bodies)
			if err != nil {
				return nil, nil, fmt.Errorf("%s, %s: %w", s.Name, q.Name, err)
			}
			for i, answer := range answers {
				t.Lengths = append(t.Lengths, len(answer))
				canonical, err := canonical(answer)
				if err != nil {
					return nil, nil, fmt.Errorf("%s, %s of %q: %w: %.300s", s.Name, q.Name, q.Arguments[i], err, answer)
				}
				if len(a.of[q.Name]) == i { // of the first server
					a.of[q.Name] = append(a.of[q.Name], canonical)
					a.Objects[q.Name] += float64(bytes.Count(canonical, []byte("{"))) / float64(len(answers))
					a.Bytes[q.Name] += float64(len(answer)) / float64(len(answers))
				} else if want := a.of[q.Name][i]; !bytes.Equal(canonical, want) {
					return nil, nil, fmt.Errorf("%s answers %s of %q unlike %s, %s", s.Name, q.Name, q.Arguments[i], servers[0].Name, difference(canonical, want))
				}
			}
			targets[s.Name][q.Name] = t
		}
	}
	return a, targets, nil
}

// canonical is an answer with its keys in order, and with what PostGraphile's schema wraps unwrapped.
func canonical(answer []byte) ([]byte, error) {
	var a struct {
		Data   map[string]any
		Errors []any
	}
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	if err := d.Decode(&a); err != nil {
		return nil, err
	}
	if len(a.Errors) > 0 {
		return nil, fmt.Errorf("%v", a.Errors)
	}
	for field, value := range a.Data {
		if value == nil {
			return nil, fmt.Errorf("%s is null", field)
		}
	}
	return json.Marshal(unwrapped(a.Data))
}

// unwrapped takes away the objects that exist for PostGraphile's schema alone. The query gives them these names: "entry" is what a row of a
// join table leads to, "list" are the nodes of a connection that is a list with the others.
func unwrapped(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 1 {
			for key, inner := range v {
				if key == "entry" || key == "list" {
					return unwrapped(inner)
				}
			}
		}
		for key, inner := range v {
			v[key] = unwrapped(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = unwrapped(inner)
		}
	}
	return v
}

// difference shows where two answers part.
func difference(got, want []byte) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	around := func(b []byte) []byte { return b[max(0, at-80):min(len(b), at+120)] }
	return fmt.Sprintf("from byte %d:\n%s\nwhere the other has\n%s", at, around(got), around(want))
}
