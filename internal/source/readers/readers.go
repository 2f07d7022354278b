// Package readers is the list of all kinds of documents that can be read. A new kind is one package beside
// meeting and one line here.
package readers

import (
	"rapporteur/internal/source"
	"rapporteur/internal/source/meeting"
	"rapporteur/internal/source/recommendation"
	"rapporteur/internal/source/relaton"
	"rapporteur/internal/source/table"
	"rapporteur/internal/source/workprogramme"
)

// All are the readers of all kinds of documents. Reports of meetings have no marks of their own, so their reader is the last.
func All() source.Readers { return With(nil, nil) }

// With are all readers, with other names for the columns of tables ("Acronym": "Boat"), and a catalogue; both may be nil.
func With(columns map[string]string, known source.Known) source.Readers {
	return source.Readers{
		recommendation.Reader{},
		workprogramme.Reader{},
		relaton.Reader{},
		table.Reader{Names: columns},
		meeting.Reader{Known: known},
	}
}
