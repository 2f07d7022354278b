// Package raced has tests do less where the race detector makes each step take many times as long. What they leave out is
// run without it: see test in the Makefile.
package raced

// Some is all, or few where the race detector is on.
func Some(all, few int) int {
	if On {
		return few
	}
	return all
}
