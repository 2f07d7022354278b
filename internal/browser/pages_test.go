package browser

import (
	"encoding/json"
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

// BenchmarkFirstPaint measures when a reader who comes for the first time sees the largest part of a view, in milliseconds:
// go test ./internal/browser -run XXX -bench FirstPaint -benchtime 5x. A time depends on the machine, so no test holds it; the
// bytes of a first visit are held by a test.
func BenchmarkFirstPaint(b *testing.B) {
	s := sampleSite(b)
	for _, address := range []string{"/", nakao, "/?view=meeting"} {
		b.Run(address, func(b *testing.B) {
			total := 0.0
			for range b.N {
				page := open(b, s, desktop)
				page.goTo(address)
				total += eval[float64](page, `new Promise((seen) => new PerformanceObserver((list) => seen(list.getEntries().at(-1).startTime))
					.observe({ type: "largest-contentful-paint", buffered: true }))`)
			}
			b.ReportMetric(total/float64(b.N), "ms/paint")
		})
	}
}
