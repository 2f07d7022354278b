// Package ingest turns what reports say into the graph. The rows of reports, kept as actions, and what reports
// say beside them are the recorded facts; every other node is derived from the facts that name it, by functions
// that depend on the set of facts alone. So reports may be imported in any order, again, or corrected, and the
// graph is the same.
//
// It knows what a report says (package report) and how nodes are stored (package store); it must not know how a
// report is read or how nodes are served.
package ingest
