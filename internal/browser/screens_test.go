package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// screens are the views that are kept as pictures.
var screens = []struct {
	name, address, shows string
	before               func(b *tab)
}{
	{"empty", "/", ".latest", nil},
	{"search", "/", ".latest", func(b *tab) {
		b.click("#search")
		b.write("cloud")
		b.sees("[role=option]")
	}},
	{"graph", nakao, ".graph .node.center", nil},
	{"meeting", "/?view=meeting", ".meeting-grid .card", nil},
	{"texts", "/?view=texts&status=CONSENTED", "tbody tr", nil},
	{"import", "/import", ".drop", func(b *tab) {
		b.click("#token")
		b.write(adminToken)
		b.offer(correctedReport(b.t))
		b.sees(".verdict")
	}},
	{"playground", "/playground", ".view-lines | TextsOfAnEditor", func(b *tab) {
		b.click("button.graphiql-execute-button")
		b.sees(".result-window | Koji")
		b.sees(".graphiql-query-editor [class^=mtk]:not(.mtk1)") // the words are coloured
	}},
}

// TestScreens keeps pictures in the folder RAPPORTEUR_SCREENSHOTS, or in build.
func TestScreens(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("RAPPORTEUR_SCREENSHOTS")
	if folder == "" {
		folder = "build"
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	s := sampleSite(t)
	for _, l := range []look{desktop, desktopDark, phone, phoneDark} {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			for _, screen := range screens {
				b := open(t, s, l)
				b.goTo(screen.address)
				b.sees(screen.shows)
				if screen.before != nil {
					screen.before(b)
				}
				b.do("wait for a frame", chromedp.Evaluate[chromedp.Void]("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", chromedp.EvalAwaitPromise))
				picture := get(b, "take a picture", chromedp.CaptureScreenshot())
				name := filepath.Join(folder, screen.name+"-"+l.String()+".png")
				if err := os.WriteFile(name, smaller(t, picture), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
