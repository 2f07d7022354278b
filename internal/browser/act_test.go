package browser

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// element is an expression for the first element that is shown of those that a selector finds and, after " | ", whose
// text or label has some words: `button | Try again`.
func element(where string) string {
	selector, words, _ := strings.Cut(where, " | ")
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].find((e) => e.getClientRects().length > 0 && `+
		`(e.textContent + " " + (e.getAttribute("aria-label") ?? "")).replaceAll("\u00a0", " ").includes(%q))`, selector, words)
}

// goTo opens an address of the site and waits until the view has loaded.
func (b *tab) goTo(address string) {
	b.t.Helper()
	b.do("go to "+address, chromedp.Navigate(b.site.URL+address))
	b.settled()
}

// settled waits until nothing of the page is on its way.
func (b *tab) settled() {
	b.t.Helper()
	b.until(`document.readyState === "complete" && document.querySelector("main") && !document.querySelector("[aria-busy=true], .waiting")`)
}

// sees waits for an element.
func (b *tab) sees(where string) {
	b.t.Helper()
	b.until(element(where))
}

// count is how many elements a selector finds.
func (b *tab) count(selector string) int {
	b.t.Helper()
	return eval[int](b, fmt.Sprintf("document.querySelectorAll(%q).length", selector))
}

// text is what an element says.
func (b *tab) text(where string) string {
	b.t.Helper()
	b.sees(where)
	return eval[string](b, element(where)+".textContent")
}

// at is the address without the host.
func (b *tab) at() string {
	b.t.Helper()
	return eval[string](b, "location.pathname + decodeURIComponent(location.search)")
}

// click presses an element as a finger or mouse does: at its middle, once it stands still and nothing covers it.
func (b *tab) click(where string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(() => {
		const e = %s;
		if (!e || e.disabled) return false;
		e.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
		const r = e.getBoundingClientRect();
		const [x, y] = [r.x + r.width / 2, r.y + r.height / 2];
		const before = window.clickAt;
		window.clickAt = [x, y];
		const hit = document.elementFromPoint(x, y);
		return before && before[0] === x && before[1] === y && hit && (e === hit || e.contains(hit) || hit.contains(e));
	})()`, element(where)))
	at := eval[[]float64](b, "(() => { const at = window.clickAt; delete window.clickAt; return at; })()")
	b.do("click "+where, chromedp.MouseClickXY(at[0], at[1]))
}

// write puts text into the field that has the focus, as a keyboard does.
func (b *tab) write(text string) {
	b.t.Helper()
	call(b, input.InsertText, input.InsertTextParams{Text: text})
}

// press presses keys, one after the other.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do("press a key", chromedp.KeyEvent(key))
	}
}

// tabTo goes on to an element by the Tab key.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 60 {
		if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			return
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("Tab does not lead to %s%s", selector, b.state())
}

// pressShiftTab goes to what has the focus before this.
func (b *tab) pressShiftTab() {
	b.t.Helper()
	b.do("press Shift and Tab", chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
}

// focused waits until the element has the focus.
func (b *tab) focused(selector string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.activeElement?.matches(%q)", selector))
}

func itoa(n int) string { return strconv.Itoa(n) }
