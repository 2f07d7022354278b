package ingest

import "rapporteur/internal/standards"

// ImportInput is a report to be imported.
type ImportInput struct {
	Content  string
	Filename string
	DryRun   *bool
	Replace  *bool // accept an issue that drops much of what the earlier one says
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

// Warnings are the first of those of reading the document.
func (r *Result) Warnings() []*standards.Warning {
	return r.facts.Parsed.Warnings[:min(len(r.facts.Parsed.Warnings), standards.MaxWarnings)]
}

// WarningCount is how many there are.
func (r *Result) WarningCount() int { return len(r.facts.Parsed.Warnings) }
