package browser

import (
	"os"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
)

// twoPeriods serves the sample and a report of a later study period, whose Q4/17 is another Question. Its tables are not
// all there, and there is a report of a meeting between that has none.
func twoPeriods(t *testing.T) *site {
	t.Helper()
	g := graphtest.Sample(t)
	for _, name := range []string{"no-tables.txt", "some-tables.txt"} {
		content, err := os.ReadFile("../source/meeting/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		g.Import(t, []byte(strings.NewReplacer("2030", "2023", "2028", "2022").Replace(string(content))), name)
	}
	return serve(t, g)
}

// TestAQuestionIsThatOfItsStudyPeriod follows links of Questions whose label another study period has, too, and opens
// addresses that have no more than the label.
func TestAQuestionIsThatOfItsStudyPeriod(t *testing.T) {
	t.Parallel()
	const older, newer = "question:17:2017-2020:4", "question:17:2022-2024:4"
	b := open(t, twoPeriods(t), desktop)
	for name, c := range map[string]struct{ address, link, id, period string }{
		"meeting of the older period": {"/?view=meeting&node=meeting:17:2019-08-27", ".by-question a[href*='view=texts'][href*=':4&']", older, "2017-2020"},
		"meeting of the newer period": {"/?view=meeting&node=meeting:17:2023-09-03", ".by-question a[href*='view=texts']", newer, "2022-2024"},
		"Question of the older":       {"/?node=" + older, ".panel a[href*='view=texts']", older, "2017-2020"},
		"Question of the newer":       {"/?node=" + newer, ".panel a[href*='view=texts']", newer, "2022-2024"},
		"facet of the older":          {"/?view=texts", ".facet-value[data-facet='questions " + older + "']", older, "2017-2020"},
		"facet of the newer":          {"/?view=texts", ".facet-value[data-facet='questions " + newer + "']", newer, "2022-2024"},
	} {
		b.goTo(c.address)
		b.until(`document.querySelector("` + c.link + `")`)
		b.goTo(eval[string](b, `document.querySelector("`+c.link+`").getAttribute("href")`))
		if at := b.at(); !strings.Contains(at, "questions="+c.id) {
			t.Errorf("%s: the link leads to %s", name, at)
		}
		b.sees(".chip | Q4/17, " + c.period)
		if rows := b.text("tbody"); strings.Contains(rows, "X.harbour") != (c.id == newer) {
			t.Errorf("%s: the list is %s", name, rows)
		}
	}
	b.goTo("/?view=texts")
	b.until(`document.querySelector(".facet-value[data-facet='questions ` + older + `'] .facet-name").textContent === "Q4/17 2017-2020"`) // where there are Questions of two periods
	for _, address := range []string{"/?view=texts&questions=Q4/17", "/?view=texts&questions=4/17"} {
		b.goTo(address)
		b.sees(".chip | Q4/17, 2022-2024")
		if at := b.at(); at != "/?view=texts&questions="+newer {
			t.Errorf("%s became %s", address, at)
		}
		b.sees("tbody a | X.harbour-1")
	}
	b.goTo("/?view=texts&questions=Q99/17")
	b.sees(".nothing | No text matches")
}

// TestAnOldIdLeadsToTheNewOne opens addresses with an id that a node had before it was merged: the address becomes that of
// the node that answers.
func TestAnOldIdLeadsToTheNewOne(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:koji-nakao", []standards.PersonID{"person:rick-reed"}); err != nil {
		t.Fatal(err)
	}
	b := open(t, serve(t, g), desktop)
	for address, want := range map[string]string{
		"/?node=person:rick-reed":                             "/?node=person:koji-nakao",
		"/?node=person:rick-reed&as=list":                     "/?node=person:koji-nakao&as=list",
		"/?view=texts&editors=person:rick-reed&status=AGREED": "/?view=texts&editors=person:koji-nakao&status=AGREED",
		"/?view=texts&editors=person:nobody&status=AGREED":    "/?view=texts&editors=person:nobody&status=AGREED",
		"/?view=meeting&node=meeting:17:2019-08-27":           "/?view=meeting&node=meeting:17:2019-08-27",
	} {
		b.goTo(address)
		if at := b.at(); at != want {
			t.Errorf("%s became %s, want %s", address, at, want)
		}
	}
}

// TestAMeetingAmongOthersFitsAPhone opens pages of meetings where there is a choice of several, whose names are long.
func TestAMeetingAmongOthersFitsAPhone(t *testing.T) {
	t.Parallel()
	b := open(t, twoPeriods(t), phone)
	for _, id := range []string{"meeting:17:2019-08-27", "meeting:17:2023-09-03"} {
		b.goTo("/?view=meeting&node=" + id)
		b.sees(".page-acts select")
		b.fits(id)
		if over := eval[int](b, `(() => { const frame = document.querySelector("[aria-label='Stated and counted']"); return frame.scrollWidth - frame.clientWidth; })()`); over > 0 {
			t.Errorf("%s: the figures of its report are %d pixels wider than their place", id, over)
		}
	}
}
