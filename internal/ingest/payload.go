package ingest

import "rapporteur/internal/standards"

// ImportInput is a report to be imported.
type ImportInput struct {
	Content  string
	Filename string
	DryRun   *bool
}

// MergeInput are people who are one.
type MergeInput struct {
	Into standards.PersonID
	From []standards.PersonID
}

// SplitInput are spellings that stand for another person.
type SplitInput struct {
	ID        standards.PersonID
	Spellings []string
}

// Warnings are those of reading the report.
func (r *Result) Warnings() []*standards.Warning { return r.Report.Warnings }
