package ingest_test

import (
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// TestAKindIsReadIfOneDocumentHasItsTable imports two documents of a meeting in both orders. What one has no table of is not
// read in it alone, and its own figure is compared with nothing, whatever the other has.
func TestAKindIsReadIfOneDocumentHasItsTable(t *testing.T) {
	t.Parallel()
	report := document("Executive Summary", "2023-09-03", "2023-09-12",
		source.Statement{Kind: standards.Determined, Acronym: "X.8888", Title: "A text"})
	report.Meeting.UnreadKinds = []standards.ActionKind{standards.Consented}
	report.Meeting.Claims = []*standards.Claim{
		{Kind: standards.Consented, Stated: 13, Raw: "13 texts"}, {Kind: standards.Determined, Stated: 1, Counted: 1, Raw: "1 text"},
		{Kind: standards.Determined, Stated: 2, Counted: 1, Raw: "2 texts"},
	}
	other := document("TSB Circular 160", "2023-09-03", "2023-09-12",
		source.Statement{Kind: standards.Consented, Acronym: "X.9999", Title: "Another text"})
	other.Meeting.UnreadKinds = []standards.ActionKind{standards.Determined}
	for _, documents := range [][]*source.Facts{{report, other}, {other, report}} {
		g := graphtest.Open(t)
		for _, d := range documents {
			importDocument(t, g, d)
		}
		const id = standards.MeetingID("meeting:17:2023-09-03")
		found, err := g.Meetings.Get(t.Context(), []standards.MeetingID{id})
		if err != nil {
			t.Fatal(err)
		}
		m := found[id]
		if len(m.UnreadKinds()) > 0 {
			t.Errorf("%s first: not read are %v", documents[0].Title, m.UnreadKinds())
		}
		if len(m.Claims) != 3 {
			t.Fatalf("%s first: %d figures", documents[0].Title, len(m.Claims))
		}
		if c := m.Claims[0]; c.Rows() != nil || c.Differs() != nil || c.Agrees() {
			t.Errorf("%s first: a figure without a table has %v rows", documents[0].Title, c.Rows())
		}
		for _, c := range m.Claims[1:] {
			if c.Rows() == nil || *c.Rows() != 1 || *c.Differs() != (c.Stated == 2) || c.Agrees() == *c.Differs() {
				t.Errorf("%s first: %+v", documents[0].Title, c)
			}
		}
		sound(t, g)
	}
}

// TestADocumentWithoutTablesLeavesNothingUnread adds a document without tables to one that has them all.
func TestADocumentWithoutTablesLeavesNothingUnread(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	other := circular()
	other.Meeting.UnreadKinds = standards.ActionKinds()
	importDocument(t, g, other)
	const id = standards.MeetingID("meeting:17:2019-08-27")
	found, err := g.Meetings.Get(t.Context(), []standards.MeetingID{id})
	if err != nil {
		t.Fatal(err)
	}
	if unread := found[id].UnreadKinds(); len(unread) > 0 {
		t.Errorf("not read are %v, which the sample has tables of", unread)
	}
}
