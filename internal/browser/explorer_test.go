package browser

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	nakao   = "/?node=person:koji-nakao"
	between = "/?node=person:koji-nakao&to=person:rick-reed"
)

func TestFromASearchToATD(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/")
	b.click("#search")
	b.write("koji nak")
	b.click(".suggestion | Koji Nakao")
	b.sees(".panel h2 | Koji Nakao")
	b.click(".node.Text[aria-label*='X.amas-iot']")
	b.sees(".panel h2 | X.amas-iot")
	if at := b.at(); !strings.HasPrefix(at, nakao) || !strings.Contains(at, "select=text:") {
		t.Errorf("the text is shown at %s", at)
	}
	b.click(".panel a | TD")
	b.sees(".panel .eyebrow | TD")
	b.settled()
	if at := b.at(); !strings.HasPrefix(at, "/?node=document:") {
		t.Errorf("the document is shown at %s", at)
	}
	b.sees(".graph .node.Text[aria-label*='X.amas-iot']")
}

func TestThePathBetweenTwoPeople(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo(nakao)
	b.click(".toolbar button | Path")
	b.focused("#path-to")
	b.write("rick reed")
	b.sees("[role=option] | Rick Reed")
	b.press(kb.Enter)
	b.sees(".path-bar | The shortest path has")
	b.sees(".path li:last-child | Rick Reed")
	steps, drawn := b.count(".path li")-1, b.count(".edge.on-path")
	if steps < 2 || drawn < steps {
		t.Errorf("the path has %d steps in words and %d edges in the drawing", steps, drawn)
	}
	if at := b.at(); at != between {
		t.Errorf("the path is at %s", at)
	}
	b.click("button[aria-label='Close the path']")
	b.until(`!document.querySelector(".path-bar")`)
}

func TestTheListOfTexts(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/?view=texts")
	b.click(".facet-value[data-facet^='status CONSENTED']")
	b.sees(".facet-value[data-facet='status CONSENTED'][aria-current]")
	b.settled()
	consented := number(t, b.text(".texts-list [role=status]"))
	ofQuestion := number(t, b.text(".facet-value[data-facet^='questions'] .count"))
	b.click(".facet-value[data-facet^='questions']")
	b.sees(".chip[aria-label^='Take the filter Q']")
	b.settled()
	if got := number(t, b.text(".texts-list [role=status]")); got != ofQuestion || got >= consented {
		t.Errorf("the filter of a Question left %d of %d texts, its count beside it is %d", got, consented, ofQuestion)
	}
	b.click("th a.sort | Title")
	b.sees("th[aria-sort=ascending] | Title")
	b.click("th a.sort | Title")
	b.sees("th[aria-sort=descending] | Title")
	b.settled()
	csv := eval[string](b, `fetch(document.querySelector("a[href^='/export/texts.csv']").href).then((r) => r.text())`)
	if rows, shown := strings.Count(strings.TrimSpace(csv), "\n"), b.count("tbody tr"); rows != shown || shown == 0 {
		t.Errorf("the file has %d texts, the table %d", rows, shown)
	}
}

// number is the first number in a text.
func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(text))
	if err != nil {
		t.Fatalf("%q has no number", text)
	}
	return n
}

func TestTheGraphAsAList(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo(nakao)
	nodes := b.count(".graph .node:not(.stub)")
	b.click(".toolbar button | List")
	b.until(`document.querySelectorAll(".graph-table tbody tr").length === ` + itoa(nodes))
	b.click("input[aria-label^='Filter']")
	b.write("amas")
	b.until(`document.querySelectorAll(".graph-table tbody tr").length < ` + itoa(nodes))
	b.click("th button | Name")
	b.sees("th[aria-sort=ascending] | Name")
}

// TestSortingOnAPhone sorts both lists where they have no headings to press.
func TestSortingOnAPhone(t *testing.T) {
	t.Parallel()
	s := sampleSite(t)
	for address, sorted := range map[string]struct{ choice, first string }{
		"/?view=texts":     {"ACRONYM DESC", "tbody tr:first-child | no name"},
		nakao + "&as=list": {"0 DESC", "tbody tr:first-child | Yunchul Choi"},
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			b := open(t, s, phone)
			b.goTo(address)
			b.sees(".sort-by select")
			eval[chromedp.Void](b, `(() => {
				const select = document.querySelector(".sort-by select");
				select.value = "`+sorted.choice+`";
				select.dispatchEvent(new Event("change", { bubbles: true }));
			})()`)
			b.sees(sorted.first)
			b.fits(address)
		})
	}
}

func TestBackAndForward(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/")
	b.click("nav[aria-label=Pages] a | Texts")
	b.sees("h1 | Texts")
	b.click("tbody .node-link")
	b.sees(".panel h2")
	b.settled()
	eval[chromedp.Void](b, "history.back()")
	b.sees("h1 | Texts")
	eval[chromedp.Void](b, "history.back()")
	b.sees("h1 | Who works on what")
	eval[chromedp.Void](b, "history.forward()")
	b.sees("h1 | Texts")
	eval[chromedp.Void](b, "history.forward()")
	b.sees(".panel h2")
}

// TestByKeyboardAlone goes from the search into the graph and to another node without a mouse.
func TestByKeyboardAlone(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/")
	b.tabTo("#search")
	b.write("koji nakao")
	b.sees("[role=option] | Koji Nakao")
	b.press(kb.ArrowDown)
	b.sees("[role=option][aria-selected=true] | Koji Nakao")
	b.press(kb.Enter)
	b.sees(".graph .node.center")
	b.settled()
	b.focused("h1")
	b.tabTo(".graph .node") // over the toolbar
	b.focused(".graph .node.center")
	b.press(kb.ArrowRight)
	b.focused(".graph .node:not(.center)")
	name := eval[string](b, `document.activeElement.getAttribute("aria-label")`)
	b.press(kb.Enter)
	b.sees(".graph .node.selected:not(.center)")
	b.focused(".graph .node.selected")
	if got := b.text(".panel .eyebrow"); !strings.HasPrefix(name, strings.SplitN(got, " ", 2)[0]) {
		t.Errorf("Enter on %q shows a %q", name, got)
	}
	b.press(kb.Home)
	b.focused(".graph .node.center")
	b.pressShiftTab()
	b.focused(".toolbar *, .path-bar *, .graph")
}

// TestASharedAddress opens addresses as a reader does who was sent them: the view is the one that was shared.
func TestASharedAddress(t *testing.T) {
	t.Parallel()
	s := sampleSite(t)
	for address, shows := range map[string]string{
		between:            ".path li:last-child | Rick Reed",
		nakao + "&as=list": ".graph-table td | Koji Nakao",
		nakao + "&select=question:17:2017-2020:6&hide=Document": ".legend-item[aria-pressed=false] | TDs",
		"/?view=texts&status=CONSENTED&sort=TITLE+DESC":         "th[aria-sort=descending] | Title",
		"/?view=meeting&node=meeting:17:2019-08-27":             "h1 | SG17",
		"/?q=quantum": "h1 | quantum",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			b := open(t, s, desktop)
			b.goTo(address)
			b.sees(shows)
			eval[chromedp.Void](b, "location.reload()")
			b.settled()
			b.sees(shows)
		})
	}
}

func TestAFailedRequestCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	s := sampleSite(t)
	for address, shows := range map[string]string{
		"/":              ".latest",
		nakao:            ".graph .node.center",
		"/?view=texts":   "tbody tr",
		"/?q=quantum":    "main a",
		"/?view=meeting": ".meeting-grid",
	} {
		t.Run(address, func(t *testing.T) {
			b := open(t, s, desktop)
			s.broken.Store(true)
			b.goTo(address)
			b.sees("[role=alert] | Try again")
			s.broken.Store(false)
			b.until(`(() => {
				const again = [...document.querySelectorAll(".failure button")];
				again.forEach((button) => button.click());
				return again.length === 0;
			})()`)
			b.sees(shows)
			b.until(`!document.querySelector("[role=alert]")`)
			b.forgive("500 (Internal Server Error)")
		})
	}
}
