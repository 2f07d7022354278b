package store

import "fmt"

// Finding is something that is not as it must be.
type Finding struct {
	Node    string // the id of the node where it was found
	Label   string // what the node is shown as; empty where it has no label
	Problem string
}

// String is the finding in one line: X.1332 (text:17:x.sgsec-3): status is "AGREED" and should be "DETERMINED".
func (f Finding) String() string {
	if f.Label == "" {
		return f.Node + ": " + f.Problem
	}
	return fmt.Sprintf("%s (%s): %s", f.Label, f.Node, f.Problem)
}

// maxFindings is how many findings are kept; further ones are counted.
const maxFindings = 1000

// Findings are all that is not as it must be.
type Findings struct {
	First []Finding // at most maxFindings, in an order that what is stored decides
	Count int
}

// Add keeps or counts a finding.
func (f *Findings) Add(found Finding) {
	if f.Count++; len(f.First) < maxFindings {
		f.First = append(f.First, found)
	}
}

func (f *Findings) add(node, problem string, args ...any) {
	f.Add(Finding{Node: node, Problem: fmt.Sprintf(problem, args...)})
}
