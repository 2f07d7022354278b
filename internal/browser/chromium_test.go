package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// guard ends a wait for something that does not come. It is long, since a busy machine is slow; nothing waits that long
// where all is well.
const guard = 60 * time.Second

// process is a browser that runs.
type process struct{ ctx context.Context }

// chromium is the one process of all tests; nil where there is none.
var chromium *process

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	path, err := find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
	if err != nil {
		fmt.Fprintln(os.Stderr, "SKIPPED, CHROMIUM IS MISSING: nobody has looked at the pages in a browser")
		if os.Getenv("CI") == "true" {
			return 1
		}
		return m.Run()
	}
	profile, err := os.MkdirTemp("", "rapporteur-chromium")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(profile) }()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox, // root has none, and the pages are ours
		chromedp.DisableGPU,
		chromedp.WSURLReadTimeout(guard),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"),
	)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	defer stopAllocator()
	browser, stop := chromedp.NewContext(allocator)
	defer stop()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintf(os.Stderr, "start %s: %v\n", path, err)
		return 1
	}
	chromium = &process{browser}
	return m.Run()
}

func find(names ...string) (path string, err error) {
	for _, name := range names {
		if path, err = exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", err
}
