// Package report reads meeting reports into facts that lead back to their lines: rows of decisions, announced
// meetings, figures, events. Text whose table cells ran together, pipe tables, HTML and .docx go through the
// same row model. What was inferred rather than read carries a doubt; what was not understood is a warning.
//
// The package is pure. It must not know a database, the network or files, and it resolves nothing against what
// other reports said.
package report
