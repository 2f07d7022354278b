package meeting

import (
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/layout"
)

// TestItemsThatDecide reads decisions from items of prose, and none from items that only speak of texts.
func TestItemsThatDecide(t *testing.T) {
	t.Parallel()
	head := "Executive summary of the SG 9 meeting, Geneva, 3-11 May 2027\n\nMeeting results\n"
	for item, want := range map[string]string{
		"- Recommendation ITU-T J.201 \"Lamps of harbours\" was consented.":                "CONSENTED J.201 Lamps of harbours  []",
		"- Draft new Recommendation J.fog-2, Measuring fog, was determined (TD 12, Q4/9).": "DETERMINED J.fog-2 Measuring fog NEW [{9 4}]",
		"1. Revised Recommendation J.77 was approved":                                      "APPROVED J.77  REVISED []",
		"- Recommendation J.12 was deleted":                                                "DELETED J.12   []",
		"- The agenda was approved.":                                                       "",
		"- Recommendation J.201 will be consented at the next meeting.":                    "",
		"- The report on J.201 was noted and J.202 was discussed.":                         "",
	} {
		d, err := layout.Open(t.Context(), []byte(head+item+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		facts, err := (Reader{}).Read(t.Context(), d)
		if err != nil {
			t.Fatalf("%s: %v", item, err)
		}
		var got []string
		for _, s := range facts.Statements {
			got = append(got, fmt.Sprintf("%s %s %s %s %v", s.Kind, s.Acronym, s.Title, s.Novelty, s.Questions))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: %q, want %q", item, got, want)
		}
	}
}
