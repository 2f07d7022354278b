package source_test

import (
	"errors"
	"testing"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

func TestRecordsOfAnArchiveAreOneDocument(t *testing.T) {
	t.Parallel()
	record := func(name string, date standards.PartialDate) *source.Facts {
		return &source.Facts{Kind: source.BibliographicRecord, Date: date, LineCount: 30, Statements: []source.Statement{{Number: 1, Acronym: name}}}
	}
	var c source.Collection
	if c.Add(&source.Facts{Kind: source.MeetingReport}) || c.Facts("x") != nil {
		t.Error("a report is not a record")
	}
	c.Add(record("X.1", "2019-03"))
	c.Warn("broken.yaml", errors.New("the record is not well-formed"))
	c.Add(record("X.2", "2020-01"))
	f := c.Facts("records")
	if f.Title != "records" || f.Date != "2020-01" || f.LineCount != 60 || len(f.Statements) != 2 || len(f.Warnings) != 1 {
		t.Errorf("%+v", f)
	}
	if s := f.Statements[1]; s.Number != 2 || s.LastUpdate != "2020-01" || f.Statements[0].LastUpdate != "2019-03" {
		t.Errorf("%+v", f.Statements)
	}
}
