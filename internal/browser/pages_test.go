package browser

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestEveryView looks at each view on a desk and on a phone, light and dark: it fits, and axe finds nothing. That no other
// host is asked and the console is quiet holds for every tab of these tests.
func TestEveryView(t *testing.T) {
	t.Parallel()
	s := sampleSite(t)
	axe := readAxe(t)
	for _, l := range []look{desktop, desktopDark, phone, phoneDark} {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			b := open(t, s, l)
			for _, view := range views {
				b.shown(view)
				if view.kept {
					b.keep(view.name + "-" + l.String())
				}
				b.fits(view.name)
				b.accessible(view.name, axe)
				b.quiet()
			}
		})
	}
}

// fits fails the test where the page is wider than the screen.
func (b *tab) fits(name string) {
	b.t.Helper()
	if over := eval[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		b.t.Errorf("%s is %d pixels wider than the screen", name, over)
	}
}

// readAxe is axe-core, as npm installed it for the pages; empty where Node is missing, which make test says loudly.
func readAxe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.FromSlash("../../tools/web/node_modules/axe-core/axe.min.js"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Logf("SKIPPED, AXE IS MISSING, which npm ci in tools/web installs: %v", err)
	}
	return string(script)
}

// accessible fails the test for everything that axe finds. The debugger evaluates it: the policy of the pages allows no such script.
func (b *tab) accessible(name, axe string) {
	b.t.Helper()
	if axe == "" {
		return
	}
	if !eval[bool](b, "Boolean(globalThis.axe)") {
		eval[chromedp.Void](b, axe)
	}
	found := eval[string](b, `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations.map((one) =>
		({ id: one.id, help: one.help, nodes: one.nodes.slice(0, 4).map((node) => node.target.join(" ") + ": " + node.failureSummary) }))))`)
	var violations []struct {
		ID, Help string
		Nodes    []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		b.t.Errorf("%s: axe: %s: %s\n  %s", name, v.ID, v.Help, strings.Join(v.Nodes, "\n  "))
	}
}

// TestTheFirstLoadIsSmall counts what a reader who comes for the first time waits for, as it was sent, with the first answers.
func TestTheFirstLoadIsSmall(t *testing.T) {
	t.Parallel()
	const most = 150_000
	s := sampleSite(t)
	for _, address := range []string{"/", nakao, "/?view=meeting"} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			b := open(t, s, desktop)
			b.goTo(address)
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Logf("%.0f bytes", b.bytes)
			if b.bytes < 10_000 || b.bytes > most {
				t.Errorf("%.0f bytes were sent; at most %d may be", b.bytes, most)
			}
		})
	}
}

// TestTheFirstPaintIsSoon holds that a reader who comes for the first time sees the largest part of a view within a second: at one of
// some attempts, since other work on the machine only ever makes one slower.
func TestTheFirstPaintIsSoon(t *testing.T) { //nolint:paralleltest // others would be waited for
	const attempts, most = 10, 1000.0 // milliseconds
	s := sampleSite(t)
	for _, address := range []string{"/", nakao, "/?view=meeting"} {
		t.Run(address, func(t *testing.T) { //nolint:paralleltest // as above
			least := math.Inf(1)
			for attempt := 0; attempt < attempts && least > most; attempt++ {
				b := open(t, s, desktop)
				b.goTo(address)
				least = min(least, eval[float64](b, `new Promise((seen) => new PerformanceObserver((list) => seen(list.getEntries().at(-1).startTime))
					.observe({ type: "largest-contentful-paint", buffered: true }))`))
			}
			t.Logf("%.0f ms", least)
			if least > most {
				t.Errorf("the largest part of the view is painted after %.0f ms; want at most %.0f", least, most)
			}
		})
	}
}
