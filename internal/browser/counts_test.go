package browser

import (
	"regexp"
	"slices"
	"testing"
)

// promise is a link with a number: as many as it says must be in the list that it opens.
type promise struct {
	Address, Says string
	Count         int // -1 where the link does not mark its number
}

// promises are the links of a page that have a number of something in them, or mark one.
func (b *tab) promises() []promise {
	b.t.Helper()
	return eval[[]promise](b, `[...document.querySelectorAll("main a[href]")].filter((a) => a.getAttribute("href").startsWith("/?"))
		.filter((a) => a.dataset.count !== undefined || a.querySelector(".count, .tally-n") || `+
		`/(^|\s)[\d,]+ (texts?|decisions?|editors?|people|person|meetings?|results?|TDs?)\b/.test(a.textContent))
		.map((a) => ({ Address: a.getAttribute("href"), Says: a.textContent.trim(), Count: Number(a.dataset.count ?? -1) }))`)
}

// listed is how many the opened list says that it has: of a list of texts all that match, of a node its texts.
func (b *tab) listed() int {
	b.t.Helper()
	b.until(`document.querySelector("[data-total], .nothing, .panel h2")`)
	return eval[int](b, `(() => {
		const list = document.querySelector("[data-total]");
		if (list) return Number(list.dataset.total);
		const texts = [...document.querySelectorAll(".panel h3")].find((h) => h.textContent.startsWith("Texts"));
		return Number(texts?.querySelector(".count")?.textContent ?? 0);
	})()`)
}

// opensOfAView is how many lists each view opens, those of the greatest numbers first.
const opensOfAView = 4

// TestEachNumberIsThatOfItsList opens the link of each number on the views of a graph with several meetings and two study
// periods, and counts what the opened list says that it has.
func TestEachNumberIsThatOfItsList(t *testing.T) {
	t.Parallel()
	b := open(t, twoPeriods(t), desktop)
	opened := map[string]int{}
	for _, address := range []string{
		"/", "/?view=meeting", "/?view=meeting&node=meeting:17:2019-08-27", "/?node=meeting:17:2019-08-27", "/?node=meeting:17:2023-09-03",
		nakao, "/?node=question:17:2017-2020:4", "/?node=question:17:2022-2024:4", "/?node=study-group:17", "/?node=text:17:x.1371",
		"/?view=texts", "/?view=texts&status=CONSENTED", "/?view=texts&status=CONSENTED&questions=question:17:2017-2020:12&target=2020",
		"/?view=texts&decidedKinds=PLANNED&decidedMeetings=meeting:17:2019-08-27&editors=person:koji-nakao", "/?q=cloud",
	} {
		b.goTo(address)
		b.until(`document.querySelector("main .loaded > *, main .panel h2, [data-total], .nothing, main .node-line")`)
		numbers := b.promises()
		slices.SortFunc(numbers, func(a, c promise) int { return c.Count - a.Count })
		some := 0 // lists that this view has opened; more of them take long
		for _, p := range numbers {
			if p.Count < 0 {
				t.Errorf("%s: a link says %q, and does not mark its number", address, p.Says)
				continue
			}
			if digits := regexp.MustCompile(`\d+`).FindAllString(p.Says, -1); !slices.Contains(digits, itoa(p.Count)) && regexp.MustCompile(`^\d|of \d`).MatchString(p.Says) {
				t.Errorf("%s: a link says %q, and marks %d", address, p.Says, p.Count)
			}
			n, known := opened[p.Address]
			if !known && some == opensOfAView {
				continue
			}
			if !known {
				some++
				b.goTo(p.Address)
				n = b.listed()
				opened[p.Address] = n
			}
			if n != p.Count {
				t.Errorf("%s: %q promises %d, the list at %s has %d", address, p.Says, p.Count, p.Address, n)
			}
		}
	}
	if len(opened) < 25 {
		t.Errorf("only %d links were opened", len(opened))
	}
	t.Logf("%d lists", len(opened))
}

// TestPlansAreNoDecisions reads how many decisions a meeting made on the pages that say it, against the list of its texts by kind.
func TestPlansAreNoDecisions(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/")
	b.sees(".latest | 74 decisions, 24 planned")
	for _, address := range []string{"/?view=meeting", "/?node=meeting:17:2019-08-27"} {
		b.goTo(address)
		b.until(`[...document.querySelectorAll("h2, h3")].some((h) => h.textContent === "Decisions74, 24 planned")`)
	}
	b.goTo("/?node=text:17:x.1371") // acted on
	b.sees(".panel .timeline")
	b.until(`!document.querySelector(".panel .facts").textContent.includes("To be acted on")`)
	b.goTo("/?view=texts&status=PLANNED")
	b.goTo(eval[string](b, `document.querySelector("tbody .node-link").getAttribute("href")`))
	b.sees(".panel .facts | To be acted on")
	b.goTo("/?node=study-group:17")
	b.sees(".panel .node-line | announced") // the next plenary was not held
	if text := b.text(".panel .node-line | 27 August"); regexp.MustCompile("announced").MatchString(text) {
		t.Errorf("a meeting that was held is announced: %s", text)
	}
}
