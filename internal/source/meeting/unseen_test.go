package meeting

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// readText reads a text whose heading names the meeting.
func readText(t *testing.T, text string) *source.Facts {
	t.Helper()
	return readDocument(t, "Executive summary of the SG 9 meeting, Geneva, 3-11 May 2027\n\n"+text)
}

func readDocument(t *testing.T, text string) *source.Facts {
	t.Helper()
	facts, err := (Reader{}).Read(t.Context(), opened(t, text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return facts
}

func opened(t *testing.T, text string) *layout.Document {
	t.Helper()
	d, err := layout.Open(t.Context(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said are the rows of a report in a line each, with the fields that have a doubt.
func said(facts *source.Facts) string {
	var rows []string
	for _, s := range facts.Statements {
		row := fmt.Sprintf("%s %s %q %v %s", s.Kind, s.Acronym, s.Title, s.Questions, s.Document.Number)
		for _, d := range s.Doubts {
			row += " ?" + d.Field
		}
		rows = append(rows, row)
	}
	return strings.Join(rows, "\n")
}

// TestHeadingsOfTables reads headings of tables in the words of many groups, numbered or not.
func TestHeadingsOfTables(t *testing.T) {
	t.Parallel()
	for kind, headings := range map[standards.ActionKind][]string{
		standards.Consented: {
			"List of Recommendations consented", "Texts for consent", "Draft Recommendations submitted for AAP", "Recommendations for which consent was reached",
			"Recommendations on which consent was given", "Recommendations put forward for Last Call", "Recommendations that were consented", "Draft Recommendations having reached consent",
		},
		standards.Determined:  {"Recommendations determined at this meeting", "Recommendations for which determination was made", "Texts determined under the traditional approval process"},
		standards.Approved:    {"Approval of Recommendations under TAP", "List of texts approved at this meeting", "Texts that were approved"},
		standards.Agreed:      {"Agreed Supplements", "Other documents agreed by the meeting", "Supplements on which agreement was reached"},
		standards.Planned:     {"Texts targeted for consent in September 2027", "Draft Recommendations aimed for consent at the next meeting", "Candidate texts for the next meeting"},
		standards.NewWorkItem: {"Newly created work items", "Additions to the work programme", "Work items added to the work programme"},
		standards.Removed:     {"Terminated work items", "Work items closed", "Deleted work items"},
		standards.Deleted:     {"Deleted Recommendations", "Recommendations proposed for deletion"},
		"":                    {"Participation of Member States", "Recommendations of interest", "Consented Recommendations: 34 at this meeting", "Approved Supplements: 2", "The harbour was approved by all"},
	} {
		for _, heading := range headings {
			for _, number := range []string{"", "3.1 ", "b) ", "2. "} {
				if d, ok := decisionOfHeading(number + heading); d.kind != kind || ok != (kind != "") {
					t.Errorf("%s%s: %s %v, want %s", number, heading, d.kind, ok, kind)
				}
			}
		}
	}
}

// TestHeadingAmongColumns tells a heading that is made of words of columns from names of columns.
func TestHeadingAmongColumns(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		"a) Draft Recommendations submitted for AAP": "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12 ?kind",
		"Annex 1: Recommendations consented (AAP)":   "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12",
		"4.2 Recommendations under Last Call":        "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12 ?kind",
	} {
		if got := said(readText(t, heading+"\nRec. No. | Title | Q | TD |\nJ.201 | Lamps of harbours | 3/9 | TD 12 |\n")); got != want {
			t.Errorf("%s: %s", heading, got)
		}
	}
}

// TestHeadingThatIsNotUnderstood holds that rows below names of columns that come again are not silently taken for what the
// heading before decided.
func TestHeadingThatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Recommendations consented (AAP)\nRec. No. Title Q TD\nJ.201 Lamps of harbours 3/9 TD 12\nSecond batch\nRec. No. Title Q TD\nJ.202 Fog of harbours 4/9 TD 13\n",
		"Recommendations consented (AAP)\nRec. No. | Title | Q | TD |\nJ.201 | Lamps of harbours | 3/9 | TD 12 |\n\nMatters of the closing\nsession\nRec. No. | Title | Q | TD |\nJ.202 | Fog of harbours | 4/9 | TD 13 |\n",
	} {
		facts := readText(t, text)
		if len(facts.Statements) != 2 {
			t.Fatalf("%s", said(facts))
		}
		first, second := statement{Statement: facts.Statements[0]}, statement{Statement: facts.Statements[1]}
		if first.doubts("kind") || first.Title != "Lamps of harbours" || !second.doubts("kind") || second.Title != "Fog of harbours" {
			t.Errorf("%s", said(facts))
		}
		if facts.Coverage.Unread == 0 {
			t.Error("the heading is not among the lines that were not read")
		}
	}
}

// TestUnknownColumnAmongOthers keeps a name of a column that nobody knows between others, a name a line.
func TestUnknownColumnAmongOthers(t *testing.T) {
	t.Parallel()
	for _, unknown := range []string{"Harbour class", "Mooring"} {
		text := "Recommendations consented (AAP)\n# |\nQ |\n" + unknown + " |\nRec. No. |\nTitle |\nTD |\n1.\n3/9\nJ.201\nLamps of harbours\nTD 12\n2.\n4/9\nJ.202\nFog of harbours\nTD 13\n"
		want := "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12\nCONSENTED J.202 \"Fog of harbours\" [{9 4}] TD13"
		if got := said(readText(t, text)); got != want {
			t.Errorf("%s:\n%s", unknown, got)
		}
	}
}

// TestNamesOfColumns reads a table below names of columns in other words.
func TestNamesOfColumns(t *testing.T) {
	t.Parallel()
	for _, columns := range []string{
		"Text number | Text title | Study Question | TD #", "Recommendation | Title of draft | Resp. Q | Last TD", "Rec. or Text No. | Draft title | Related Question | Base document",
		"Provisional number | Subject | Quest. | TD (PLEN)",
	} {
		text := "Recommendations consented (AAP)\n" + columns + "\nJ.201 | Lamps of harbours | 3/9 | TD 12\nJ.202 | Fog of harbours | 4/9 | TD 13\n"
		want := "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12\nCONSENTED J.202 \"Fog of harbours\" [{9 4}] TD13"
		if got := said(readText(t, text)); got != want {
			t.Errorf("%s:\n%s", columns, got)
		}
	}
}

// TestDatesOfMeetings reads periods in many forms.
func TestDatesOfMeetings(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string]string{
		"3-11 May 2027": "2027-05-03 2027-05-11", "3‒11 May 2027": "2027-05-03 2027-05-11", "3‑11 May 2027": "2027-05-03 2027-05-11",
		"May 3-11, 2027": "2027-05-03 2027-05-11", "May 28 - June 4, 2027": "2027-05-28 2027-06-04", "28 May until 4 June 2027": "2027-05-28 2027-06-04",
		"2027-05-03 - 2027-05-11": "2027-05-03 2027-05-11", "2027-05-03/11": "2027-05-03 2027-05-11", "2027-05-28 to 2027-06-04": "2027-05-28 2027-06-04",
		"03.05.2027 - 11.05.2027": "2027-05-03 2027-05-11", "28.5.2027 – 4.6.2027": "2027-05-28 2027-06-04", "3-11.05.2027": "2027-05-03 2027-05-11",
		"3 – 11 mai 2027": "2027-05-03 2027-05-11", "du 30 juin au 9 juillet 2027": "2027-06-30 2027-07-09", "28 février - 4 mars 2027": "2027-02-28 2027-03-04", "3-11 août 2027": "2027-08-03 2027-08-11",
		"03/05/2027 - 11/05/2027": "2027-05-03 2027-05-11", "05/03/2027 - 05/11/2027": "2027-05-03 2027-05-11",
	} {
		m := readDocument(t, "Executive summary of the SG 9 meeting, Geneva, "+printed+"\n").Meeting
		if got := string(m.Start + " " + m.End); got != want {
			t.Errorf("%s: %s, want %s", printed, got, want)
		}
	}
}
