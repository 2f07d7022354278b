package meeting

import (
	"fmt"
	"strings"
	"testing"
)

// TestListsInPlaceOfTables reads lists whose items have the cells of a row with punctuation between them.
func TestListsInPlaceOfTables(t *testing.T) {
	t.Parallel()
	const want = "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12\nCONSENTED J.202 \"Fog, tides and nets of harbours (FTN)\" [{9 4}] TD13"
	for name, form := range map[string]string{
		"commas":                        "– %[1]s (%[2]s), %[3]s, Q%[4]d/9, TD %[5]d",
		"semicolons":                    "• %[1]s (%[2]s); %[3]s; Q%[4]d/9; TD %[5]d",
		"brackets":                      "- %[1]s (%[2]s) %[3]s (Q%[4]d/9, TD %[5]d)",
		"a colon and brackets":          "- %[1]s (%[2]s): %[3]s (Q%[4]d/9; TD%[5]d)",
		"dashes":                        "• %[1]s (%[2]s) – %[3]s – %[4]d/9 – TD %[5]d",
		"the kind and quotation marks":  "- Draft new Recommendation %[1]s (%[2]s) “%[3]s” (Q%[4]d/9) [TD %[5]d]",
		"the organization and quotes":   "- ITU-T %[1]s (%[2]s), \"%[3]s\" (Q%[4]d/9, TD %[5]d)",
		"the Question first":            "• Q%[4]d/9: %[1]s (%[2]s), %[3]s (TD %[5]d)",
		"the document first":            "• TD %[5]d: %[1]s (%[2]s) %[3]s (Q%[4]d/9)",
		"letters":                       "%[6]s) %[1]s (%[2]s) – %[3]s (Q%[4]d/9; TD %[5]d)",
		"lines without marks of a list": "%[1]s (%[2]s), %[3]s, Q%[4]d/9, TD %[5]d",
		"items over two lines":          "– %[1]s (%[2]s), %[3]s,\n  Q%[4]d/9, TD %[5]d",
	} {
		text := "Recommendations consented (AAP)\n" + fmt.Sprintf(form, "J.201", "J.lamp", "Lamps of harbours", 3, 12, "1") + "\n" +
			fmt.Sprintf(form, "J.202", "J.fog", "Fog, tides and nets of harbours (FTN)", 4, 13, "2") + "\n"
		facts := readText(t, text)
		if got := said(facts); got != want {
			t.Errorf("%s:\n%s", name, got)
		}
		for _, s := range facts.Statements {
			if former := map[string]string{"J.201": "J.lamp", "J.202": "J.fog"}[s.Acronym]; s.ProvisionalName != former {
				t.Errorf("%s: %s was %s", name, s.Acronym, s.ProvisionalName)
			}
		}
	}
}

// TestNoveltyOfAnItem takes whether a text is new from the words before its name.
func TestNoveltyOfAnItem(t *testing.T) {
	t.Parallel()
	facts := readText(t, "Recommendations consented (AAP)\n- Draft new Recommendation ITU-T J.201, Lamps of harbours (Q3/9, TD 12)\n- Revised Recommendation J.202, Fog of harbours (Q4/9, TD 13)\n- New J.203, Tides of harbours (Q4/9, TD 14)\n")
	var got []string
	for _, s := range facts.Statements {
		got = append(got, fmt.Sprintf("%s %s", s.Acronym, s.Novelty))
	}
	if strings.Join(got, ", ") != "J.201 NEW, J.202 REVISED, J.203 NEW" {
		t.Errorf("%v\n%s", got, said(facts))
	}
}

// TestLabelledEditors reads the people whom an item labels, and takes nobody for an editor without a label.
func TestLabelledEditors(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"– J.201, Lamps of harbours, Q3/9, TD 12, editor Ada Example":              "[Ada Example]",
		"– J.201, Lamps of harbours (Q3/9, TD 12; Editors: Ada Example, Bo Other)": "[Ada Example Bo Other]",
		"– J.201, Lamps of harbours, Q3/9, TD 12":                                  "[]",
	} {
		facts := readText(t, "Recommendations consented (AAP)\n"+form+"\n"+strings.NewReplacer("J.201", "J.202", "Lamps", "Fog", "TD 12", "TD 13").Replace(form)+"\n")
		for _, s := range facts.Statements {
			if fmt.Sprint(s.Editors) != want || !strings.HasSuffix(s.Title, " of harbours") {
				t.Errorf("%s: %s, %q by %v", form, s.Acronym, s.Title, s.Editors)
			}
		}
		if len(facts.Statements) != 2 {
			t.Errorf("%s:\n%s", form, said(facts))
		}
	}
}

// TestOneNumberedItem reads the number of the only item of a list; doubts are welcome, for one row shows little.
func TestOneNumberedItem(t *testing.T) {
	t.Parallel()
	for _, item := range []string{"1) J.201 – Lamps of harbours (Q3/9; TD 12)", "1. J.201, Lamps of harbours, Q3/9, TD 12"} {
		if got, _, _ := strings.Cut(said(readText(t, "Recommendations consented (AAP)\n"+item+"\n")), " ?"); got != "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12" {
			t.Errorf("%s: %s", item, got)
		}
	}
}

// TestItemsBeginRows holds that a row begins where the mark of an item stands, and nowhere else.
func TestItemsBeginRows(t *testing.T) {
	t.Parallel()
	for _, wrapped := range []string{
		"• Lamps of\n  Harbours, Q3/9\n• Tides of\n  Harbours, Q4/9\n• Fog, Q5/9\n",
		"– Lamps of harbours, as in\n  J.100, Q3/9\n– Tides of harbours, as in\n  J.200, Q4/9\n– Fog, Q5/9\n",
	} {
		if facts := readText(t, "Recommendations consented (AAP)\n"+wrapped); len(facts.Statements) != 3 || facts.Statements[1].FirstLine != 6 || facts.Statements[1].LastLine != 7 {
			t.Errorf("%s\n%s", wrapped, said(facts))
		}
	}
}

// TestItemThatGoesOnWithACapital holds that a capital at the beginning of a line begins no row within an item, without a doubt.
func TestItemThatGoesOnWithACapital(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"Tides of\n  Harbours and Fog\n  of Quays", "Nets in\n  Harbours and Ports\n  of Islands"} {
		want := fmt.Sprintf("CONSENTED  \"Lamps of harbours\" [{9 3}] \nCONSENTED  %q [{9 4}] \nCONSENTED  \"Fog\" [{9 5}] ", clean(title))
		if got := said(readText(t, "Recommendations consented (AAP)\n• Lamps of harbours, Q3/9\n• "+title+", Q4/9\n• Fog, Q5/9\n")); got != want {
			t.Errorf("%s", got)
		}
	}
}

// TestNameBeginsEachItem divides the name of each item from its title, not of the first alone.
func TestNameBeginsEachItem(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{"• ", ""} {
		got := said(readText(t, "Recommendations consented (AAP)\n"+mark+"J.201, (new) lamps of harbours\n"+mark+"J.202, (old) lamps of harbours\n"))
		if !strings.Contains(got, "J.202 \"(old) lamps of harbours\"") {
			t.Errorf("%q: %s", mark, got)
		}
	}
}

// TestHeadingsAboveLists reads lists below a heading of a part, below one that comes twice, and below an introduction.
func TestHeadingsAboveLists(t *testing.T) {
	t.Parallel()
	const items = "– J.201, Lamps of harbours, Q3/9, TD 12\n– J.202, Fog of harbours, Q4/9, TD 13\n"
	for _, above := range []string{
		"Recommendations consented (AAP)\nNew Recommendations\nNew Recommendations\n", "Recommendations consented (AAP)\nNew Recommendations\n\n",
		"Recommendations for consent (AAP)\nThe SG9 meeting consented 2 draft new Recommendations\n", "Consented texts (AAP)\nStudy Group 9 gave consent to two new Recommendations\n",
	} {
		facts := readText(t, above+items)
		if got := said(facts); got != "CONSENTED J.201 \"Lamps of harbours\" [{9 3}] TD12\nCONSENTED J.202 \"Fog of harbours\" [{9 4}] TD13" {
			t.Errorf("%s%s", above, got)
		}
		if facts.Coverage.Unread > 0 {
			t.Errorf("%s%d lines were not read", above, facts.Coverage.Unread)
		}
	}
}

// TestItemThatBeginsLikeAHeading keeps an item in its list though its first word begins headings.
func TestItemThatBeginsLikeAHeading(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Appendix to Recommendation J.201", "Annex A to J.201"} {
		facts := readText(t, "Texts approved\n– "+name+", Lamps of harbours, Q3/9, TD 12\n– J.202, Fog of harbours, Q4/9, TD 13\n")
		if len(facts.Statements) != 2 || facts.Statements[0].Acronym != name {
			t.Errorf("%s:\n%s", name, said(facts))
		}
	}
}
