package meeting

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/source"
)

// TestLinesThatLostTheirBreaks reads headings, names of columns and remarks that stand on one line with rows.
func TestLinesThatLostTheirBreaks(t *testing.T) {
	t.Parallel()
	rows := func(kinds ...string) string {
		return fmt.Sprintf("%s J.201 \"Lamps of harbours on the open sea\" [{9 3}] TD12\n%s J.202 \"Fog of harbours in the north\" [{9 4}] TD13", kinds[0], kinds[1])
	}
	const columns, lamps, fog = "Rec. No. | Q | TD | Title |", "J.201 | 3/9 | TD 12 | Lamps of harbours on the open sea |", "J.202 | 4/9 | TD 13 | Fog of harbours in the north |"
	for name, test := range map[string]struct{ text, want string }{
		"a heading at the end of a row": {
			"Recommendations approved (TAP)\n" + columns + "\n" + lamps + " Recommendations consented (Recommendation A.8 - AAP)\n" + columns + "\n" + fog + "\n", rows("APPROVED", "CONSENTED"),
		},
		"a heading, names of columns and a row": {
			"Recommendations approved (TAP)\n" + columns + "\n" + lamps + " b) Recommendations determined (TAP - Resolution 1) " + columns + " " + fog + "\n", rows("APPROVED", "DETERMINED"),
		},
		"an introduction behind a heading": {
			"1 Recommendations approved (TAP)\n" + columns + "\n" + lamps + "\n2 Consented Recommendations (ITU-T A.8) The following table shows the consented draft Recommendations.\n" + columns + "\n" + fog + "\n",
			rows("APPROVED", "CONSENTED"),
		},
		"an introduction alone": {
			"1 Recommendations approved (TAP)\n" + columns + "\n" + lamps + "\nThe following table shows the consented draft Recommendations.\n" + columns + "\n" + fog + "\n", rows("APPROVED", "CONSENTED"),
		},
		"a process before names of columns": {
			"Recommendations approved (TAP)\n" + columns + "\n" + lamps + " Completed work - Alternative Approval Process (AAP) ITU-T " + columns + " " + fog + "\n", rows("APPROVED", "CONSENTED"),
		},
	} {
		if got := strings.ReplaceAll(said(readText(t, test.text)), " ?kind", ""); got != test.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// TestRemarkWithinARow keeps a pointer out of the title before it.
func TestRemarkWithinARow(t *testing.T) {
	t.Parallel()
	for _, remark := range []string{"See TSB Circular 302 (dated 17 July 2027)", "See Last Call in AAP-80"} {
		text := "Recommendations approved (TAP)\nRec. No. Q TD Title\nJ.201 3/9 TD 12 Lamps of harbours on the open sea\nJ.202 4/9 TD 13 Fog of harbours (north) " + remark + "\n"
		if got := readText(t, text).Statements; len(got) != 2 || got[1].Title != "Fog of harbours (north)" {
			t.Errorf("%s: %q", remark, got[len(got)-1].Title)
		}
	}
}

// TestReportOnOneLine reads the meeting and the decisions of a report without line breaks.
func TestReportOnOneLine(t *testing.T) {
	t.Parallel()
	text := "Executive summary of the SG 9 meeting, Geneva, 3-11 May 2027. The meeting was attended by 50 delegates. The report of the last SG9 meeting held in Porto, 2-10 June 2026, was approved. " +
		"a) Recommendations determined (TAP - Resolution 1) Rec. No. Title Q Status J.201 Lamps of harbours on the open sea 3/9 New J.203 Nets of harbours on the open sea 3/9 New " +
		"b) Recommendations consented for Last Call (Recommendation A.8 - AAP) ITU-T Rec. No. Title Q Status J.202 Fog of harbours in the north 4/9 New J.204 Tides of harbours in the north 4/9 New"
	facts := readDocument(t, text)
	if m := facts.Meeting; m.Start != "2027-05-03" || m.Place != "Geneva" || m.StudyGroup != 9 {
		t.Errorf("%+v", m)
	}
	kinds := map[string]string{}
	for _, s := range facts.Statements {
		kinds[s.Acronym] = string(s.Kind)
	}
	if fmt.Sprint(kinds) != "map[J.201:DETERMINED J.202:CONSENTED J.203:DETERMINED J.204:CONSENTED]" {
		t.Errorf("%v\n%s", kinds, said(facts))
	}
}

// claims are the figures that a report states.
func claims(facts *source.Facts) string {
	var all []string
	for _, c := range facts.Meeting.Claims {
		all = append(all, fmt.Sprintf("%s %d", c.Kind, c.Stated))
	}
	return strings.Join(all, ", ")
}

// TestFiguresOfOneLine reads the figures of several items on one line, and none that is no figure of a decision.
func TestFiguresOfOneLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"- TAP approval (9): Details are in Annex A a). - TAP determined (5): 5 new texts. - AAP consented (15): 6 new and 9 Amendments.": "APPROVED 9, DETERMINED 5, CONSENTED 15",
		"• Two Recommendations were approved. • Eight Recommendations were consented; • 15 new work items were started. 2.1 Results":      "APPROVED 2, CONSENTED 8, NEW_WORK_ITEM 15",
		"- Three new texts announced for TAP according to Resolution 1.":                                                                  "",
		"- Four texts foreseen for AAP.": "",
		"The plenary closed with 40 texts including 1 approved Recommendation, 36 consented Recommendations and 3 agreed documents.": "APPROVED 1, CONSENTED 36, AGREED 3",
		"Results are two determined Recommendations, no deleted Recommendations.":                                                    "DETERMINED 2, DELETED 0",
	} {
		if got := claims(readText(t, "Meeting output\n"+line+"\n")); got != want {
			t.Errorf("%s\n%s, want %s", line, got, want)
		}
	}
}

// TestPersonBesideDates takes nobody for a place.
func TestPersonBesideDates(t *testing.T) {
	t.Parallel()
	for _, behind := range []string{"SG9 Chairman; Ada Example", "Rapporteur: Ada Example", "(Mr Ada Example)"} {
		if m := readDocument(t, "Study Group 9 meeting, 3-11 May 2027 "+behind+"\nRecommendations consented\nJ.201 Lamps of harbours 3/9\n").Meeting; m.Place != "" {
			t.Errorf("%s: %s", behind, m.Place)
		}
	}
}

// TestTitleOfAnEventBeforeItsSentence takes the title from the line where no heading has it.
func TestTitleOfAnEventBeforeItsSentence(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"ITU workshop on harbours", "Joint ITU symposium on fog"} {
		facts := readText(t, "Hot topics of the group "+title+" The event was announced by TSB Circular 59 and was attended by 71 participants from 17 countries.\n")
		if e := facts.Meeting.Events; len(e) != 1 || e[0].Title != title {
			t.Errorf("%s: %+v", title, e)
		}
	}
}
