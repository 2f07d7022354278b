package browser

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreens keeps pictures of views in the folder RAPPORTEUR_SCREENSHOTS, or in build.
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
			for _, view := range views {
				if !view.kept {
					continue
				}
				b := open(t, s, l)
				b.shown(view)
				b.do("wait for a frame", chromedp.Evaluate[chromedp.Void]("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", chromedp.EvalAwaitPromise))
				picture := get(b, "take a picture", chromedp.CaptureScreenshot())
				name := filepath.Join(folder, view.name+"-"+l.String()+".png")
				if err := os.WriteFile(name, smaller(t, picture), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
